#if PROCESSES
    public import Hufu

    /// A private key behind a process: the client of an HSM or of a key service.
    ///
    /// The process is started once, without a shell. It reads messages from its standard input, one line of base64 each,
    /// and writes signatures to its standard output, one line of base64 each, in order. Messages may be written before
    /// earlier ones are answered.
    public struct SignerProcess: Signer {
        private struct Request: Sendable {
            let message: [UInt8]
            let answer: CheckedContinuation<[UInt8], any Error>
        }

        /// The public half of the signer's key.
        public let publicKey: PublicKey
        private let program: String
        private let requests: AsyncStream<Request>.Continuation

        /// The longest line that can be an answer: 64 bytes in base64, and some room for a message that is quoted.
        private static let longestLine = 1 << 10
        /// Bytes of a signature of ESP256 (r and s) or Ed25519.
        private static let signatureLength = 64
        /// The longest time that the process may take to end after the end of its standard input.
        private static let patience = Duration.seconds(5)

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
            let (stream, requests) = AsyncStream.makeStream(of: Request.self)
            let signer = SignerProcess(publicKey: publicKey, program: command.program, requests: requests)
            do {
                // In the group of this process, so that it can ask for a PIN at the terminal.
                return try await LineProcess.run(command, ownsGroup: false, patience: patience) { process in
                    let pending = Pending()
                    async let asking: Void = signer.ask(stream, process, pending)
                    async let listening: Void = signer.listen(to: process, pending)
                    let watching = Task { await signer.watch(process, pending, timeout) }
                    let result: Result<Value, any Error>
                    do { result = .success(try await body(signer)) } catch { result = .failure(error) }
                    watching.cancel()
                    requests.finish()
                    await asking
                    let ending = Task {
                        if (try? await Task.sleep(for: patience)) != nil { process.end() }
                    }
                    await listening
                    ending.cancel()
                    return try result.get()
                }.value
            } catch let error as LineProcess.NotStarted {
                throw SignerError(.notStarted, command.program, error.reason)
            }
        }

        /// Asks the process.
        ///
        /// - Throws: ``SignerError``.
        public func signature(for message: [UInt8]) async throws -> [UInt8] {
            let signature = try await withCheckedThrowingContinuation { answer in
                let request = Request(message: message, answer: answer)
                guard case .enqueued = requests.yield(request) else {
                    return answer.resume(throwing: SignerError(.ended, program))
                }
            }
            guard publicKey.isValidSignature(signature[...], for: message) else {
                throw SignerError(.signatureInvalid, program)
            }
            return signature
        }

        /// Writes the requests, and keeps those that were written for their answers.
        private func ask(_ stream: AsyncStream<Request>, _ process: LineProcess, _ pending: Pending) async {
            for await request in stream {
                if let failure = await pending.add(request.answer) {
                    request.answer.resume(throwing: failure)
                    continue
                }
                await process.write(Array((Base64.encode(request.message) + "\n").utf8))
            }
            await process.finishInput()
        }

        private func listen(to process: LineProcess, _ pending: Pending) async {
            var lines = process.lines(longest: Self.longestLine)
            while true {
                switch await lines.next() {
                case .line(let line):
                    let text = String(decoding: line, as: UTF8.self).filter { !$0.isNewline }
                    guard let answer = await pending.next() else {
                        // From here on answers and requests would not match.
                        return await pending.close(SignerError(.answerInvalid, program, "unasked: \(quoted(text))"))
                    }
                    answer.resume(with: signature(in: text))
                case .tooLong:
                    let detail = "more than \(Self.longestLine) bytes without a line feed"
                    return await pending.close(SignerError(.answerInvalid, program, detail))
                case .end: return await pending.close(SignerError(.ended, program))
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

        /// Ends a process that is silent for too long while an answer is due.
        private func watch(_ process: LineProcess, _ pending: Pending, _ timeout: Duration) async {
            while let rest = await pending.rest(of: timeout) {
                if rest <= .zero {
                    await pending.close(SignerError(.timedOut, program, "\(timeout)"))
                    return process.end()
                }
                guard (try? await Task.sleep(for: rest)) != nil else { return }
            }
        }
    }

    /// Requests that were written and not answered yet, oldest first.
    private actor Pending {
        typealias Answer = CheckedContinuation<[UInt8], any Error>

        private var answers: [Answer] = []
        /// Since when the process is silent: the last answer, or the first request after it.
        private var silentSince = ContinuousClock.now
        /// Why no answer will come any more.
        private var failure: SignerError?

        /// Keeps a request, or returns why it will not be answered.
        func add(_ answer: Answer) -> SignerError? {
            if failure == nil {
                if answers.isEmpty { silentSince = .now }
                answers.append(answer)
            }
            return failure
        }

        func next() -> Answer? {
            silentSince = .now
            return answers.isEmpty ? nil : answers.removeFirst()
        }

        /// How long the process may be silent from now on; `nil` after the last answer that can come.
        func rest(of timeout: Duration) -> Duration? {
            guard failure == nil else { return nil }
            return answers.isEmpty ? timeout : timeout - silentSince.duration(to: .now)
        }

        /// Fails all requests, those to come too.
        func close(_ failure: SignerError) {
            guard self.failure == nil else { return }
            self.failure = failure
            for answer in answers { answer.resume(throwing: failure) }
            answers = []
        }
    }
#endif
