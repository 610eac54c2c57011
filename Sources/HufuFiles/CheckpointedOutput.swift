public import Hufu

/// New files to which a long job adds its records, with a checkpoint from which the job continues after the process or
/// the machine stopped at any moment.
///
/// A checkpoint is a JSON file with the length of each output, a digest of its last bytes, and the state that the job had
/// then. It replaces the one before as a whole, after the outputs were flushed to the disk. A job that continues cuts the
/// outputs off at these lengths and does again what came after them, so each record is written exactly once. A file that
/// the checkpoint does not know is never overwritten, and a lock keeps a second run off.
///
/// Without a checkpoint the outputs are new files too, and are complete only when the job ends.
package final class CheckpointedOutput {
    private static let version = 1
    private static let largestCheckpoint = 1 << 20
    /// The length in bytes of the end of an output, whose digest tells the output from another file.
    private static let endLength = 4_096

    private struct Output {
        let path: String
        var descriptor: Int32?
        var length = 0
        /// The last bytes.
        var end: [UInt8] = []
        /// SHA-256 of the last bytes, of an output that is not open yet.
        var recordedEnd = ""

        /// SHA-256 of the last bytes, in hexadecimal digits.
        var endDigest: String {
            var digest = RunningDigest()
            digest.update(end)
            return Hex.encode(digest.value)
        }
    }

    /// The path of the checkpoint; `nil` for a job without one.
    package let checkpoint: String?
    /// The state of the job in the checkpoint; `nil` for a new job.
    package let state: JSONField?
    private var outputs: [Output]
    private let lock: FileLock.Held?

    /// Takes the lock, and reads the checkpoint if there is one. The outputs are not touched.
    ///
    /// - Parameters:
    ///   - paths: the outputs.
    ///   - checkpoint: the path of the checkpoint; `nil` for a job that cannot be continued.
    /// - Throws: ``FileError``, among them `file.locked` if another run has the checkpoint; ``FileContentError`` for
    ///   another file than a checkpoint, or that of a job with other outputs.
    package init(_ paths: [String], checkpoint: String?) throws {
        self.checkpoint = checkpoint
        let lock = try checkpoint.map { path throws(FileError) in try FileLock.acquire(path, patience: .zero) }
        do {
            if let checkpoint, try FileKind.of(checkpoint) != nil {
                let bytes = try FileInput(checkpoint, regularOnly: true).readAll(limit: Self.largestCheckpoint)
                (outputs, state) = try FileContentError.naming(checkpoint) { try Self.read(bytes, paths) }
            } else {
                (outputs, state) = (paths.map { Output(path: $0) }, nil)
            }
        } catch {
            lock?.release()
            throw error
        }
        self.lock = lock
    }

    deinit {
        for output in outputs { if let descriptor = output.descriptor { try? POSIX.close(descriptor) } }
        lock?.release()
    }

    private static func read(_ bytes: [UInt8], _ paths: [String]) throws -> ([Output], JSONField) {
        var root = try JSONReader.read(bytes).object()
        _ = try root.requiredInt("checkpoint", in: version...version)
        let outputs = try root.requiredArray("outputs").map { field in
            var object = try field.object()
            let output = Output(
                path: try object.requiredString("path"), length: try object.requiredInt("bytes", in: 0...Int.max),
                recordedEnd: try object.requiredString("end_sha256"))
            try object.finish()
            return output
        }
        let state = try root.required("state")
        try root.finish()
        let recorded = outputs.map(\.path)
        guard recorded == paths else {
            throw CheckpointError.jobChanged(
                name: "outputs", recorded: recorded.joined(separator: ", "), given: paths.joined(separator: ", "))
        }
        return (outputs, state)
    }

    /// Creates the outputs, or cuts them off where the checkpoint ends. To be called once, after the caller has
    /// compared ``state`` with its job.
    ///
    /// - Parameter state: the state of a new job.
    /// - Throws: `file.exists` if an output of a new job is there already; `file.folder_read_only`; `file.append_failed`;
    ///   `checkpoint.output_lost`; `checkpoint.output_replaced`.
    package func open(_ state: JSONValue) throws {
        if self.state == nil {
            for output in outputs { try AtomicFile.requireFree(output.path) }
            // Before the outputs are there: otherwise a run that is killed in between would find its own files in the
            // way.
            try store(state)
        }
        do {
            for index in outputs.indices { try compare(index) }
            for index in outputs.indices { try open(index) }
        } catch {
            // Empty files would be in the way of the next attempt. With a checkpoint it continues with them.
            if checkpoint == nil { for output in outputs where output.descriptor != nil { POSIX.remove(output.path) } }
            throw error
        }
    }

    /// Compares the end of an output with its digest in the checkpoint. `open(_:)` refuses one that is too short.
    private func compare(_ index: Int) throws {
        guard let checkpoint, state != nil else { return }
        let (path, length) = (outputs[index].path, outputs[index].length)
        do throws(SystemError) {
            guard let size = try POSIX.entry(path)?.stamp.size, size >= length else { return }
            outputs[index].end = try POSIX.read(path, from: max(0, length - Self.endLength), to: length)
        } catch { throw FileError(.unreadable, path, error) }
        guard outputs[index].endDigest == outputs[index].recordedEnd else {
            throw FileContentError(checkpoint, CheckpointError.outputReplaced(path: path, recorded: length))
        }
    }

    private func open(_ index: Int) throws {
        let (path, length) = (outputs[index].path, outputs[index].length)
        do throws(SystemError) {
            guard state != nil, let size = try POSIX.entry(path)?.stamp.size else {
                guard length == 0 else { throw SystemError.missing }
                outputs[index].descriptor = try POSIX.createForAppending(path)
                return try Folder.synchronize(Folder.containing(path))
            }
            guard size >= length else { throw SystemError.missing }
            let descriptor = try POSIX.openForAppending(path)
            outputs[index].descriptor = descriptor
            try POSIX.truncate(descriptor, length)
        } catch {
            if error.isMissing, length > 0, let checkpoint {
                let found = (try? POSIX.entry(path))??.stamp.size
                throw FileContentError(
                    checkpoint, CheckpointError.outputLost(path: path, recorded: length, found: found.map(Int.init)))
            }
            let reason: FileError.Reason =
                if error.isExisting { .exists } else if error.isDenied {
                    state == nil ? .folderReadOnly : .readOnly
                } else { .appendFailed }
            throw FileError(reason, path, error)
        }
    }

    /// Adds bytes to an output. If that fails, the output ends with the bytes of the last call that did not.
    ///
    /// - Parameters:
    ///   - bytes: whole records.
    ///   - path: the output, one of the paths.
    /// - Throws: `file.append_failed`.
    package func append(_ bytes: [UInt8], to path: String) throws(FileError) {
        guard !bytes.isEmpty, let index = outputs.firstIndex(where: { $0.path == path }),
            let descriptor = outputs[index].descriptor
        else { return }
        do throws(SystemError) { try POSIX.write(descriptor, bytes) } catch {
            try? POSIX.truncate(descriptor, outputs[index].length)
            throw FileError(.appendFailed, path, error)
        }
        outputs[index].length += bytes.count
        outputs[index].end = Array((outputs[index].end + bytes.suffix(Self.endLength)).suffix(Self.endLength))
    }

    /// Flushes the outputs to the disk, and then the checkpoint, if the job has one.
    ///
    /// - Parameter state: the state of the job, with which it continues behind the records that were added.
    /// - Throws: `file.append_failed` for an output, and for the checkpoint as ``AtomicFile/write(_:to:)``.
    package func commit(_ state: JSONValue) throws(FileError) {
        try synchronize()
        try store(state)
    }

    /// Flushes the outputs to the disk, but not the checkpoint: a job that continues cuts off what was added after the
    /// last one.
    ///
    /// - Throws: `file.append_failed`.
    package func synchronize() throws(FileError) {
        for output in outputs {
            guard let descriptor = output.descriptor else { continue }
            do throws(SystemError) { try POSIX.synchronize(descriptor) } catch {
                throw FileError(.appendFailed, output.path, error)
            }
        }
    }

    private func store(_ state: JSONValue) throws(FileError) {
        guard let checkpoint else { return }
        let outputs = outputs.map { output -> JSONValue in
            [
                "path": .string(output.path), "bytes": .integer(output.length),
                "end_sha256": .string(output.endDigest),
            ]
        }
        let root: JSONValue = ["checkpoint": .integer(Self.version), "outputs": .array(outputs), "state": state]
        try AtomicFile.write(JSONWriter.bytes(root, .pretty) + [0x0a], to: checkpoint)
    }
}

/// Why a job cannot continue from a checkpoint.
public enum CheckpointError: CodedError, Equatable {
    /// The checkpoint is that of a job with another setting.
    case jobChanged(name: String, recorded: String, given: String)
    /// The records up to the checkpoint are others than those that the job has read before.
    case inputChanged(records: Int)
    /// The input has fewer records than the job has read before.
    case inputShrank(recorded: Int, found: Int)
    /// An output is not there, or is shorter than it was; sizes in bytes.
    case outputLost(path: String, recorded: Int, found: Int?)
    /// An output is another file than the one that was written; its size in bytes.
    case outputReplaced(path: String, recorded: Int)
    /// The results go to standard output, from which nothing can be taken back.
    case outputUnnamed

    /// A stable name for each case.
    public var code: String {
        switch self {
        case .jobChanged: "checkpoint.job_changed"
        case .inputChanged: "checkpoint.input_changed"
        case .inputShrank: "checkpoint.input_shrank"
        case .outputLost: "checkpoint.output_lost"
        case .outputReplaced: "checkpoint.output_replaced"
        case .outputUnnamed: "checkpoint.output_unnamed"
        }
    }

    /// The setting or file at fault.
    public var location: String? {
        switch self {
        case .jobChanged(let name, _, _): name
        case .inputChanged, .inputShrank: "input"
        case .outputLost(let path, _, _), .outputReplaced(let path, _): path
        case .outputUnnamed: nil
        }
    }

    /// The fault, in one line.
    public var message: String {
        switch self {
        case .jobChanged(_, let recorded, let given):
            "this is the checkpoint of another job: it has \(JSONValue.quoted(recorded)), and \(JSONValue.quoted(given)) is given"
        case .inputChanged(let records): "the first \(records) records of the input are not those that were read before"
        case .inputShrank(let recorded, let found): "the input has \(found) records, and \(recorded) were read before"
        case .outputLost(_, let recorded, let found):
            "the output has \(found.map { "\($0) bytes" } ?? "been removed"), and had \(recorded) bytes"
        case .outputReplaced(_, let recorded):
            "this is another file than the one to which \(recorded) bytes were written"
        case .outputUnnamed: "the results go to standard output, from which nothing can be taken back"
        }
    }

    /// The remedy, in whole sentences.
    public var advice: String {
        switch self {
        case .jobChanged: "Give the same options as before, or another checkpoint and other outputs for a new job."
        case .inputChanged, .inputShrank:
            "Give the same input, which may have grown at its end; or another checkpoint and other outputs for a new job."
        case .outputLost, .outputReplaced:
            "Put it back; or remove the checkpoint and the outputs, and start anew."
        case .outputUnnamed: "Name a file for the results."
        }
    }
}
