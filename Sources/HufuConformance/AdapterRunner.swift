public import Hufu
internal import HufuFiles
package import HufuSigners

/// Asks another implementation, a process that answers inputs, one JSON object a line, in order (`Vectors/README.md`).
/// Everything else that the process does is a fault of the case at hand, after which a new process is asked.
package struct AdapterRunner {
    /// After so many faults one after another the rest is not asked: to wait for each of thousands would take hours.
    package static let maximumFaults = 20
    /// The largest answer in bytes.
    package static let longestAnswer = 1 << 20

    /// How long a process may take to end after its standard input has.
    private static let patience = Duration.seconds(2)

    private let timeout: Duration

    /// - Parameter timeout: for each answer.
    package init(timeout: Duration) { self.timeout = timeout }

    /// Runs all cases, in order.
    ///
    /// - Parameters:
    ///   - command: the program, which is started without a shell and gets a process group of its own.
    ///   - report: called with each case and its result.
    /// - Throws: `adapter.not_started`, and what `report` throws.
    package func run(
        _ cases: [Case], by command: CommandLineWords, report: @escaping (Case, Case.Result) throws -> Void
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

    /// How many cases a process has answered, and what was wrong with the one after them.
    private struct Session {
        var finished = 0
        var fault: String?
        var hasEnded = false
    }

    /// Starts a process, asks it until it makes a fault, and ends it; how it has ended, in words.
    private func session(
        with command: CommandLineWords, _ cases: ArraySlice<Case>, _ report: (Case, Case.Result) throws -> Void
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

    /// Asks a process case after case, until it makes a fault.
    private func ask(
        _ process: LineProcess, _ cases: ArraySlice<Case>, _ report: (Case, Case.Result) throws -> Void
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

/// Why an adapter cannot be asked.
public struct AdapterError: CodedError {
    /// The program of the command.
    public let program: String
    /// What the system says, in words.
    let cause: String

    /// `adapter.not_started`.
    public var code: String { "adapter.not_started" }
    /// What the system says.
    public var message: String { "\(program) cannot be started: \(cause)" }
    /// `nil`.
    public var location: String? { nil }
    /// What to do about it.
    public var advice: String { "An adapter is a program and its arguments; there is no shell." }
}
