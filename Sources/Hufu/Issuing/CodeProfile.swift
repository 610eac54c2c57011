/// What a code is made for, which decides what of the portrait goes into it.
public enum CodeProfile: String, Sendable, CaseIterable {
    /// A static code on a printed card: the portrait is in the code, where nothing else can bring it to the scanner.
    case card
    /// A code that a phone rotates: the portrait's digest only, which keeps the code small. The scanner gets the picture
    /// elsewhere, and the digest proves it to be the right one.
    case live

    /// How long the code or credential lives unless something else is asked for, in seconds.
    public var lifetime: Int {
        switch self {
        case .card: 3_650 * 86_400
        case .live: 30 * 86_400
        }
    }

    /// The licence as it goes into such a code.
    ///
    /// - Throws: `issue.portrait_digest_mismatch`.
    public func prepare(_ license: License) throws(SigningError) -> License {
        guard let portrait = license.portrait else { return license }
        let digest = portrait.digest
        guard license.portraitDigest == nil || license.portraitDigest == digest else {
            throw SigningError(.portraitDigestMismatch, at: License.Field.portraitDigest.jsonName)
        }
        var license = license
        switch self {
        case .card:
            license.portraitDigest = nil
        case .live:
            license.portrait = nil
            license.portraitDigest = digest
        }
        return license
    }
}

extension License {
    /// Takes a picture for the portrait, and its digest unless the licence states one.
    public mutating func add(_ picture: Portrait) {
        portrait = picture
        portraitDigest = portraitDigest ?? picture.digest
    }
}
