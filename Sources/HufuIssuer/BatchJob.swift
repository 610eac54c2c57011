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
    /// The registry of the entries; `nil` if each line has its own.
    let registry: (any Registry)?

    var settings: [JSONMember] {
        let issuer =
            [JSONMember("issuer", .string(issuer.id)), JSONMember("issuer key", .string(Hex.encode(issuer.keyID)))]
            + (registry == nil ? [] : [JSONMember("entries", "of a registry")])
        switch work {
        case .credentials(let profile, let key):
            let key = key.map { Hex.encode($0.keyID) } ?? "of each line"
            return issuer + [JSONMember("device key", .string(key))] + profile.settings
        case .codes(let profile): return issuer + profile.settings
        }
    }

    /// Ends early, with fewer results, if the task is cancelled or the signer has failed.
    ///
    /// - Throws: ``RegistryError`` if the registry cannot be used; then no line has a result.
    func results(_ lines: [LineReader.Line], of batch: [UInt8], at now: UnixTime) async throws -> [BatchResult] {
        // To read all lines before the first one is signed was 4 % faster than to read and sign line by line. To compose
        // all of them too was not.
        var parsed = lines.map(ParsedLine.init)
        if let registry { try await registry.assign(&parsed, of: batch, for: work, at: now) }
        // Taken out from the end, so that no line is copied.
        parsed.reverse()
        var random = RandomBuffer()
        var results: [BatchResult] = []
        results.reserveCapacity(lines.count)
        while !Task.isCancelled, let line = parsed.popLast() {
            results.append(await result(line, at: now, using: &random))
            if results.last?.signerFailure != nil { break }
        }
        return results
    }

    private func result(
        _ line: ParsedLine, at now: UnixTime, using random: inout RandomBuffer
    ) async -> BatchResult {
        var warnings: [LicenseError] = []
        var picture: [UInt8]?
        let product: Result<BatchProduct, any Error>
        do {
            let signed: BatchProduct
            (signed, warnings) = try await sign(line.entry.get(), line.status, at: now, using: &random)
            if let drawing, case .credential(let text) = signed { picture = try drawing(text) }
            product = .success(signed)
        } catch {
            product = .failure(error)
        }
        return BatchResult(
            line.source, id: line.id, documentNumber: line.documentNumber, status: line.status, product: product,
            warnings: warnings, picture: picture)
    }

    private func sign(
        _ entry: BatchEntry, _ status: StatusReference?, at now: UnixTime, using random: inout RandomBuffer
    ) async throws -> (BatchProduct, [LicenseError]) {
        // Without the registry nobody can tell whether the request is a copy of an old one.
        guard entry.challenge == nil || registry != nil else { throw IssuanceError(reason: .requestUnchecked) }
        let key = try work.deviceKey(of: entry)
        switch work {
        case .credentials(let profile, _):
            let issued = try await profile.issue(
                entry.license, by: issuer, to: key, status: status, at: now, using: &random)
            return (.credential(issued.text), issued.warnings)
        case .codes(let profile):
            let minted = try await profile.mint(entry.license, by: issuer, status: status, at: now)
            return (.codes(minted.codes), minted.warnings)
        }
    }
}

extension BatchJob.Work {
    /// The device key of a line: its own, or that of the batch; `nil` for a static code.
    func deviceKey(of entry: BatchEntry) throws(IssuanceError) -> PublicKey? {
        switch self {
        case .credentials(let profile, let deviceKey):
            let key = entry.deviceKey ?? deviceKey
            // A missing key in the register must not lead to a static code, which anybody can copy.
            guard key != nil || profile.codeProfile == .card else { throw IssuanceError(reason: .deviceKeyMissing) }
            return key
        case .codes:
            guard entry.deviceKey == nil else { throw IssuanceError(reason: .deviceKeyUnexpected) }
            return nil
        }
    }

    /// The holder that a registry records for a line.
    func holder(of entry: BatchEntry, _ document: DocumentName, in line: BatchLine) throws -> RegistryHolder {
        let key = try deviceKey(of: entry)
        return switch self {
        case .credentials: key.map(RegistryHolder.init) ?? line.card
        case .codes: .minted(document)
        }
    }

    /// The time for which a line is issued.
    var lifetime: Duration {
        switch self {
        case .credentials(let profile, _): profile.effectiveLifetime
        case .codes(let profile): profile.lifetime
        }
    }
}

/// A line that was read, before it is signed.
struct ParsedLine {
    let source: LineReader.Line
    var id: JSONValue?
    var documentNumber: String?
    /// The entry that the line has, or that the registry has given it.
    var status: StatusReference?
    var entry: Result<BatchEntry, any Error>

    init(_ source: LineReader.Line) {
        self.source = source
        var root: JSONField?
        do {
            let value = try JSONLines.value(of: source, longestLine: BatchIssuer.longestLine)
            root = value
            let entry = try BatchEntry(value)
            (documentNumber, status) = (entry.license.documentNumber, entry.status)
            self.entry = .success(entry)
        } catch {
            // The entry of a line that is faulty elsewhere is taken too.
            status = root.flatMap(BatchEntry.status)
            entry = .failure(error)
        }
        if let root, let value = root["id"], root["license"] != nil { id = value.value }
    }
}

extension Registry {
    /// Registers the lines that can be read, and sets their entries; a line that is refused has an error.
    fileprivate func assign(
        _ lines: inout [ParsedLine], of batch: [UInt8], for work: BatchJob.Work, at now: UnixTime
    ) async throws {
        var (places, requests): ([Int], [RegistryRequest]) = ([], [])
        for place in lines.indices {
            guard case .success(let entry) = lines[place].entry else { continue }
            let line = BatchLine(batch: batch, number: lines[place].source.number)
            do {
                let document = try naming.name(entry.license.documentNumber ?? "")
                var request = RegistryRequest(
                    document, on: try work.holder(of: entry, document, in: line),
                    until: now.advanced(by: work.lifetime), status: lines[place].status)
                request.line = line
                request.answer = entry.challenge.map { ChallengeAnswer($0, id: line.digest("answer")) }
                requests.append(request)
                places.append(place)
            } catch { lines[place].entry = .failure(error) }
        }
        for (place, result) in zip(places, try await register(requests, at: now)) {
            switch result {
            case .success(let status): lines[place].status = status
            case .failure(let error):
                // The same error as without an interruption, when both lines are in one run.
                let isRepeated = error.reason == .repeated
                lines[place].entry = .failure(isRepeated ? IssuanceError(reason: .statusRepeated) : error)
            }
        }
    }
}

/// The contents of a line. It is a class, because to copy a licence several times takes longer than to allocate one object.
final class BatchEntry: Sendable {
    let license: License
    let deviceKey: PublicKey?
    /// The challenge that the device's request has answered.
    let challenge: [UInt8]?
    /// The entry of a status list that the line has.
    let status: StatusReference?

    init(_ root: JSONField) throws {
        guard root["license"] != nil else {
            license = try License(json: root)
            (deviceKey, challenge, status) = (nil, nil, nil)
            return
        }
        var object = try root.object()
        license = try License(json: try object.required("license"))
        if let field = object.optional("request") {
            guard object.optional("holder_key") == nil else {
                throw field.invalid(expected: "a holder_key or a request", advice: "Leave holder_key out.")
            }
            guard let bytes = Base64.decode(try field.string(), .standard) else {
                throw field.invalid(expected: "a key request in base64")
            }
            let (key, challenge) = try KeyRequest(bytes).answer()
            (deviceKey, self.challenge) = (key, challenge)
        } else {
            deviceKey = try object.optional("holder_key").map { try PublicKey(jwk: $0) }
            challenge = nil
        }
        status = try object.optionalString("status").map { try StatusReference($0) }
        _ = object.optional("id")
        try object.finish()
    }

    /// The status list entry of a line, even if the line is faulty elsewhere.
    static func status(_ root: JSONField) -> StatusReference? {
        guard root["license"] != nil, let text = try? root["status"]?.string() else { return nil }
        return try? StatusReference(text)
    }
}
