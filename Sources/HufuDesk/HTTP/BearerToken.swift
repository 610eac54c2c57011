internal import Crypto
internal import Hufu

/// The token with which requests show that they may use the desk (RFC 6750).
public struct BearerToken: Sendable {
    private static let lengths = 16...256

    /// The digest is compared: the time does not depend on how many characters agree.
    private let digest: [UInt8]

    /// The token in a text, such as that of a file; white space around it does not count.
    ///
    /// - Throws: `desk.token_invalid`.
    public init(_ text: String) throws(DeskError) {
        let token = Array(text.utf8).drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()
        guard Self.lengths ~= token.count else { throw DeskError(.tokenInvalid, "\(token.count) characters") }
        guard token.allSatisfy(Self.isAllowed) else {
            throw DeskError(.tokenInvalid, "a character that is not allowed")
        }
        digest = Array(SHA256.hash(data: Array(token)))
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || ASCII.isLetter(byte) || "-._~+/=".utf8.contains(byte)
    }

    /// Whether a text is the token, in a time that does not depend on the text's characters.
    func matches(_ text: some StringProtocol) -> Bool {
        let other = SHA256.hash(data: Array(text.utf8))
        return zip(digest, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
