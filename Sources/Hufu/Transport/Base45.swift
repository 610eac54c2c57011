/// Base45 (RFC 9285), by table: three characters for two bytes.
enum Base45 {
    private static let alphabet: [UInt8] = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

    /// The value of every byte, 255 for those that are no digit; 256 entries, so that a byte is always a valid index.
    private static let values = TransportTable.values(of: alphabet)

    /// - Parameter prefix: what stands in front of the text, ASCII alone.
    static func encode(_ bytes: [UInt8], prefix: String = "") -> String {
        let (bytes, digits) = (bytes.span, alphabet.span)
        let capacity = prefix.utf8.count + (bytes.count + 1) / 2 * 3
        // Safe: the capacity holds the prefix and three characters for each two bytes, and a remainder of 45 is a valid index of
        // the alphabet.
        return unsafe String(unsafeUninitializedCapacity: capacity) { text in
            var count = 0
            for byte in prefix.utf8 {
                unsafe text[count] = byte
                count &+= 1
            }
            for pair in 0..<bytes.count / 2 {
                let number = unsafe Int(bytes[unchecked: 2 &* pair]) << 8 | Int(bytes[unchecked: 2 &* pair &+ 1])
                let (high, low) = number.quotientAndRemainder(dividingBy: 2025)
                unsafe text[count] = digits[unchecked: low % 45]
                unsafe text[count &+ 1] = digits[unchecked: low / 45]
                unsafe text[count &+ 2] = digits[unchecked: high]
                count &+= 3
            }
            if !bytes.count.isMultiple(of: 2) {
                let last = Int(bytes[bytes.count - 1])
                unsafe text[count] = digits[last % 45]
                unsafe text[count &+ 1] = digits[last / 45]
                count &+= 2
            }
            return count
        }
    }

    static func decode(_ text: Span<UInt8>, in range: Range<Int>) throws(TransportError) -> [UInt8] {
        guard range.count % 3 != 1 else { throw TransportError(.textInvalid, range.upperBound) }
        let (table, digits) = (values.span, text.extracting(range))
        let triples = digits.count / 3
        let capacity = triples * 2 + (range.count % 3 == 0 ? 0 : 1)
        return try [UInt8](capacity: capacity) { bytes throws(TransportError) in
            // Safe: a triple ends inside the text, two bytes for each are inside the capacity, and a byte is a valid index of
            // the table. No sum can overflow: a digit is at most 255.
            try unsafe bytes.withUnsafeMutableBufferPointer { buffer, count throws(TransportError) in
                for triple in 0..<triples {
                    let index = triple &* 3
                    let low = unsafe UInt32(table[unchecked: Int(digits[unchecked: index])])
                    let middle = unsafe UInt32(table[unchecked: Int(digits[unchecked: index &+ 1])])
                    let high = unsafe UInt32(table[unchecked: Int(digits[unchecked: index &+ 2])])
                    let number = low &+ middle &* 45 &+ high &* 2025
                    // A foreign character is 255, a digit below 64: one comparison finds any of three.
                    guard low | middle | high < 64, number <= 0xffff else {
                        throw TransportError(.textInvalid, range.lowerBound + index)
                    }
                    unsafe buffer[triple &* 2] = UInt8(truncatingIfNeeded: number >> 8)
                    unsafe buffer[triple &* 2 &+ 1] = UInt8(truncatingIfNeeded: number)
                }
                count = triples * 2
            }
            let index = triples * 3
            guard index < digits.count else { return }
            let low = UInt32(table[Int(digits[index])])
            let middle = UInt32(table[Int(digits[index + 1])])
            guard low < 45, middle < 45, let byte = UInt8(exactly: low + middle * 45) else {
                throw TransportError(.textInvalid, range.lowerBound + index)
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
