/// A device with a credential, which signs a token for each time step.
public struct Holder: Sendable {
    /// The credential, which is bound to the key of this device.
    public let credential: Credential
    private let parts: Credential.Parts
    private let signer: any Signer
    private let naming: COSE.AlgorithmNaming

    /// A device with its credential, and the key that the credential is bound to.
    ///
    /// - Parameters:
    ///   - credential: the credential, with all its disclosures.
    ///   - signer: the device's private key.
    ///   - naming: how the headers of tokens name the algorithm; `.polymorphic` is for readers that know no other.
    /// - Throws: `present.key_mismatch`.
    public init(
        credential: Credential, signer: any Signer, naming: COSE.AlgorithmNaming = .fullySpecified
    ) throws(PresentingError) {
        guard let parts = try? credential.parts(), let unchecked = parts.claims.deviceKey,
            let key = try? PublicKey(unchecked, in: credential.bytes), key == signer.publicKey
        else { throw PresentingError(.keyMismatch) }
        self.init(credential, parts, signer: signer, naming: naming)
    }

    fileprivate init(
        _ credential: Credential, _ parts: Credential.Parts, signer: any Signer,
        naming: COSE.AlgorithmNaming = .fullySpecified
    ) {
        self.credential = credential
        self.parts = parts
        self.signer = signer
        self.naming = naming
    }

    /// The token of the time step that contains `now` (profile section 8).
    ///
    /// - Parameters:
    ///   - now: the device's clock.
    ///   - rotation: the time steps, 30 seconds by default.
    ///   - audience: the `aud` claim: `any`, or a name of the scanner.
    ///   - challenge: the challenge of the scanner, 8 to 64 bytes; `nil` if it has none.
    ///   - fields: withheld elements to disclose; an element of the second page discloses the whole page.
    /// - Throws: `PresentingError`, or the errors of the signer.
    public func present(
        at now: UnixTime = .now, rotation: Rotation = .standard, audience: String = "any", challenge: [UInt8]? = nil,
        disclosing fields: Set<License.Field> = []
    ) async throws -> Token {
        guard CWT.audienceLength.contains(audience.utf8.count) else { throw PresentingError(.audienceInvalid) }
        guard challenge.map({ CWT.nonceLength.contains($0.count) }) ?? true else {
            throw PresentingError(.challengeInvalid)
        }
        let step = rotation.step(at: now)
        let issuedAt = max(step, credential.issuedAt)
        let expiresAt = min(step + rotation.seconds, credential.expiresAt)
        guard issuedAt < expiresAt else { throw PresentingError(.credentialOver) }

        let shown = try select(fields)
        let signed = try await COSE.Sign1Message(
            type: .token, by: signer, naming: naming,
            header: { map in map.add(COSE.Label.kcwt) { $0.encoded(shown) } },
            payload: { map in
                map.add(CWT.Claim.audience) { $0.text(audience) }
                map.add(CWT.Claim.expiresAt) { $0.time(expiresAt) }
                map.add(CWT.Claim.issuedAt) { $0.time(issuedAt) }
                if let challenge { map.add(CWT.Claim.nonce) { $0.byteString(challenge) } }
            })
        return Token(payload: signed.encode(), issuedAt: issuedAt, expiresAt: expiresAt)
    }

    /// The credential with the chosen disclosures only. The signed bytes are those that were received.
    private func select(_ fields: Set<License.Field>) throws(PresentingError) -> [UInt8] {
        var chosen: [Range<Int>] = []
        for field in fields.sorted(by: { $0.jsonName < $1.jsonName }) {
            guard let entry = parts.disclosures.entry(for: field, in: credential.bytes) else {
                throw PresentingError(.nothingToDisclose, at: field.jsonName)
            }
            if !chosen.contains(entry.disclosure) { chosen.append(entry.disclosure) }
        }
        let (bytes, envelope) = (credential.bytes, parts.envelope)
        var disclosures = COSE.EncodedDisclosures()
        for range in chosen.sorted(by: { $0.lowerBound < $1.lowerBound }) { disclosures.add(bytes[range]) }
        return COSE.Sign1Message.encode(
            protected: bytes.span.extracting(envelope.protected), disclosures: disclosures,
            payload: bytes.span.extracting(envelope.payload), signature: bytes.span.extracting(envelope.signature))
    }
}

extension Credential {
    /// A token as the device will make it for the credential's first time step, but with zeros for a signature, so that
    /// no scanner accepts it. An issuer takes the size of the code from it.
    ///
    /// - Parameters:
    ///   - deviceKey: the key that the credential is bound to.
    ///   - fields: withheld elements to disclose.
    /// - Throws: ``SigningError`` or ``PresentingError``.
    public func draftToken(for deviceKey: PublicKey, disclosing fields: Set<License.Field> = []) async throws -> Token {
        try await Holder(self, parts(), signer: NoSigner(publicKey: deviceKey))
            .present(at: issuedAt, disclosing: fields)
    }

    /// An upper bound of the length of such a token in characters, for any disclosures: a token adds a header, a few
    /// claims and a signature.
    package var longestTokenLength: Int {
        Transport.base45.length(of: bytes.count + 64 + COSE.Algorithm.signatureLengths.upperBound)
    }
}

private struct NoSigner: Signer {
    let publicKey: PublicKey

    func signature(for message: [UInt8]) async throws -> [UInt8] {
        [UInt8](repeating: 0, count: publicKey.algorithm.parameters.signatureLength)
    }
}
