public import Hufu

/// Why a desk does not start.
public struct DeskError: CausedError {
    /// The causes, whose raw values are the codes.
    public enum Reason: String, Sendable, CaseIterable {
        /// The text is no address with a port.
        case addressInvalid = "desk.address_invalid"
        /// The address cannot be listened at.
        case addressUnavailable = "desk.address_unavailable"
        /// Other machines reach the address, and there is no TLS.
        case tlsRequired = "desk.tls_required"
        /// Other machines reach the address, and there is no token.
        case tokenRequired = "desk.token_required"
        /// The token is too short, too long, or has a character that a header cannot carry.
        case tokenInvalid = "desk.token_invalid"
        /// The certificate or the key is no PEM, or they are not a pair.
        case certificateInvalid = "desk.certificate_invalid"
        /// There are no licences for a demonstration.
        case samplesMissing = "desk.samples_missing"
    }

    /// The cause.
    public let reason: Reason
    /// What was received.
    public let found: String

    /// An error with what was received.
    public init(_ reason: Reason, _ found: String) {
        self.reason = reason
        self.found = found
    }

    /// `nil`: the message has what was received.
    public var location: String? { nil }

    /// The fault.
    public var message: String {
        switch reason {
        case .addressInvalid: "\(JSONValue.quoted(found)) is no address with a port"
        case .addressUnavailable: "cannot listen at \(found)"
        case .tlsRequired: "\(found) can be reached from other machines, and there is no TLS"
        case .tokenRequired: "\(found) can be reached from other machines, and there is no token"
        case .tokenInvalid: "the token has \(found); 16 to 256 letters, digits and -._~+/= are needed"
        case .certificateInvalid: "TLS cannot be set up: \(found)"
        case .samplesMissing: "no sample licence is in force, so there is no demonstration in \(found)"
        }
    }

    /// The remedy.
    public var advice: String {
        switch reason {
        case .addressInvalid: "Give one such as 127.0.0.1:8169 or [::1]:8169."
        case .addressUnavailable: "Give another port, or end the program that has it."
        case .tlsRequired: "Give a certificate and its key, or listen at 127.0.0.1."
        case .tokenRequired: "Give the file of a token, or listen at 127.0.0.1."
        case .tokenInvalid: "Make one with `openssl rand -base64 32`."
        case .certificateInvalid: "Give the PEM files of a certificate and of its private key."
        case .samplesMissing: "Look at this machine's clock; else report it."
        }
    }
}
