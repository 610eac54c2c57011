public import Hufu

/// Why a file could not be read, written or locked.
public struct FileError: CausedError {
    /// The causes, as a closed list; the raw value is the error's code.
    public enum Reason: String, Sendable, CaseIterable {
        /// There is no such file.
        case missing = "file.missing"
        /// The file may not be opened for reading.
        case unreadable = "file.unreadable"
        /// The process or the system may not have more open files.
        case tooManyOpen = "file.too_many_open"
        /// A pipe whose other end was not opened in time.
        case pipeIdle = "file.pipe_idle"
        /// A pipe, a device or a folder where a regular file is needed.
        case notRegular = "file.not_regular"
        /// Reading failed.
        case readFailed = "file.read_failed"
        /// More bytes than the caller's limit.
        case tooLarge = "file.too_large"
        /// Bytes that are not UTF-8.
        case notText = "file.not_text"
        /// The name is taken, and the file is never overwritten.
        case exists = "file.exists"
        /// A folder where a file is needed.
        case isFolder = "file.is_folder"
        /// The file itself may not be written.
        case readOnly = "file.read_only"
        /// No file can be made in the folder.
        case folderReadOnly = "file.folder_read_only"
        /// The file is a mount of its own and cannot be replaced.
        case mounted = "file.mounted"
        /// Writing failed; the old file is unchanged.
        case writeFailed = "file.write_failed"
        /// The new file is in place, but the system does not say that its name is on the disk.
        case unconfirmed = "file.unconfirmed"
        /// Adding to a file failed; what it had before is kept.
        case appendFailed = "file.append_failed"
        /// The process at the other end of a pipe has closed it.
        case pipeClosed = "file.pipe_closed"
        /// Another process holds the lock of the file.
        case locked = "file.locked"
        /// The system gives no information about the path.
        case failed = "file.failed"
    }

    /// The cause.
    public let reason: Reason
    /// The path of the file, or `stdin`.
    public let path: String
    /// The limit that was exceeded, or the cause in the words of the system; `nil` if the reason is sufficient.
    public let detail: String?

    /// An error of the file at `path`.
    public init(_ reason: Reason, _ path: String, detail: String? = nil) {
        self.reason = reason
        self.path = path
        self.detail = detail
    }

    init(_ reason: Reason, _ path: String, _ cause: SystemError) {
        self.init(reason == .unreadable && cause.isFileLimit ? .tooManyOpen : reason, path, detail: cause.message)
    }

    /// `nil`: the fault is the file's as a whole.
    public var location: String? { nil }

    /// The fault, in one line.
    public var message: String {
        let cause = detail.map { ": \($0)" } ?? ""
        return switch reason {
        case .missing: "there is no such file"
        case .unreadable: detail ?? "the file cannot be opened"
        case .tooManyOpen: "the file cannot be opened\(cause)"
        case .pipeIdle: "no other process has opened this pipe"
        case .notRegular: "this is a pipe, a device or a folder; a regular file is needed"
        case .readFailed: detail ?? "reading failed"
        case .tooLarge: "there are more than \(detail ?? "the allowed") bytes"
        case .notText: "these bytes are not UTF-8"
        case .exists: "this file is there already and is not overwritten"
        case .isFolder: "this is a folder"
        case .readOnly: "the file is write-protected\(cause)"
        case .folderReadOnly: "the folder of this file is not writable\(cause)"
        case .mounted: "the file is a mount of its own, so that no new file can take its name\(cause)"
        case .writeFailed: detail ?? "writing failed"
        case .unconfirmed: "the new file is there, but a loss of power could still take it away\(cause)"
        case .appendFailed: "the output cannot be continued\(cause)"
        case .pipeClosed: "the process that reads this pipe has closed it"
        case .locked: "another process is changing this file"
        case .failed: detail ?? "the system gives no information about this path"
        }
    }

    /// The remedy, in whole sentences.
    public var advice: String {
        switch reason {
        case .missing: "Look at the path."
        case .unreadable: "Look at the file's rights."
        case .tooManyOpen: "Allow more open files, for example with `ulimit -n`."
        case .pipeIdle: "Start the program at its other end first."
        case .notRegular, .tooLarge, .notText: "Give the right file."
        case .readFailed: "Check the file and its device."
        case .exists: "Choose another name, or move it away."
        case .isFolder: "Name a file in it."
        case .readOnly: "Make it writable, or choose another name."
        case .folderReadOnly:
            "Make the folder writable: a complete new file takes the place of the old one, and its lock lies beside it."
        case .mounted: "Mount the folder instead of the single file."
        case .writeFailed: "Look at the folder, its rights and the space left. The old file is unchanged."
        case .unconfirmed: "Check the disk, and that the file is there after it was mounted again."
        case .appendFailed:
            """
            Make room, or look at the rights and the device. All records before are kept; a run with a checkpoint \
            continues behind them.
            """
        case .pipeClosed: "Let it read to the end."
        case .locked: "Wait until it has ended, or end it if it hangs."
        case .failed: "Look at the path and its rights."
        }
    }
}

/// An error in the contents of a file, and the file's path.
///
/// Readers of JSON, keys and lists have no paths. If several files are read, this error names the one at fault.
public struct FileContentError: CodedError {
    /// The path of the file, or `stdin`.
    public let path: String
    /// The fault in its contents.
    public let cause: any CodedError

    /// An error in the contents of the file at `path`.
    public init(_ path: String, _ cause: any CodedError) {
        self.path = path
        self.cause = cause
    }

    /// The code of the cause.
    public var code: String { cause.code }
    /// The location in the file.
    public var location: String? { cause.location }
    /// The message of the cause.
    public var message: String { cause.message }
    /// The advice of the cause.
    public var advice: String { cause.advice }

    /// Runs `body`, and adds the path to the errors about contents that it throws.
    ///
    /// - Throws: a ``FileError`` or ``FileContentError`` as it is, and every other `CodedError` as a
    ///   ``FileContentError``.
    public static func naming<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw named(path, error) }
    }

    private static func named(_ path: String, _ error: any Error) -> any Error {
        switch error {
        case is FileError, is FileContentError: error
        case let error as any CodedError: FileContentError(path, error)
        default: error
        }
    }
}
