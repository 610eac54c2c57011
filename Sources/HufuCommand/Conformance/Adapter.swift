internal import Hufu
internal import HufuConformance
internal import Subprocess

/// Another implementation: a process, started without a shell, that answers questions, one JSON object a line, in order. Whatever
/// else it does is a fault of the case at hand, after which a new process is asked.
struct Adapter {
    let command: CommandLineWords
    /// For each answer.
    let timeout: Duration

    /// So many faults one after another are no accident: it would take hours to wait for each of thousands of cases.
    static let maximumFaults = 20
    /// More than any answer.
    private static let longestAnswer = 1 << 20
    /// How long the process may take to end after its standard input has.
    private static let patience = Duration.seconds(2)

    /// Runs all cases, in order.
    func run(_ cases: [Case], _ report: (Case, Case.Result) throws -> Void) async throws {
        var rest = cases[...]
        var faults = 0
        while let next = rest.first {
            guard faults < Self.maximumFaults, next.question != nil else {
                let reason = "not asked: the adapter has failed \(Self.maximumFaults) times one after another"
                try report(next, next.question == nil ? next.resultWithoutAnswer : .failed(reason))
                rest = rest.dropFirst()
                continue
            }
            let session = try await ask(rest, report)
            rest = rest.dropFirst(session.finished)
            if session.finished > 0 { faults = 0 }
            guard let reason = session.fault, let failed = rest.popFirst() else { continue }
            try report(failed, .failed(reason))
            faults += 1
        }
    }

    /// What came of one process: how many cases it has answered, and what was wrong with the one after them.
    private struct Session {
        var finished = 0
        var fault: String?
        var hasEnded = false
    }

    /// Asks one process case after case, until it makes a fault.
    private func ask(
        _ cases: ArraySlice<Case>, _ report: (Case, Case.Result) throws -> Void
    ) async throws -> Session {
        var options = PlatformOptions()
        // A group of its own: what the program has started itself ends with it.
        options.processGroupID = 0
        do {
            let result = try await Subprocess.run(
                command.executable, arguments: Arguments(command.arguments), platformOptions: options,
                input: .inputWriter, output: .sequence, error: .currentStandardError
            ) { execution in
                func killed(after duration: Duration) -> Task<Bool, Never> {
                    Task {
                        guard (try? await Task.sleep(for: duration)) != nil else { return false }
                        try? execution.send(signal: .kill, toProcessGroup: true)
                        return true
                    }
                }
                var output = Lines(execution.standardOutput, longest: Self.longestAnswer)
                var session = Session()
                for one in cases {
                    guard let question = one.question else {
                        try report(one, one.resultWithoutAnswer)
                        session.finished += 1
                        continue
                    }
                    let deadline = killed(after: timeout)
                    // A process that has ended shows it when its output is seen to end.
                    _ = try? await execution.standardInputWriter.write(JSONWriter.bytes(question) + [0x0a])
                    let line = await output.next()
                    deadline.cancel()
                    if await deadline.value {
                        session.fault = "no answer in \(timeout)"
                    } else if let line {
                        session.fault = Self.fault(line, question)
                    } else {
                        session.hasEnded = true
                    }
                    guard session.fault == nil, let line, let answer = try? JSONReader.read(line).value else { break }
                    try report(one, one.result(of: answer))
                    session.finished += 1
                }
                if session.fault != nil { try? execution.send(signal: .kill, toProcessGroup: true) }
                try? await execution.standardInputWriter.finish()
                let deadline = killed(after: Self.patience)
                while await output.next() != nil {}
                deadline.cancel()
                return session
            }
            var session = result.closureResult
            if session.hasEnded { session.fault = "no answer: \(Self.words(result.terminationStatus))" }
            return session
        } catch let error as SubprocessError {
            throw Failure(
                .noInput, file: command.program, code: "adapter.not_started", "\(error)",
                advice: "--adapter takes a program and its arguments; there is no shell.")
        }
    }

    private static func fault(_ line: [UInt8], _ question: JSONValue) -> String? {
        guard let answer = try? JSONReader.read(line).value else {
            return "no JSON answered: \(JSONValue.quoted(String(decoding: line, as: UTF8.self)))"
        }
        guard answer["id"] == question["id"] else {
            return "the answer is to \(answer["id"].map { JSONWriter.text($0) } ?? "nothing")"
        }
        return nil
    }

    private static func words(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "it ended with status \(code)"
        case .signaled(let signal): "signal \(signal) ended it"
        }
    }
}

/// The lines that a process writes.
private struct Lines {
    private var chunks: SubprocessOutputSequence.Iterator
    private let longest: Int
    private var buffer: [UInt8] = []

    init(_ output: SubprocessOutputSequence, longest: Int) {
        chunks = output.makeAsyncIterator()
        self.longest = longest
    }

    /// Nothing at the end, and when a line does not end.
    mutating func next() async -> [UInt8]? {
        while true {
            if let end = buffer.firstIndex(of: 0x0a) {
                defer { buffer.removeSubrange(...end) }
                return Array(buffer[..<end])
            }
            guard buffer.count <= longest, let chunk = try? await chunks.next() else { return nil }
            buffer += unsafe chunk.withUnsafeBytes { unsafe Array($0) }
        }
    }
}
