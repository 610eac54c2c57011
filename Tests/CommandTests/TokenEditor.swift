import Crypto
import Foundation
import Testing

/// Takes tokens apart and puts them together again, written after the standards and not after the library.
struct TokenEditor {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

    var bytes: [UInt8]

    init(_ text: String) throws {
        try #require(text.hasPrefix("HF1:"))
        let digits = try text.utf8.dropFirst(4).map { try #require(Self.alphabet.firstIndex(of: $0)) }
        bytes = []
        for start in stride(from: 0, to: digits.count, by: 3) {
            let group = digits[start..<min(start + 3, digits.count)]
            let value = group.reversed().reduce(0) { $0 * 45 + $1 }
            if group.count == 3 { bytes.append(UInt8(value >> 8)) }
            bytes.append(UInt8(value & 0xff))
        }
    }

    static func text(_ bytes: some Collection<UInt8>) -> String {
        var text = Array("HF1:".utf8)
        let bytes = Array(bytes)
        for start in stride(from: 0, to: bytes.count, by: 2) {
            let group = bytes[start..<min(start + 2, bytes.count)]
            var value = group.reduce(0) { $0 << 8 | Int($1) }
            for _ in 0...group.count {
                text.append(alphabet[value % 45])
                value /= 45
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Every token in which one bit of one byte is another.
    var flipped: [String] {
        bytes.indices.map { index in
            var other = bytes
            other[index] ^= 1 << UInt8(index % 8)
            return Self.text(other)
        }
    }

    /// The protected header, its head included: what follows the tag 18 and the head of the array.
    private var protected: ArraySlice<UInt8> {
        get throws {
            try #require(bytes.starts(with: [0xd2, 0x84, 0x59]))
            return bytes[2..<(5 + Int(bytes[3]) << 8 + Int(bytes[4]))]
        }
    }

    /// The credential out of the token: {1: alg, 13: credential, 16: 294}.
    var stripped: String {
        get throws {
            let map = try protected.dropFirst(3)
            let head = try #require(map.firstIndex(of: 0x0d))
            try #require(map.suffix(4) == [0x10, 0x19, 0x01, 0x26])
            return Self.text(map[(head + 1)...].dropLast(4))
        }
    }

    /// The same token, signed by another key.
    func signed(by pem: String) throws -> String {
        let (protected, signed) = (try protected, bytes.dropLast(66))
        let payload = signed[(protected.endIndex + 1)...]
        let message = [0x84, 0x6a] + Array("Signature1".utf8) + protected + [0x40] + payload
        let key = try P256.Signing.PrivateKey(pemRepresentation: pem)
        return Self.text(signed + [0x58, 0x40] + (try key.signature(for: message).rawRepresentation))
    }
}
