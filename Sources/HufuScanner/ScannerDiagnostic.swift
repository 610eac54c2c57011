public import Hufu

/// A fault outside of verdicts, for the operator of a scanner. The scanner continues.
public enum ScannerDiagnostic: Sendable {
    /// A file could not be loaded; the lists that were loaded from it before stay in use. The error is a `FileError` or
    /// a `FileContentError`.
    case listRefused(any Error)
    /// Status lists in a bundle could not be loaded; the others are in use. With the path of the bundle, how many of
    /// its status lists were refused, how many it has, and why the first of those was refused.
    case bundledListsRefused(path: String, count: Int, total: Int, first: ListError)
    /// The rollback state could not be read or written, so that no new list was loaded. The scanner tries again after
    /// 30 s.
    case rollbackStateUnavailable(any Error)
    /// A fault of the replay memory.
    case verification(VerificationDiagnostic)
}
