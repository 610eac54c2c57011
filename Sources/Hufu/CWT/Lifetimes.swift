/// The maximum lifetimes of credentials and codes (profile section 5), in seconds.
extension CWT {
    /// Of a credential that is bound to a device key: 400 days.
    static let maximumBoundLifetime = 400 * UnixTime.secondsPerDay
    /// Of a code that is bound to no device key: 3,660 days.
    static let maximumUnboundLifetime = 3_660 * UnixTime.secondsPerDay
}
