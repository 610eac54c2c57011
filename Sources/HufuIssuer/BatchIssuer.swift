public import Hufu
public import HufuFiles

/// Signs the licences of a file in JSON Lines, on all cores, and yields a result for each line, in the order of the
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
/// A line that cannot be signed has an error as its result; the batch continues. Memory does not grow with the file,
/// except for the set of status list entries, each of which may occur once: about half a byte per line if they are
/// consecutive. A result is available as soon as all earlier ones are, without waiting for more input. When the consumer
/// drops the iterator or its task is cancelled, the work on later lines is cancelled.
///
/// ``BatchRun`` writes the results to files.
public struct BatchIssuer: AsyncSequence, Sendable {
    /// A result.
    public typealias Element = BatchResult

    /// The largest number of waiting lines that one task signs, to amortise the cost of a task.
    fileprivate static let share = 16
    /// The largest number of tasks that run or wait for an earlier one: enough to keep all cores busy with a slow
    /// signer.
    fileprivate static let window = 64
    /// More than a licence with a portrait needs.
    fileprivate static let longestLine = 1 << 16

    private let job: BatchJob
    let input: FileInput

    /// A batch of credentials, or of static codes.
    ///
    /// - Parameters:
    ///   - input: the licences, in JSON Lines.
    ///   - issuer: the issuer that signs.
    ///   - profile: the settings of all licences.
    ///   - deviceKey: the device key of lines that have none.
    ///   - clock: returns the time of issue; called for each group of lines.
    ///   - drawing: makes the picture of a static code from its text; `nil` for none. Called by several tasks at the
    ///     same time; an error is that of the line.
    public init(
        _ input: FileInput, by issuer: Issuer, profile: IssuanceProfile, deviceKey: PublicKey? = nil,
        clock: @escaping @Sendable () -> UnixTime = { .now },
        drawing: (@Sendable (String) throws -> [UInt8])? = nil
    ) {
        job = BatchJob(issuer: issuer, work: .credentials(profile, deviceKey), clock: clock, drawing: drawing)
        self.input = input
    }

    /// A batch of codes for the coming time steps, for phones without a secure key.
    ///
    /// - Parameters:
    ///   - input: the licences, in JSON Lines.
    ///   - issuer: the issuer that signs.
    ///   - profile: the settings of all licences.
    ///   - clock: returns the time from which the codes are valid; called for each group of lines.
    public init(
        minting input: FileInput, by issuer: Issuer, profile: MintingProfile,
        clock: @escaping @Sendable () -> UnixTime = { .now }
    ) {
        job = BatchJob(issuer: issuer, work: .codes(profile), clock: clock, drawing: nil)
        self.input = input
    }

    /// The settings on which the results depend, by name.
    var settings: [JSONMember] { job.settings }

    /// Reads the input, which can be read once only.
    public func makeAsyncIterator() -> Iterator {
        Iterator(job, JSONLines(input, longestLine: Self.longestLine))
    }

    /// Yields the results.
    public struct Iterator: AsyncIteratorProtocol {
        private let job: BatchJob
        private var lines: JSONLines
        private let shares = Shares()
        private var results: ArraySlice<BatchResult> = []
        private var isAtEnd = false
        private var failure: (any Error)?
        private var issued = StatusEntries()
        /// The lines whose results were yielded; `nil` if nobody asks for it.
        private(set) var position: BatchPosition?

        fileprivate init(_ job: BatchJob, _ lines: JSONLines) {
            self.job = job
            self.lines = lines
        }

        /// Whether the next result is available, so that several results can be written at once.
        public var isReady: Bool { !results.isEmpty }

        /// The number of bytes of the input that were read, part of them for results that are still to come.
        var bytesRead: Int { lines.bytesRead }

        /// The next result; `nil` at the end.
        ///
        /// - Throws: `FileError`, or `FileContentError` with a ``JSONLinesError``, after the results of all lines
        ///   before; `CancellationError`.
        public mutating func next() async throws -> BatchResult? {
            while true {
                if var result = results.popFirst() {
                    position?.pass(result.source)
                    // Checked here, where results are in the order of the lines: the later of two lines is refused. The
                    // entry of a line that is not signed is taken too, so that a batch that continues has the same
                    // results.
                    if let status = result.status, !issued.insert(status), case .success = result.product {
                        result.refuse(IssuanceError(reason: .statusRepeated))
                    }
                    return result
                }
                try Task.checkCancellation()
                fill()
                guard let next = shares.first else {
                    if let failure { throw failure }
                    return nil
                }
                results = await withTaskCancellationHandler {
                    await next.value[...]
                } onCancel: {
                    next.cancel()
                }
                // The results of a task that was cancelled are not complete.
                try Task.checkCancellation()
                shares.removeFirst()
            }
        }

        /// Passes over the lines whose results an earlier run has written, and keeps the ``position`` from now on.
        ///
        /// - Parameters:
        ///   - count: the number of these lines.
        ///   - digest: what ``BatchPosition/digest`` was behind them.
        /// - Throws: `CheckpointError` if the lines are others or fewer; as ``next()``.
        mutating func skip(_ count: Int, digest: String) throws {
            var position = BatchPosition()
            while position.lines < count {
                guard let line = try lines.next() else {
                    throw FileContentError(
                        lines.name, CheckpointError.inputShrank(recorded: count, found: position.lines))
                }
                position.pass(line)
                let root = try? JSONLines.value(of: line, longestLine: BatchIssuer.longestLine)
                if let status = root.flatMap(Entry.status) { _ = issued.insert(status) }
            }
            guard position.digest == digest else {
                throw FileContentError(lines.name, CheckpointError.inputChanged(records: count))
            }
            self.position = position
        }

        /// Starts tasks for the available lines; waits for a line only if no task is running.
        private mutating func fill() {
            while !isAtEnd, shares.count < BatchIssuer.window, shares.isEmpty || lines.isReady {
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
                shares.append(Task { [job, share] in await job.results(share, at: now) })
            }
        }
    }

    /// The tasks that run or wait for an earlier one, in the order of their lines. They are cancelled when the iterator
    /// is dropped.
    private final class Shares {
        private var tasks: [Task<[BatchResult], Never>] = []

        var first: Task<[BatchResult], Never>? { tasks.first }
        var count: Int { tasks.count }
        var isEmpty: Bool { tasks.isEmpty }

        func append(_ task: Task<[BatchResult], Never>) { tasks.append(task) }
        func removeFirst() { tasks.removeFirst() }

        deinit { for task in tasks { task.cancel() } }
    }
}

/// A place between two lines of a batch, and what was before it.
struct BatchPosition {
    /// The number of lines before, without blank ones.
    private(set) var lines = 0
    private var hash = RunningDigest()

    mutating func pass(_ line: LineReader.Line) {
        lines += 1
        hash.update(line.bytes)
        hash.update([0x0a])
    }

    /// SHA-256 of these lines, in hexadecimal digits.
    var digest: String { Hex.encode(hash.value) }
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
    /// What was signed, or the error of the line.
    public private(set) var product: Result<BatchProduct, any Error>
    /// Warnings about implausible data in the licence that was signed.
    public let warnings: [LicenseError]
    /// The picture of a static code, if the batch draws them.
    public private(set) var picture: [UInt8]?
    /// The line.
    let source: LineReader.Line

    fileprivate init(
        _ source: LineReader.Line, id: JSONValue?, documentNumber: String?, status: StatusReference?,
        product: Result<BatchProduct, any Error>, warnings: [LicenseError], picture: [UInt8]?
    ) {
        self.source = source
        self.idValue = id
        self.documentNumber = documentNumber
        self.status = status
        self.product = product
        self.warnings = warnings
        self.picture = picture
        line = source.number
    }

    fileprivate mutating func refuse(_ error: any Error) { (product, picture) = (.failure(error), nil) }

    /// The value of the line's `id`, as JSON.
    public var id: String? { idValue.map { JSONWriter.text($0) } }

    /// The name of the picture in an archive: the number of the line in nine digits, and `.png`.
    public var pictureName: String? { picture.map { _ in line.padded(9) + ".png" } }

    /// The result as a line of JSON without line feed: `{"line" or "id", "document_number", "credential" or "codes",
    /// "picture", "warnings"}`, or `{"line" or "id", "error": {"code", "message", "place", "advice"}}`.
    public var json: String {
        let name = idValue.map { JSONMember("id", $0) } ?? JSONMember("line", .integer(line))
        switch product {
        case .success(let product):
            let number = documentNumber.map(JSONValue.string) ?? .null
            let members = [name, JSONMember("document_number", number), product.member]
            let warnings = warnings.isEmpty ? [] : [JSONMember("warnings", .array(warnings.map(Self.json)))]
            let picture = pictureName.map { [JSONMember("picture", .string($0))] } ?? []
            return JSONWriter.text(.object(members + picture + warnings))
        case .failure(let error):
            return JSONWriter.text(
                .object([name, JSONMember("error", .object(Self.members(error, location: "place")))]))
        }
    }

    /// A line of a file of rejects, without line feed: `{"line", "id", "code", "message", "location", "advice"}`;
    /// `nil` if there is no error.
    public var reject: String? {
        guard case .failure(let error) = product else { return nil }
        let id = idValue.map { [JSONMember("id", $0)] } ?? []
        return JSONWriter.text(
            .object([JSONMember("line", .integer(line))] + id + Self.members(error, location: "location")))
    }

    private static func json(_ error: any CodedError) -> JSONValue { .object(members(error, location: "place")) }

    private static func members(_ error: any Error, location name: String) -> [JSONMember] {
        guard let error = error as? any CodedError else {
            return [
                JSONMember("code", "failed"), JSONMember("message", .string("\(error)")),
                JSONMember("advice", "Report this error."),
            ]
        }
        let location = error.location.map { [JSONMember(name, .string($0))] } ?? []
        return [JSONMember("code", .string(error.code)), JSONMember("message", .string(error.message))] + location
            + [JSONMember("advice", .string(error.advice))]
    }
}

/// What a batch signs for one licence.
public enum BatchProduct: Sendable {
    /// The text of a credential, or of a static code.
    case credential(String)
    /// The codes of the coming time steps.
    case codes([TokenReport])

    fileprivate var member: JSONMember {
        switch self {
        case .credential(let text): JSONMember("credential", .string(text))
        case .codes(let codes): JSONMember("codes", .array(codes.map(\.jsonValue)))
        }
    }
}

/// The settings of a batch.
private struct BatchJob: Sendable {
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

    /// Ends early, with fewer results, if the task is cancelled.
    func results(_ lines: [LineReader.Line], at now: UnixTime) async -> [BatchResult] {
        var results: [BatchResult] = []
        results.reserveCapacity(lines.count)
        for line in lines where !Task.isCancelled { results.append(await result(line, at: now)) }
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
            status = Entry.status(root)
            let entry = try Entry(root)
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
        _ entry: Entry, _ status: StatusReference?, at now: UnixTime
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
private struct Entry {
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
