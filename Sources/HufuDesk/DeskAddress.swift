internal import Hufu

/// An address and a port at which a desk listens, such as `127.0.0.1:8169` or `[::1]:0`.
public struct DeskAddress: Sendable, Equatable, CustomStringConvertible {
    /// `127.0.0.1:8169`.
    public static let standard = DeskAddress(host: "127.0.0.1", port: 8169)

    /// The address or name, without brackets.
    public let host: String
    /// The port; 0 for any free one.
    public let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// The address in a text.
    ///
    /// - Throws: `desk.address_invalid`.
    public init(_ text: String) throws(DeskError) {
        guard let colon = text.lastIndex(of: ":"),
            case let digits = text[text.index(after: colon)...],
            (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(ASCII.isDigit),
            let port = Int(digits), port <= 65_535,
            let host = Self.host(text[..<colon])
        else { throw DeskError(.addressInvalid, text) }
        self.init(host: host, port: port)
    }

    /// A name or an IPv4 address as it is, an IPv6 address without its brackets.
    private static func host(_ text: Substring) -> String? {
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        let name = isBracketed ? text.dropFirst().dropLast() : text
        let isValid = name.utf8.allSatisfy { byte in
            ASCII.isDigit(byte) || ASCII.isLetter(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                || isBracketed && byte == UInt8(ascii: ":")
        }
        return isValid && !name.isEmpty ? String(name) : nil
    }

    /// Whether only this machine reaches it.
    public var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && parts[0] == 127 && !parts.contains(nil)
    }

    /// The host as in a URL.
    var urlHost: String { host.contains(":") ? "[\(host)]" : host }

    /// `host:port`, with brackets around an IPv6 address.
    public var description: String { "\(urlHost):\(port)" }
}
