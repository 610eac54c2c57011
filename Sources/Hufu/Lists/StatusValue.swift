/// What a status list says about one licence on one device (Token Status List draft section 7; 3 is this profile's own).
public enum StatusValue: Int, Sendable, CaseIterable {
    case valid = 0
    case revoked = 1
    case suspended = 2
    case attention = 3
    /// Every other number.
    case unknown = -1

    init(number: UInt8) { self = StatusValue(rawValue: Int(number)) ?? .unknown }

    /// The name in verdicts and on the command line.
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
