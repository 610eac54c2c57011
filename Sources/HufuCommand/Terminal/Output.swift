internal import HufuFiles

/// Standard output and standard error, unbuffered: a line that was written stays, even if the next one fails.
enum Output {
    static func write(_ bytes: [UInt8]) throws(Failure) {
        do throws(FileError) { try StandardStream.output.write(bytes) } catch {
            let status: ExitStatus = error.reason == .pipeClosed ? .outputClosed : .inputOutput
            throw Failure(
                status, file: "stdout", code: "output.failed", error.message, advice: "Check the target of the output.")
        }
    }

    static func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

    static func line(_ text: String = "") throws(Failure) { try write(text + "\n") }

    /// Writes to standard error; a failure is ignored, because it could not be reported.
    static func report(_ text: String) { try? StandardStream.error.write(Array((text + "\n").utf8)) }

    /// To `path`, or to standard output if that is `-` or `nil`.
    static func deliver(_ bytes: [UInt8], to path: String?) throws(Failure) {
        guard let path, path != "-" else { return try write(bytes) }
        try Failure.naming(path) { try AtomicFile.write(bytes, to: path) }
    }

    static func deliver(_ text: String, to path: String?) throws(Failure) { try deliver(Array(text.utf8), to: path) }

    /// To a new file, or to standard output if its name is `-`.
    static func create(_ text: String, at path: String, isPrivate: Bool) throws(Failure) {
        guard path != "-" else { return try write(text) }
        try Failure.naming(path) { try AtomicFile.create(Array(text.utf8), at: path, isPrivate: isPrivate) }
    }
}
