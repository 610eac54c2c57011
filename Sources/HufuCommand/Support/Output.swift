/// Standard output and standard error. Nothing is held back: what was written is there even if the next line fails.
enum Output {
    static func write(_ bytes: [UInt8]) throws(Failure) {
        do throws(SystemError) { try System.write(System.standardOutput, bytes) } catch {
            throw error.isBrokenPipe
                ? Failure(
                    .inputOutput, file: "stdout", code: "output.closed", "whoever was reading has gone",
                    advice: "Read to the end.")
                : Failure(
                    .inputOutput, file: "stdout", code: "output.failed", error.message, advice: "Look at where it goes."
                )
        }
    }

    static func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

    static func line(_ text: String = "") throws(Failure) { try write(text + "\n") }

    /// To standard error, where there is nobody left to be told that it failed.
    static func report(_ text: String) { try? System.write(System.standardError, Array((text + "\n").utf8)) }

    /// To `path`, or to standard output if that is `-` or nothing.
    static func deliver(_ bytes: [UInt8], to path: String?) throws(Failure) {
        if let path, path != "-" { try AtomicFile.write(bytes, to: path) } else { try write(bytes) }
    }

    static func deliver(_ text: String, to path: String?) throws(Failure) { try deliver(Array(text.utf8), to: path) }
}
