/// The claims of a key binding token (profile section 7).
///
/// ```
/// claims = {3: aud, 4: exp, 6: iat, ? 7: cti, ? 39: cnonce, * other}
/// ```
struct KeyBindingClaims {
    private(set) var audience: Range<Int> = 0..<0
    private(set) var issuedAt = UnixTime.zero
    private(set) var expiresAt = UnixTime.zero
    private(set) var nonce: Range<Int>?

    init(_ source: borrowing CBORReader, in payload: Range<Int>) throws(ClaimsError) {
        var (hasAudience, hasIssuedAt, hasExpiresAt) = (false, false, false)
        do throws(CBORError) {
            var reader = source.checked(in: payload)
            for _ in 0..<(try reader.map()) {
                let start = reader.offset
                switch try reader.key() {
                case .integer(CWT.Claim.audience):
                    (audience, hasAudience) = (try reader.text(of: CWT.audienceLength), true)
                case .integer(CWT.Claim.expiresAt): (expiresAt, hasExpiresAt) = (try reader.time(), true)
                case .integer(CWT.Claim.issuedAt): (issuedAt, hasIssuedAt) = (try reader.time(), true)
                case .integer(CWT.Claim.tokenID): _ = try reader.byteString(of: CWT.tokenIDLength)
                case .integer(CWT.Claim.nonce): nonce = try reader.byteString(of: CWT.nonceLength)
                case .integer(CWT.Claim.issuer), .integer(CWT.Claim.subject), .integer(CWT.Claim.notBefore):
                    throw reader.failure(.outOfRange, at: start)
                default: try reader.validateItem(.code)
                }
            }
        } catch {
            throw ClaimsError(error)
        }
        guard hasAudience, hasIssuedAt, hasExpiresAt, issuedAt < expiresAt else {
            throw ClaimsError(at: payload.lowerBound, "a required claim is missing, or the token ends before it begins")
        }
    }
}
