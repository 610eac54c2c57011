internal import Hufu

extension VectorFile {
    /// `hfc2.json`: the text of a signed challenge, as a holder reads it.
    func signedChallengeCases() throws -> [VectorCase] {
        var file = self
        let trusts = try file.head.table("trusts", \.self)
        let credentials = try file.head.table("credentials") { try Credential($0.hexadecimal()) }
        return try file.cases { object throws in
            let now = UnixTime(secondsSince1970: try object.requiredInt("now"))
            let field = try object.required("trust")
            let trust = (try? field.string()).flatMap { trusts[$0] } ?? field
            let (text, name) = (try object.requiredString("text"), try object.optionalString("credential"))
            let credential = name.flatMap { credentials[$0] }
            guard (name == nil) == (credential == nil) else { throw InvalidCase("there is no such credential") }
            let expected = try object.required("expect").value
            let list = try CaseInput.lists(trust, RollbackState(), nil, skew: VerifierLists.defaultSkew, at: now).trust
            return .layer {
                let found = try Self.answer(to: text, list, credential, at: now)
                return found == expected
                    ? nil : "\(JSONWriter.text(expected)) expected, \(JSONWriter.text(found)) found"
            }
        }
    }

    private static func answer(
        to text: String, _ trust: TrustList, _ credential: Credential?, at now: UnixTime
    ) throws -> JSONValue {
        let found: IdentifiedChallenge
        do throws(ChallengeError) { found = try IdentifiedChallenge(text: text, trust: trust, at: now) } catch {
            return ["valid": false, "code": .string(error.code)]
        }
        let challenge = found.challenge
        func names(_ elements: [License.Element]) -> JSONValue { .array(elements.map { .string($0.jsonName) }) }
        var members = [
            JSONMember("valid", true), JSONMember("cnonce", .string(Hex.encode(challenge.answer))),
            JSONMember("audience", .string(challenge.certificate.id)),
            JSONMember("verifier", .string(challenge.certificate.name)),
            JSONMember("authority", .string(found.authority)),
            JSONMember("allowed", names(challenge.certificate.elements)),
            JSONMember("asked", names(challenge.elements)),
        ]
        if let preview = try credential?.preview(for: challenge) {
            members += [
                JSONMember("disclosed", names(preview.disclosed)), JSONMember("shown", names(preview.shown)),
                JSONMember("marked", names(preview.unallowed)), JSONMember("absent", names(preview.absent)),
            ]
        }
        return .object(members)
    }
}
