#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// PEM (RFC 7468) around the two encodings of Ed25519 keys, which the cryptography library does not read or write itself.
///
/// RFC 8410 leaves DER no choice for them: the key is what follows a constant.
enum PEM {
    static let publicLabel = "PUBLIC KEY"
    static let privateLabel = "PRIVATE KEY"

    /// SubjectPublicKeyInfo {algorithm {1.3.101.112}, BIT STRING}, up to the 32 bytes of the key.
    static let ed25519PublicPrefix: [UInt8] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]
    /// PrivateKeyInfo {0, algorithm {1.3.101.112}, OCTET STRING {OCTET STRING}}, up to the 32 bytes of the seed.
    static let ed25519PrivatePrefix: [UInt8] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    static func encode(_ bytes: [UInt8], label: String) -> String {
        let body = Data(bytes).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n"
    }

    /// The label of the first block.
    static func label(of text: String) -> String? {
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop(while: \.isWhitespace)
            guard line.hasPrefix("-----BEGIN ") else { continue }
            let rest = line.dropFirst(11)
            guard let end = rest.firstIndex(of: "-") else { return nil }
            return String(rest[..<end])
        }
        return nil
    }

    /// The bytes of the first block.
    static func decode(_ text: String) -> [UInt8]? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let begin = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN ") }),
            let end = lines[begin...].firstIndex(where: { $0.hasPrefix("-----END ") })
        else { return nil }
        return Data(base64Encoded: lines[(begin + 1)..<end].joined()).map(Array.init)
    }
}
