/// The payload of a QR code: a key binding token or issuer-rotated code of one time step, or a static code.
///
/// To draw it, use alphanumeric mode, error correction M on a screen and Q in print, at most version 25, and a quiet
/// zone of 4 modules.
public struct Token: Sendable, Equatable {
    /// The signed CBOR.
    public let payload: [UInt8]
    /// The `iat` claim: the first time at which it is valid.
    public let issuedAt: UnixTime
    /// The `exp` claim: the first time at which it is no longer valid.
    public let expiresAt: UnixTime

    /// The token's text, for a QR code.
    public func text(_ transport: Transport = .base45) -> String { transport.encode(payload) }
}
