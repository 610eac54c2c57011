internal import Hufu
internal import HufuFiles
internal import HufuIssuer
internal import HufuScanner

/// Exit statuses: those of verdicts, those of BSD's sysexits.h for errors, and that of shells for a program ended by
/// SIGPIPE.
///
/// If one is thrown, the command ends without a message.
enum ExitStatus: Int32, Error {
    case done = 0
    case rejected = 1
    case indeterminate = 2
    case usage = 64
    case badData = 65
    case noInput = 66
    case exists = 73
    case inputOutput = 74
    /// Not 0, because a script would read 0 as a valid verdict.
    case outputClosed = 141
}

/// Why the command ends early: one line on standard error, and an exit status.
struct Failure: Error, Equatable {
    let status: ExitStatus
    /// The file or option at fault.
    var file: String?
    let code: String
    let message: String
    var location: String?
    let advice: String

    init(
        _ status: ExitStatus, file: String? = nil, code: String, _ message: String, location: String? = nil,
        advice: String
    ) {
        self.status = status
        self.file = file
        self.code = code
        self.message = message
        self.location = location
        self.advice = advice
    }

    static func usage(_ message: String, option: String? = nil, advice: String) -> Failure {
        Failure(.usage, file: option, code: "usage", message, advice: advice)
    }

    /// The failure of a command or option that needs a package trait which this build lacks.
    static func builtWithout(_ part: String, trait: String, option: String? = nil) -> Failure {
        .usage(
            "this hufu was built without \(part)", option: option,
            advice: "Build it with `swift build --traits default,\(trait)`.")
    }

    /// `hufu: FILE: code: what (where). advice`
    var line: String {
        let what = message.hasSuffix(".") ? String(message.dropLast()) : message
        let parts = ["hufu", file, code, what + (location.map { " (\($0))" } ?? "")].compactMap { $0 }
        return Escaped.text(parts.joined(separator: ": ") + ". " + advice)
    }

    /// Prints the line to standard error, unless the output was closed, as by `head` at the end of a pipeline.
    func report() {
        if status != .outputClosed { Output.report(line) }
    }

    /// Prints a warning to standard error.
    static func warn(_ code: String, _ message: String, advice: String) {
        Output.report(Failure(.badData, file: "warning", code: code, message, advice: advice).line)
    }

    /// Prints an error that does not end the command as a warning to standard error.
    static func warn(_ error: any CodedError, in file: String?) {
        Output.report(Failure(error, file: (file.map { $0 + ": " } ?? "") + "warning").line)
    }

    /// The failure that an error of a library leads to.
    ///
    /// - Parameters:
    ///   - file: the file or option at fault, unless the error names it.
    ///   - status: the exit status of errors in contents.
    init(_ error: any Error, file: String? = nil, status: ExitStatus = .badData) {
        switch error {
        case let error as Failure:
            self = error
            self.file = error.file ?? file
        case let error as FileError: self.init(error, error.path, ExitStatus(error.reason))
        case let error as FileContentError: self.init(error, error.path, status)
        case let error as any SignerFailure: self.init(error, error.signer, .inputOutput)
        case let error as RegistryError where error.isOfStore: self.init(error, file, .inputOutput)
        case let error as any CodedError: self.init(error, file, status)
        default: self.init(status, file: file, code: "failed", "\(error)", advice: "Report this error.")
        }
    }

    private init(_ error: any CodedError, _ file: String?, _ status: ExitStatus) {
        self.init(
            error.code == "usage" ? .usage : status, file: file, code: error.code, error.message,
            location: error.location,
            advice: CommandAdvice.sentence(for: error.code) ?? error.advice)
    }

    /// Runs `body`, and adds `file` to the errors that it throws.
    static func naming<Value>(
        _ file: String?, status: ExitStatus = .badData, _ body: () throws -> Value
    ) throws(Failure) -> Value {
        do { return try body() } catch { throw Failure(error, file: file, status: status) }
    }

    static func naming<Value>(
        _ file: String?, status: ExitStatus = .badData, _ body: () async throws -> Value
    ) async throws(Failure) -> Value {
        do { return try await body() } catch { throw Failure(error, file: file, status: status) }
    }
}

extension ExitStatus {
    fileprivate init(_ reason: FileError.Reason) {
        self =
            switch reason {
            case .missing, .unreadable, .notRegular: .noInput
            case .tooLarge, .notText: .badData
            case .exists: .exists
            case .tooManyOpen, .pipeIdle, .readFailed, .isFolder, .readOnly, .folderReadOnly, .mounted, .writeFailed,
                .unconfirmed, .appendFailed, .pipeClosed, .locked, .failed:
                .inputOutput
            }
    }
}
