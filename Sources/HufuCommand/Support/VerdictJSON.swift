internal import Hufu

/// A verdict as JSON: the names of a line of `verify --stream`, always in this order; what is not known is absent.
enum VerdictJSON {
    static func value(_ verdict: Verdict) -> JSONValue {
        var members: [JSONMember] = []
        func add(_ name: String, _ value: JSONValue?) {
            if let value { members.append(JSONMember(name, value)) }
        }
        func time(_ second: Int?) -> JSONValue? { second.map { .string(TokenReport.time($0)) } }

        add("verdict", .string(verdict.outcome.rawValue))
        add("code", .string(verdict.code.rawValue))
        add("kind", verdict.kind.map { .string($0.rawValue) })
        add("message", .string(verdict.code.message))
        add("advice", .string(verdict.code.advice))
        add(
            "issuer",
            verdict.issuer.map {
                ["id": .string($0.id), "name": .string($0.name), "kid": .string(Hex.encode($0.keyID))]
            })
        add("license", verdict.license?.license.jsonValue)
        add("withheld", verdict.license.map { .bool($0.isPartlyWithheld) })
        add("status", verdict.status.map { .string($0.jsonName) })
        add("standing", verdict.standing.map { .string($0.jsonName) })
        add("clock_offset", verdict.clockOffset.map(JSONValue.integer))
        add("token_expires", time(verdict.tokenExpires))
        add("credential_expires", time(verdict.credentialExpires))
        add("notices", .array(verdict.notices.map { .string($0.rawValue) }))
        return .object(members)
    }
}
