#if PROCESSES
    public import Hufu
    public import HufuSigners

    /// Runs the vectors against another implementation: a process that answers inputs, one JSON object per line, in order
    /// (the adapter protocol of `Vectors/README.md`).
    ///
    /// A missing, late, overlong or malformed answer fails the case that was asked, and a new process is started for the
    /// next case.
    public struct AdapterRunner {
        /// The number of consecutive faults after which the remaining cases fail without being asked: waiting for each of
        /// thousands of cases would take hours.
        public static let maximumFaults = 20
        /// The largest answer, in bytes.
        public static let longestAnswer = 1 << 20

        /// The longest time that a process may take to end after the end of its standard input.
        private static let patience = Duration.seconds(2)

        private let timeout: Duration

        /// A runner.
        ///
        /// - Parameter timeout: the longest time to wait for one answer.
        public init(timeout: Duration) { self.timeout = timeout }

        /// Runs all cases, in order. A case without an input for other implementations is ``VectorCase/Result/notRun(_:)``.
        ///
        /// - Parameters:
        ///   - cases: the cases to run.
        ///   - command: the program and its arguments. It is started without a shell, in a process group of its own.
        ///   - report: called with each case and its result, in the order of `cases`.
        /// - Throws: ``AdapterError`` if the program cannot be started, or the error of `report`.
        public func run(
            _ cases: [VectorCase], by command: CommandLineWords,
            report: @escaping (VectorCase, VectorCase.Result) throws -> Void
        ) async throws {
            var rest = cases[...]
            var faults = 0
            while let next = rest.first {
                guard faults < Self.maximumFaults, next.input != nil else {
                    let reason = "not asked: the adapter has failed \(Self.maximumFaults) times one after another"
                    try report(next, next.input == nil ? next.resultWithoutAnswer : .failed(reason))
                    rest = rest.dropFirst()
                    continue
                }
                let (session, ending) = try await self.session(with: command, rest, report)
                rest = rest.dropFirst(session.finished)
                if session.finished > 0 { faults = 0 }
                let fault = session.hasEnded ? "no answer: \(ending)" : session.fault
                guard let fault, let failed = rest.popFirst() else { continue }
                try report(failed, .failed(fault))
                faults += 1
            }
        }

        /// The number of cases that a process has answered, and the fault of the case after them.
        private struct Session {
            var finished = 0
            var fault: String?
            var hasEnded = false
        }

        /// Starts a process, asks it case after case until the first fault, and ends it.
        ///
        /// - Returns: the session, and how the process has ended, in words.
        private func session(
            with command: CommandLineWords, _ cases: ArraySlice<VectorCase>,
            _ report: (VectorCase, VectorCase.Result) throws -> Void
        ) async throws -> (Session, ending: String) {
            do {
                let outcome = try await LineProcess.run(command, ownsGroup: true, patience: Self.patience) { process in
                    let session = try await ask(process, cases, report)
                    if session.fault != nil { process.end() }
                    return session
                }
                let ending =
                    switch outcome.ending {
                    case .exited(let status): "it ended with status \(status)"
                    case .signalled(let signal): "signal \(signal) ended it"
                    case .outlived: "it closed its output and did not end"
                    }
                return (outcome.value, ending)
            } catch let error as LineProcess.NotStarted {
                throw AdapterError(program: command.program, cause: error.reason)
            }
        }

        /// Asks a process case after case, until the first fault.
        private func ask(
            _ process: LineProcess, _ cases: ArraySlice<VectorCase>,
            _ report: (VectorCase, VectorCase.Result) throws -> Void
        ) async throws -> Session {
            var lines = process.lines(longest: Self.longestAnswer)
            var session = Session()
            for one in cases {
                guard let input = one.input else {
                    try report(one, one.resultWithoutAnswer)
                    session.finished += 1
                    continue
                }
                let deadline = Task { [timeout] in
                    guard (try? await Task.sleep(for: timeout)) != nil else { return false }
                    process.end()
                    return true
                }
                await process.write(JSONWriter.bytes(input) + [0x0a])
                let line = await lines.next()
                deadline.cancel()
                if await deadline.value {
                    session.fault = "no answer in \(timeout)"
                    return session
                }
                switch line {
                case .line(let line):
                    let answer = try? JSONReader.read(line).value
                    session.fault = Self.fault(answer, in: line, input)
                    guard session.fault == nil, let answer else { return session }
                    try report(one, one.result(of: answer))
                    session.finished += 1
                case .tooLong:
                    session.fault = "an answer of more than \(Self.longestAnswer) bytes without a line feed"
                    return session
                case .end:
                    session.hasEnded = true
                    return session
                }
            }
            return session
        }

        private static func fault(_ answer: JSONValue?, in line: [UInt8], _ input: JSONValue) -> String? {
            guard let answer else {
                return "no JSON answered: \(JSONValue.quoted(String(decoding: line, as: UTF8.self)))"
            }
            guard answer["id"] == input["id"] else {
                return "the answer is to \(answer["id"].map { JSONWriter.text($0) } ?? "nothing")"
            }
            return nil
        }
    }

    /// The program of an adapter cannot be started.
    public struct AdapterError: CodedError {
        /// The program of the command.
        public let program: String
        /// The reason, in the words of the system.
        let cause: String

        /// `adapter.not_started`.
        public var code: String { "adapter.not_started" }
        /// The fault, in one line.
        public var message: String { "\(program) cannot be started: \(cause)" }
        /// `nil`.
        public var location: String? { nil }
        /// The remedy, in whole sentences.
        public var advice: String { "An adapter is a program and its arguments; there is no shell." }
    }
#endif
