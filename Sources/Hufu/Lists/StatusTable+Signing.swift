extension StatusTable {
    /// Signs the table as a status list.
    ///
    /// - Parameters:
    ///   - uri: the URI under which credentials name the list.
    ///   - lifetime: seconds until it expires.
    ///   - timeToLive: seconds for which a scanner may use it without asking for a newer one.
    ///   - now: the `iat` claim; each list of a URI needs a later one than the last.
    /// - Returns: the tagged COSE_Sign1.
    public func sign(
        uri: String, issuer: String, signer: any Signer, keyID: [UInt8]? = nil, lifetime: Int, timeToLive: Int?,
        at now: UnixTime = .now
    ) async throws -> [UInt8] {
        let issuedAt = now
        _ = try StatusReference(uri: uri, index: 0)
        guard CWT.identifierLength.contains(issuer.utf8.count) else { throw SigningError(.issuerInvalid) }
        guard CWT.allows(lifetime, from: issuedAt), timeToLive.map({ 1...UnixTime.maximumSeconds ~= $0 }) ?? true else {
            throw SigningError(.lifetimeInvalid)
        }
        guard let compressed else { throw StatusTableError(.compressionFailed) }
        let keyID = keyID ?? signer.publicKey.keyID
        let signed = try await COSE.Sign1Message(
            type: .statusList, by: signer,
            header: { map in map.add(COSE.Label.keyID) { $0.byteString(keyID) } },
            payload: { map in
                map.add(CWT.Claim.issuer) { $0.text(issuer) }
                map.add(CWT.Claim.subject) { $0.text(uri) }
                map.add(CWT.Claim.expiresAt) { $0.time(issuedAt + lifetime) }
                map.add(CWT.Claim.issuedAt) { $0.time(issuedAt) }
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
