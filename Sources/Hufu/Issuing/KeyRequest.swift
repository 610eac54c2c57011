/// A device's proof that it holds its key, which an issuer checks before it issues a licence to the key (profile
/// section 9).
///
/// ```
/// protected = {1: alg, ? 2: [+ label], 16: "application/hufu-request+cwt", * other}
/// claims    = {6: iat, 8: {1: COSE_Key}, 39: cnonce, * other}
/// ```
public struct KeyRequest: Sendable, Equatable {
    /// The tagged COSE_Sign1, signed by the key that it carries.
    public let bytes: [UInt8]

    /// A request from its bytes, which `key(answering:)` checks.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The device's side: signs the issuer's challenge.
    ///
    /// - Parameters:
    ///   - challenge: the issuer's challenge for this enrolment, 8 to 64 bytes.
    ///   - signer: the device's private key.
    ///   - now: the `iat` claim.
    /// - Throws: `request.challenge_invalid`, or the errors of the signer.
    public init(challenge: [UInt8], signer: any Signer, at now: UnixTime = .now) async throws {
        guard CWT.nonceLength.contains(challenge.count) else { throw KeyRequestError(.challengeInvalid) }
        let signed = try await COSE.Sign1Message(
            type: .keyRequest, by: signer,
            payload: { map in
                map.add(CWT.Claim.issuedAt) { $0.time(max(.zero, now)) }
                map.add(CWT.Claim.confirmation) { writer in
                    writer.map { map in map.add(1) { signer.publicKey.coseKey(to: &$0, compressed: true) } }
                }
                map.add(CWT.Claim.nonce) { $0.byteString(challenge) }
            })
        self.init(signed.encode())
    }

    /// The issuer's side: the key that signed the request, to which a licence may be issued.
    ///
    /// - Parameter challenge: the challenge for this enrolment. The caller accepts each challenge only once.
    /// - Throws: `KeyRequestError`, in the order of the profile.
    public func key(answering challenge: [UInt8]) throws(KeyRequestError) -> PublicKey {
        let (key, answered) = try answer()
        guard answered.elementsEqual(challenge) else { throw KeyRequestError(.challengeMismatch) }
        return key
    }

    /// The issuer's side: the key that signed the request, and the challenge that it answers.
    ///
    /// The caller issues to the key only if it has given out this challenge, and if this is its first answer.
    ///
    /// - Throws: `KeyRequestError`, in the order of the profile.
    public func answer() throws(KeyRequestError) -> (key: PublicKey, challenge: [UInt8]) {
        let reader = CBORReader(bytes.span)
        let envelope: COSE.Sign1
        do throws(COSEError) { envelope = try COSE.Sign1(reader, expecting: .keyRequest) } catch {
            throw KeyRequestError(.formInvalid, at: error.offset)
        }
        let claims: KeyRequestClaims
        do throws(CBORError) { claims = try KeyRequestClaims(reader, in: envelope.payload) } catch {
            throw KeyRequestError(.formInvalid, at: error.offset)
        }
        guard let key = try? PublicKey(claims.key, in: bytes) else { throw KeyRequestError(.keyInvalid) }
        guard key.algorithm == envelope.header.algorithm else { throw KeyRequestError(.algorithmMismatch) }
        guard key.verificationKey.hasSigned(envelope, in: bytes) else { throw KeyRequestError(.signatureInvalid) }
        return (key, Array(bytes[claims.nonce]))
    }
}

private struct KeyRequestClaims {
    let key: PublicKey.Unchecked
    let nonce: Range<Int>

    init(_ source: borrowing CBORReader, in payload: Range<Int>) throws(CBORError) {
        var (key, nonce, hasIssuedAt) = (PublicKey.Unchecked?.none, Range<Int>?.none, false)
        var reader = source.cursor(in: payload)
        for _ in 0..<(try reader.map()) {
            switch try reader.key() {
            case .integer(CWT.Claim.issuedAt):
                _ = try reader.time()
                hasIssuedAt = true
            case .integer(CWT.Claim.confirmation): key = try CredentialClaims.confirmation(&reader)
            case .integer(CWT.Claim.nonce): nonce = try reader.byteString(of: CWT.nonceLength)
            default: try reader.validateItem(.code)
            }
        }
        guard let key, let nonce, hasIssuedAt else { throw reader.failure(.outOfRange, at: payload.lowerBound) }
        self.key = key
        self.nonce = nonce
    }
}

/// Why a key request is not made, or does not prove that the device holds its key.
public struct KeyRequestError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// The challenge is not 8 to 64 bytes long.
        case challengeInvalid = "request.challenge_invalid"
        /// The bytes are not a COSE_Sign1 with the header and claims of a key request.
        case formInvalid = "request.form_invalid"
        /// The key in the request is not a valid point of its curve.
        case keyInvalid = "request.key_invalid"
        /// The header names another algorithm than that of the key.
        case algorithmMismatch = "request.algorithm_mismatch"
        /// The signature is not that of the key in the request.
        case signatureInvalid = "request.signature_invalid"
        /// The request contains another challenge than the one that was given out.
        case challengeMismatch = "request.challenge_mismatch"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .challengeInvalid: "a challenge has 8 to 64 bytes"
            case .formInvalid: "this is not a key request"
            case .keyInvalid: "the device's key is not a valid point of its curve"
            case .algorithmMismatch: "the signature's kind is not that of the device's key"
            case .signatureInvalid: "the device did not sign this request with the key in it"
            case .challengeMismatch: "the request answers another challenge"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .challengeInvalid: "Use 16 random bytes, new for each enrolment."
            case .formInvalid: "Give the request as the device sent it."
            case .keyInvalid, .algorithmMismatch, .signatureInvalid:
                "Do not issue to this key; start the enrolment anew."
            case .challengeMismatch: "Give each device its own challenge, and accept each answer once."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The byte at fault.
    public let location: String?

    init(_ reason: Reason, at offset: Int? = nil) {
        self.reason = reason
        location = offset.map { "byte \($0)" }
    }
}
