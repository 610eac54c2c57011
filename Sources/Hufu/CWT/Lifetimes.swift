/// The lifetimes of what an issuer signs (profile section 5), in seconds.
extension CWT {
    /// The longest of a credential that is bound to a device key: 400 days.
    static let maximumBoundLifetime = 400 * UnixTime.secondsPerDay
    /// The longest of a code that is bound to no device key: 3,660 days.
    static let maximumUnboundLifetime = 3_660 * UnixTime.secondsPerDay

    /// The `exp` after a lifetime, to the second below; `nil` unless it and `issuedAt` are times that a claim can have,
    /// the one after the other, and the lifetime is at most `maximum` seconds.
    static func expiry(
        after lifetime: Duration, from issuedAt: UnixTime, maximum: Int = UnixTime.maximumSeconds
    ) -> UnixTime? {
        let seconds = lifetime.wholeSeconds
        guard 1...maximum ~= seconds, UnixTime.zero...maximumTime - seconds ~= issuedAt else { return nil }
        return issuedAt + seconds
    }
}
