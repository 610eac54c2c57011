/// A signed challenge (profile section 18): a scanner says who it is, and for what it asks.
///
/// ```
/// protected = {1: alg, ? 2: [+ label], 13: certificate, 16: "application/hufu-challenge+cwt", * other}
/// claims    = {4: exp, 6: iat, 39: cnonce, -65542: [* element], * other}
/// ```
public struct SignedChallenge: Sendable {
    /// The longest lifetime.
    public static let maximumLifetime = Duration.seconds(120)
    /// The most characters of its text: QR version 20 at level M holds as many.
    public static let maximumLength = 970
    private static let prefix = "HFC2:"
    private static let nonceLength = 16

    /// The tagged COSE_Sign1.
    public let bytes: [UInt8]
    /// The scanner's certificate.
    public let certificate: VerifierCertificate
    /// The elements for which the scanner asks beyond those that the code shows anyway.
    public let elements: [License.Element]
    /// The time at which it was signed.
    public let issuedAt: UnixTime
    /// The time from which it is expired.
    public let expiresAt: UnixTime
    /// The bytes that its answer has in `cnonce`: SHA-256 of the Sig_structure.
    public let answer: [UInt8]

    let envelope: COSE.Sign1

    /// A challenge from its bytes. Only the form of the challenge and of its certificate is checked.
    ///
    /// - Throws: `challenge.form_invalid`.
    public init(_ bytes: [UInt8]) throws(ChallengeError) {
        let reader = CBORReader(bytes.span)
        do throws(COSEError) { envelope = try COSE.Sign1(reader, expecting: .challenge) } catch {
            throw ChallengeError(error)
        }
        guard let certificate = envelope.header.credential else { throw ChallengeError(.formInvalid) }
        self.certificate = try VerifierCertificate(bytes, in: certificate, isNested: true)
        let claims: Claims
        do throws(CBORError) { claims = try Claims(reader, in: envelope.payload) } catch {
            throw ChallengeError(error)
        }
        self.bytes = bytes
        (elements, issuedAt, expiresAt) = (claims.elements, claims.issuedAt, claims.expiresAt)
        answer = Array(envelope.signatureDigest(in: bytes))
    }

    /// A challenge from the text of its code, with what scanners add to it.
    ///
    /// - Throws: `challenge.form_invalid`.
    public init(text: String) throws(ChallengeError) { try self.init(Self.bytes(of: Array(text.utf8))) }

    /// The tagged COSE_Sign1 in a scanned text.
    static func bytes(of scanned: [UInt8]) throws(ChallengeError) -> [UInt8] {
        let range = Transport.content(of: scanned.span)
        let body = range.dropFirst(prefix.utf8.count)
        guard range.count <= maximumLength, isChallenge(scanned), !body.isEmpty,
            let bytes = try? Base45.decode(scanned.span, in: body)
        else { throw ChallengeError(.formInvalid) }
        return bytes
    }

    /// Whether a scanned text begins as that of a signed challenge.
    public static func isChallenge(_ text: String) -> Bool { isChallenge(Array(text.utf8)) }

    static func isChallenge(_ scanned: [UInt8]) -> Bool {
        scanned[Transport.content(of: scanned.span)].starts(with: prefix.utf8)
    }

    /// A new challenge with random bytes from the system.
    ///
    /// - Parameters:
    ///   - certificate: the scanner's certificate.
    ///   - elements: the elements for which it asks; the certificate must have them.
    ///   - signer: the scanner's key.
    ///   - lifetime: at most ``maximumLifetime``, in whole seconds. A challenge ends with its certificate at the latest.
    ///   - now: the `iat` claim.
    /// - Throws: ``ChallengeError``, or the errors of the signer.
    public init(
        certificate: VerifierCertificate, asking elements: Set<License.Element>, signer: any Signer,
        lifetime: Duration = .seconds(60), at now: UnixTime = .now
    ) async throws {
        var random = SystemRandomNumberGenerator()
        try await self.init(
            certificate: certificate, asking: elements, signer: signer, lifetime: lifetime, at: now, using: &random)
    }

    /// A new challenge with bytes from `random`, which has to be cryptographically secure outside of tests.
    package init(
        certificate: VerifierCertificate, asking elements: Set<License.Element>, signer: any Signer,
        lifetime: Duration = .seconds(60), at now: UnixTime, using random: inout some RandomNumberGenerator
    ) async throws {
        guard certificate.publicKey == signer.publicKey else { throw ChallengeError(.keyMismatch) }
        try Self.check(elements.sorted(), areIn: certificate)
        guard certificate.issuedAt <= now else { throw ChallengeError(.notYetValid) }
        guard now < certificate.expiresAt else { throw ChallengeError(.expired) }
        let maximum = Self.maximumLifetime.wholeSeconds
        guard let end = CWT.expiry(after: lifetime, from: now, maximum: maximum) else {
            throw ChallengeError(.lifetimeExceeded)
        }
        let nonce = (0..<Self.nonceLength).map { _ in UInt8.random(in: 0...255, using: &random) }
        let signed = try await COSE.Sign1Message(
            type: .challenge, by: signer,
            header: { map in map.add(COSE.Label.kcwt) { $0.encoded(certificate.bytes) } },
            payload: { map in
                map.add(CWT.Claim.expiresAt) { $0.time(min(end, certificate.expiresAt)) }
                map.add(CWT.Claim.issuedAt) { $0.time(now) }
                map.add(CWT.Claim.nonce) { $0.byteString(nonce) }
                map.add(CWT.Claim.request) { $0.elements(elements) }
            })
        try self.init(signed.encode())
        guard text.utf8.count <= Self.maximumLength else { throw ChallengeError(.tooLarge) }
    }

    /// The text of its code: `HFC2:` and Base45.
    public var text: String { Base45.encode(bytes, prefix: Self.prefix) }

    /// Throws `challenge.not_allowed` for elements that a certificate does not have.
    static func check(
        _ elements: [License.Element], areIn certificate: VerifierCertificate
    ) throws(ChallengeError) {
        let excess = elements.filter { !certificate.elements.contains($0) }
        guard excess.isEmpty else {
            throw ChallengeError(.notAllowed, at: excess.map(\.jsonName).joined(separator: ", "))
        }
    }

    private struct Claims {
        private(set) var issuedAt = UnixTime(secondsSince1970: -1)
        private(set) var expiresAt = UnixTime(secondsSince1970: -1)
        let elements: [License.Element]

        init(_ source: borrowing CBORReader, in payload: Range<Int>) throws(CBORError) {
            var (asked, hasNonce) = ([License.Element]?.none, false)
            var reader = source.checked(in: payload)
            for _ in 0..<(try reader.map()) {
                let start = reader.offset
                switch try reader.key() {
                case .integer(CWT.Claim.expiresAt): expiresAt = try reader.time()
                case .integer(CWT.Claim.issuedAt): issuedAt = try reader.time()
                case .integer(CWT.Claim.nonce):
                    _ = try reader.byteString(of: nonceLength...nonceLength)
                    hasNonce = true
                case .integer(CWT.Claim.request): asked = try reader.elements()
                case .integer(CWT.Claim.issuer), .integer(CWT.Claim.subject), .integer(CWT.Claim.audience),
                    .integer(CWT.Claim.notBefore), .integer(CWT.Claim.confirmation):
                    throw reader.failure(.outOfRange, at: start)
                default: try reader.validateItem(.code)
                }
            }
            guard let asked, hasNonce, issuedAt >= .zero, issuedAt < expiresAt else {
                throw reader.failure(.outOfRange, at: payload.lowerBound)
            }
            elements = asked
        }
    }
}
