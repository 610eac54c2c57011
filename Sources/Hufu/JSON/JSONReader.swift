/// A strict reader of JSON (RFC 8259).
///
/// Our own, because none of the system's readers reports a repeated name, and two programs that each take another
/// of two values are how a signed licence comes to mean two things.
package struct JSONReader {
    package struct Limits: Sendable {
        /// The most bytes that are looked at.
        package var bytes: Int
        /// The most arrays and objects inside one another. The reader recurses once for each.
        package var depth: Int

        package init(bytes: Int = 64 << 20, depth: Int = 32) {
            self.bytes = bytes
            self.depth = depth
        }
    }

    let bytes: [UInt8]
    let limits: Limits
    var offset = 0
    /// How long the string being read is allowed to be is bounded by `Limits.bytes`; this holds its unescaped bytes.
    var scratch: [UInt8] = []
    private var line: Int
    private var lineStart = 0
    /// Bytes of the current line that only continue a scalar: column = bytes - these.
    private var continuations = 0

    private init(_ bytes: [UInt8], limits: Limits, firstLine: Int) {
        self.bytes = bytes
        self.limits = limits
        self.line = firstLine
    }

    /// The one value that the bytes are.
    ///
    /// - Parameter firstLine: the number of the first line, for a text that is a part of a file.
    package static func read(
        _ bytes: [UInt8], limits: Limits = Limits(), firstLine: Int = 1
    ) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes, limits: limits, firstLine: firstLine)
        guard bytes.count <= limits.bytes else {
            throw reader.failure(
                .tooLarge, "the text has \(bytes.count) bytes, and \(limits.bytes) are the most",
                advice: "Split it into smaller files.")
        }
        guard !bytes.starts(with: [0xef, 0xbb, 0xbf]) else {
            throw reader.failure(
                .byteOrderMark, "the text begins with a byte order mark", advice: "Save it as UTF-8 without BOM.")
        }
        reader.skipSpace()
        guard reader.peek() != nil else {
            throw reader.failure(.empty, "there is no JSON value", advice: "Write one value, such as {}.")
        }
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.peek() == nil else {
            throw reader.failure(
                .trailingData, "\(reader.shown()) follows the value", advice: "Leave only one value in the text.")
        }
        return value
    }

    // MARK: Bytes and places

    /// Here and in the next function only is a byte read.
    func peek(_ distance: Int = 0) -> UInt8? {
        let index = offset + distance
        return index < bytes.count ? bytes[index] : nil
    }

    /// Passes over what stands for itself in a string and is one byte.
    mutating func skipPlainASCII() {
        while offset < bytes.count {
            let byte = bytes[offset]
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { return }
            offset += 1
        }
    }

    mutating func advance(_ count: Int = 1) { offset += count }

    /// Passes over one scalar of `length` bytes.
    mutating func advanceScalar(_ length: Int) {
        offset += length
        continuations += length - 1
    }

    var position: JSONPosition { JSONPosition(line: line, column: offset - lineStart - continuations + 1) }

    mutating func skipSpace() {
        while let byte = peek() {
            switch byte {
            case 0x20, 0x09, 0x0d: offset += 1
            case 0x0a:
                offset += 1
                line += 1
                lineStart = offset
                continuations = 0
            default: return
            }
        }
    }

    func failure(
        _ reason: JSONError.Reason, _ message: String, advice: String, at place: JSONPosition? = nil
    ) -> JSONError {
        JSONError(reason, at: place ?? position, message: message, advice: advice)
    }

    func unexpected(_ expected: String) -> JSONError {
        let found = shown()
        return JSONError(
            .syntaxInvalid, at: position, path: "", expected: expected, found: found,
            advice: "Correct the JSON there.")
    }

    /// What stands at the cursor, for messages.
    func shown() -> String {
        guard let byte = peek() else { return "the end of the text" }
        if byte > 0x20, byte < 0x7f { return "'\(Unicode.Scalar(byte))'" }
        let digits = String(byte, radix: 16)
        return "byte 0x" + (digits.count < 2 ? "0" : "") + digits
    }

    // MARK: Values

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard let first = peek() else { throw unexpected("a JSON value") }
        let start = position
        switch first {
        case UInt8(ascii: "{"): return JSONValue(.object(try object(depth: depth)), at: start)
        case UInt8(ascii: "["): return JSONValue(.array(try array(depth: depth)), at: start)
        case UInt8(ascii: "\""): return JSONValue(.string(try string()), at: start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return JSONValue(try number(), at: start)
        case UInt8(ascii: "t"):
            try literal("true")
            return JSONValue(.bool(true), at: start)
        case UInt8(ascii: "f"):
            try literal("false")
            return JSONValue(.bool(false), at: start)
        case UInt8(ascii: "n"):
            try literal("null")
            return JSONValue(.null, at: start)
        default: throw unexpected("a JSON value")
        }
    }

    private mutating func literal(_ word: StaticString) throws(JSONError) {
        let text = word.description
        for (distance, byte) in text.utf8.enumerated() where peek(distance) != byte {
            throw unexpected("a JSON value")
        }
        advance(text.utf8.count)
    }

    private func nest(_ depth: Int) throws(JSONError) {
        guard depth < limits.depth else {
            throw failure(
                .tooDeep, "arrays and objects are nested deeper than \(limits.depth)", advice: "Flatten the value.")
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        try nest(depth)
        advance()
        var elements: [JSONValue] = []
        skipSpace()
        if peek() == UInt8(ascii: "]") {
            advance()
            return elements
        }
        while true {
            skipSpace()
            elements.append(try value(depth: depth + 1))
            skipSpace()
            switch peek() {
            case UInt8(ascii: ","): advance()
            case UInt8(ascii: "]"):
                advance()
                return elements
            default: throw unexpected("',' or ']'")
            }
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> [JSONMember] {
        try nest(depth)
        advance()
        var members: [JSONMember] = []
        var names = JSONNames()
        skipSpace()
        if peek() == UInt8(ascii: "}") {
            advance()
            return members
        }
        while true {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
            let start = position
            let name = try string()
            guard names.insert(name, after: members) else {
                throw failure(
                    .nameRepeated, "the name \(JSONValue.quoted(name)) is there twice",
                    advice: "Leave only one of the two.", at: start)
            }
            skipSpace()
            guard peek() == UInt8(ascii: ":") else { throw unexpected("':'") }
            advance()
            skipSpace()
            members.append(JSONMember(name, try value(depth: depth + 1), at: start))
            skipSpace()
            switch peek() {
            case UInt8(ascii: ","): advance()
            case UInt8(ascii: "}"):
                advance()
                return members
            default: throw unexpected("',' or '}'")
            }
        }
    }
}

/// The names that one object has had so far.
private struct JSONNames {
    /// Comparing a few names costs less than hashing them.
    private static let few = 24
    private var many: Set<[UInt8]> = []

    /// Whether the name is new.
    mutating func insert(_ name: String, after members: [JSONMember]) -> Bool {
        if members.count < Self.few { return !members.contains { $0.isNamed(name) } }
        if many.isEmpty { many = Set(members.map { Array($0.name.utf8) }) }
        return many.insert(Array(name.utf8)).inserted
    }
}
