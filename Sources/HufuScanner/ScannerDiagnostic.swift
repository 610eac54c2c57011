public import Hufu

/// A fault that a scanner met while it loaded lists, for its operator. The scanner goes on.
public enum ScannerDiagnostic: Sendable {
    /// A file could not be loaded; the lists that were loaded from it before stay in use.
    case listRefused(any CodedError)
    /// Status lists in a bundle could not be loaded; the others are in use.
    ///
    /// - Parameters:
    ///   - path: the bundle.
    ///   - count: how many were refused.
    ///   - total: how many there are.
    ///   - first: why the first of them was refused.
    case bundledListsRefused(path: String, count: Int, total: Int, first: ListError)
    /// The rollback state could not be read or written, so that no new list was taken. It is tried again after a while.
    case rollbackStateUnavailable(any CodedError)
}
