internal import Hufu

/// The fields of a form, as `application/x-www-form-urlencoded` has them.
struct FormFields {
    private var fields: [String: [UInt8]] = [:]

    /// Of fields with one name the first counts.
    init(_ bytes: [UInt8]) {
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first else { continue }
            let name = String(decoding: Self.decoded(first), as: UTF8.self)
            if fields[name] == nil { fields[name] = parts.dropFirst().first.map(Self.decoded) ?? [] }
        }
    }

    subscript(name: String) -> [UInt8]? { fields[name] }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let decoded = Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self))
            {
                bytes += decoded
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return bytes
    }
}
