/// The claims of a credential or plain CWT (profile section 5), as ranges of the payload. Their form is checked;
/// signatures are not.
///
/// ```
/// claims = {1: iss, ? 2: sub, 4: exp, ? 5: nbf, 6: iat, ? 8: cnf, ? 65535: status, -65537: license, ? simple(59): [+ hash], * other}
/// ```
struct CredentialClaims {
    private(set) var issuer: Range<Int> = 0..<0
    private(set) var subject: Range<Int>?
    private(set) var issuedAt = UnixTime.zero
    private(set) var expiresAt = UnixTime.zero
    private(set) var notBefore: UnixTime?
    private(set) var deviceKey: PublicKey.Unchecked?
    private(set) var status: StatusReference.Encoded?
    /// The claims map, and the license map in it, as items.
    let map: Range<Int>
    private(set) var license: Range<Int> = 0..<0
    /// The arrays of hashes under `simple(59)` of the two maps, as items.
    private(set) var redacted: Range<Int>?
    private(set) var redactedInLicense: Range<Int>?

    /// Reads the claims.
    ///
    /// - Parameter isBound: whether this is a credential for a device key (typ 293) or a plain CWT (61).
    init(_ source: borrowing CBORReader, in payload: Range<Int>, isBound: Bool) throws(ClaimsError) {
        map = payload
        var (hasIssuer, hasIssuedAt, hasExpiresAt, hasLicense) = (false, false, false, false)
        do throws(CBORError) {
            var reader = source.checked(in: payload)
            for _ in 0..<(try reader.map()) {
                let start = reader.offset
                switch try reader.key() {
                case .integer(CWT.Claim.issuer): (issuer, hasIssuer) = (try reader.text(of: CWT.identifierLength), true)
                case .integer(CWT.Claim.subject): subject = try reader.text(of: CWT.subjectLength)
                case .integer(CWT.Claim.expiresAt): (expiresAt, hasExpiresAt) = (try reader.time(), true)
                case .integer(CWT.Claim.notBefore): notBefore = try reader.time()
                case .integer(CWT.Claim.issuedAt): (issuedAt, hasIssuedAt) = (try reader.time(), true)
                case .integer(CWT.Claim.confirmation): deviceKey = try Self.confirmation(&reader)
                case .integer(CWT.Claim.status): status = try StatusReference.Encoded(&reader)
                case .integer(CWT.Claim.license):
                    hasLicense = true
                    try readLicense(&reader)
                case .integer(CWT.Claim.audience), .integer(CWT.Claim.nonce):
                    throw reader.failure(.outOfRange, at: start)
                case .redacted: redacted = try Self.hashes(&reader)
                default: try reader.validateItem(.redactable)
                }
            }
        } catch {
            throw ClaimsError(error)
        }
        guard hasIssuer, hasIssuedAt, hasExpiresAt, hasLicense, subject != nil || redacted != nil else {
            throw ClaimsError(at: payload.lowerBound, "a required claim is missing")
        }
        guard issuedAt < expiresAt, notBefore.map({ $0 <= issuedAt }) ?? true else {
            throw ClaimsError(at: payload.lowerBound, "the times are not in order: nbf <= iat < exp")
        }
        guard (deviceKey != nil) == isBound else {
            throw ClaimsError(
                at: payload.lowerBound, isBound ? "cnf is missing" : "cnf is in a credential without a device")
        }
    }

    @_lifetime(reader: copy reader)
    private mutating func readLicense(_ reader: inout CBORReader) throws(CBORError) {
        let start = reader.offset
        for _ in 0..<(try reader.map()) {
            if case .redacted = try reader.key() {
                redactedInLicense = try Self.hashes(&reader)
            } else {
                try reader.validateItem(.redactable)
            }
        }
        license = start..<reader.offset
    }

    /// `{1: COSE_Key}` (RFC 8747 section 3.2).
    @_lifetime(reader: copy reader)
    static func confirmation(_ reader: inout CBORReader) throws(CBORError) -> PublicKey.Unchecked {
        let start = reader.offset
        guard try reader.map() == 1 else { throw reader.failure(.outOfRange, at: start) }
        try reader.expect(key: 1)
        return try PublicKey.Unchecked(&reader, isConfirmation: true)
    }

    /// Reads the hashes of redacted entries: a non-empty array of SHA-256 values.
    @_lifetime(reader: copy reader)
    private static func hashes(_ reader: inout CBORReader) throws(CBORError) -> Range<Int> {
        let start = reader.offset
        let count = try reader.array()
        guard count > 0 else { throw reader.failure(.outOfRange, at: start) }
        for _ in 0..<count { _ = try reader.byteString(of: CWT.hashLength...CWT.hashLength) }
        return start..<reader.offset
    }
}
