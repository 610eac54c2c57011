#if Pictures
    internal import HufuScanner
    public import HufuSigners

    /// Reads the QR codes in pictures.
    ///
    /// A picture is decoded in a helper process, because the decoders of picture formats and ZXing-C++ are large, in
    /// languages without memory safety, and cannot be cancelled: a picture that imitates hundreds of codes occupies
    /// ZXing 1.4 for minutes. A helper that takes too long is killed; others read on meanwhile.
    public struct PictureReader: Sendable {
        /// What a picture may take, beside the 20 million pixels and the memory that a helper allows itself.
        public struct Limits: Sendable {
            /// The bytes of a file.
            public var bytes: Int
            /// The time for one picture, after which its helper is killed.
            public var time: Duration
            /// The number of helper processes. They are started when they are needed, and kept.
            public var helpers: Int
            /// The number of pictures that may wait for a helper.
            public var queue: Int

            /// Limits; by default those of a scanner.
            public init(
                bytes: Int = 16 << 20, time: Duration = .seconds(1), helpers: Int = 2, queue: Int = 8
            ) {
                self.bytes = bytes
                self.time = time
                self.helpers = helpers
                self.queue = queue
            }
        }

        /// The longest time for the start of a helper, on a machine that is busy.
        private static let startTime = Duration.seconds(10)
        /// The longest time that a helper may take to end after the end of its input.
        private static let patience = Duration.milliseconds(500)

        private let helper: CommandLineWords
        private let limits: Limits
        private let queue: PictureQueue

        /// Runs `body` with a reader, and ends its helpers. From then on the process ignores SIGPIPE.
        ///
        /// - Parameters:
        ///   - helper: a program that calls ``PictureHelper/serve()``, such as `CommandLineWords.thisProgram(_:)`.
        ///   - limits: what a picture may take.
        ///   - body: called with the reader.
        /// - Throws: what `body` throws.
        public static func run<Value: Sendable>(
            _ helper: CommandLineWords, limits: Limits = Limits(),
            _ body: (PictureReader) async throws -> Value
        ) async throws -> Value {
            let reader = PictureReader(helper: helper, limits: limits, queue: PictureQueue(longest: limits.queue))
            let serving = Task { await reader.serve() }
            let result: Result<Value, any Error>
            do { result = .success(try await body(reader)) } catch { result = .failure(error) }
            await reader.queue.close()
            // Ends helpers that are reading, too.
            serving.cancel()
            await serving.value
            return try result.get()
        }

        /// Every code in a picture, in the order of their upper edges; codes with the same content are one. If there is
        /// none, the array is empty.
        ///
        /// - Parameter picture: the bytes of a PNG or JPEG file.
        /// - Throws: ``PictureError``, of every reason but `picture.code_missing`.
        public func codes(in picture: [UInt8]) async throws(PictureError) -> [PictureCode] {
            guard picture.count <= limits.bytes else {
                throw PictureError(.tooLarge, detail: "\(picture.count) bytes, of at most \(limits.bytes)")
            }
            switch PictureFormat(of: picture) {
            case .png, .jpeg: break
            case let format: throw PictureError(.formatUnknown, detail: format?.rawValue)
            }
            let number = await queue.makeNumber()
            return try await withTaskCancellationHandler {
                await queue.codes(in: picture, number: number)
            } onCancel: {
                Task { await queue.answer(number, .failure(PictureError(.cancelled))) }
            }.get()
        }

        private func serve() async {
            await withDiscardingTaskGroup { group in
                for _ in 0..<max(1, limits.helpers) { group.addTask { await serveOneByOne() } }
            }
        }

        /// Runs one helper after the other, each from its first picture on.
        private func serveOneByOne() async {
            while let entry = await queue.next(isRunning: false) {
                do {
                    _ = try await LineProcess.run(helper, ownsGroup: true, patience: Self.patience) { process in
                        await serve(process, entry)
                    }
                } catch {
                    let reason = (error as? LineProcess.NotStarted)?.reason ?? "\(error)"
                    await queue.answer(entry.number, .failure(PictureError(.helperMissing, detail: reason)))
                }
            }
        }

        /// Has a helper read pictures until there are no more, or until one fails.
        private func serve(_ process: LineProcess, _ first: PictureQueue.Entry) async {
            var lines = process.lines(longest: PictureAnswer.longestLine)
            let greeting = await within(Self.startTime, process) { await lines.next() }
            guard greeting == .line(PictureAnswer.greeting) else {
                let error = PictureError(.helperMissing, detail: "it is no picture helper")
                return await queue.answer(first.number, .failure(error))
            }
            var next: PictureQueue.Entry? = first
            while let entry = next {
                let request = PictureRequest(limits.time, entry.file)
                let line = await within(limits.time, process) {
                    await process.write(request.bytes)
                    return await lines.next()
                }
                let answer = result(line)
                await queue.answer(entry.number, answer ?? .failure(PictureError(.helperFailed)))
                guard answer != nil, line != nil else { return }
                next = await queue.next(isRunning: true)
            }
        }

        /// What the caller gets; `nil` if the helper is no longer of use.
        private func result(_ line: LineProcess.Lines.Element?) -> PictureQueue.Answer? {
            guard let line else { return .failure(PictureError(.timedOut, detail: "\(limits.time)")) }
            guard case .line(let bytes) = line, let answer = PictureAnswer(line: bytes) else { return nil }
            switch answer {
            case .codes(let codes): return .success(codes)
            case .tooLarge(let width, let height):
                let detail = "\(width) x \(height) pixels, of at most \(GreyPicture.mostPixels) in all"
                return .failure(PictureError(.tooLarge, detail: detail))
            case .outOfMemory: return .failure(PictureError(.tooLarge, detail: "it takes too much memory"))
            case .invalid(let cause): return .failure(PictureError(.invalid, detail: cause))
            }
        }

        /// What `body` returns; `nil` if that took too long, and the process was killed.
        private func within<Value: Sendable>(
            _ time: Duration, _ process: LineProcess, _ body: () async -> Value
        ) async -> Value? {
            let killer = Task {
                guard (try? await Task.sleep(for: time)) != nil else { return false }
                process.end()
                return true
            }
            let value = await withTaskCancellationHandler {
                await body()
            } onCancel: {
                process.end()
            }
            killer.cancel()
            return await killer.value ? nil : value
        }
    }
#endif
