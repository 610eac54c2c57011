internal import Hufu
internal import HufuFiles

/// The files of a batch.
public struct BatchFiles: Sendable {
    /// The file of results; `nil` for standard output.
    public var output: String?
    /// The file of lines that were not signed, as ``BatchResult/reject`` writes them; `nil` to leave their errors among
    /// the results.
    public var rejects: String?
    /// A tar archive of the pictures of static codes; `nil` for a batch that draws none.
    public var pictures: String?
    /// The file from which a batch that was interrupted at any moment continues; `nil` for one that starts anew.
    public var checkpoint: String?

    /// The files of a batch. By default all results go to standard output.
    public init(
        output: String? = nil, rejects: String? = nil, pictures: String? = nil, checkpoint: String? = nil
    ) {
        self.output = output
        self.rejects = rejects
        self.pictures = pictures
        self.checkpoint = checkpoint
    }
}

/// Writes the results of a batch to files.
///
/// The files are new ones, and hold whole lines in the order of the input. With a checkpoint the same run continues
/// after `kill -9` or a loss of power at any moment: each line of the input is in the results or in the rejects exactly
/// once. The checkpoint belongs to its input, issuer, key, settings and files, and others are refused; the input may
/// have grown at its end, and only its new lines are signed then. While a run has a checkpoint, a second one is refused.
public struct BatchRun: Sendable {
    /// The time between two checkpoints: each one waits for the disk.
    public static let interval = Duration.milliseconds(250)

    private let batch: BatchIssuer
    private let files: BatchFiles
    private let settings: JSONValue

    /// A run.
    ///
    /// - Parameters:
    ///   - batch: the licences, the issuer, and the settings.
    ///   - files: the files to write.
    ///   - settings: other settings by which a checkpoint knows its job, by name.
    public init(_ batch: BatchIssuer, to files: BatchFiles, settings: KeyValuePairs<String, String> = [:]) {
        self.batch = batch
        self.files = files
        let others = settings.map { JSONMember($0.key, .string($0.value)) }
        self.settings = .object(batch.settings + others)
    }

    /// Signs all licences.
    ///
    /// - Parameters:
    ///   - standardOutput: takes whole lines, if the results do not go to a file.
    ///   - report: called after each group of results.
    /// - Returns: the final counts.
    /// - Throws: `FileError`, `FileContentError`, `CheckpointError`, ``RegistryError``, `CancellationError`, the
    ///   `SignerFailure` of the signer, or what `standardOutput` throws. The results that were written before stay.
    public func callAsFunction(
        standardOutput: ([UInt8]) throws -> Void, report: (BatchProgress) -> Void
    ) async throws -> BatchProgress {
        if files.checkpoint != nil, files.output == nil { throw CheckpointError.outputUnnamed }
        let paths = [files.output, files.rejects, files.pictures].compactMap(\.self)
        let output = try CheckpointedOutput(paths, checkpoint: files.checkpoint)
        let name = Self.name(output.state) ?? BatchIssuer.newName()
        var results = batch.makeIterator(of: name)
        var progress = BatchProgress(inputSize: batch.input.size)
        try resume(from: output, &results, &progress)
        try output.open(state(name, results, progress))
        progress.begin(at: results.bytesRead)
        var (lines, rejects, pictures): (JSONWriter, JSONWriter, [UInt8]) = (JSONWriter(), JSONWriter(), [])
        var committed = ContinuousClock.now

        func write() throws {
            defer {
                lines.removeAll()
                rejects.removeAll()
                pictures.removeAll()
            }
            if files.output == nil { try standardOutput(lines.bytes) }
            let all = [(files.output, lines.bytes), (files.rejects, rejects.bytes), (files.pictures, pictures)]
            for (path, bytes) in all {
                if let path { try output.append(bytes, to: path) }
            }
            progress.bytesRead = results.bytesRead
        }

        do {
            while let result = try await results.next() {
                progress.count(result)
                if files.rejects != nil, let reject = result.rejectValue {
                    rejects.write(reject)
                    rejects.endLine()
                } else {
                    result.write(to: &lines)
                    lines.endLine()
                }
                if files.pictures != nil, let picture = result.picture, let name = result.pictureName {
                    pictures += TarEntry(name: name, contents: picture).bytes
                }
                guard !results.isReady else { continue }
                try write()
                report(progress)
                if files.checkpoint != nil, committed.duration(to: .now) >= Self.interval {
                    try output.commit(state(name, results, progress))
                    committed = .now
                }
            }
        } catch let error as FileError where error.reason == .appendFailed {
            // One of the outputs may be a group of lines ahead of the other: the last checkpoint counts.
            throw error
        } catch {
            try write()
            try output.commit(state(name, results, progress))
            throw error
        }
        try write()
        try output.commit(state(name, results, progress))
        if let path = files.pictures {
            // Behind the checkpoint, so that a run with a longer input replaces it with more pictures.
            try output.append(TarEntry.endOfArchive, to: path)
            try output.synchronize()
        }
        progress.end()
        return progress
    }

    private func resume(
        from output: CheckpointedOutput, _ results: inout BatchIssuer.Iterator, _ progress: inout BatchProgress
    ) throws {
        guard let checkpoint = output.checkpoint else { return }
        guard let state = output.state else { return try results.skip(0, digest: BatchPosition().digest) }
        let (lines, digest) = try FileContentError.naming(checkpoint) {
            var state = try state.object()
            try compare(state.required("job"))
            var input = try state.requiredObject("input")
            let place = (try input.requiredInt("lines", in: 0...Int.max), try input.requiredString("sha256"))
            try input.finish()
            progress.issued = try state.requiredInt("issued", in: 0...Int.max)
            progress.rejected = try state.requiredInt("rejected", in: 0...Int.max)
            progress.firstRejected = try state.optionalInt("first_rejected", in: 1...Int.max)
            _ = state.optional("batch")
            try state.finish()
            return place
        }
        try results.skip(lines, digest: digest)
    }

    private func compare(_ recorded: JSONField) throws {
        guard case .object(let now) = settings, case .object(let then) = recorded.value else { return }
        for name in (now + then).map(\.name) where recorded.value[name] != settings[name] {
            throw CheckpointError.jobChanged(
                name: name, recorded: Self.text(recorded.value[name]), given: Self.text(settings[name]))
        }
    }

    private static func text(_ setting: JSONValue?) -> String {
        guard let setting else { return "none" }
        if case .string(let text) = setting { return text }
        return JSONWriter.text(setting)
    }

    /// The name of the batch in a checkpoint.
    private static func name(_ state: JSONField?) -> [UInt8]? {
        guard let text = try? state?["batch"]?.string(), let name = Hex.decode(text), name.count == 16 else {
            return nil
        }
        return name
    }

    private func state(_ name: [UInt8], _ results: BatchIssuer.Iterator, _ progress: BatchProgress) -> JSONValue {
        guard let position = results.position else { return .null }
        let first = progress.firstRejected.map { [JSONMember("first_rejected", .integer($0))] } ?? []
        let members = [
            JSONMember("job", settings),
            JSONMember("input", ["lines": .integer(position.lines), "sha256": .string(position.digest)]),
            JSONMember("issued", .integer(progress.issued)), JSONMember("rejected", .integer(progress.rejected)),
            JSONMember("batch", .string(Hex.encode(name))),
        ]
        return .object(members + first)
    }
}

/// The counts of a batch, with those of earlier runs of the same checkpoint.
public struct BatchProgress: Sendable {
    /// The number of lines that were signed.
    public internal(set) var issued = 0
    /// The number of lines that were not.
    public internal(set) var rejected = 0
    /// The first line that was not signed.
    public internal(set) var firstRejected: Int?
    /// The number of lines that earlier runs have done.
    public private(set) var earlier = 0
    /// The size of the input in bytes; `nil` if it is not a regular file.
    public let inputSize: Int?
    /// The number of bytes of the input that were read.
    public internal(set) var bytesRead = 0
    private var firstByte = 0
    private var start = ContinuousClock.now
    private var final: Duration?

    init(inputSize: Int?) { self.inputSize = inputSize }

    mutating func begin(at byte: Int) {
        (earlier, firstByte, bytesRead, start) = (lines, byte, byte, .now)
    }

    mutating func count(_ result: BatchResult) {
        switch result.product {
        case .success: issued += 1
        case .failure:
            rejected += 1
            firstRejected = firstRejected ?? result.line
        }
    }

    mutating func end() { final = elapsed }

    /// The number of lines that were signed or rejected.
    public var lines: Int { issued + rejected }
    /// The time of this run, without the lines of earlier ones.
    public var elapsed: Duration { final ?? start.duration(to: .now) }
    /// Lines of this run in a second.
    public var rate: Double { Double(lines - earlier) / max(elapsed / .seconds(1), 1e-3) }

    /// The time that the rest of the input takes at the same rate; `nil` if that is not known.
    public var remaining: Duration? {
        guard let inputSize, bytesRead > firstByte else { return nil }
        return elapsed * (Double(max(0, inputSize - bytesRead)) / Double(bytesRead - firstByte))
    }

    /// The state of a run that goes on, in one line, such as `12,000 issued, 3 rejected, 9,000/s, 4 min left`.
    public var line: String {
        let left = remaining.map { ", \(Self.text($0)) left" } ?? ""
        return "\(counts), \(Self.grouped(Int(rate)))/s\(left)"
    }

    /// The result of a run, in one line, such as `12,000 issued, 3 rejected in 2 s (6,000/s)`.
    public var summary: String {
        let before = earlier > 0 ? ", \(Self.grouped(earlier)) of them in earlier runs" : ""
        return "\(counts)\(before), in \(Self.text(elapsed)) (\(Self.grouped(Int(rate)))/s)"
    }

    private var counts: String { "\(Self.grouped(issued)) issued, \(Self.grouped(rejected)) rejected" }

    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return digits.enumerated().map { index, digit in
            (index > 0 && (digits.count - index).isMultiple(of: 3) ? "," : "") + String(digit)
        }.joined()
    }

    private static func text(_ duration: Duration) -> String {
        let seconds = duration / .seconds(1)
        return switch seconds {
        case ..<10: "\((seconds * 10).rounded() / 10) s"
        case ..<120: "\(Int(seconds)) s"
        case ..<7_200: "\(Int(seconds / 60)) min"
        default: "\(Int(seconds / 3_600)) h"
        }
    }
}
