public import Hufu

/// A token and the time in which to show it.
public struct TokenReport: Sendable {
    /// The token.
    public let token: Token
    /// The form of its text.
    public let transport: Transport

    /// The report of a token.
    public init(_ token: Token, transport: Transport = .base45) {
        self.token = token
        self.transport = transport
    }

    /// `{"not_before", "not_after", "token"}` in one line.
    public var json: String { JSONWriter.text(jsonValue) }

    var jsonValue: JSONValue {
        [
            "not_before": .string(token.issuedAt.description), "not_after": .string(token.expiresAt.description),
            "token": .string(token.text(transport)),
        ]
    }
}
