extension License {
    /// A part of a licence for which a scanner may ask (profile section 18): an entry of the license map, or the
    /// document number.
    public enum Element: Sendable, Hashable, Comparable, CaseIterable {
        /// The document number; the claim `sub`.
        case documentNumber
        /// An entry of the license map.
        case entry(Entry)

        /// All elements, in the order of their numbers.
        public static let allCases = [documentNumber] + Entry.allCases.map(entry)

        /// The number of an element in the signed form: the key of the entry, or 0.
        public var number: Int {
            switch self {
            case .documentNumber: 0
            case .entry(let entry): entry.rawValue
            }
        }

        /// The element with a number of the signed form; `nil` for numbers that the profile does not define.
        public init?(number: Int) {
            if number == 0 {
                self = .documentNumber
            } else {
                guard let entry = Entry(rawValue: number) else { return nil }
                self = .entry(entry)
            }
        }

        /// The name of the element's field in JSON, or `second_page`.
        public var jsonName: String {
            switch self {
            case .documentNumber: Field.documentNumber.jsonName
            case .entry(let entry): entry.jsonName
            }
        }

        /// The element of that name. `sub` stands for the document number, and the name of a field of the second page
        /// for the whole of it.
        public init?(jsonName: String) {
            if jsonName == Field.documentNumber.jsonName || jsonName == "sub" {
                self = .documentNumber
            } else {
                guard let entry = Entry(jsonName: jsonName) else { return nil }
                self = .entry(entry)
            }
        }

        /// The element that holds a field.
        public init(of field: Field) { self = field.entry.map(Element.entry) ?? .documentNumber }

        /// The field that discloses the element; any of those of the second page discloses all of it.
        var field: Field? {
            switch self {
            case .documentNumber: .documentNumber
            case .entry(let entry): entry.field ?? Field.secondPage.first
            }
        }

        /// The order of the signed form.
        public static func < (left: Element, right: Element) -> Bool { left.number < right.number }
    }
}
