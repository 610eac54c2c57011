extension License {
    /// Sex, as in ISO/IEC 5218.
    public enum Sex: Int, Sendable, CaseIterable {
        /// Not known.
        case notKnown = 0
        /// Male.
        case male = 1
        /// Female.
        case female = 2
        /// Not applicable.
        case notApplicable = 9
    }
}

/// The number of ISO/IEC 5218.
struct SexCoding: FieldCoding {
    var shape: String { "0, 1, 2 or 9" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> License.Sex {
        try reader.choice(License.Sex.init(rawValue:))
    }

    func write(_ sex: License.Sex, to writer: inout CBORWriter) { writer.integer(sex.rawValue) }

    func read(json: JSONField) throws(LicenseError) -> License.Sex {
        let number = try LicenseObject.shape { () throws(JSONError) in try json.int() }
        guard let sex = License.Sex(rawValue: number) else {
            throw LicenseError(
                .valueInvalid, at: json, expected: "0 (not known), 1 (male), 2 (female) or 9 (not applicable)",
                found: "\(number)", advice: "Write the number of ISO/IEC 5218.")
        }
        return sex
    }

    func json(_ sex: License.Sex) -> JSONValue { .integer(sex.rawValue) }
}
