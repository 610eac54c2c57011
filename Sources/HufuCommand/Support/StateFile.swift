internal import Hufu

/// The file in which a scanner keeps how new its newest lists were, also for the other scanners that name it.
enum StateFile {
    /// Loads lists with the marks in the file, and stores theirs before the lists are handed out. Scanners that share
    /// the file come one after the other, so that no mark is lost.
    ///
    /// - Parameter load: throws if a list is refused; then the file is as it was.
    static func loading(
        _ path: String, _ load: (RollbackState) throws(Failure) -> VerifierLists
    ) throws(Failure) -> VerifierLists {
        try FileLock.holding(path) { () throws(Failure) in
            let rollbackState = try System.kind(of: path) == nil ? nil : read(path)
            let lists = try load(rollbackState ?? RollbackState())
            if lists.rollbackState != rollbackState {
                try AtomicFile.write(Array((lists.rollbackState.json + "\n").utf8), to: path)
            }
            return lists
        }
    }

    /// A file that is damaged is not an empty one: older lists would come back.
    private static func read(_ path: String) throws(Failure) -> RollbackState {
        let bytes = try Input.bytes(path)
        do { return try RollbackState(json: bytes) } catch {
            let cause = Failure(error)
            throw Failure(
                .badData, file: path, code: "state.damaged", "\(cause.code), \(cause.message)",
                location: cause.location,
                advice: "Put back a copy. Without the file older lists would be accepted: remove it only where the "
                    + "newest ones are at hand.")
        }
    }
}
