/// How a credential has the P-256 key of its holder's device (profile section 4). An Ed25519 key has one form.
public enum DeviceKeyForm: String, Sendable, CaseIterable {
    /// x, and the sign of y: 33 bytes less in each code.
    case compressed
    /// x and y. No scanner has to compute y, and other software that cannot read a sign reads this.
    case full
}
