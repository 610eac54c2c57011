internal import Hufu

extension VectorFile {
    /// `hfc2.json`: the text of a signed challenge, as a holder reads it.
    func signedChallengeCases() throws -> [VectorCase] {
        var file = self
        let trusts = try file.head.table("trusts", \.value)
        let credentials = try file.head.table("credentials", \.value)
        return try file.cases { object throws in
            var input = [
                JSONMember("id", try object.required("id").value), JSONMember("now", try object.required("now").value),
                JSONMember("trust", try trusts.named(object.required("trust"))),
                JSONMember(ChallengeInput.textName, try object.required(ChallengeInput.textName).value),
            ]
            if let name = try object.optionalString("credential") {
                guard let credential = credentials[name] else { throw InvalidCase("there is no credential \(name)") }
                input.append(JSONMember("credential", credential))
            }
            let expected = Expectation.challenge(try ChallengeExpectation(object.required("expect")))
            return .answer(input: .object(input), expected: expected, layers: nil)
        }
    }
}

/// The input of a holder in the adapter protocol: the text of a signed challenge.
struct ChallengeInput {
    /// The name of the member with the text, by which such a line is known. An adapter may not support it.
    static let textName = "text"

    private let text: String
    private let trust: TrustList
    private let now: UnixTime
    private let credential: Credential?

    init(_ field: JSONField) throws {
        var object = try field.object()
        for name in ["id", "comment", "spec", "flags"] { _ = object.optional(name) }
        text = try object.requiredString(Self.textName)
        now = UnixTime(secondsSince1970: try object.requiredInt("now"))
        let (list, skew) = (try object.required("trust"), VerifierLists.defaultSkew)
        trust = try CaseInput.lists(list, RollbackState(), nil, skew: skew, at: now).trust
        credential = try object.optional("credential").map { try Credential($0.hexadecimal()) }
        try object.finish()
    }

    /// The scanner and the elements, or the code with which the challenge is refused.
    func answer() throws -> [JSONMember] {
        let known: IdentifiedChallenge
        do throws(ChallengeError) { known = try IdentifiedChallenge(text: text, trust: trust, at: now) } catch {
            return [JSONMember("valid", false), JSONMember("code", .string(error.code))]
        }
        guard case .object(let members) = known.jsonValue(try credential?.preview(for: known.challenge)) else {
            return []
        }
        return [JSONMember("valid", true)] + members
    }
}

/// The reading of a signed challenge that a case expects.
struct ChallengeExpectation: Sendable {
    private let members: [String: JSONValue]

    /// The members that are compared; an answer must not have one of these that is not expected.
    private static let names = [
        "valid", "code", "cnonce", "audience", "verifier", "authority", "allowed", "asked", "disclosed", "shown",
        "marked", "absent",
    ]

    init(_ field: JSONField) throws {
        var object = try field.object()
        members = Dictionary(
            object.takeAll().map { ($0.name, $0.field.value) }, uniquingKeysWith: { first, _ in first })
        guard case .bool? = members["valid"], members.keys.allSatisfy(Self.names.contains) else {
            throw field.invalid(expected: "valid, and members of the format")
        }
    }

    /// The first difference of an answer; `nil` if there is none.
    func difference(from answer: JSONValue) -> String? {
        func text(_ value: JSONValue?) -> String { value.map { JSONWriter.text($0) } ?? "nothing" }
        if let error = answer["error"] { return "an answer expected, the error \(text(error)) answered" }
        return Self.names.first { answer[$0] != members[$0] }.map { name in
            "\(name): \(text(members[name])) expected, \(text(answer[name])) answered"
        }
    }
}
