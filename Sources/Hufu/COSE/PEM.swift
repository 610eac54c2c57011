/// PEM (RFC 7468), read by the lax grammar of its section 3: lines of any length, white space anywhere in the base64,
/// and any text outside the blocks. Labels are compared byte by byte.
enum PEM {
    /// A block, from its BEGIN to its END.
    struct Block {
        let label: ArraySlice<UInt8>
        /// The text between the two boundaries.
        fileprivate let content: ArraySlice<UInt8>
        /// The position of its BEGIN, for errors.
        fileprivate let position: Position

        func hasLabel(_ name: String) -> Bool { label.elementsEqual(name.utf8) }

        /// Whether the content has the headers of RFC 1421, which encrypted keys of OpenSSL's own format have.
        var isEncrypted: Bool { content.contains(UInt8(ascii: ":")) && content.hasBytes("ENCRYPTED") }

        /// The bytes that the block encodes.
        ///
        /// - Throws: `key.encoding_invalid`.
        func bytes() throws(KeyError) -> [UInt8] {
            let base64 = content.filter { !ASCII.isWhiteSpace($0) }
            guard let bytes = Base64.decode(String(decoding: base64, as: UTF8.self)) else {
                throw position.failure("not base64")
            }
            return bytes
        }
    }

    /// A position in a text. Its line is counted only for an error, as the lines of many blocks cost their square.
    fileprivate struct Position {
        let text: ArraySlice<UInt8>
        let offset: Int

        func failure(_ cause: String) -> KeyError {
            let line = 1 + text[..<offset].count { $0 == ASCII.lineFeed }
            return KeyError(.encodingInvalid, at: "PEM block from line \(line): \(cause)")
        }
    }

    private static let begin = "-----BEGIN "
    private static let end = "-----END "
    private static let close = "-----"

    /// All blocks of a text.
    ///
    /// - Throws: `key.encoding_invalid` for a block without its END.
    static func blocks(in text: ArraySlice<UInt8>) throws(KeyError) -> [Block] {
        var blocks: [Block] = []
        var rest = text
        while let block = try firstBlock(in: &rest, of: text) { blocks.append(block) }
        return blocks
    }

    /// The first block of `rest`, which afterwards begins behind it.
    private static func firstBlock(
        in rest: inout ArraySlice<UInt8>, of text: ArraySlice<UInt8>
    ) throws(KeyError) -> Block? {
        while let boundary = rest.firstRange(of: begin) {
            let before = text[..<boundary.lowerBound].last { $0 != ASCII.space && $0 != ASCII.tab }
            rest = rest[boundary.upperBound...]
            // A boundary is at the beginning of a line. Anywhere else these characters are text.
            guard before == nil || before == ASCII.lineFeed || before == ASCII.carriageReturn,
                let label = takeLabel(from: &rest)
            else { continue }
            let position = Position(text: text, offset: boundary.lowerBound)
            guard let last = rest.firstRange(of: end) else { throw position.failure("it has no END") }
            let content = rest[..<last.lowerBound]
            rest = rest[last.upperBound...]
            guard let endLabel = takeLabel(from: &rest), endLabel.elementsEqual(label) else {
                throw position.failure("its END has another label")
            }
            return Block(label: label, content: content, position: position)
        }
        return nil
    }

    /// The label up to the five hyphens behind it; `nil` if the line has none.
    private static func takeLabel(from rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let line = rest.prefix { $0 != ASCII.lineFeed && $0 != ASCII.carriageReturn }
        guard let close = line.firstRange(of: close) else { return nil }
        rest = rest[close.upperBound...]
        return line[..<close.lowerBound]
    }

    /// A block with lines of 64 characters and a line feed behind it.
    static func encode(_ bytes: [UInt8], label: String) -> String {
        var (text, body) = ("-----BEGIN \(label)-----\n", Base64.encode(bytes)[...])
        while !body.isEmpty {
            text += body.prefix(64) + "\n"
            body = body.dropFirst(64)
        }
        return text + "-----END \(label)-----\n"
    }
}

extension ArraySlice<UInt8> {
    /// The range of the first occurrence of the text.
    fileprivate func firstRange(of text: String) -> Range<Int>? {
        let pattern = Array(text.utf8)
        guard let first = pattern.first else { return nil }
        var rest = self
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: pattern) { return start..<start + pattern.count }
            rest = rest.dropFirst()
        }
        return nil
    }

    fileprivate func hasBytes(_ text: String) -> Bool { firstRange(of: text) != nil }
}
