/// The use of a code, which decides whether it contains the portrait or the portrait's digest.
public enum CodeProfile: String, Sendable, CaseIterable {
    /// A static code on a printed card. It contains the portrait, as the scanner has no other way to get it.
    case card
    /// A code that a phone rotates. It contains only the digest of the portrait, which keeps it small. The scanner gets
    /// the picture elsewhere and compares the digest.
    case live

    /// The default lifetime of the code or credential.
    public var lifetime: Duration {
        switch self {
        case .card: .days(3_650)
        case .live: .days(30)
        }
    }

    /// The licence with the portrait or its digest, as this use needs it.
    ///
    /// - Throws: `issue.portrait_digest_mismatch`.
    public func prepare(_ license: License) throws(LicenseError) -> License {
        guard let portrait = license.portrait else { return license }
        if let digest = license.portraitDigest { try portrait.check(digest: digest) }
        var license = license
        switch self {
        case .card:
            license.portraitDigest = nil
        case .live:
            license.portrait = nil
            license.portraitDigest = portrait.digest
        }
        return license
    }
}

extension License {
    /// Sets the portrait, and its digest if the licence has none.
    public mutating func add(_ picture: Picture) {
        portrait = picture
        portraitDigest = portraitDigest ?? picture.digest
    }
}
