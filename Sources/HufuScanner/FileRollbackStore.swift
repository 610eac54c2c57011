public import Hufu
internal import HufuFiles

/// The rollback state of a scanner in a file, which several scanners of a machine may share.
public struct FileRollbackStore: Sendable {
    private static let largestFile = 64 << 20

    /// The path of the file.
    public let path: String

    /// A store; the file is made by the first update.
    public init(_ path: String) { self.path = path }

    /// Loads lists after the stored state, and stores theirs before the lists are handed out. Scanners that share the file take
    /// turns, so that none loses the state of another.
    ///
    /// - Parameters:
    ///   - patience: how long to wait for other scanners.
    ///   - load: gets the stored state, or `nil` if there is no file.
    /// - Throws: what `load` throws, or `FileError`, or `FileContentError` with a ``RollbackStateError``; then the file is
    ///   unchanged.
    public func update(
        patience: Duration = .seconds(10), _ load: (RollbackState?) throws -> VerifierLists
    ) throws -> VerifierLists {
        try FileLock.holding(path, patience: patience) {
            let stored = try FileKind.of(path) == nil ? nil : read()
            let lists = try load(stored)
            if lists.rollbackState != stored {
                try AtomicFile.write(Array((lists.rollbackState.json + "\n").utf8), to: path)
            }
            return lists
        }
    }

    /// A damaged file is not taken for an empty one: older lists would be accepted again.
    private func read() throws -> RollbackState {
        let bytes = try FileInput(path).readAll(limit: Self.largestFile)
        do { return try RollbackState(json: bytes) } catch let error as any CodedError {
            throw FileContentError(path, RollbackStateError(cause: error))
        }
    }
}

/// The file of a rollback state does not hold one.
public struct RollbackStateError: CodedError {
    /// What is wrong with it.
    public let cause: any CodedError

    /// `state.damaged`.
    public var code: String { "state.damaged" }
    /// The location in the file.
    public var location: String? { cause.location }
    /// Code and message of the cause.
    public var message: String { "\(cause.code), \(cause.message)" }
    /// What to do about it.
    public var advice: String {
        "Put back a copy. Without the file older lists would be accepted: remove it only where the newest ones are at hand."
    }
}
