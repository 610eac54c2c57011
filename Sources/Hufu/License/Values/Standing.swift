extension License {
    /// The state of the licence in the issuer's register, and when the register was read.
    public struct Standing: Sendable, Equatable {
        /// 1 to 8 different capital letters of the Chinese list of states, in alphabetical order.
        public var codes: String
        /// When the register was read, not after the credential's `iat`.
        public var asOf: UnixTime

        /// The state that the register had at `asOf`.
        public init(codes: String, asOf: UnixTime) {
            self.codes = codes
            self.asOf = asOf
        }
    }
}

/// `[letters, time]`.
struct StandingCoding: FieldCoding {
    static var hasRules: Bool { true }

    private static let lengths = 1...8

    var shape: String { "[letters, time]" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> License.Standing {
        _ = try reader.array(of: 2...2)
        return License.Standing(
            codes: try reader.string(of: Self.lengths), asOf: try reader.time(through: .lastFormattable))
    }

    func write(_ standing: License.Standing, to writer: inout CBORWriter) {
        writer.array(2)
        writer.text(standing.codes)
        writer.time(standing.asOf)
    }

    func read(json: JSONField) throws(LicenseError) -> License.Standing {
        var object = try LicenseObject(json)
        let codes = try object.requiredString("codes")
        let text = try object.requiredString("as_of")
        guard let asOf = UnixTime(text) else {
            throw LicenseError(
                .dateInvalid, at: json["as_of"] ?? json, expected: UnixTime.expectedForm, found: JSONValue.quoted(text))
        }
        try object.finish()
        return License.Standing(codes: codes, asOf: asOf)
    }

    func json(_ standing: License.Standing) -> JSONValue {
        ["codes": .string(standing.codes), "as_of": .string(standing.asOf.description)]
    }

    func text(_ standing: License.Standing) -> String { "\(standing.codes), as of \(standing.asOf)" }

    func check(_ standing: License.Standing, of field: License.Field) throws(LicenseError) {
        var previous: UInt8 = 0
        let isAscending = standing.codes.utf8.allSatisfy { letter in
            defer { previous = letter }
            return ASCII.isCapital(letter) && letter > previous
        }
        guard isAscending, Self.lengths ~= standing.codes.utf8.count else {
            throw LicenseError(
                .standingInvalid, at: "\(field.jsonName).codes",
                expected: "1 to 8 different capital letters in alphabetical order",
                found: JSONValue.quoted(standing.codes))
        }
        guard standing.asOf >= .zero else {
            throw LicenseError(
                .standingInvalid, at: "\(field.jsonName).as_of", expected: "a time from 1970 on",
                found: "\(standing.asOf)")
        }
    }
}
