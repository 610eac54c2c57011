/// What is shown as a QR code: a payload that lives for one time step, or as long as a printed card.
///
/// To draw it, use alphanumeric mode, error correction M on a screen and Q in print, at most version 25, a quiet zone of 4 modules.
public struct Token: Sendable, Equatable {
    /// The signed CBOR.
    public let payload: [UInt8]
    /// First second since 1970 at which it is valid.
    public let issuedAt: UnixTime
    /// First second since 1970 at which it is no longer valid.
    public let expiresAt: UnixTime

    /// The token's text, to be put into a QR code.
    public func text(_ transport: Transport = .base45) -> String { transport.encode(payload) }
}
