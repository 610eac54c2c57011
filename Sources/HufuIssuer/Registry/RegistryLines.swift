public import Hufu
public import HufuFiles

/// Asks a registry for each line of a file in JSON Lines, and answers each with one line, in order.
///
/// An answer is written when what it says is on the disk. It has the line's `id`, or its number as `line`; if the
/// registry refuses the line, it has `{"error": {"code", "message", "place", "advice"}}`, and the other lines go on.
public struct RegistryLines {
    private static let longestLine = 1 << 13

    private let registry: any Registry
    private let input: FileInput
    private let write: ([UInt8]) throws -> Void

    /// The lines of a file.
    ///
    /// - Parameters:
    ///   - input: JSON Lines, which are answered as they come.
    ///   - registry: the registry that is asked.
    ///   - write: called with whole lines.
    public init(_ input: FileInput, asking registry: any Registry, write: @escaping ([UInt8]) throws -> Void) {
        self.input = input
        self.registry = registry
        self.write = write
    }

    /// Gives out entries, or records those that the lines have as `status`.
    ///
    /// A line is `{"document_number", "holder_key" or "device" or "card", "expires_at", "status", "id"}`: the key as a
    /// JWK, or its thumbprint or the card's serial in hexadecimal digits.
    ///
    /// - Parameters:
    ///   - isRecording: whether a line has a `status`; otherwise it has none.
    ///   - replacesRevoked: whether a licence on a device whose entries are all revoked gets a new one.
    ///   - clock: returns the present time.
    /// - Returns: the number of lines that were refused.
    /// - Throws: ``RegistryError``, `FileError`, `FileContentError`, or what `write` throws.
    public func register(
        recording isRecording: Bool, replacingRevoked replacesRevoked: Bool = false, at clock: () -> UnixTime
    ) async throws -> Int {
        try await answer { object in
            var request = RegistryRequest(
                try document(&object), on: try Self.holder(&object), until: try Self.time(object.required("expires_at"))
            )
            if isRecording { request.status = try Self.status(object.required("status")) }
            request.replacesRevoked = replacesRevoked
            return request
        } asking: { requests in
            try await registry.register(requests, at: clock())
        } members: { request, status in
            [registry.naming.member(request.document), JSONMember("status", .string(status.text))]
        }
    }

    /// Changes the status of entries.
    ///
    /// A line is `{"status", "value", "reason", "id"}`, or `{"document_number", "holder_key" or "device" or "card",
    /// "value", "reason", "id"}` for the entries in force of a licence, on one device or on all. A value is a name or a
    /// number.
    ///
    /// - Parameter clock: returns the time of the change.
    /// - Returns: the number of lines that were refused.
    /// - Throws: as ``register(recording:replacingRevoked:at:)``.
    public func set(at clock: () -> UnixTime) async throws -> Int {
        try await answer { object in
            let target: RegistryChange.Target
            if let status = object.optional("status") {
                target = .entry(try Self.status(status))
            } else {
                target = .licence(try document(&object), try Self.optionalHolder(&object))
            }
            let number = try StatusChange.number(object.required("value"))
            return RegistryChange(target, to: number, because: try object.optional("reason").map(Self.reason))
        } asking: { changes in
            try await registry.set(changes, at: clock())
        } members: { _, count in
            [JSONMember("entries", .integer(count))]
        }
    }

    /// Finds the entries of licences, or of indices.
    ///
    /// A line is `{"document_number", "id"}` or `{"status", "id"}`; its answer has the entries as
    /// ``RegistryEntry/json(_:)`` writes them.
    ///
    /// - Returns: the number of lines that were refused.
    /// - Throws: as ``register(recording:replacingRevoked:at:)``.
    public func find() async throws -> Int {
        try await answer { object -> RegistryChange.Target in
            if let status = object.optional("status") { return .entry(try Self.status(status)) }
            return .licence(try document(&object), nil)
        } asking: { targets in
            var results: [Result<[RegistryEntry], RegistryError>] = []
            for target in targets {
                switch target {
                case .entry(let status):
                    results.append(.success([try await registry.entry(at: status)].compactMap(\.self)))
                case .licence(let document, _): results.append(.success(try await registry.entries(of: document)))
                }
            }
            return results
        } members: { _, entries in
            [JSONMember("entries", .array(entries.map { $0.jsonValue(registry.naming) }))]
        }
    }

    // MARK: - Lines

    private func answer<Request, Answer>(
        _ read: (inout JSONObject) throws -> Request,
        asking ask: ([Request]) async throws -> [Result<Answer, RegistryError>],
        members: (Request, Answer) -> [JSONMember]
    ) async throws -> Int {
        try await JSONLines(input, longestLine: Self.longestLine).answer(
            read, asking: ask, members: members, write: write)
    }

    private func document(_ object: inout JSONObject) throws -> DocumentName {
        if let field = object.optional("pseudonym") {
            guard let name = registry.naming.name(pseudonym: try field.string()) else {
                throw field.invalid(expected: "64 hexadecimal digits, in a registry with pseudonyms")
            }
            return name
        }
        return try registry.naming.name(object.requiredString("document_number"))
    }

    private static func optionalHolder(_ object: inout JSONObject) throws -> RegistryHolder? {
        if let key = object.optional("holder_key") { return RegistryHolder(try PublicKey(jwk: key)) }
        for (name, isCard) in [("device", false), ("card", true)] {
            guard let field = object.optional(name) else { continue }
            guard let bytes = Hex.decode(try field.string()), let holder = RegistryHolder(bytes, isCard: isCard) else {
                throw field.invalid(expected: "64 hexadecimal digits")
            }
            return holder
        }
        return nil
    }

    private static func holder(_ object: inout JSONObject) throws -> RegistryHolder {
        if let holder = try optionalHolder(&object) { return holder }
        // For the error that names what is missing.
        return RegistryHolder(try PublicKey(jwk: object.required("holder_key")))
    }

    private static func status(_ field: JSONField) throws -> StatusReference { try StatusReference(field.string()) }

    private static func reason(_ field: JSONField) throws -> String {
        let text = try field.string()
        guard RegistryError.isStorable(text) else { throw field.invalid(expected: "1 to 255 bytes, none of them zero") }
        return text
    }

    private static func time(_ field: JSONField) throws -> UnixTime {
        guard let time = UnixTime(try field.string()) else { throw field.invalid(expected: UnixTime.expectedForm) }
        return time
    }
}
