/// The vehicle classes that are known, by scheme. A code has a meaning only with its scheme: CN `A1` is a large bus, EU
/// `A1` a light motorcycle.
public struct ClassCatalogue: Sendable, Equatable {
    private struct Scheme: Sendable, Equatable {
        let name: String
        let codes: [String]
        /// The codes as numbers, in the same order.
        let numbers: [UInt64]
    }

    /// The schemes in alphabetical order. There are few, and a search is cheaper than hashing.
    private let list: [Scheme]

    /// A catalogue of these codes by scheme.
    public init(_ codes: [String: [String]]) {
        list = codes.map { Scheme(name: $0.key, codes: $0.value, numbers: $0.value.map(Self.number)) }
            .sorted { $0.name < $1.name }
    }

    /// A text of at most seven bytes as a number: its bytes below a one. The comparison of numbers is cheaper than that
    /// of texts. All longer texts have the number 0.
    private static func number(_ text: String) -> UInt64 {
        text.withBytes { bytes in
            bytes.count < 8 ? bytes.indices.reduce(1) { $0 << 8 | UInt64(bytes[$1]) } : 0
        }
    }

    /// China (GA 801: 准驾车型), the European Union (Directive 2006/126/EC), ISO/IEC 18013-1, and the United States
    /// (AAMVA's classes and, as a scheme of their own, endorsements).
    public static let `default` = ClassCatalogue([
        "CN": ["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "C5", "C6", "D", "E", "F", "M", "N", "P"],
        "EU": [
            "AM", "A1", "A2", "A", "B1", "B", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE", "L", "M", "T",
        ],
        "ISO": ["A1", "A", "B1", "B", "C1", "C", "D1", "D", "BE", "C1E", "CE", "D1E", "DE"],
        "US": ["A", "B", "C", "D", "M"],
        "US-END": ["H", "L", "N", "O", "P", "S", "T", "X"],
    ])

    /// The schemes, in alphabetical order.
    public var schemes: [String] { list.map(\.name) }

    /// The classes of a scheme; `nil` if the scheme is not known.
    public func codes(ofScheme scheme: String) -> [String]? { list.first { $0.name == scheme }?.codes }

    /// Whether the class is known in the scheme.
    public func contains(scheme: String, vehicleCategoryCode: String) -> Bool {
        let number = Self.number(vehicleCategoryCode)
        for place in list.indices where list[place].name == scheme {
            return number == 0
                ? list[place].codes.contains(vehicleCategoryCode) : list[place].numbers.contains(number)
        }
        return false
    }
}
