internal import Hufu
internal import Subprocess

/// A private key behind a process: the client of an HSM or of a key service.
///
/// The process is started once, without a shell. It is asked over its standard input, one line of base64 for each message, and answers
/// on standard output, one line of base64 for each signature, in order; it may be asked again before it has answered.
struct SignerProcess: Signer {
    private struct Question: Sendable {
        let message: [UInt8]
        let answer: CheckedContinuation<[UInt8], any Error>
    }

    let publicKey: PublicKey
    private let name: String
    private let questions: AsyncStream<Question>.Continuation

    /// The longest line that can be an answer: 64 bytes in base64, and some room for a message that is shown.
    private static let longestLine = 1 << 10
    /// How long the process may take to end after its standard input has.
    private static let patience = Duration.seconds(5)

    /// Runs `body` with a signer, as long as which the process lives.
    static func run<Value: Sendable>(
        _ command: CommandLineWords, publicKey: PublicKey, _ body: @Sendable (SignerProcess) async throws -> Value
    ) async throws -> Value {
        let (stream, questions) = AsyncStream.makeStream(of: Question.self)
        let signer = SignerProcess(publicKey: publicKey, name: command.program, questions: questions)
        do {
            return try await Subprocess.run(
                command.executable, arguments: Arguments(command.arguments), input: .inputWriter, output: .sequence,
                error: .currentStandardError
            ) { execution in
                let pending = Pending()
                async let asking: Void = signer.ask(stream, execution.standardInputWriter, pending)
                async let listening: Void = signer.listen(to: execution.standardOutput, pending)
                let result: Result<Value, any Error>
                do { result = .success(try await body(signer)) } catch { result = .failure(error) }
                questions.finish()
                await asking
                let deadline = Task {
                    try await Task.sleep(for: patience)
                    await execution.teardown(using: [.gracefulShutDown(allowedDurationToNextStep: .seconds(1))])
                }
                await listening
                deadline.cancel()
                return try result.get()
            }.closureResult
        } catch let error as SubprocessError {
            throw Failure(
                .inputOutput, file: "--signer-command", code: "signer.not_started", "\(error)",
                advice: "Give the program's whole path, and look at its rights.")
        }
    }

    func signature(for message: [UInt8]) async throws -> [UInt8] {
        let signature = try await withCheckedThrowingContinuation { answer in
            let question = Question(message: message, answer: answer)
            guard case .enqueued = questions.yield(question) else { return answer.resume(throwing: ended) }
        }
        guard publicKey.isValidSignature(signature[...], for: message) else {
            throw Failure(
                .inputOutput, file: name, code: "signer.signature_invalid",
                "the signer's answer is no signature of the public key",
                advice: "Does --public-key belong to the signer's key? ESP256 answers r and s, 64 bytes.")
        }
        return signature
    }

    private var ended: Failure {
        Failure(
            .inputOutput, file: name, code: "signer.ended", "the signer has ended without an answer",
            advice: "Run it by hand and give it a line of base64; what it wrote to standard error stands above.")
    }

    private func answered(_ text: String) -> Failure {
        Failure(
            .inputOutput, file: name, code: "signer.answer_invalid", "the signer answered \(JSONValue.quoted(text))",
            advice: "An answer is the base64 of a signature's 64 bytes, on one line; nothing is said unasked.")
    }

    /// Passes on the questions, and keeps those that were asked for their answers.
    private func ask(_ stream: AsyncStream<Question>, _ input: StandardInputWriter, _ pending: Pending) async {
        for await question in stream {
            if let failure = await pending.add(question.answer) {
                question.answer.resume(throwing: failure)
                continue
            }
            // A process that has ended fails the question when its output is seen to end.
            _ = try? await input.write(Base64.encode(question.message) + "\n")
        }
        try? await input.finish()
    }

    private func listen(to output: SubprocessOutputSequence, _ pending: Pending) async {
        var failure = ended
        do {
            for try await line in output.strings(bufferingPolicy: .maxLineLength(Self.longestLine)) {
                let text = line.filter { !$0.isNewline }
                guard let answer = await pending.next() else {
                    // From here on answers and questions would not match.
                    failure = answered(text)
                    break
                }
                guard let signature = Base64.decode(text) else {
                    answer.resume(throwing: answered(text))
                    continue
                }
                answer.resume(returning: signature)
            }
        } catch {
            // A line that is too long: nothing after it can be trusted to be an answer.
        }
        for answer in await pending.close(failure) { answer.resume(throwing: failure) }
    }
}

/// Questions that were asked and not answered yet, oldest first.
private actor Pending {
    typealias Answer = CheckedContinuation<[UInt8], any Error>

    private var answers: [Answer] = []
    /// Why no answer will come any more.
    private var failure: Failure?

    /// Keeps the question, or tells why it will not be answered.
    func add(_ answer: Answer) -> Failure? {
        if failure == nil { answers.append(answer) }
        return failure
    }

    func next() -> Answer? { answers.isEmpty ? nil : answers.removeFirst() }

    func close(_ failure: Failure) -> [Answer] {
        self.failure = failure
        defer { answers = [] }
        return answers
    }
}
