internal import Hufu
internal import HufuFiles

/// The settings of a batch.
struct BatchJob: Sendable {
    enum Work {
        case credentials(IssuanceProfile, PublicKey?)
        case codes(MintingProfile)
    }

    let issuer: Issuer
    let work: Work
    let clock: @Sendable () -> UnixTime
    let drawing: (@Sendable (String) throws -> [UInt8])?

    var settings: [JSONMember] {
        let issuer = [
            JSONMember("issuer", .string(issuer.id)), JSONMember("issuer key", .string(Hex.encode(issuer.keyID))),
        ]
        switch work {
        case .credentials(let profile, let key):
            let key = key.map { Hex.encode($0.keyID) } ?? "of each line"
            return issuer + [JSONMember("device key", .string(key))] + profile.settings
        case .codes(let profile): return issuer + profile.settings
        }
    }

    /// Ends early, with fewer results, if the task is cancelled or the signer has failed.
    func results(_ lines: [LineReader.Line], at now: UnixTime) async -> [BatchResult] {
        var results: [BatchResult] = []
        results.reserveCapacity(lines.count)
        for line in lines where !Task.isCancelled {
            results.append(await result(line, at: now))
            if results.last?.signerFailure != nil { break }
        }
        return results
    }

    private func result(_ line: LineReader.Line, at now: UnixTime) async -> BatchResult {
        var (id, number, status): (JSONValue?, String?, StatusReference?)
        var warnings: [LicenseError] = []
        var picture: [UInt8]?
        let product: Result<BatchProduct, any Error>
        do {
            let root = try JSONLines.value(of: line, longestLine: BatchIssuer.longestLine)
            if let value = root["id"], root["license"] != nil { id = value.value }
            status = BatchEntry.status(root)
            let entry = try BatchEntry(root)
            number = entry.license.documentNumber
            let signed: BatchProduct
            (signed, warnings) = try await sign(entry, status, at: now)
            if let drawing, case .credential(let text) = signed { picture = try drawing(text) }
            product = .success(signed)
        } catch {
            product = .failure(error)
        }
        return BatchResult(
            line, id: id, documentNumber: number, status: status, product: product, warnings: warnings,
            picture: picture)
    }

    private func sign(
        _ entry: BatchEntry, _ status: StatusReference?, at now: UnixTime
    ) async throws -> (BatchProduct, [LicenseError]) {
        switch work {
        case .credentials(let profile, let deviceKey):
            let key = entry.deviceKey ?? deviceKey
            // A missing key in the register must not lead to a static code, which anybody can copy.
            guard key != nil || profile.codeProfile == .card else { throw IssuanceError(reason: .deviceKeyMissing) }
            let issued = try await profile.issue(entry.license, by: issuer, to: key, status: status, at: now)
            return (.credential(issued.text), issued.warnings)
        case .codes(let profile):
            guard entry.deviceKey == nil else { throw IssuanceError(reason: .deviceKeyUnexpected) }
            let minted = try await profile.mint(entry.license, by: issuer, status: status, at: now)
            return (.codes(minted.codes), minted.warnings)
        }
    }
}

/// The contents of a line.
struct BatchEntry {
    let license: License
    var deviceKey: PublicKey?

    init(_ root: JSONField) throws {
        guard root["license"] != nil else {
            license = try License(json: root)
            return
        }
        var object = try root.object()
        license = try License(json: try object.required("license"))
        deviceKey = try object.optional("holder_key").map { try PublicKey(jwk: $0) }
        _ = try object.optionalString("status").map { try StatusReference($0) }
        _ = object.optional("id")
        try object.finish()
    }

    /// The status list entry of a line, even if the line is faulty elsewhere.
    static func status(_ root: JSONField) -> StatusReference? {
        guard root["license"] != nil, let text = try? root["status"]?.string() else { return nil }
        return try? StatusReference(text)
    }
}
