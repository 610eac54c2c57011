/// Why a verification ends before its last step.
struct Rejection: Error {
    let code: Verdict.Code
    let detail: String?

    init(_ code: Verdict.Code, _ detail: String? = nil) {
        self.code = code
        self.detail = detail
    }

    init(_ error: TransportError) {
        let code: Verdict.Code =
            switch error.reason {
            case .empty: .payloadEmpty
            case .tooLarge: .payloadTooLarge
            case .versionUnsupported: .payloadVersionUnsupported
            case .prefixUnknown: .payloadPrefixUnknown
            case .textInvalid: .payloadTextInvalid
            }
        self.init(code, "\(error.message), at character \(error.offset)")
    }

    init(_ error: COSEError) {
        let code: Verdict.Code =
            switch error.reason {
            case .cbor: .cborInvalid
            case .structure: .coseStructureInvalid
            case .header: .coseHeaderInvalid
            case .critical: .coseCriticalUnknown
            case .algorithm: .coseAlgorithmUnsupported
            }
        self.init(code, "\(error.message), at byte \(error.offset)")
    }

    init(_ code: Verdict.Code, _ error: ClaimsError) { self.init(code, "\(error.message), at byte \(error.offset)") }
}

/// What a payload says before anybody has checked a signature: steps 3 to 5.
///
/// From here to the verdict what was read is handed on and never copied.
struct UnverifiedToken: ~Copyable {
    /// The payload as received; everything else is ranges of it.
    let bytes: [UInt8]
    let credential: COSE.Sign1
    let claims: CredentialClaims
    let token: (envelope: COSE.Sign1, claims: KeyBindingClaims)?

    init(_ bytes: [UInt8]) throws(Rejection) {
        let reader = CBORReader(bytes.span)
        let (outer, credential): (COSE.Sign1, COSE.Sign1)
        do throws(COSEError) {
            outer = try COSE.Sign1(reader)
            if let inner = outer.header.credential {
                credential = try COSE.Sign1(reader.cursor(in: inner), expecting: .credential, isNested: true)
            } else {
                credential = outer
            }
        } catch { throw Rejection(error) }

        let claims: CredentialClaims
        do throws(ClaimsError) {
            claims = try CredentialClaims(
                reader, in: credential.payload, isBound: credential.header.type == .credential)
        } catch { throw Rejection(.credentialClaimsInvalid, error) }

        let tokenClaims: KeyBindingClaims?
        do throws(ClaimsError) {
            tokenClaims = outer.header.type == .token ? try KeyBindingClaims(reader, in: outer.payload) : nil
        } catch { throw Rejection(.tokenClaimsInvalid, error) }

        self.bytes = bytes
        self.credential = credential
        self.claims = claims
        token = tokenClaims.map { (outer, $0) }
    }
}
