package import Hufu

/// One case of a file of vectors, ready to be run.
package struct Case: Sendable {
    package let id: String
    /// The file's name, without its ending.
    package let file: String
    package let comment: String
    package let spec: String
    let task: Task

    /// What is wrong; `nil` if nothing is.
    typealias Check = @Sendable () throws -> String?

    enum Task: Sendable {
        /// A question for an implementation, and what it has to answer.
        ///
        /// `layers` says in addition what is wrong with this library's view of the input.
        case question(JSONValue, Expectation, layers: Check?)
        /// What is asked of the layers of this library; an answer is what is wrong.
        case layer(Check)
        /// What is wrong with the case itself.
        case broken(String)
    }

    package enum Result: Sendable, Equatable {
        case passed
        case failed(String)
        /// Why there was nobody to ask.
        case notRun(String)
    }

    /// Asks this library.
    package func run() -> Result {
        switch task {
        case .question(let question, _, let layers):
            let result = result(of: Question.answer(line: JSONWriter.bytes(question)))
            return result == .passed ? layers.map(Self.result(of:)) ?? result : result
        case .layer(let check): return Self.result(of: check)
        case .broken: return resultWithoutAnswer
        }
    }

    /// What an implementation is asked; nothing if none can be.
    package var question: JSONValue? {
        if case .question(let question, _, _) = task { question } else { nil }
    }

    /// What an implementation's answer is worth.
    package func result(of answer: JSONValue) -> Result {
        guard case .question(_, let expected, _) = task else { return resultWithoutAnswer }
        return Self.result(expected.difference(from: answer, to: id))
    }

    /// What there is to be said where nobody can be asked.
    package var resultWithoutAnswer: Result {
        switch task {
        case .question: .failed("not asked")
        case .layer: .notRun("no adapter can be asked about layers")
        case .broken(let reason): .failed(reason)
        }
    }

    private static func result(of check: Check) -> Result {
        do { return result(try check()) } catch { return .failed("\(error)") }
    }

    private static func result(_ difference: String?) -> Result { difference.map(Result.failed) ?? .passed }
}

/// Why there is no case.
struct Fault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
