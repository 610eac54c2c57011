/// The vehicle classes that are known, by scheme. A code means nothing without its scheme: CN `A1` is a large bus, EU
/// `A1` a light motorcycle.
public struct ClassCatalogue: Sendable, Equatable {
    private var codes: [String: [String]]

    /// A catalogue of these codes by scheme.
    public init(_ codes: [String: [String]]) { self.codes = codes }

    /// China (GA 801: 准驾车型), the European Union (Directive 2006/126/EC), ISO/IEC 18013-1, and the United States
    /// (classes and motorcycles).
    public static let `default` = ClassCatalogue([
        "CN": ["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "C5", "C6", "D", "E", "F", "M", "N", "P"],
        "EU": [
            "AM", "A1", "A2", "A", "B1", "B", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE", "L", "M", "T",
        ],
        "ISO": ["A1", "A", "B1", "B", "C1", "C", "D1", "D", "BE", "C1E", "CE", "D1E", "DE"],
        "US": ["A", "B", "C", "D", "M"],
    ])

    /// The schemes, in alphabetical order.
    public var schemes: [String] { codes.keys.sorted() }

    /// The classes of a scheme; nothing if the scheme is not known.
    public func codes(ofScheme scheme: String) -> [String]? { codes[scheme] }

    /// Whether the class is known in the scheme.
    public func contains(scheme: String, vehicleCategoryCode: String) -> Bool {
        codes[scheme]?.contains(vehicleCategoryCode) ?? false
    }
}
