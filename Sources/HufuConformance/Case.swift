package import Hufu

/// One case of a file of vectors, ready to be run.
package struct Case: Sendable {
    package let id: String
    /// The file's name, without its ending.
    package let file: String
    package let comment: String
    package let spec: String
    let task: Task

    enum Task: Sendable {
        /// A question for an implementation, and what it has to answer.
        case question(JSONValue, Expectation)
        /// A check of the layers of this library; it returns the fault, or `nil`.
        case layer(@Sendable () throws -> String?)
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
        case .question(let question, _): return result(of: Question.answer(line: JSONWriter.bytes(question)))
        case .layer(let check): do { return Self.result(try check()) } catch { return .failed("\(error)") }
        case .broken: return resultWithoutAnswer
        }
    }

    /// The question for an implementation; `nil` if none can be asked.
    package var question: JSONValue? {
        if case .question(let question, _) = task { question } else { nil }
    }

    /// The result of an implementation's answer.
    package func result(of answer: JSONValue) -> Result {
        guard case .question(_, let expected) = task else { return resultWithoutAnswer }
        return Self.result(expected.difference(from: answer, to: id))
    }

    /// The result where no implementation can be asked.
    package var resultWithoutAnswer: Result {
        switch task {
        case .question: .failed("not asked")
        case .layer: .notRun("no adapter can be asked about layers")
        case .broken(let reason): .failed(reason)
        }
    }

    private static func result(_ difference: String?) -> Result { difference.map(Result.failed) ?? .passed }
}

/// Why there is no case.
struct Fault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
