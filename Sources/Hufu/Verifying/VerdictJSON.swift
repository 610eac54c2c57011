/// A verdict as one JSON object, as `Vectors/verdict.schema.json` describes it. A value that is not known is absent.
extension Verdict {
    /// The verdict as compact JSON on one line.
    public var json: String { JSONWriter.text(jsonValue) }

    package var jsonValue: JSONValue {
        var members = [
            JSONMember("verdict", .string(outcome.rawValue)), JSONMember("code", .string(code.rawValue)),
        ]
        func add(_ name: String, _ value: JSONValue?) {
            if let value { members.append(JSONMember(name, value)) }
        }
        add("kind", (kind?.rawValue).map(JSONValue.string))
        add("message", .string(code.message))
        add("advice", .string(code.advice))
        add("detail", detail.map(JSONValue.string))
        add(
            "issuer",
            issuer.map { issuer in
                ["id": .string(issuer.id), "name": .string(issuer.name), "kid": .string(Hex.encode(issuer.keyID))]
            })
        add("license", license?.license.jsonValue)
        add("withheld", (license?.isPartlyWithheld).map(JSONValue.bool))
        add("lacking", lacking.isEmpty ? nil : .array(lacking.map { .string($0.jsonName) }))
        add("status", (status?.jsonName).map(JSONValue.string))
        add("status_age", statusAge.map(JSONValue.integer))
        add("standing", (standing?.jsonName).map(JSONValue.string))
        add("clock_offset", clockOffset.map(JSONValue.integer))
        add("answer_age", answerAge.map(JSONValue.integer))
        add("token_expires", tokenExpires.map(Self.time))
        add("credential_expires", credentialExpires.map(Self.time))
        add("notices", .array(notices.map { .string($0.rawValue) }))
        return .object(members)
    }

    private static func time(_ time: UnixTime) -> JSONValue { .string(time.description) }
}
