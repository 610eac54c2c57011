/// A JSON text whose syntax has been checked: the position of each of its values, in the order of the text. Values are
/// copied out of it only on request.
final class JSONText: Sendable {
    /// A value, or the name of a member; the value of a name is the next node.
    struct Node: Sendable {
        enum Kind: UInt8, Sendable {
            case null, `false`, `true`, number, string, array, object
            /// A string that contains escapes.
            case escapedString
        }

        let kind: Kind
        /// For a name: a hash of its contents. A name whose hash no member has is absent, and need not be searched for.
        let hash: UInt8
        private let first: UInt32
        private let last: UInt32
        private let following: UInt32

        /// Offset of its first byte, and number of its bytes, quotes and brackets included.
        var start: Int { Int(first) }
        var length: Int { Int(last &- first) }
        /// The node behind this one and its descendants: the contents of an array or object, the value of a name.
        var next: Int { Int(following) }

        /// No number is truncated: `JSONReader` bounds the length of a text, which has at most as many nodes as bytes.
        init(_ kind: Kind, hash: UInt8, from start: Int, to end: Int, next: Int) {
            self.kind = kind
            self.hash = hash
            first = UInt32(truncatingIfNeeded: start)
            last = UInt32(truncatingIfNeeded: end)
            following = UInt32(truncatingIfNeeded: next)
        }
    }

    let bytes: [UInt8]
    let nodes: [Node]
    /// The contents of strings with escapes, by node.
    private let unescaped: [Int: String]
    private let firstLine: Int

    init(_ bytes: [UInt8], _ nodes: [Node], unescaped: [Int: String], firstLine: Int) {
        self.bytes = bytes
        self.nodes = nodes
        self.unescaped = unescaped
        self.firstLine = firstLine
    }

    func position(of node: Int) -> JSONPosition {
        let (bytes, offset) = (bytes, nodes[node].start)
        return JSONPosition(of: offset, in: bytes.span, firstLine: firstLine)
    }

    /// The elements of an array, the names of an object.
    func children(of node: Int) -> [Int] {
        var children: [Int] = []
        forEachChild(of: node) { children.append($0) }
        return children
    }

    @inline(__always)
    func forEachChild(of node: Int, _ body: (Int) -> Void) {
        var child = node + 1
        while child < nodes[node].next {
            body(child)
            child = nodes[child].next
        }
    }

    /// The contents of a string; the text of another value.
    func string(_ node: Int) -> String {
        if nodes[node].kind == .escapedString, let text = unescaped[node] { return text }
        let bytes = bytes
        // Safe: the reader has validated the UTF-8.
        return unsafe String(validated: bytes.span.extracting(content(of: nodes[node])))
    }

    /// Calls `body` with the contents of a string, without a copy where the string has no escapes.
    func withUTF8<Value>(_ node: Int, _ body: (Span<UInt8>) -> Value) -> Value {
        if nodes[node].kind == .escapedString {
            let unescaped = Array(string(node).utf8)
            return body(unescaped.span)
        }
        let bytes = bytes
        return body(bytes.span.extracting(content(of: nodes[node])))
    }

    /// Hashes of names: a bit for each.
    struct HashSet: Sendable {
        private var bits: (UInt64, UInt64, UInt64, UInt64)

        static let none = HashSet(bits: (0, 0, 0, 0))
        static let all = HashSet(bits: (.max, .max, .max, .max))

        @inline(__always)
        func contains(_ hash: UInt8) -> Bool {
            let word =
                switch hash >> 6 {
                case 0: bits.0
                case 1: bits.1
                case 2: bits.2
                default: bits.3
                }
            return word & 1 &<< UInt64(hash) != 0
        }

        @inline(__always)
        mutating func insert(_ hash: UInt8) {
            let bit: UInt64 = 1 &<< UInt64(hash)
            switch hash >> 6 {
            case 0: bits.0 |= bit
            case 1: bits.1 |= bit
            case 2: bits.2 |= bit
            default: bits.3 |= bit
            }
        }
    }

    /// The node of a name, and its index among the names of its object.
    typealias Member = (node: Int, number: UInt64)

    /// The member of an object with this name. The search goes from `start` to the end, and then from the beginning to
    /// `start`. Names are compared byte by byte (RFC 8259 section 8.3): Swift's `==` takes canonically equivalent
    /// texts, such as the Kelvin sign and `K`, for equal.
    ///
    /// - Parameter hashes: the hashes that occur among the names of the object.
    func find(_ name: String, in object: Int, hashes: HashSet = .all, from start: Member) -> Member? {
        name.withBytes { name in
            let hash = name.nameHash
            guard hashes.contains(hash) else { return nil }
            return find(name, hash, from: start, before: nodes[object].next)
                ?? find(name, hash, from: (object + 1, 0), before: start.node)
        }
    }

    @inline(__always)
    private func find(_ name: Span<UInt8>, _ hash: UInt8, from start: Member, before end: Int) -> Member? {
        var (node, number) = start
        while node < end {
            let candidate = nodes[node]
            if candidate.hash == hash, isSame(candidate, node, as: name) { return (node, number) }
            (node, number) = (candidate.next, number &+ 1)
        }
        return nil
    }

    @inline(__always)
    private func isSame(_ candidate: Node, _ node: Int, as name: Span<UInt8>) -> Bool {
        guard candidate.kind == .string else { return withUTF8(node) { $0.isSame(as: name) } }
        let bytes = bytes
        return name.isSame(as: bytes.span.extracting(content(of: candidate)))
    }

    /// The bytes of a value, without the quotes of a string.
    private func content(of value: Node) -> Range<Int> {
        let quotes = value.kind == .string ? 1 : 0
        return value.start + quotes..<value.start + value.length - quotes
    }

    /// The value of a number without fraction and exponent that fits an `Int`; `nil` for others, and for `-0`, which
    /// would be written back as `0`.
    func integer(_ node: Int) -> Int? {
        let bytes = bytes
        let text = bytes.span.extracting(content(of: nodes[node]))
        let isNegative = text[0] == UInt8(ascii: "-")
        var number = 0
        for index in (isNegative ? 1 : 0)..<text.count {
            guard ASCII.isDigit(text[index]) else { return nil }
            let digit = Int(text[index] - UInt8(ascii: "0"))
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let sum = isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
            guard !isTooLarge, !sum.overflow else { return nil }
            number = sum.partialValue
        }
        return isNegative && number == 0 ? nil : number
    }

    /// The value, independent of the text.
    func value(_ node: Int) -> JSONValue {
        switch nodes[node].kind {
        case .null: .null
        case .false: false
        case .true: true
        case .number: integer(node).map(JSONValue.integer) ?? JSONValue.number(string(node))
        case .string, .escapedString: .string(string(node))
        case .array: .array(children(of: node).map(value))
        case .object: .object(children(of: node).map { JSONMember(string($0), value($0 + 1)) })
        }
    }
}

extension Span<UInt8> {
    /// `JSONText.Node.hash` of a string with these contents.
    @inline(__always)
    var nameHash: UInt8 {
        guard count > 0 else { return 0 }
        let ends = Int(self[0]) &* 3 &+ Int(self[count - 1]) &* 7
        return UInt8(truncatingIfNeeded: count &* 13 &+ ends &+ Int(self[count / 2]) &* 31)
    }

    /// Whether the bytes are the same.
    @inline(__always)
    func isSame(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        guard count >= 8 else {
            for index in indices where self[index] != other[index] { return false }
            return true
        }
        // By eight; the last eight may overlap those before. Safe: both have at least eight bytes from each of these
        // indices, and every pattern of eight bytes is a number.
        for index in stride(from: 0, to: count - 8, by: 8) where unsafe eight(at: index) != other.eight(at: index) {
            return false
        }
        return unsafe eight(at: count - 8) == other.eight(at: count - 8)
    }

    @unsafe @inline(__always)
    private func eight(at index: Int) -> UInt64 {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
    }
}
