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
/// | `request` | instead of `holder_key`: the device's key request, in base64; the registry has its challenge |
/// | `status` | the entry of a status list, as `URI#INDEX`; by default a registry gives one out |
/// | `id` | any value; the result has it too |
///
/// A line that cannot be signed has an error as its result; the batch continues. A fault of the signer itself is thrown
/// and is no result: the line is signed when the batch continues from a checkpoint. Memory does not grow with the file,
/// except for the set of status list entries, each of which may occur once: about half a byte per line if they are
/// consecutive. A result is available as soon as all earlier ones are, without waiting for more input. When the consumer
/// drops the iterator or its task is cancelled, the work on later lines is cancelled.
///
/// With a ``Registry`` each line has an entry: the one of the licence on its device, a new one, or that of the line, which
/// is recorded. An error of the registry itself ends the batch.
///
/// ``BatchRun`` writes the results to files.
public struct BatchIssuer: AsyncSequence, Sendable {
    /// A result.
    public typealias Element = BatchResult

    /// The largest number of waiting lines that one task signs: it reads all of them before it signs the first one, and
    /// has one transaction of the registry for them.
    fileprivate static let share = 64
    /// The task has no more lines when it has so many bytes, to bound the memory of lines with portraits.
    fileprivate static let shareBytes = 1 << 18
    /// The largest number of tasks that run or wait for an earlier one: enough to keep all cores busy with a slow
    /// signer.
    fileprivate static let window = 64
    /// More than a licence with a portrait needs.
    static let longestLine = 1 << 16

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
    ///   - registry: what gives out and records the status list entries; `nil` if nothing does.
    ///   - drawing: makes the picture of a static code from its text; `nil` for none. Called by several tasks at the
    ///     same time; an error is that of the line.
    public init(
        _ input: FileInput, by issuer: Issuer, profile: IssuanceProfile, deviceKey: PublicKey? = nil,
        clock: @escaping @Sendable () -> UnixTime = { .now }, registry: (any Registry)? = nil,
        drawing: (@Sendable (String) throws -> [UInt8])? = nil
    ) {
        job = BatchJob(
            issuer: issuer, work: .credentials(profile, deviceKey), clock: clock, drawing: drawing, registry: registry)
        self.input = input
    }

    /// A batch of codes for the coming time steps, for phones without a secure key.
    ///
    /// - Parameters:
    ///   - input: the licences, in JSON Lines.
    ///   - issuer: the issuer that signs.
    ///   - profile: the settings of all licences.
    ///   - clock: returns the time from which the codes are valid; called for each group of lines.
    ///   - registry: what gives out and records the status list entries, one for all codes of a licence; `nil` if nothing
    ///     does.
    public init(
        minting input: FileInput, by issuer: Issuer, profile: MintingProfile,
        clock: @escaping @Sendable () -> UnixTime = { .now }, registry: (any Registry)? = nil
    ) {
        job = BatchJob(issuer: issuer, work: .codes(profile), clock: clock, drawing: nil, registry: registry)
        self.input = input
    }

    /// The settings on which the results depend, by name.
    var settings: [JSONMember] { job.settings }

    /// Reads the input, which can be read once only.
    public func makeAsyncIterator() -> Iterator { makeIterator(of: Self.newName()) }

    /// 16 random bytes by which a registry recognises the lines of a batch that continues.
    static func newName() -> [UInt8] { (0..<16).map { _ in UInt8.random(in: 0...255) } }

    func makeIterator(of batch: [UInt8]) -> Iterator {
        Iterator(job, JSONLines(input, longestLine: Self.longestLine), batch)
    }

    /// Yields the results.
    public struct Iterator: AsyncIteratorProtocol {
        private let job: BatchJob
        private var lines: JSONLines
        private let batch: [UInt8]
        private let shares = Shares()
        private var results: ArraySlice<BatchResult> = []
        private var isAtEnd = false
        /// The number of lines that tasks have.
        private var started = 0
        private var failure: (any Error)?
        private var issued = StatusEntries()
        /// The lines whose results were yielded; `nil` if nobody asks for it.
        private(set) var position: BatchPosition?

        fileprivate init(_ job: BatchJob, _ lines: JSONLines, _ batch: [UInt8]) {
            self.job = job
            self.lines = lines
            self.batch = batch
        }

        /// Whether the next result is available, so that several results can be written at once.
        public var isReady: Bool { !results.isEmpty }

        /// The number of bytes of the input that were read, part of them for results that are still to come.
        var bytesRead: Int { lines.bytesRead }

        /// The next result; `nil` at the end.
        ///
        /// - Throws: `FileError`, `FileContentError` with a ``JSONLinesError``, ``RegistryError``, or the `SignerFailure` of
        ///   the signer, each after the results of all lines before; `CancellationError`.
        public mutating func next() async throws -> BatchResult? {
            while true {
                if var result = results.popFirst() {
                    if let failure = result.signerFailure {
                        isAtEnd = true
                        throw failure
                    }
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
                results = try await withTaskCancellationHandler {
                    try await next.value[...]
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
                if let status = root.flatMap(BatchEntry.status) { _ = issued.insert(status) }
            }
            guard position.digest == digest else {
                throw FileContentError(lines.name, CheckpointError.inputChanged(records: count))
            }
            self.position = position
        }

        /// Starts tasks for the available lines; waits for a line only if no task is running.
        private mutating func fill() {
            while !isAtEnd, shares.count < BatchIssuer.window, shares.isEmpty || lines.isReady {
                // Without a registry the first tasks have few lines each, so that a short batch has all cores too, or
                // enough signatures of a slow signer at the same time.
                let size = job.registry == nil ? Swift.min(BatchIssuer.share, 1 + started / 64) : BatchIssuer.share
                var (share, bytes): ([LineReader.Line], Int) = ([], 0)
                do {
                    while share.count < size, bytes < BatchIssuer.shareBytes, share.isEmpty || lines.isReady {
                        guard let line = try lines.next() else {
                            isAtEnd = true
                            break
                        }
                        share.append(line)
                        bytes += line.bytes.count
                    }
                } catch {
                    isAtEnd = true
                    failure = error
                }
                guard !share.isEmpty else { return }
                started += share.count
                let now = job.clock()
                shares.append(Task { [job, batch, share] in try await job.results(share, of: batch, at: now) })
            }
        }
    }

    /// The tasks that run or wait for an earlier one, in the order of their lines. They are cancelled when the iterator
    /// is dropped.
    private final class Shares {
        private var tasks: [Task<[BatchResult], any Error>] = []

        var first: Task<[BatchResult], any Error>? { tasks.first }
        var count: Int { tasks.count }
        var isEmpty: Bool { tasks.isEmpty }

        func append(_ task: Task<[BatchResult], any Error>) { tasks.append(task) }
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

/// A set of entries of status lists, with a bit for each of 64 neighbours.
private struct StatusEntries {
    private var words: [Identifier: [Int: UInt64]] = [:]

    /// - Returns: whether the entry was not in the set.
    mutating func insert(_ entry: StatusReference) -> Bool {
        let bit: UInt64 = 1 << UInt64(entry.index % 64)
        return words[Identifier(entry.uri), default: [:]].insert(bit, at: entry.index / 64)
    }
}

extension [Int: UInt64] {
    fileprivate mutating func insert(_ bit: UInt64, at word: Int) -> Bool {
        let old = self[word, default: 0]
        self[word] = old | bit
        return old & bit == 0
    }
}
