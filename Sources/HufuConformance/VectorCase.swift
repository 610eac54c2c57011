package import Hufu

/// A case of a vector file.
public struct VectorCase: Sendable {
    /// The identifier, which is unique in a ``VectorSuite`` and begins with the file's name.
    public let id: String
    /// The name of the vector file, without `.json`.
    public let file: String
    /// What the case tests, in words.
    public let comment: String
    /// The section of the standard or of the profile that the case tests.
    public let spec: String
    let task: Task

    /// A check; it returns the fault in words, or `nil` if there is none.
    typealias Check = @Sendable () throws -> String?
    typealias CertifiedCheck = @Sendable (any StatusCertificateVerifier) throws -> String?

    enum Task: Sendable {
        /// An input for any implementation, and its expected answer: a verdict, or what a holder's device reads.
        ///
        /// `layers` also checks the layers of the input in this library.
        case answer(input: JSONValue, expected: Expectation, layers: Check?)
        /// A check of a layer of this library.
        case layer(Check)
        /// The same for a verifier that supports certificates in status lists.
        case certified(StatusRoots, CertifiedCheck)
        /// A malformed case, with the reason. It fails.
        case broken(String)
    }

    /// The result of a case.
    public enum Result: Sendable, Equatable {
        /// The answer is the expected one.
        case passed
        /// The answer differs from the expected one, or the case is malformed; with the reason in words.
        case failed(String)
        /// The case cannot be run against this implementation; with the reason in words.
        case notRun(String)
    }

    /// Runs the case against this library.
    ///
    /// - Parameter certificates: makes the verifier of the certificates in status lists; without it, a case with roots is
    ///   ``Result/notRun(_:)``.
    public func run(certificates: StatusRoots.Support? = nil) -> Result {
        switch task {
        case .answer(let input, _, let layers):
            let result = result(of: CaseInput.answer(line: JSONWriter.bytes(input), certificates: certificates))
            return result == .passed ? layers.map(Self.result(of:)) ?? result : result
        case .layer(let check): return Self.result(of: check)
        case .certified(let roots, let check):
            guard let certificates else { return .notRun(StatusRoots.unsupported) }
            return Self.result { try check(certificates(roots)) }
        case .broken: return resultWithoutAnswer
        }
    }

    /// The input for another implementation; `nil` if the case has none.
    package var input: JSONValue? {
        switch task {
        case .answer(let input, _, _): input
        case .layer, .certified, .broken: nil
        }
    }

    /// The result, given the answer of an implementation to `input`.
    package func result(of answer: JSONValue) -> Result {
        switch task {
        case .answer(let input, let expected, _):
            Self.unsupported.first { name, _ in
                answer["unsupported"] == .string(name) && input[name] != nil
            }.map { .notRun($0.reason) } ?? Self.result(expected.difference(from: answer, to: id))
        case .layer, .certified, .broken: resultWithoutAnswer
        }
    }

    /// The members of a line that an implementation need not support.
    private static let unsupported = [
        (name: StatusRoots.name, reason: StatusRoots.unsupported),
        (name: CaseInput.challengesName, reason: "the challenges that were shown (challenges) are not supported"),
        (name: ChallengeInput.textName, reason: "the signed challenges that a holder reads (text) are not supported"),
    ]

    /// The result if another implementation is tested and the case has no input.
    package var resultWithoutAnswer: Result {
        switch task {
        case .answer: .failed("not asked")
        case .layer, .certified: .notRun("no adapter can be asked about layers")
        case .broken(let reason): .failed(reason)
        }
    }

    private static func result(of check: Check) -> Result {
        do { return result(try check()) } catch { return .failed("\(error)") }
    }

    private static func result(_ difference: String?) -> Result { difference.map(Result.failed) ?? .passed }
}

/// Why a case, or a file of cases, cannot be run. The case fails, and the run goes on.
struct InvalidCase: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
