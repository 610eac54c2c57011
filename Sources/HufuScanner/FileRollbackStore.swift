public import Hufu
internal import HufuFiles

/// A rollback state in a file, which the scanners of a machine may share.
public struct FileRollbackStore: RollbackStateStore {
    private static let largestFile = 16 << 20

    /// The path of the file.
    public let path: String
    /// How long an update waits for updates of other processes.
    public let patience: Duration

    /// A store; its file is made by the first update.
    public init(_ path: String, patience: Duration = .seconds(10)) {
        self.path = path
        self.patience = patience
    }

    /// Changes the stored state, while no other process does; see `AsyncRollbackStateStore`.
    ///
    /// - Throws: the error of `body`; `FileError`; `FileContentError` with a ``RollbackStateError``.
    public func update<Result: Sendable>(
        _ body: @Sendable (inout RollbackState) throws -> Result
    ) throws -> Result {
        try FileLock.holding(path, patience: patience) {
            let stored = try FileKind.of(path) == nil ? nil : read()
            var state = stored ?? RollbackState()
            let result = try body(&state)
            if state != stored { try AtomicFile.write(Array((state.json + "\n").utf8), to: path) }
            return result
        }
    }

    /// A damaged file is an error and not an empty state, because older lists would be accepted then.
    private func read() throws -> RollbackState {
        let bytes = try FileInput(path).readAll(limit: Self.largestFile)
        do { return try RollbackState(json: bytes) } catch let error as any CodedError {
            throw FileContentError(path, RollbackStateError(cause: error))
        }
    }
}

/// The contents of the file are not a rollback state.
public struct RollbackStateError: CodedError {
    /// The fault in the file.
    public let cause: any CodedError

    /// `state.damaged`.
    public var code: String { "state.damaged" }
    /// The location in the file.
    public var location: String? { cause.location }
    /// Code and message of the cause.
    public var message: String { "\(cause.code), \(cause.message)" }
    /// The remedy, in whole sentences.
    public var advice: String {
        "Put back a copy. Without the file older lists would be accepted: remove it only where the newest ones are at hand."
    }
}
