package import Hufu

/// A case of a file of vectors.
package struct Case: Sendable {
    package let id: String
    /// The file's name without `.json`.
    package let file: String
    package let comment: String
    package let spec: String
    let task: Task

    enum Task: Sendable {
        /// An input that any implementation can be given, and the verdict that it has to answer.
        case verdict(input: JSONValue, expected: Expectation)
        /// A check of a layer of this library; it returns what is wrong, or `nil`.
        case layer(@Sendable () throws -> String?)
        /// A case that cannot be run, and why. It fails.
        case broken(String)
    }

    package enum Result: Sendable, Equatable {
        case passed
        case failed(String)
        /// The case cannot be run here, and why.
        case notRun(String)
    }

    /// Runs the case against this library.
    package func run() -> Result {
        switch task {
        case .verdict(let input, _): return result(of: CaseInput.answer(line: JSONWriter.bytes(input)))
        case .layer(let check): do { return Self.result(try check()) } catch { return .failed("\(error)") }
        case .broken: return resultWithoutAnswer
        }
    }

    /// The input for another implementation; `nil` if the case has none.
    package var input: JSONValue? {
        switch task {
        case .verdict(let input, _): input
        case .layer, .broken: nil
        }
    }

    /// The result, given the answer of an implementation to `input`.
    package func result(of answer: JSONValue) -> Result {
        switch task {
        case .verdict(_, let expected): Self.result(expected.difference(from: answer, to: id))
        case .layer, .broken: resultWithoutAnswer
        }
    }

    /// The result if another implementation is tested and the case has no input.
    package var resultWithoutAnswer: Result {
        switch task {
        case .verdict: .failed("not asked")
        case .layer: .notRun("no adapter can be asked about layers")
        case .broken(let reason): .failed(reason)
        }
    }

    private static func result(_ difference: String?) -> Result { difference.map(Result.failed) ?? .passed }
}

/// Why a case, or a file of cases, cannot be run. The case fails, and the run goes on.
struct InvalidCase: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
