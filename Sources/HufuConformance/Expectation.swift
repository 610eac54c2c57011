internal import Hufu

/// The answer that a case expects.
enum Expectation: Sendable {
    case one(Answer)
    /// The answers to a sequence of scans.
    case sequence([Answer])
    /// The answer of a holder's device.
    case challenge(ChallengeExpectation)

    /// A verdict, or an error if the configuration has to be refused.
    struct Answer: Sendable {
        /// `nil` for an error.
        fileprivate let members: [String: JSONValue]?

        /// The members that are compared. An answer must not have one of these that is not expected; members with other
        /// names are ignored.
        fileprivate static let names = [
            "verdict", "code", "notices", "license", "withheld", "clock_offset", "answer_age", "status",
            "standing",
        ]

        init(_ field: JSONField, licenses: [String: JSONValue]) throws {
            var object = try field.object()
            if let error = try object.optionalBool("error") {
                guard error else { throw InvalidCase("error is always true") }
                members = nil
                try object.finish()
                return
            }
            let name = try object.requiredString("code")
            guard let code = Verdict.Code(rawValue: name) else { throw InvalidCase("there is no code \(name)") }
            var members = ["code": JSONValue.string(name), "notices": .array([])]
            members["verdict"] = try object.required("verdict").value
            guard members["verdict"] == .string(code.outcome.rawValue) else {
                throw InvalidCase("the verdict of \(name) is \(code.outcome.rawValue)")
            }
            if let notices = try object.optionalArray("notices") {
                for notice in notices where Verdict.Notice(rawValue: try notice.string()) == nil {
                    throw notice.invalid(expected: "a notice of the profile")
                }
                members["notices"] = .array(notices.map(\.value))
            }
            members["license"] = try object.optional("license").map { try licenses.named($0) }
            for name in Self.names.dropFirst(4) { members[name] = object.optional(name)?.value }
            try object.finish()
            self.members = members
        }

        fileprivate func difference(from answer: JSONValue) -> String? {
            guard case .object = answer else { return "the answer is \(answer.summary)" }
            let error = answer["error"]
            guard let members else {
                return error == nil ? "error expected, \(text(answer["code"])) answered" : nil
            }
            if let error { return "\(text(members["code"])) expected, the error \(text(error)) answered" }
            for name in Self.names {
                let answered = answer[name] ?? (name == "notices" ? .array([]) : nil)
                guard answered != members[name] else { continue }
                return "\(name): \(text(members[name])) expected, \(text(answered)) answered"
            }
            return nil
        }

        private func text(_ value: JSONValue?) -> String { value.map { JSONWriter.text($0) } ?? "nothing" }
    }

    /// The first difference of an answer from the expected one; `nil` if there is none.
    func difference(from answer: JSONValue, to id: String) -> String? {
        guard answer["id"] == .string(id) else {
            return "the answer is to \(answer["id"].map { JSONWriter.text($0) } ?? "nothing")"
        }
        switch self {
        case .one(let expected): return expected.difference(from: answer)
        case .challenge(let expected): return expected.difference(from: answer)
        case .sequence(let expected):
            guard case .array(let results)? = answer["results"], results.count == expected.count else {
                return "\(expected.count) results expected"
            }
            for (number, (expected, result)) in zip(expected, results).enumerated() {
                if let difference = expected.difference(from: result) { return "scan \(number): \(difference)" }
            }
            return nil
        }
    }
}
