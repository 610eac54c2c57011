#if Pictures
    public import Hufu

    /// Why the codes of a picture were not read.
    public struct PictureError: CausedError {
        /// The causes, as a closed list; the raw value is the error's code.
        public enum Reason: String, Sendable, CaseIterable {
            /// The file is neither a PNG nor a JPEG.
            case formatUnknown = "picture.format_unknown"
            /// More bytes or pixels than are read, or more memory than decoding may take.
            case tooLarge = "picture.too_large"
            /// The file ends early, or is damaged.
            case invalid = "picture.invalid"
            /// There is no code in the picture, where at least one is needed.
            case codeMissing = "picture.code_missing"
            /// Reading took longer than allowed, as in a picture that imitates many codes.
            case timedOut = "picture.timed_out"
            /// The helper process ended, or answered something else, while it read this picture.
            case helperFailed = "picture.helper_failed"
            /// The helper process cannot be started, or is another program.
            case helperMissing = "picture.helper_missing"
            /// Too many pictures are waiting.
            case busy = "picture.busy"
            /// The task was cancelled, or the reader has ended.
            case cancelled = "picture.cancelled"
        }

        /// The cause.
        public let reason: Reason
        /// The limit and what exceeds it, the format, or the cause in the words of the decoder; `nil` if the reason is
        /// sufficient.
        public let detail: String?

        /// `nil`: the caller knows where the picture came from.
        public var location: String? { nil }

        /// An error of a picture.
        public init(_ reason: Reason, detail: String? = nil) {
            self.reason = reason
            self.detail = detail
        }

        /// The fault, in one line.
        public var message: String {
            let cause = detail.map { ": \($0)" } ?? ""
            return switch reason {
            case .formatUnknown: "expected a PNG or JPEG, received \(detail ?? "something else")"
            case .tooLarge: "the picture is too large\(cause)"
            case .invalid: "the picture is damaged\(cause)"
            case .codeMissing: "no QR code was found in the picture"
            case .timedOut: "the picture was not read within \(detail ?? "the time limit")"
            case .helperFailed: "the process that read the picture failed\(cause)"
            case .helperMissing: "the process that reads pictures does not start\(cause)"
            case .busy: "too many pictures are waiting to be read"
            case .cancelled: "the reading of the picture was cancelled"
            }
        }

        /// The remedy, in whole sentences.
        public var advice: String {
            switch reason {
            case .formatUnknown: "Save the picture as PNG or JPEG."
            case .tooLarge, .timedOut: "Reduce the picture, or cut the part with the code out of it."
            case .invalid: "Take or send the picture again."
            case .codeMissing:
                "Take the picture again: from the front, in focus, without reflections, with the whole code and its margin."
            case .helperFailed: "Take another picture, which shows little else than the code."
            case .helperMissing: "Check that the program can be started, and that it serves as a picture helper."
            case .busy, .cancelled: "Try again."
            }
        }
    }
#endif
