/// Claims of CBOR Web Tokens (RFC 8392), and their bounds.
enum CWT {
    /// Claim keys (RFC 8392 section 4, RFC 8747, RFC 9711 for `cnonce`, the Token Status List draft, and this profile's
    /// own).
    enum Claim {
        static let issuer = 1
        static let subject = 2
        static let audience = 3
        static let expiresAt = 4
        static let notBefore = 5
        static let issuedAt = 6
        static let tokenID = 7
        static let confirmation = 8
        static let nonce = 39
        static let status = 65535
        static let license = -65537
        static let trust = -65538
        static let publicationIndex = -65539
        static let publicationUpdate = -65540
        static let verifier = -65541
        static let request = -65542
        static let statusList = 65533
        static let timeToLive = 65534

        /// The claims that a credential never redacts, so that a scanner can always check whether it is in force. `aud`
        /// and `cnonce` do not occur in a credential at all.
        static let neverRedacted = [
            issuer, audience, expiresAt, notBefore, issuedAt, confirmation, nonce, status, license,
        ]
    }

    /// The last time that a claim can have: 2^53 - 1 seconds, the largest integer of every JSON reader.
    static let maximumTime = UnixTime(secondsSince1970: UnixTime.maximumSeconds)

    // Lengths in bytes.
    static let audienceLength = 1...255
    static let nonceLength = 8...64
    /// Of an issuer's identifier, a list's name, and a URI.
    static let identifierLength = 1...255
    /// Of a document number.
    static let subjectLength = 1...64
    /// Of `cti`.
    static let tokenIDLength = 1...64
    static let hashLength = 32
}

/// Why claims do not have the form of the profile.
struct ClaimsError: Error {
    let offset: Int
    let message: String

    init(at offset: Int, _ message: String) {
        self.offset = offset
        self.message = message
    }

    init(_ error: CBORError) { self.init(at: error.offset, error.message) }
}

extension CBORReader {
    /// A NumericDate, which is an untagged integer in the profile.
    @_lifetime(self: copy self)
    mutating func time(through latest: UnixTime = CWT.maximumTime) throws(CBORError) -> UnixTime {
        UnixTime(secondsSince1970: try unsigned(through: latest.secondsSince1970))
    }
}

extension CBORWriter {
    /// A NumericDate.
    mutating func time(_ time: UnixTime) { integer(time.secondsSince1970) }
}
