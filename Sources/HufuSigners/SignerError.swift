public import Hufu

/// Why a signer process gave no signature.
public struct SignerError: SignerFailure, CausedError {
    /// The causes, as a closed list; the raw value is the error's code.
    public enum Reason: String, Sendable, CaseIterable {
        /// The program cannot be started.
        case notStarted = "signer.not_started"
        /// The program ended without an answer.
        case ended = "signer.ended"
        /// No answer in time.
        case timedOut = "signer.timed_out"
        /// A line that is not a signature in base64, or that no request asked for.
        case answerInvalid = "signer.answer_invalid"
        /// A signature that the public key does not verify.
        case signatureInvalid = "signer.signature_invalid"
    }

    /// The cause.
    public let reason: Reason
    /// The program.
    public let signer: String
    /// The answer of the program, the time limit, the number of starts, or the reason why it cannot be started.
    public let detail: String?

    init(_ reason: Reason, _ program: String, _ detail: String? = nil) {
        self.reason = reason
        signer = program
        self.detail = detail
    }

    /// The fault, in one line.
    public var message: String {
        let detail = detail ?? ""
        return switch reason {
        case .notStarted: "the program cannot be started: \(detail)"
        case .ended: "the signer has ended without an answer\(detail)"
        case .timedOut: "the signer has not answered for \(detail)"
        case .answerInvalid: "the signer answered \(detail)"
        case .signatureInvalid: "the signer's answer is not a signature by the public key"
        }
    }

    /// The remedy, in whole sentences.
    public var advice: String {
        switch reason {
        case .notStarted: "Give the program's whole path, and look at its rights."
        case .ended: "Run it by hand and give it a line of base64; its messages on standard error stand above."
        case .timedOut:
            "Let it end each answer with a line feed and flush it: programs in Python and C hold output back "
                + "in a pipe unless told otherwise."
        case .answerInvalid:
            "An answer is one line for each line that was asked: the base64 of the signature's 64 bytes, not wrapped."
        case .signatureInvalid:
            "Give the public key of the signer's own key; for ESP256 it answers r and s, 64 bytes, and not DER."
        }
    }
}
