#if PROCESSES
    public import Hufu

    /// A private key behind a process: the client of an HSM or of a key service.
    ///
    /// The process is started without a shell. It reads messages from its standard input, one line of base64 each, and
    /// writes signatures to its standard output, one line of base64 each, in order. Messages are written before earlier
    /// ones are answered, as many as are asked for at the same time; a process may answer one after the other.
    ///
    /// A process that has answered and then ends is started again, up to three times without an answer in between, after
    /// 0.1, 0.5 and 2 seconds. The messages that it has not answered are asked again, and each has one signature.
    public struct SignerProcess: Signer {
        /// The public half of the signer's key.
        public let publicKey: PublicKey
        private let program: String
        private let requests = SignerRequests()

        /// The longest line that can be an answer: 64 bytes in base64, and some room for a message that is quoted.
        private static let longestLine = 1 << 10
        /// Bytes of a signature of ESP256 (r and s) or Ed25519.
        private static let signatureLength = 64
        /// The longest time that the process may take to end after the end of its standard input.
        private static let patience = Duration.seconds(5)
        /// The times to wait before each start after an end without an answer.
        private static let pauses: [Duration] = [.milliseconds(100), .milliseconds(500), .seconds(2)]

        private init(publicKey: PublicKey, program: String) {
            self.publicKey = publicKey
            self.program = program
        }

        /// Starts a signer, runs `body` with it, and ends it. From then on the process ignores SIGPIPE; see
        /// `BrokenPipeSignal`.
        ///
        /// - Parameters:
        ///   - command: the program and its arguments.
        ///   - publicKey: the public half of its key; each signature is verified before it is used.
        ///   - timeout: the longest time without an answer while one is due.
        ///   - body: called with the signer; the process ends when it returns.
        /// - Throws: what `body` throws, or ``SignerError``.
        public static func run<Value: Sendable>(
            _ command: CommandLineWords, publicKey: PublicKey, timeout: Duration = .seconds(10),
            _ body: @Sendable (SignerProcess) async throws -> Value
        ) async throws -> Value {
            let signer = SignerProcess(publicKey: publicKey, program: command.program)
            async let serving: Void = signer.serve(command, timeout)
            let result: Result<Value, any Error>
            do { result = .success(try await body(signer)) } catch { result = .failure(error) }
            // Nobody waits for an answer any more.
            await signer.requests.close(SignerError(.ended, command.program))
            try await serving
            return try result.get()
        }

        /// Asks the process.
        ///
        /// - Throws: ``SignerError``.
        public func signature(for message: [UInt8]) async throws -> [UInt8] {
            let signature = try await requests.answer(to: message)
            guard publicKey.isValidSignature(signature[...], for: message) else {
                throw SignerError(.signatureInvalid, program)
            }
            return signature
        }

        /// Runs one process after the other until all is answered.
        ///
        /// - Throws: `signer.not_started`, for which requests wait too.
        private func serve(_ command: CommandLineWords, _ timeout: Duration) async throws {
            var (pauses, hasAnswered) = (Self.pauses[...], false)
            while true {
                await requests.processStarts()
                do {
                    // In the group of this process, so that it can ask for a PIN at the terminal.
                    _ = try await LineProcess.run(command, ownsGroup: false, patience: Self.patience) { process in
                        await serve(process, timeout)
                    }
                } catch {
                    let reason = (error as? LineProcess.NotStarted)?.reason ?? "\(error)"
                    let error = SignerError(.notStarted, program, reason)
                    await requests.close(error)
                    throw error
                }
                switch await requests.processEnded() {
                case .closed: return
                case .answering:
                    hasAnswered = true
                    pauses = Self.pauses[...]
                case .silent: break
                }
                // A process that never answers is the wrong one, and starts in vain again.
                guard hasAnswered, let pause = pauses.popFirst() else {
                    let detail = hasAnswered ? ", and \(Self.pauses.count) new ones too" : ""
                    return await requests.close(SignerError(.ended, program, detail))
                }
                try? await Task.sleep(for: pause)
            }
        }

        /// Asks one process until its output ends.
        private func serve(_ process: LineProcess, _ timeout: Duration) async {
            async let asking: Void = ask(process)
            let watching = Task { await watch(process, timeout) }
            await listen(to: process)
            await requests.stopAsking()
            await asking
            watching.cancel()
        }

        private func ask(_ process: LineProcess) async {
            while let message = await requests.next() {
                await process.write(Array((Base64.encode(message) + "\n").utf8))
            }
            await process.finishInput()
        }

        private func listen(to process: LineProcess) async {
            var lines = process.lines(longest: Self.longestLine)
            while true {
                switch await lines.next() {
                case .line(let line):
                    let text = String(decoding: line, as: UTF8.self).filter { !$0.isNewline }
                    guard await requests.resume(with: signature(in: text)) else {
                        // From here on answers and requests would not match.
                        return await requests.close(SignerError(.answerInvalid, program, "unasked: \(quoted(text))"))
                    }
                case .tooLong:
                    let detail = "more than \(Self.longestLine) bytes without a line feed"
                    return await requests.close(SignerError(.answerInvalid, program, detail))
                case .end: return
                }
            }
        }

        private func signature(in text: String) -> Result<[UInt8], any Error> {
            guard let signature = Base64.decode(text) else {
                return .failure(SignerError(.answerInvalid, program, quoted(text)))
            }
            guard signature.count == Self.signatureLength else {
                let detail = "\(signature.count) bytes; \(Self.signatureLength) are needed, in one line"
                return .failure(SignerError(.answerInvalid, program, detail))
            }
            return .success(signature)
        }

        private func quoted(_ text: String) -> String { JSONValue.quoted(text) }

        /// Kills a process that is silent for too long while an answer is due, or that does not end.
        private func watch(_ process: LineProcess, _ timeout: Duration) async {
            while true {
                let (rest, isDue) = await requests.rest(of: timeout, patience: Self.patience)
                if rest <= .zero {
                    if isDue { await requests.close(SignerError(.timedOut, program, "\(timeout)")) }
                    return process.end()
                }
                guard (try? await Task.sleep(for: rest)) != nil else { return }
            }
        }
    }

    /// The requests to one process after the other, oldest first.
    private actor SignerRequests {
        private struct Request {
            let message: [UInt8]
            let answer: CheckedContinuation<[UInt8], any Error>
        }

        /// How a process has ended.
        enum Ending {
            /// No more answers are wanted.
            case closed
            /// It has answered before.
            case answering
            /// It has not.
            case silent
        }

        private var waiting: [Request] = []
        /// Those that the process was asked and has not answered.
        private var sent: [Request] = []
        private var writer: CheckedContinuation<Void, Never>?
        /// Why no answer will come any more.
        private var failure: SignerError?
        private var hasAnswered = false
        /// Since when nothing is asked any more.
        private var stopped: ContinuousClock.Instant?
        /// Since when the process is silent: the last answer, or the first request after it.
        private var silentSince = ContinuousClock.now

        func answer(to message: [UInt8]) async throws -> [UInt8] {
            try await withCheckedThrowingContinuation { answer in
                if let failure { return answer.resume(throwing: failure) }
                waiting.append(Request(message: message, answer: answer))
                wakeWriter()
            }
        }

        private func wakeWriter() {
            writer?.resume()
            writer = nil
        }

        func processStarts() {
            stopped = nil
            hasAnswered = false
        }

        /// The next message for the process; `nil` if there is none any more.
        func next() async -> [UInt8]? {
            while waiting.isEmpty, failure == nil, stopped == nil {
                await withCheckedContinuation { writer = $0 }
            }
            guard failure == nil, stopped == nil else {
                stopped = stopped ?? .now
                return nil
            }
            let request = waiting.removeFirst()
            if sent.isEmpty { silentSince = .now }
            sent.append(request)
            return request.message
        }

        /// Answers the oldest request.
        ///
        /// - Returns: whether there was one.
        func resume(with answer: Result<[UInt8], any Error>) -> Bool {
            guard !sent.isEmpty else { return false }
            silentSince = .now
            if case .success = answer { hasAnswered = true }
            sent.removeFirst().answer.resume(with: answer)
            return true
        }

        /// How long the process may go on, and whether that is because an answer is due.
        func rest(of timeout: Duration, patience: Duration) -> (rest: Duration, isDue: Bool) {
            if let stopped { return (patience - stopped.duration(to: .now), false) }
            return sent.isEmpty ? (min(timeout, patience), false) : (timeout - silentSince.duration(to: .now), true)
        }

        /// Asks this process no more.
        func stopAsking() {
            stopped = stopped ?? .now
            wakeWriter()
        }

        /// Keeps what the process has not answered for the next one.
        func processEnded() -> Ending {
            guard failure == nil else { return .closed }
            waiting = sent + waiting
            sent = []
            return hasAnswered ? .answering : .silent
        }

        /// Fails all requests, those to come too.
        func close(_ failure: SignerError) {
            guard self.failure == nil else { return }
            self.failure = failure
            for request in sent + waiting { request.answer.resume(throwing: failure) }
            (sent, waiting) = ([], [])
            wakeWriter()
        }
    }
#endif
