internal import Hufu

/// A running implementation that is asked one line at a time.
package protocol AdapterProcess {
    /// Writes a line and waits for the answer. After any answer but a line the process is of no more use.
    func answer(to line: [UInt8], within timeout: Duration) async -> AdapterAnswer
    /// Ends the process at once.
    func end()
}

/// What a process answered.
package enum AdapterAnswer: Sendable, Equatable {
    /// A line, without its line feed.
    case line([UInt8])
    /// Nothing in time.
    case late
    /// More than ``AdapterRunner/longestAnswer`` bytes without a line feed.
    case tooLong
    /// The end of its output.
    case ended
}

/// Asks another implementation, a process that answers inputs, one JSON object a line, in order (`Vectors/README.md`).
/// Everything else that the process does is a fault of the case at hand, after which a new process is asked.
package struct AdapterRunner {
    /// After so many faults one after another the rest is not asked: to wait for each of thousands would take hours.
    package static let maximumFaults = 20
    /// The largest answer in bytes.
    package static let longestAnswer = 1 << 20

    private let timeout: Duration

    /// - Parameter timeout: for each answer.
    package init(timeout: Duration) { self.timeout = timeout }

    /// Runs all cases, in order.
    ///
    /// - Parameters:
    ///   - start: starts a process, calls its argument with it, ends it, and returns in words how it has ended.
    ///   - report: called with each case and its result.
    package func run(
        _ cases: [Case], starting start: (_ session: (any AdapterProcess) async throws -> Void) async throws -> String,
        report: @escaping (Case, Case.Result) throws -> Void
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
            var session = Session()
            let ending = try await start { process in
                session = try await ask(process, rest, report)
                if session.fault != nil { process.end() }
            }
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

    /// Asks a process case after case, until it makes a fault.
    private func ask(
        _ process: any AdapterProcess, _ cases: ArraySlice<Case>, _ report: (Case, Case.Result) throws -> Void
    ) async throws -> Session {
        var session = Session()
        for one in cases {
            guard let input = one.input else {
                try report(one, one.resultWithoutAnswer)
                session.finished += 1
                continue
            }
            switch await process.answer(to: JSONWriter.bytes(input) + [0x0a], within: timeout) {
            case .line(let line):
                let answer = try? JSONReader.read(line).value
                session.fault = Self.fault(answer, in: line, input)
                guard session.fault == nil, let answer else { return session }
                try report(one, one.result(of: answer))
                session.finished += 1
            case .late:
                session.fault = "no answer in \(timeout)"
                return session
            case .tooLong:
                session.fault = "an answer of more than \(Self.longestAnswer) bytes without a line feed"
                return session
            case .ended:
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
