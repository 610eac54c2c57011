internal import Hufu
internal import HufuQR

/// Exit statuses: those of the verdicts, and of BSD's sysexits.h for what goes wrong.
enum Status: Int32 {
    case done = 0
    case rejected = 1
    case indeterminate = 2
    case usage = 64
    case badData = 65
    case noInput = 66
    case exists = 73
    case inputOutput = 74
}

/// Why the command ends early: one line on standard error, and an exit status.
struct Failure: Error, Equatable {
    let status: Status
    /// The file or option at fault.
    var file: String?
    let code: String
    let message: String
    var location: String?
    let advice: String

    init(
        _ status: Status, file: String? = nil, code: String, _ message: String, location: String? = nil, advice: String
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

    /// `hufu: FILE: code: what (where). advice`
    var line: String {
        let what = message.hasSuffix(".") ? String(message.dropLast()) : message
        let parts = ["hufu", file, code, what + (location.map { " (\($0))" } ?? "")].compactMap { $0 }
        return Shown.text(parts.joined(separator: ": ") + ". " + advice)
    }

    /// What an error of a library or of the system becomes, whoever threw it.
    init(_ error: any Error, file: String? = nil, status: Status = .badData) {
        switch error {
        case let error as Failure:
            self = error
            self.file = error.file ?? file
        case let error as any CodedError:
            self.init(
                status, file: file, code: error.code, error.message, location: error.location,
                advice: CommandAdvice.sentence(for: error.code) ?? error.advice)
        case let error as SystemError:
            self.init(
                .inputOutput, file: file, code: "file.failed", error.message, advice: "Look at the path and its rights."
            )
        default:
            self.init(status, file: file, code: "failed", "\(error)", advice: "Report this error.")
        }
    }

    /// Runs `body`; whatever it throws is said to be at fault in `file`.
    static func naming<Value>(
        _ file: String?, status: Status = .badData, _ body: () throws -> Value
    ) throws(Failure) -> Value {
        do { return try body() } catch { throw Failure(error, file: file, status: status) }
    }

    static func naming<Value>(
        _ file: String?, status: Status = .badData, _ body: () async throws -> Value
    ) async throws(Failure) -> Value {
        do { return try await body() } catch { throw Failure(error, file: file, status: status) }
    }
}

extension QRError: CodedError {}

/// The end with a verdict that is not `valid`, of which everything has been said.
struct Ending: Error {
    let status: Status
}
