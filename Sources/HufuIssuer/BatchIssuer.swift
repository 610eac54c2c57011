public import Hufu
public import HufuFiles

/// Issues the licences of a file in JSON Lines, on all cores, and yields a result for each line, in the order of the
/// lines.
///
/// A line is a licence, or an object with these members:
///
/// | name | meaning |
/// |---|---|
/// | `license` | the licence, required |
/// | `holder_key` | the key of the holder's device, as a JWK |
/// | `status` | the entry of a status list, as `URI#INDEX` |
/// | `id` | any value; the result has it too |
///
/// A line that cannot be issued has an error as its result; the batch continues. Memory does not grow with the file,
/// except for the set of status list entries, each of which may occur once: about half a byte per line if they are
/// consecutive. A result is available as soon as all earlier ones are, without waiting for more input.
public struct BatchIssuer: AsyncSequence, Sendable {
    /// A result.
    public typealias Element = BatchResult

    /// The largest number of waiting lines that one task issues, to amortise the cost of a task.
    fileprivate static let share = 16
    /// The largest number of tasks that run or wait for an earlier one: enough to keep all cores busy with a slow
    /// signer.
    fileprivate static let window = 64
    /// More than a licence with a portrait needs.
    fileprivate static let longestLine = 1 << 16

    private let job: BatchJob
    private let input: FileInput
    private let skipped: Int

    /// A batch.
    ///
    /// - Parameters:
    ///   - input: the licences, in JSON Lines.
    ///   - issuer: the issuer that signs.
    ///   - profile: the settings of all licences.
    ///   - deviceKey: the device key of lines that have none.
    ///   - skipped: the number of lines to skip, without blank ones: those for which an interrupted batch has results.
    ///     Their status list entries count as issued.
    ///   - clock: returns the time of issue; called for each group of lines.
    public init(
        _ input: FileInput, by issuer: Issuer, profile: IssuanceProfile, deviceKey: PublicKey? = nil,
        skipping skipped: Int = 0,
        clock: @escaping @Sendable () -> UnixTime = { .now }
    ) {
        job = BatchJob(issuer: issuer, profile: profile, deviceKey: deviceKey, clock: clock)
        self.input = input
        self.skipped = skipped
    }

    /// Reads the input, which can be read once only.
    public func makeAsyncIterator() -> Iterator {
        Iterator(job, JSONLines(input, longestLine: Self.longestLine), skipping: skipped)
    }

    /// Yields the results.
    public struct Iterator: AsyncIteratorProtocol {
        private let job: BatchJob
        private var lines: JSONLines
        private var tasks: [Task<[BatchResult], Never>] = []
        private var results: ArraySlice<BatchResult> = []
        private var isAtEnd = false
        private var failure: (any Error)?
        private var issued = StatusEntries()
        private var skipped: Int

        fileprivate init(_ job: BatchJob, _ lines: JSONLines, skipping skipped: Int) {
            self.job = job
            self.lines = lines
            self.skipped = skipped
        }

        /// Whether the next result is available, so that several results can be written at once.
        public var isReady: Bool { !results.isEmpty }

        /// The next result; `nil` at the end.
        ///
        /// - Throws: `FileError`, or `FileContentError` with a ``JSONLinesError``, after the results of all lines
        ///   before.
        public mutating func next() async throws -> BatchResult? {
            try skip()
            while true {
                if var result = results.popFirst() {
                    // Checked here, where results are in the order of the lines: the later of two lines is refused.
                    if case .success = result.credential, let status = result.status, !issued.insert(status) {
                        result.credential = .failure(IssuanceError(reason: .statusRepeated))
                    }
                    return result
                }
                fill()
                guard !tasks.isEmpty else {
                    if let failure { throw failure }
                    return nil
                }
                results = await tasks.removeFirst().value[...]
            }
        }

        private mutating func skip() throws {
            while skipped > 0, let line = try lines.next() {
                skipped -= 1
                let root = try? JSONLines.value(of: line, longestLine: BatchIssuer.longestLine)
                guard let root, root["license"] != nil, let text = try? root["status"]?.string(),
                    let status = try? StatusReference(text)
                else { continue }
                _ = issued.insert(status)
            }
        }

        /// Starts tasks for the available lines; waits for a line only if no task is running.
        private mutating func fill() {
            while !isAtEnd, tasks.count < BatchIssuer.window, tasks.isEmpty || lines.isReady {
                var share: [LineReader.Line] = []
                do {
                    while share.count < BatchIssuer.share, share.isEmpty || lines.isReady {
                        guard let line = try lines.next() else {
                            isAtEnd = true
                            break
                        }
                        share.append(line)
                    }
                } catch {
                    isAtEnd = true
                    failure = error
                }
                guard !share.isEmpty else { return }
                let now = job.clock()
                tasks.append(Task { [job, share] in await job.issue(share, at: now) })
            }
        }
    }
}

/// The result of a line.
public struct BatchResult: Sendable {
    /// The number of the line, from 1.
    public let line: Int
    /// The value of `id`, if the line has one.
    package let idValue: JSONValue?
    /// The licence's document number, if it has one.
    public let documentNumber: String?
    /// The entry of a status list.
    public let status: StatusReference?
    /// The text of the credential, or the error of the line.
    public internal(set) var credential: Result<String, any Error>
    /// Warnings about implausible data in the licence that was issued.
    public let warnings: [LicenseError]

    /// The value of the line's `id`, as JSON.
    public var id: String? { idValue.map { JSONWriter.text($0) } }

    /// The result as a line of JSON without line feed: `{"line" or "id", "document_number", "credential", "warnings"}`,
    /// or `{"line" or "id", "error": {"code", "message", "place", "advice"}}`.
    public var json: String {
        let name = idValue.map { JSONMember("id", $0) } ?? JSONMember("line", .integer(line))
        switch credential {
        case .success(let text):
            let number = documentNumber.map(JSONValue.string) ?? .null
            let members = [name, JSONMember("document_number", number), JSONMember("credential", .string(text))]
            let warnings = warnings.isEmpty ? [] : [JSONMember("warnings", .array(warnings.map(Self.json)))]
            return JSONWriter.text(.object(members + warnings))
        case .failure(let error): return JSONWriter.text(.object([name, JSONMember("error", Self.json(error))]))
        }
    }

    private static func json(_ error: any Error) -> JSONValue {
        guard let error = error as? any CodedError else {
            return ["code": "failed", "message": .string("\(error)"), "advice": "Report this error."]
        }
        var members = [JSONMember("code", .string(error.code)), JSONMember("message", .string(error.message))]
        if let location = error.location { members.append(JSONMember("place", .string(location))) }
        members.append(JSONMember("advice", .string(error.advice)))
        return .object(members)
    }
}

/// The settings of a batch.
private struct BatchJob: Sendable {
    let issuer: Issuer
    let profile: IssuanceProfile
    let deviceKey: PublicKey?
    let clock: @Sendable () -> UnixTime

    func issue(_ lines: [LineReader.Line], at now: UnixTime) async -> [BatchResult] {
        var results: [BatchResult] = []
        results.reserveCapacity(lines.count)
        for line in lines { results.append(await issue(line, at: now)) }
        return results
    }

    private func issue(_ line: LineReader.Line, at now: UnixTime) async -> BatchResult {
        var (id, number, status): (JSONValue?, String?, StatusReference?)
        var warnings: [LicenseError] = []
        let credential: Result<String, any Error>
        do {
            let root = try JSONLines.value(of: line, longestLine: BatchIssuer.longestLine)
            if let value = root["id"], root["license"] != nil { id = value.value }
            let entry = try Entry(root)
            (number, status) = (entry.license.documentNumber, entry.status)
            let key = entry.deviceKey ?? deviceKey
            // A missing key in the register must not lead to a static code, which anybody can copy.
            guard key != nil || profile.codeProfile == .card else { throw IssuanceError(reason: .deviceKeyMissing) }
            let issued = try await profile.issue(entry.license, by: issuer, to: key, status: status, at: now)
            credential = .success(issued.text)
            warnings = issued.warnings
        } catch {
            credential = .failure(error)
        }
        return BatchResult(
            line: line.number, idValue: id, documentNumber: number, status: status, credential: credential,
            warnings: warnings)
    }
}

/// The contents of a line.
private struct Entry {
    let license: License
    var deviceKey: PublicKey?
    var status: StatusReference?

    init(_ root: JSONField) throws {
        guard root["license"] != nil else {
            license = try License(json: root)
            return
        }
        var object = try root.object()
        license = try License(json: try object.required("license"))
        deviceKey = try object.optional("holder_key").map { try PublicKey(jwk: $0) }
        status = try object.optionalString("status").map { try StatusReference($0) }
        _ = object.optional("id")
        try object.finish()
    }
}

/// A set of entries of status lists, with a bit for each of 64 neighbours.
private struct StatusEntries {
    private var words: [[UInt8]: [Int: UInt64]] = [:]

    /// - Returns: whether the entry was not in the set.
    mutating func insert(_ entry: StatusReference) -> Bool {
        let bit: UInt64 = 1 << UInt64(entry.index % 64)
        // By bytes: strings are equal when they are canonically equivalent, and identifiers are not.
        return words[Array(entry.uri.utf8), default: [:]].insert(bit, at: entry.index / 64)
    }
}

extension [Int: UInt64] {
    fileprivate mutating func insert(_ bit: UInt64, at word: Int) -> Bool {
        let old = self[word, default: 0]
        self[word] = old | bit
        return old & bit == 0
    }
}
