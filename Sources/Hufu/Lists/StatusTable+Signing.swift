extension StatusTable {
    /// Signs the table as a status list.
    ///
    /// - Parameters:
    ///   - uri: the URI under which credentials name the list.
    ///   - issuer: the `iss` claim.
    ///   - signer: the issuer's private key for status lists.
    ///   - keyID: the `kid`; `nil` for the first 8 bytes of the key's thumbprint.
    ///   - lifetime: how long the list is valid, in whole seconds.
    ///   - timeToLive: how long a scanner may use the list without asking for a newer one, in whole seconds: at most the
    ///     lifetime; `nil` for as long as the list is valid.
    ///   - now: the `iat` claim; each list of a URI needs a later one than the last.
    /// - Returns: the tagged COSE_Sign1.
    /// - Throws: ``SigningError``, ``StatusTableError``, or the error of the signer.
    public func sign(
        uri: String, issuer: String, signer: any Signer, keyID: [UInt8]? = nil, lifetime: Duration,
        timeToLive: Duration?,
        at now: UnixTime = .now
    ) async throws -> [UInt8] {
        _ = try StatusReference(uri: uri, index: 0)
        guard CWT.identifierLength.contains(issuer.utf8.count) else { throw SigningError(.issuerInvalid) }
        guard let expiresAt = CWT.expiry(after: lifetime, from: now) else { throw SigningError(.lifetimeInvalid) }
        let timeToLive = timeToLive?.wholeSeconds
        guard timeToLive.map({ 1...expiresAt - now ~= $0 }) ?? true else { throw SigningError(.timeToLiveInvalid) }
        guard let compressed else { throw StatusTableError(.compressionFailed) }
        let keyID = keyID ?? signer.publicKey.keyID
        let signed = try await COSE.Sign1Message(
            type: .statusList, by: signer,
            header: { map in map.add(COSE.Label.keyID) { $0.byteString(keyID) } },
            payload: { map in
                map.add(CWT.Claim.issuer) { $0.text(issuer) }
                map.add(CWT.Claim.subject) { $0.text(uri) }
                map.add(CWT.Claim.expiresAt) { $0.time(expiresAt) }
                map.add(CWT.Claim.issuedAt) { $0.time(now) }
                if let timeToLive { map.add(CWT.Claim.timeToLive) { $0.integer(timeToLive) } }
                map.add(CWT.Claim.statusList) { writer in
                    writer.map { map in
                        map.add("bits") { $0.integer(bits) }
                        map.add("lst") { $0.byteString(compressed) }
                    }
                }
            })
        return signed.encode()
    }
}
