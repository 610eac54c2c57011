extension License {
    /// For 1 to 4 ages from 1 to 99 whether the holder is at least that old.
    public struct AgeOver: Sendable, Equatable, ExpressibleByDictionaryLiteral {
        /// One age.
        public struct Threshold: Sendable, Equatable {
            /// The age in years.
            public let age: Int
            /// Whether the holder has reached it.
            public let isReached: Bool
        }

        /// The ages, in ascending order.
        public private(set) var thresholds: [Threshold] = []

        /// Without any age, which a licence cannot have: ages are set with the subscript.
        public init() {}

        init(capacity: Int) { thresholds.reserveCapacity(capacity) }

        /// The ages of the literal; of a repeated one the last counts.
        public init(dictionaryLiteral elements: (Int, Bool)...) {
            for (age, isReached) in elements { self[age] = isReached }
        }

        /// Whether the holder has reached the age; `nil` if the licence does not say so.
        public subscript(age: Int) -> Bool? {
            get { thresholds.first { $0.age == age }?.isReached }
            set {
                thresholds.removeAll { $0.age == age }
                guard let newValue else { return }
                let place = thresholds.firstIndex { $0.age > age } ?? thresholds.endIndex
                thresholds.insert(Threshold(age: age, isReached: newValue), at: place)
            }
        }
    }
}

/// A map of ages to booleans.
struct AgeOverCoding: FieldCoding {
    static var hasRules: Bool { true }

    private static let counts = 1...4
    private static let ages = 1...99

    var shape: String { "a map of 1 to 4 ages from 1 to 99" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> License.AgeOver {
        let start = reader.offset
        let count = try reader.map()
        guard Self.counts ~= count else { throw reader.failure(.outOfRange, at: start) }
        var ageOver = License.AgeOver(capacity: count)
        for _ in 0..<count {
            let place = reader.offset
            let age = try reader.unsigned()
            guard Self.ages ~= age else { throw reader.failure(.outOfRange, at: place) }
            guard ageOver[age] == nil else { throw reader.failure(.keyOrder, at: place) }
            ageOver[age] = try reader.boolean()
        }
        return ageOver
    }

    func write(_ ageOver: License.AgeOver, to writer: inout CBORWriter) {
        writer.head(.map, UInt64(ageOver.thresholds.count))
        for threshold in ageOver.thresholds {
            writer.integer(threshold.age)
            writer.boolean(threshold.isReached)
        }
    }

    func read(json: JSONField) throws(LicenseError) -> License.AgeOver {
        var object = try LicenseObject(json)
        var ageOver = License.AgeOver()
        for (name, field) in object.takeAll() {
            // One way to write an age, so that "018" and "+18" are not a second 18.
            guard let age = Int(name), Self.ages ~= age, String(age).utf8.elementsEqual(name.utf8) else {
                throw LicenseError(
                    .valueInvalid, at: field, expected: "an age from 1 to 99 as the name",
                    found: JSONValue.quoted(name), advice: "Correct the name.")
            }
            ageOver[age] = try LicenseObject.shape { () throws(JSONError) in try field.bool() }
        }
        return ageOver
    }

    func json(_ ageOver: License.AgeOver) -> JSONValue {
        .object(ageOver.thresholds.map { JSONMember(String($0.age), .bool($0.isReached)) })
    }

    func text(_ ageOver: License.AgeOver) -> String {
        ageOver.thresholds.map { "\($0.age): \(BooleanCoding().text($0.isReached))" }.joined(separator: ", ")
    }

    func check(_ ageOver: License.AgeOver, of field: License.Field) throws(LicenseError) {
        guard Self.counts ~= ageOver.thresholds.count else {
            throw LicenseError(
                .countInvalid, at: field.jsonName, expected: "1 to 4 ages", found: "\(ageOver.thresholds.count)")
        }
        for threshold in ageOver.thresholds where !(Self.ages ~= threshold.age) {
            throw LicenseError(
                .valueInvalid, at: "\(field.jsonName).\(threshold.age)", expected: "an age from 1 to 99",
                found: "\(threshold.age)")
        }
    }
}
