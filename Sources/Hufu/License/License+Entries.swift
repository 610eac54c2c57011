extension License {
    /// An entry of the license map: a key and its value, which are withheld and disclosed as a whole.
    public struct Entry: RawRepresentable, Hashable, Sendable, CaseIterable {
        /// The key in the license map.
        public let rawValue: Int
        /// The field that is the entry's value; `nil` for the second page, which has several.
        public let field: Field?

        private init(_ key: Int, _ field: Field? = nil) { (rawValue, self.field) = (key, field) }

        /// The entry that has this key; `nil` for keys that the profile does not define.
        public init?(rawValue key: Int) {
            guard let entry = Self.byKey[key: key] else { return nil }
            self = entry
        }

        /// Key 18: address, file number, record and points together.
        public static let secondPage = Entry(18)

        /// The entries, in the order of their keys.
        public static let allCases = byKey.compactMap(\.self)

        /// The fields by the keys of their entries, from 0; `nil` for keys that the profile does not define, and for
        /// that of the second page.
        fileprivate static let fieldsByKey = byKey.map { $0?.field }

        /// The entries by key, from 0; `nil` for keys that the profile does not define.
        fileprivate static let byKey: [Entry?] = {
            var entries = [Entry?](repeating: nil, count: EntrySet.RawValue.bitWidth)
            for field in Field.allCases {
                switch field.row.place {
                case .subject: break
                case .entry(let key): entries[key] = Entry(key, field)
                case .secondPage: entries[secondPage.rawValue] = secondPage
                }
            }
            return entries
        }()

        /// The field's name in JSON, or `second_page`.
        public var jsonName: String { field?.jsonName ?? "second_page" }

        /// The entry of that name; the name of a field of the second page stands for the whole of it.
        public init?(jsonName: String) {
            let named = Field(rawValue: jsonName)?.entry ?? (jsonName == "second_page" ? .secondPage : nil)
            guard let named else { return nil }
            self = named
        }

        /// Whether every licence has the entry, disclosed or withheld.
        public var isRequired: Bool { field?.isRequired ?? false }

        /// Whether the entry may be withheld: not if it decides whether the licence is in force.
        public var isRedactable: Bool { field?.isRedactable ?? true }
    }

    /// A set of entries.
    struct EntrySet: OptionSet, Sendable {
        /// Bit n stands for the entry with key n.
        let rawValue: UInt64

        init(rawValue: UInt64) { self.rawValue = rawValue }

        /// All keys are smaller than 64, so that `&<<` shifts by the whole key.
        init(_ entry: Entry) { rawValue = 1 &<< UInt64(entry.rawValue) }

        static let required = EntrySet(Entry.allCases.filter(\.isRequired).map(EntrySet.init))

        /// The entries with a field whose values have rules.
        static let withRules = EntrySet(
            Entry.allCases.filter { $0.field.map { CodingDescription(of: $0).hasRules } ?? true }.map(EntrySet.init))

        /// Calls `body` with each entry, in the order of the keys.
        @inline(__always)
        func forEachEntry(_ body: (Entry) -> Void) {
            let entries = Entry.byKey
            var bits = rawValue
            while bits != 0 {
                if let entry = entries[key: bits.trailingZeroBitCount] { body(entry) }
                bits &= bits &- 1
            }
        }
    }

    /// The entries that were read from a license map and from disclosures.
    struct ReadEntries {
        private(set) var entries: EntrySet = []
        /// The fields of the second page, by their keys in it.
        private var secondPage: UInt64 = 0
        /// Kept here, because an access to a global takes longer, and there is one for each key.
        private let fieldsByKey = Entry.fieldsByKey

        /// The field that is the value of the entry with this key; `nil` for keys that the profile does not define, and
        /// for that of the second page.
        func field(key: Int) -> Field? { fieldsByKey[key: key] }

        /// - Parameter key: one that the profile defines.
        mutating func insert(key: Int) { entries.formUnion(EntrySet(rawValue: 1 &<< UInt64(key))) }

        /// - Parameter key: one that the profile defines, in the second page.
        mutating func insertInSecondPage(key: Int) { secondPage |= 1 &<< UInt64(key) }

        /// Calls `body` with each field of these entries, in the order of the wire.
        func forEachField<Failure>(
            of selection: EntrySet, _ body: (Field) throws(Failure) -> Void
        ) throws(Failure) {
            var bits = entries.intersection(selection).rawValue
            while bits != 0 {
                if let field = field(key: bits.trailingZeroBitCount) {
                    try body(field)
                } else {
                    var bits = secondPage
                    while bits != 0 {
                        if let field = Field.secondPageByKey[key: bits.trailingZeroBitCount] { try body(field) }
                        bits &= bits &- 1
                    }
                }
                bits &= bits &- 1
            }
        }
    }
}

extension Array {
    /// The element of a key in a table in which not every key has one.
    subscript<Value>(key key: Int) -> Value? where Element == Value? {
        indices.contains(key) ? self[key] : nil
    }
}

extension License {
    /// Whether the licence has the field and shows it. It always has the expiry date: `nil`, without end, is a value
    /// too.
    public func shows(_ field: Field) -> Bool {
        var presence = Presence()
        visit(field, with: &presence)
        return presence.isPresent
    }
}

extension License {
    /// A set of fields, by their places in `Field.allCases`.
    struct FieldSet: Sendable {
        private var low: UInt64 = 0
        private var high: UInt64 = 0

        init() {}

        init(where isMember: (Field) -> Bool) {
            for (place, field) in Field.allCases.enumerated() where isMember(field) { insert(place) }
        }

        init(places: (UInt64, UInt64)) { (low, high) = places }

        static let required = FieldSet(where: \.isRequired)
        /// The required fields that no holder may withhold.
        static let neverWithheld = FieldSet { $0.isRequired && !$0.isRedactable }
        static let secondPage = FieldSet { $0.secondPageKey != nil }

        var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }
        var isEmpty: Bool { low | high == 0 }

        /// All places are smaller than 128.
        mutating func insert(_ place: Int) {
            if place < 64 { low |= 1 &<< UInt64(place) } else { high |= 1 &<< UInt64(place) }
        }

        func intersection(_ other: FieldSet) -> FieldSet {
            FieldSet(places: (low & other.low, high & other.high))
        }

        func subtracting(_ other: FieldSet) -> FieldSet {
            FieldSet(places: (low & ~other.low, high & ~other.high))
        }

        /// The entries of the license map that hold the fields.
        var entries: EntrySet {
            var entries: EntrySet = []
            forEachField { field in
                switch field.row.place {
                case .subject: break
                case .entry(let key): entries.formUnion(EntrySet(rawValue: 1 &<< UInt64(key)))
                case .secondPage: entries.formUnion(EntrySet(.secondPage))
                }
            }
            return entries
        }

        /// Calls `body` with each field, in the order of the wire.
        @inline(__always)
        func forEachField<Failure>(_ body: (Field) throws(Failure) -> Void) throws(Failure) {
            let fields = Field.allCases
            var rest = self
            while let place = rest.popFirst() { try body(fields[place]) }
        }

        /// Removes the first place.
        @inline(__always)
        mutating func popFirst() -> Int? {
            if low != 0 {
                defer { low &= low &- 1 }
                return low.trailingZeroBitCount
            }
            guard high != 0 else { return nil }
            defer { high &= high &- 1 }
            return 64 &+ high.trailingZeroBitCount
        }
    }

    /// The fields that the licence has and shows. Code with several checks computes them once, so that each check visits
    /// only these fields.
    var shownFields: FieldSet {
        var fields = FieldSet()
        let all = Field.allCases
        let count = supplement == nil ? Field.supplementaryStart : all.count
        for place in 0..<count where shows(all[place]) { fields.insert(place) }
        return fields
    }
}

/// Finds out whether a licence has a field.
private struct Presence: FieldVisitor {
    typealias Failure = Never

    private(set) var isPresent = false

    mutating func visit<Coding: FieldCoding>(_ value: Coding.Value, as coding: Coding) { isPresent = true }
}
