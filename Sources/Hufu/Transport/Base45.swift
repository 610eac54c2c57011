/// Base45 (RFC 9285), by table: three characters for two bytes.
enum Base45 {
    static let codec = Transport.Codec(
        prefix: 0x4846_313a,  // HF1:
        alphabet: characters, bytes: 2, characters: 3)

    private static let characters: StaticString = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    private static let alphabet = Array(characters.description.utf8)

    /// What each byte adds to the number of its triple as the first, the second and the third digit: 3 times 256
    /// entries. A byte outside the alphabet adds 2^16, which makes the number larger than two bytes hold.
    private static let weights: [UInt32] = {
        let values = AlphabetTable.values(of: alphabet)
        return [1, 45, 2025].flatMap { weight in values.map { $0 < 45 ? UInt32($0) * weight : 1 << 16 } }
    }()

    /// The two characters of each number below 45 * 45, the first of them in the lower byte.
    private static let pairs: [UInt16] = (0..<45 * 45).map {
        UInt16(alphabet[$0 % 45]) | UInt16(alphabet[$0 / 45]) << 8
    }

    /// - Parameter prefix: what stands in front of the text, ASCII alone.
    static func encode(_ bytes: [UInt8], prefix: String) -> String {
        let (bytes, digits, pairs) = (bytes.span, alphabet.span, pairs.span)
        let capacity = prefix.utf8.count + (bytes.count + 1) / 2 * 3 + 1
        // Safe: the capacity holds the prefix, three characters for each two bytes, and the fourth byte that is stored with
        // the last three; a remainder of 2025 is a valid index of the pairs, and 65535 / 2025 one of the digits.
        return unsafe String(unsafeUninitializedCapacity: capacity) { text in
            var count = 0
            for byte in prefix.utf8 {
                unsafe text[count] = byte
                count &+= 1
            }
            let raw = UnsafeMutableRawBufferPointer(text)
            @inline(__always)
            func add(_ number: Int) {
                // The quotient by 2025, exact below 2^16.
                let high = (number &* 66_281) &>> 27
                let low = number &- high &* 2025
                let three = unsafe UInt32(pairs[unchecked: low]) | UInt32(digits[unchecked: high]) << 16
                unsafe raw.storeBytes(of: three.littleEndian, toByteOffset: count, as: UInt32.self)
                count &+= 3
            }
            var index = 0
            while bytes.count &- index >= 8 {
                let eight = UInt64(
                    bigEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
                for part in 0..<4 { add(Int(truncatingIfNeeded: eight &>> UInt64(48 &- 16 &* part)) & 0xffff) }
                index &+= 8
            }
            while bytes.count &- index >= 2 {
                add(unsafe Int(bytes[unchecked: index]) << 8 | Int(bytes[unchecked: index &+ 1]))
                index &+= 2
            }
            if !bytes.count.isMultiple(of: 2) {
                let pair = pairs[Int(bytes[bytes.count - 1])]
                unsafe text[count] = UInt8(truncatingIfNeeded: pair)
                unsafe text[count &+ 1] = UInt8(truncatingIfNeeded: pair >> 8)
                count &+= 2
            }
            return count
        }
    }

    static func decode(_ text: Span<UInt8>, in range: Range<Int>) throws(TransportError) -> [UInt8] {
        guard range.count % 3 != 1 else { throw TransportError(.textInvalid, range.upperBound) }
        let (weights, digits) = (weights.span, text.extracting(range))
        let triples = digits.count / 3
        return try [UInt8](capacity: triples * 2 + (digits.count % 3 + 1) / 2) { bytes throws(TransportError) in
            // Safe: a triple ends inside the text, two bytes for each are inside the capacity, and a byte is an index
            // of each third of the table. No sum can overflow: a weight is at most 89,100.
            try unsafe bytes.withUnsafeMutableBufferPointer { buffer, count throws(TransportError) in
                for triple in 0..<triples {
                    let index = triple &* 3
                    let number =
                        unsafe weights[unchecked: Int(digits[unchecked: index])]
                        &+ weights[unchecked: 256 &+ Int(digits[unchecked: index &+ 1])]
                        &+ weights[unchecked: 512 &+ Int(digits[unchecked: index &+ 2])]
                    guard number <= 0xffff else { throw TransportError(.textInvalid, range.lowerBound + index) }
                    unsafe UnsafeMutableRawBufferPointer(buffer).storeBytes(
                        of: UInt16(truncatingIfNeeded: number).bigEndian, toByteOffset: triple &* 2, as: UInt16.self)
                }
                count = triples * 2
            }
            let index = triples * 3
            guard index < digits.count else { return }
            let number = weights[Int(digits[index])] + weights[256 + Int(digits[index + 1])]
            guard let byte = UInt8(exactly: number) else {
                throw TransportError(.textInvalid, range.lowerBound + index)
            }
            bytes.append(byte)
        }
    }
}
