#if Pictures
    internal import CPictures
    internal import HufuFiles

    /// The side of a helper process: the program that a ``PictureReader`` starts.
    public enum PictureHelper {
        /// Bytes of memory that a helper may use. A JPEG of 20 million pixels takes the most if it is progressive: six
        /// bytes for each pixel, beside the file and the grey picture.
        private static let memory: UInt64 = 256 << 20

        /// Reads pictures from standard input and writes answers to standard output, until the input ends. Before the
        /// first one it limits its own memory, and gives up the right to open files.
        ///
        /// The process must do nothing else, as its limits cannot be lifted.
        ///
        /// - Throws: `picture.helper_failed` if the limits cannot be set, or `file.read_failed`, `file.pipe_closed` or
        ///   `file.write_failed`.
        public static func serve() throws {
            guard hufu_limit_process(memory) == 0 else {
                throw PictureError(.helperFailed, detail: "the system does not limit its memory")
            }
            var requests = PictureRequestReader()
            try StandardStream.output.write(PictureAnswer.greeting + [0x0a])
            while let request = try requests.next() {
                // If this program is stopped or left alone, it ends by itself.
                hufu_limit_time(request.milliseconds)
                let line = answer(to: request.file).line
                hufu_limit_time(0)
                try StandardStream.output.write(line)
            }
        }

        /// What there is to say about a picture.
        static func answer(to file: [UInt8]) -> PictureAnswer {
            do throws(GreyPicture.Fault) {
                var picture = try GreyPicture(file)
                let codes = try picture.codes()
                // No code in a part of a picture says nothing about the whole.
                guard !codes.isEmpty || !picture.isDamaged else { return .invalid("parts of it are missing") }
                return .codes(codes)
            } catch {
                return switch error {
                case .tooLarge(let width, let height): .tooLarge(width: width, height: height)
                case .outOfMemory: .outOfMemory
                case .invalid(let cause): .invalid(cause)
                }
            }
        }
    }

    /// A request to a helper: a picture, and the time for it.
    struct PictureRequest {
        /// 0 is no limit.
        let milliseconds: UInt32
        let file: [UInt8]

        init(milliseconds: UInt32, file: [UInt8]) {
            self.milliseconds = milliseconds
            self.file = file
        }

        /// A request with twice the time after which the helper is killed, for the case that nobody does.
        init(_ time: Duration, _ file: [UInt8]) {
            self.init(milliseconds: UInt32(min(max(2 * (time / .milliseconds(1)), 1), 1e9)), file: file)
        }

        /// Time and length as 32 bits each, the highest byte first, and the picture.
        var bytes: [UInt8] {
            Self.bytes(milliseconds) + Self.bytes(UInt32(clamping: file.count)) + file
        }

        static let headLength = 8

        private static func bytes(_ number: UInt32) -> [UInt8] {
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
        }

        static func number(_ bytes: some Collection<UInt8>) -> UInt32 {
            bytes.reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    /// The requests in standard input.
    struct PictureRequestReader {
        private var rest: [UInt8] = []

        /// The next request; `nil` at the end of the input.
        mutating func next() throws(FileError) -> PictureRequest? {
            guard let head = try take(PictureRequest.headLength),
                let file = try take(Int(PictureRequest.number(head.suffix(4))))
            else { return nil }
            return PictureRequest(milliseconds: PictureRequest.number(head.prefix(4)), file: file)
        }

        private mutating func take(_ count: Int) throws(FileError) -> [UInt8]? {
            rest.reserveCapacity(count)
            while rest.count < count {
                let bytes = try FileInput.standardInput.read()
                guard !bytes.isEmpty else { return nil }
                rest += bytes
            }
            defer { rest.removeFirst(count) }
            return Array(rest.prefix(count))
        }
    }
#endif
