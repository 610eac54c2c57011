/// The status of one licence on one device (Token Status List draft section 7). The raw value is the number in the
/// list.
public enum StatusValue: Int, Sendable, CaseIterable {
    /// The licence is as its credential says.
    case valid = 0
    /// The licence on this device was revoked for good.
    case revoked = 1
    /// The licence is suspended for now.
    case suspended = 2
    /// The licence is valid, and its status asks for attention; a value of this profile.
    case attention = 3
    /// Any other number.
    case unknown = -1

    /// The values that have a number of their own.
    public static let defined = allCases.filter { $0.number != nil }

    init(number: UInt8) { self = StatusValue(rawValue: Int(number)) ?? .unknown }

    /// The value with this name; `nil` for other texts, and for `unknown`, which has no number.
    public init?(jsonName: String) {
        guard let value = Self.defined.first(where: { $0.jsonName == jsonName }) else { return nil }
        self = value
    }

    /// The number in a status list; `nil` for `unknown`.
    public var number: UInt8? { UInt8(exactly: rawValue) }

    /// The name in verdicts and files.
    public var jsonName: String {
        switch self {
        case .valid: "valid"
        case .revoked: "revoked"
        case .suspended: "suspended"
        case .attention: "attention"
        case .unknown: "unknown"
        }
    }
}
