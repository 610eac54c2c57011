extension License {
    /// An entry of the license map: a key and its value, which are withheld and disclosed as a whole.
    public struct Entry: RawRepresentable, Hashable, Sendable, CaseIterable {
        /// The key in the license map.
        public let rawValue: Int
        /// The field that is the entry's value; `nil` for the second page, which has several.
        public let field: Field?

        private init(_ key: Int, _ field: Field?) { (rawValue, self.field) = (key, field) }

        /// The entry that has this key; `nil` for keys that the profile does not define.
        public init?(rawValue key: Int) {
            guard let entry = Self.byKey[key: key] else { return nil }
            self = entry
        }

        /// Key 18: address, file number, record and points together.
        public static let secondPage = Entry(18, nil)

        /// The entries, in the order of their keys.
        public static let allCases = byKey.compactMap(\.self)

        fileprivate static let byKey: [Entry?] = {
            var entries = [Entry?](repeating: nil, count: EntrySet.capacity)
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

        /// The entries that are never withheld, because they decide whether the licence is in force.
        public static let neverRedacted = allCases.filter { !$0.isRedactable }

        /// Whether the entry may be withheld.
        public var isRedactable: Bool { field?.isRedactable ?? true }
    }

    /// The entries that were read from a license map and from disclosures.
    struct ReadEntries {
        private var entries = EntrySet()
        /// Kept here, because an access to a global takes longer, and there is one for each key.
        private let byKey = Entry.byKey

        /// The entry that has this key; `nil` for keys that the profile does not define.
        func entry(key: Int) -> Entry? { byKey[key: key] }

        func contains(_ entry: Entry) -> Bool { entries.contains(entry) }

        mutating func insert(_ entry: Entry) { entries.insert(entry) }

        /// The keys of the entries that were read, in ascending order.
        var keys: EntrySet.Keys { entries.keys }

        /// The required entries that were not read.
        var missing: EntrySet { EntrySet.required.subtracting(entries) }
    }

    /// A set of entries.
    struct EntrySet: Sendable, Equatable {
        /// The number of keys that a set can hold, from 0.
        static let capacity = UInt64.bitWidth

        /// Bit n stands for the entry with key n.
        private var bits: UInt64 = 0

        static let required: EntrySet = {
            var required = EntrySet()
            for entry in Entry.allCases where entry.isRequired { required.insert(entry) }
            return required
        }()

        var isEmpty: Bool { bits == 0 }

        func contains(_ entry: Entry) -> Bool { bits & bit(entry) != 0 }

        mutating func insert(_ entry: Entry) { bits |= bit(entry) }

        /// No key of an entry is as large as `capacity`, so that the mask of `&<<` changes none.
        private func bit(_ entry: Entry) -> UInt64 { 1 &<< UInt64(entry.rawValue) }

        var keys: Keys { Keys(bits: bits) }

        /// Walks over the keys, in ascending order.
        struct Keys {
            fileprivate var bits: UInt64

            mutating func next() -> Int? {
                guard bits != 0 else { return nil }
                defer { bits &= bits &- 1 }
                return bits.trailingZeroBitCount
            }
        }

        func subtracting(_ other: EntrySet) -> EntrySet {
            var difference = self
            difference.bits &= ~other.bits
            return difference
        }
    }
}

extension [License.Entry?] {
    fileprivate subscript(key key: Int) -> License.Entry? { indices.contains(key) ? self[key] : nil }
}

extension License {
    /// Whether the licence has the field and shows it. It always has the expiry date: `nil`, without end, is a value
    /// too.
    public func shows(_ field: Field) -> Bool {
        var presence = Presence()
        visit(field, with: &presence)
        return presence.isPresent
    }

    /// Whether the licence has the entry and shows it.
    public func shows(_ entry: Entry) -> Bool {
        if let field = entry.field { return shows(field) }
        return Field.secondPage.contains(where: shows)
    }
}

/// Finds out whether a licence has a field.
private struct Presence: FieldVisitor {
    typealias Failure = Never

    private(set) var isPresent = false

    mutating func visit<Coding: FieldCoding>(_ value: Coding.Value, as coding: Coding) { isPresent = true }
}
