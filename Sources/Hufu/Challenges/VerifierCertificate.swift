/// The certificate of a scanner (profile section 18): an authority states the scanner's id, name and key, and the
/// elements for which it may ask.
///
/// ```
/// protected = {1: alg, ? 2: [+ label], 4: kid, 16: "application/hufu-verifier+cwt", * other}
/// claims    = {1: iss, 2: id, 4: exp, 6: iat, 8: {1: COSE_Key}, -65541: [name, [+ element]], * other}
/// ```
public struct VerifierCertificate: Sendable, Equatable {
    /// The longest lifetime: 31 days.
    public static let maximumLifetime = Duration.seconds(31 * UnixTime.secondsPerDay)

    /// The tagged COSE_Sign1.
    public let bytes: [UInt8]
    /// The `iss` claim: the authority.
    public let authority: String
    /// The `sub` claim: the scanner's id, which is the audience of tokens for it.
    public let id: String
    /// The name that the holder sees.
    public let name: String
    /// The elements for which the scanner may ask.
    public let elements: [License.Element]
    /// The time at which it was signed.
    public let issuedAt: UnixTime
    /// The time from which it is expired.
    public let expiresAt: UnixTime

    let envelope: COSE.Sign1
    /// The scanner's key, in `bytes`.
    let key: PublicKey.Unchecked

    /// A certificate from its bytes. Only its form is checked.
    ///
    /// - Throws: `challenge.form_invalid`.
    public init(_ bytes: [UInt8]) throws(ChallengeError) {
        try self.init(bytes, in: bytes.indices, isNested: false)
    }

    /// Reads a certificate that fills a range of `bytes`.
    ///
    /// - Parameter isNested: whether it is part of a protected map that has been validated.
    init(_ bytes: [UInt8], in range: Range<Int>, isNested: Bool) throws(ChallengeError) {
        let reader = CBORReader(bytes.span, in: range)
        do throws(COSEError) {
            envelope = try COSE.Sign1(reader, expecting: .verifierCertificate, isNested: isNested)
        } catch { throw ChallengeError(error) }
        let claims: VerifierClaims
        do throws(CBORError) { claims = try VerifierClaims(reader, in: envelope.payload) } catch {
            throw ChallengeError(error)
        }
        self.bytes = bytes
        (authority, id, name) = (claims.authority, claims.id, claims.name)
        (elements, issuedAt, expiresAt) = (claims.elements, claims.issuedAt, claims.expiresAt)
        key = claims.key
    }

    /// Certifies a scanner.
    ///
    /// - Parameters:
    ///   - id: the scanner's id, 1 to 64 bytes and not `any`.
    ///   - name: the name that holders see, 1 to 96 bytes.
    ///   - elements: the elements for which it may ask; at least one.
    ///   - key: the public half of the scanner's key.
    ///   - authority: the `iss` claim, the authority's identifier in trust lists for holders.
    ///   - signer: the authority's key, which has the use `verifier` there.
    ///   - lifetime: at most ``maximumLifetime``, in whole seconds.
    ///   - now: the `iat` claim.
    /// - Throws: `challenge.content_invalid`, `challenge.lifetime_exceeded`, or the errors of the signer.
    public init(
        id: String, name: String, elements: Set<License.Element>, key: PublicKey, authority: String,
        signer: any Signer, lifetime: Duration, at now: UnixTime = .now
    ) async throws {
        guard CWT.subjectLength.contains(id.utf8.count), id != VerifierClaims.everyone,
            CWT.identifierLength.contains(authority.utf8.count), VerifierClaims.nameLength.contains(name.utf8.count),
            id.firstFormattingCharacter == nil, name.firstFormattingCharacter == nil, !elements.isEmpty
        else { throw ChallengeError(.contentInvalid) }
        let maximum = Self.maximumLifetime.wholeSeconds
        guard let expiresAt = CWT.expiry(after: lifetime, from: now, maximum: maximum) else {
            throw ChallengeError(.lifetimeExceeded)
        }
        let signed = try await COSE.Sign1Message(
            type: .verifierCertificate, by: signer,
            header: { map in map.add(COSE.Label.keyID) { $0.byteString(signer.publicKey.keyID) } },
            payload: { map in
                map.add(CWT.Claim.issuer) { $0.text(authority) }
                map.add(CWT.Claim.subject) { $0.text(id) }
                map.add(CWT.Claim.expiresAt) { $0.time(expiresAt) }
                map.add(CWT.Claim.issuedAt) { $0.time(now) }
                map.add(CWT.Claim.confirmation) { writer in
                    writer.map { map in map.add(1) { key.coseKey(to: &$0, compressed: true) } }
                }
                map.add(CWT.Claim.verifier) { writer in
                    writer.array(2)
                    writer.text(name)
                    writer.elements(elements)
                }
            })
        try self.init(signed.encode())
    }

    /// The scanner's key; `nil` if it is not a valid point.
    var publicKey: PublicKey? { try? PublicKey(key, in: bytes) }

    /// Equal if the bytes are.
    public static func == (left: VerifierCertificate, right: VerifierCertificate) -> Bool { left.bytes == right.bytes }
}

/// The claims of a certificate.
struct VerifierClaims {
    static let nameLength = 1...96
    /// The audience of all scanners, which is nobody's id.
    static let everyone = "any"

    private(set) var authority = ""
    private(set) var id = ""
    private(set) var name = ""
    private(set) var elements: [License.Element] = []
    private(set) var issuedAt = UnixTime(secondsSince1970: -1)
    private(set) var expiresAt = UnixTime(secondsSince1970: -1)
    let key: PublicKey.Unchecked

    init(_ source: borrowing CBORReader, in payload: Range<Int>) throws(CBORError) {
        var key: PublicKey.Unchecked?
        var reader = source.checked(in: payload)
        for _ in 0..<(try reader.map()) {
            let start = reader.offset
            switch try reader.key() {
            case .integer(CWT.Claim.issuer): authority = reader.string(try reader.text(of: CWT.identifierLength))
            case .integer(CWT.Claim.subject): id = try Self.visible(&reader, CWT.subjectLength)
            case .integer(CWT.Claim.expiresAt): expiresAt = try reader.time()
            case .integer(CWT.Claim.issuedAt): issuedAt = try reader.time()
            case .integer(CWT.Claim.confirmation): key = try CredentialClaims.confirmation(&reader)
            case .integer(CWT.Claim.verifier):
                guard try reader.array() == 2 else { throw reader.failure(.outOfRange, at: start) }
                name = try Self.visible(&reader, Self.nameLength)
                elements = try reader.elements()
                guard !elements.isEmpty else { throw reader.failure(.outOfRange, at: start) }
            case .integer(CWT.Claim.audience), .integer(CWT.Claim.notBefore), .integer(CWT.Claim.nonce):
                throw reader.failure(.outOfRange, at: start)
            default: try reader.validateItem(.code)
            }
        }
        guard let key, !authority.isEmpty, !id.isEmpty, id != Self.everyone, !name.isEmpty, issuedAt >= .zero,
            issuedAt < expiresAt
        else { throw reader.failure(.outOfRange, at: payload.lowerBound) }
        self.key = key
    }

    /// A text that the holder may see.
    @_lifetime(reader: copy reader)
    private static func visible(
        _ reader: inout CBORReader, _ lengths: ClosedRange<Int>
    ) throws(CBORError) -> String {
        let start = reader.offset
        let text = reader.string(try reader.text(of: lengths))
        guard text.firstFormattingCharacter == nil else { throw reader.failure(.outOfRange, at: start) }
        return text
    }
}

extension CBORReader {
    /// Elements in ascending order.
    @_lifetime(self: copy self)
    mutating func elements() throws(CBORError) -> [License.Element] {
        var elements: [License.Element] = []
        for _ in 0..<(try array()) {
            let start = offset
            guard let element = License.Element(number: try unsigned()), elements.last.map({ $0 < element }) ?? true
            else { throw failure(.outOfRange, at: start) }
            elements.append(element)
        }
        return elements
    }
}

extension CBORWriter {
    mutating func elements(_ elements: Set<License.Element>) {
        array(elements.count)
        for element in elements.sorted() { integer(element.number) }
    }
}
