/// A strict reader of JSON (RFC 8259).
///
/// The readers of the system do not report repeated names. If two programs each take another of two values, one signed
/// licence has two meanings.
package struct JSONReader: ~Escapable {
    package struct Limits: Sendable {
        /// Bytes of a text.
        package var bytes: Int
        /// Values and names of a text: each takes up to a hundred bytes of memory.
        package var values: Int
        /// Levels of arrays and objects. The reader recurses once for each.
        package var depth: Int

        package init(bytes: Int = 16 << 20, values: Int = 1 << 19, depth: Int = 32) {
            // `JSONText` has offsets of 32 bits.
            self.bytes = min(bytes, Int(Int32.max))
            self.values = values
            self.depth = depth
        }
    }

    let bytes: Span<UInt8>
    var offset = 0
    private let limits: Limits
    private let firstLine: Int
    private var nodes: [JSONText.Node] = []
    private var unescaped: [Int: String] = [:]

    @_lifetime(copy bytes)
    private init(_ bytes: Span<UInt8>, limits: Limits, firstLine: Int) {
        self.bytes = bytes
        self.limits = limits
        self.firstLine = firstLine
        // About as many as a licence has.
        nodes.reserveCapacity(min(bytes.count / 8, 128))
    }

    /// Reads bytes that are one value.
    ///
    /// - Parameter firstLine: the number of the first line, for a text that is a part of a file.
    package static func read(
        _ bytes: [UInt8], limits: Limits = Limits(), firstLine: Int = 1
    ) throws(JSONError) -> JSONField {
        var reader = JSONReader(bytes.span, limits: limits, firstLine: firstLine)
        try reader.wholeText()
        let text = JSONText(bytes, reader.nodes, unescaped: reader.unescaped, firstLine: firstLine)
        return JSONField(text: text, node: 0)
    }

    @_lifetime(self: copy self)
    private mutating func wholeText() throws(JSONError) {
        guard bytes.count <= limits.bytes else {
            throw failure(
                .tooLarge, "the text has \(bytes.count) bytes, and \(limits.bytes) are the most",
                advice: "Split it into smaller files.")
        }
        guard !(peek() == 0xef && peek(1) == 0xbb && peek(2) == 0xbf) else {
            throw failure(
                .byteOrderMark, "the text begins with a byte order mark", advice: "Save it as UTF-8 without BOM.")
        }
        skipSpace()
        guard peek() != nil else {
            throw failure(.empty, "there is no JSON value", advice: "Write one value, such as {}.")
        }
        try value(depth: 0)
        skipSpace()
        guard peek() == nil else {
            throw failure(.trailingData, "\(shown()) follows the value", advice: "Leave only one value in the text.")
        }
    }

    // MARK: Bytes and positions

    @inline(__always)
    func peek(_ distance: Int = 0) -> UInt8? {
        let index = offset &+ distance
        // Safe: offset and distance are at least 0.
        return index < bytes.count ? unsafe bytes[unchecked: index] : nil
    }

    @_lifetime(self: copy self)
    mutating func advance(_ count: Int = 1) { offset += count }

    @_lifetime(self: copy self)
    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { offset += 1 }
    }

    func failure(_ reason: JSONError.Reason, _ message: String, advice: String, at start: Int? = nil) -> JSONError {
        JSONError(reason, at: position(of: start ?? offset), message: message, advice: advice)
    }

    func unexpected(
        _ expected: String, _ reason: JSONError.Reason = .syntaxInvalid, advice: String = "Correct the JSON there."
    ) -> JSONError {
        JSONError(
            reason, at: position(of: offset), path: "", expected: expected, found: shown(), advice: advice)
    }

    private func position(of offset: Int) -> JSONPosition { JSONPosition(of: offset, in: bytes, firstLine: firstLine) }

    /// The byte at the cursor, for messages.
    func shown() -> String {
        guard let byte = peek() else { return "the end of the text" }
        if byte > 0x20, byte < 0x7f { return "'\(Unicode.Scalar(byte))'" }
        let digits = String(byte, radix: 16)
        return "byte 0x" + (digits.count < 2 ? "0" : "") + digits
    }

    // MARK: Values

    @_lifetime(self: copy self)
    private mutating func value(depth: Int) throws(JSONError) {
        let start = offset
        guard nodes.count < limits.values else {
            throw failure(
                .tooLarge, "the text has more than \(limits.values) values", advice: "Split it into smaller files.")
        }
        switch peek() {
        case UInt8(ascii: "{"): try container(.object, depth: depth)
        case UInt8(ascii: "["): try container(.array, depth: depth)
        case UInt8(ascii: "\""): try string(isName: false)
        case UInt8(ascii: "t"): try literal("true", .true)
        case UInt8(ascii: "f"): try literal("false", .false)
        case UInt8(ascii: "n"): try literal("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || ASCII.isDigit(byte):
            try number()
            append(.number, from: start)
        default: throw unexpected("a JSON value")
        }
    }

    /// Adds a node that begins at `start` and ends at the cursor.
    ///
    /// - Parameter descendants: the number of nodes that belong to it, if it is known.
    @_lifetime(self: copy self)
    private mutating func append(
        _ kind: JSONText.Node.Kind, hash: UInt8 = 0, from start: Int, descendants: Int = 0
    ) {
        nodes.append(JSONText.Node(kind, hash: hash, from: start, to: offset, next: nodes.count + 1 + descendants))
    }

    /// Sets the end of a node that has been added with its beginning.
    @_lifetime(self: copy self)
    private mutating func close(_ node: Int, to end: Int) {
        let opened = nodes[node]
        nodes[node] = JSONText.Node(opened.kind, hash: opened.hash, from: opened.start, to: end, next: nodes.count)
    }

    @_lifetime(self: copy self)
    private mutating func literal(_ word: String, _ kind: JSONText.Node.Kind) throws(JSONError) {
        let start = offset
        for (distance, byte) in word.utf8.enumerated() where peek(distance) != byte {
            throw unexpected("a JSON value")
        }
        advance(word.utf8.count)
        append(kind, from: start)
    }

    /// - Parameter isName: whether the string is the name of a member, which is searched for by its hash.
    @_lifetime(self: copy self)
    @inline(__always)
    private mutating func string(isName: Bool) throws(JSONError) {
        let start = offset
        advance()
        let plain = try plainText()
        guard peek() != UInt8(ascii: "\"") else {
            advance()
            return append(
                .string, hash: isName ? bytes.extracting(plain).nameHash : 0, from: start, descendants: isName ? 1 : 0)
        }
        let text = try escapedText(behind: plain)
        advance()
        unescaped[nodes.count] = String(decoding: text, as: UTF8.self)
        append(
            .escapedString, hash: isName ? text.span.nameHash : 0, from: start, descendants: isName ? 1 : 0)
    }

    @_lifetime(self: copy self)
    private mutating func container(_ kind: JSONText.Node.Kind, depth: Int) throws(JSONError) {
        guard depth < limits.depth else {
            throw failure(
                .tooDeep, "arrays and objects are nested deeper than \(limits.depth)", advice: "Flatten the value.")
        }
        let node = nodes.count
        append(kind, from: offset)
        let end = UInt8(ascii: kind == .object ? "}" : "]")
        var names = ReadNames(first: node + 1)
        advance()
        skipSpace()
        while peek() != end {
            if kind == .object { try name(&names) }
            let name = nodes.count - 1
            try value(depth: depth + 1)
            // Most values have no descendants, which the name has counted.
            if kind == .object, nodes.count > name + 2 { close(name, to: nodes[name].start + nodes[name].length) }
            skipSpace()
            if peek() == UInt8(ascii: ",") {
                advance()
                skipSpace()
                guard peek() != end else { throw unexpected(kind == .object ? "a name in quotes" : "a JSON value") }
            } else if peek() != end {
                throw unexpected("',' or '\(Unicode.Scalar(end))'")
            }
        }
        advance()
        close(node, to: offset)
    }

    /// Reads a name and the colon behind it.
    @_lifetime(self: copy self)
    private mutating func name(_ names: inout ReadNames) throws(JSONError) {
        guard peek() == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
        let (start, node) = (offset, nodes.count)
        try string(isName: true)
        guard isNew(node, &names) else {
            throw failure(
                .nameRepeated,
                "the name \(JSONValue.quoted(String(decoding: text(node), as: UTF8.self))) is there twice",
                advice: "Leave only one of the two.", at: start)
        }
        skipSpace()
        guard peek() == UInt8(ascii: ":") else { throw unexpected("':'") }
        advance()
        skipSpace()
    }

    /// Whether the name at this node is the first of its kind in its object. This and what it calls is mutating, because
    /// otherwise the reader would be copied for each name.
    @_lifetime(self: copy self)
    private mutating func isNew(_ node: Int, _ names: inout ReadNames) -> Bool {
        names.count += 1
        if names.count > ReadNames.few { return isNewAmongMany(node, &names) }
        let mayBeOld = names.hashes.contains(nodes[node].hash)
        names.hashes.insert(nodes[node].hash)
        guard mayBeOld else { return true }
        var name = names.first
        while name < node {
            if isSame(name, node) { return false }
            name = nodes[name].next
        }
        return true
    }

    @_lifetime(self: copy self)
    private mutating func isNewAmongMany(_ node: Int, _ names: inout ReadNames) -> Bool {
        var name = names.first
        while names.count == ReadNames.few + 1, name < node {
            names.many.insert(text(name))
            name = nodes[name].next
        }
        return names.many.insert(text(node)).inserted
    }

    /// The contents of a name.
    @_lifetime(self: copy self)
    private mutating func text(_ node: Int) -> [UInt8] {
        if let text = unescaped[node] { return Array(text.utf8) }
        let (start, length) = (nodes[node].start, nodes[node].length)
        return (start + 1..<start + length - 1).map { bytes[$0] }
    }

    @_lifetime(self: copy self)
    private mutating func isSame(_ left: Int, _ right: Int) -> Bool {
        let (a, b) = (nodes[left], nodes[right])
        guard a.kind == .string, b.kind == .string else { return text(left) == text(right) }
        return bytes.extracting(a.start..<a.start + a.length)
            .isSame(as: bytes.extracting(b.start..<b.start + b.length))
    }
}

/// The names of one object up to the cursor.
private struct ReadNames {
    /// Up to so many names are compared with each other, which costs less than a set.
    static let few = 64
    let first: Int
    var count = 0
    /// The hashes of the names. A name with another hash is new.
    var hashes = JSONText.HashSet.none
    var many: Set<[UInt8]> = []
}
