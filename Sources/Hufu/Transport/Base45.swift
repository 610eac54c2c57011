/// Base45 (RFC 9285), by table: three characters for two bytes.
enum Base45 {
    private static let alphabet: [UInt8] = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

    /// The value of every byte, 255 for those that are no digit; 256 entries, so that a byte is always a valid index.
    private static let values = TransportTable.values(of: alphabet)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 1) / 2 * 3)
        var index = 0
        while index + 1 < bytes.count {
            let number = Int(bytes[index]) << 8 | Int(bytes[index + 1])
            text.append(alphabet[number % 45])
            text.append(alphabet[number / 45 % 45])
            text.append(alphabet[number / 2025])
            index += 2
        }
        if let last = bytes.last, index < bytes.count {
            text.append(alphabet[Int(last) % 45])
            text.append(alphabet[Int(last) / 45])
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: Span<UInt8>, in range: Range<Int>) throws(TransportError) -> [UInt8] {
        guard range.count % 3 != 1 else { throw TransportError(.textInvalid, range.upperBound) }
        let table = values
        let capacity = range.count / 3 * 2 + (range.count % 3 == 0 ? 0 : 1)
        return try [UInt8](capacity: capacity) { bytes throws(TransportError) in
            var index = range.lowerBound
            let lastTriple = range.upperBound - 3
            // No sum here can overflow: an index is at most the length of the text, a digit at most 255.
            while index <= lastTriple {
                let low = UInt32(table[Int(text[index])])
                let middle = UInt32(table[Int(text[index &+ 1])])
                let high = UInt32(table[Int(text[index &+ 2])])
                let number = low &+ middle &* 45 &+ high &* 2025
                // A foreign character is 255, a digit below 64: one comparison finds any of three.
                guard low | middle | high < 64, number <= 0xffff else { throw TransportError(.textInvalid, index) }
                bytes.append(UInt8(truncatingIfNeeded: number >> 8))
                bytes.append(UInt8(truncatingIfNeeded: number))
                index &+= 3
            }
            guard index < range.upperBound else { return }
            let low = UInt32(table[Int(text[index])])
            let middle = UInt32(table[Int(text[index + 1])])
            guard low < 45, middle < 45, let byte = UInt8(exactly: low + middle * 45) else {
                throw TransportError(.textInvalid, index)
            }
            bytes.append(byte)
        }
    }
}

enum TransportTable {
    /// For each of the 256 bytes its place in the alphabet, or 255.
    static func values(of alphabet: [UInt8]) -> [UInt8] {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }
}
