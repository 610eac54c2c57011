internal import Hufu

/// An attacker's tool, which uses no code of the library for the format.
struct Forger {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

    private let bytes: [UInt8]

    init(text: String) {
        let digits = text.utf8.dropFirst(4).compactMap { Self.alphabet.firstIndex(of: $0) }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 3) {
            let group = digits[start..<min(start + 3, digits.count)]
            let value = group.reversed().reduce(0) { $0 * 45 + $1 }
            if group.count == 3 { bytes.append(UInt8(truncatingIfNeeded: value >> 8)) }
            bytes.append(UInt8(truncatingIfNeeded: value))
        }
        self.bytes = bytes
    }

    private static func text(_ bytes: [UInt8]) -> String {
        var text = Array("HF1:".utf8)
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

    /// The token with `new` in place of the first occurrence of `old`; both have the same length.
    func replacing(_ old: [UInt8], by new: [UInt8]) -> String {
        let starts = bytes.indices.dropLast(old.count - 1)
        guard let start = starts.first(where: { bytes[$0...].starts(with: old) }) else { return Self.text(bytes) }
        return Self.text(bytes[..<start] + new + bytes[(start + old.count)...])
    }

    /// The token, signed anew: 18([protected, {}, payload, signature]), with ["Signature1", protected, '', payload]
    /// signed.
    func signed(by signer: PrivateKey) throws -> String {
        let signed = bytes.dropLast(64 + 2)
        let protected = signed.dropFirst(2).prefix(Self.length(signed.dropFirst(2)))
        let payload = signed.dropFirst(2 + protected.count + 1)
        let message = [0x84, 0x6a] + Array("Signature1".utf8) + protected + [0x40] + payload
        return Self.text(signed + [0x58, 0x40] + (try signer.signature(for: message)))
    }

    /// The length of a CBOR byte string in bytes, head included.
    private static func length(_ item: ArraySlice<UInt8>) -> Int {
        let head = item.prefix(3).map(Int.init)
        switch head.first {
        case 0x59 where head.count == 3: return 3 + head[1] << 8 + head[2]
        case 0x58 where head.count > 1: return 2 + head[1]
        case let short?: return 1 + short - 0x40
        case nil: return 0
        }
    }
}
