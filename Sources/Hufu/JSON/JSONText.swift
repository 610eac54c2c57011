/// A JSON text that was read: where each of its values stands, in the order of the text. Nothing is copied out of it before
/// somebody asks for it.
final class JSONText: Sendable {
    /// A value, or the name of a member, behind which its value follows.
    struct Node: Sendable {
        enum Kind: UInt8, Sendable {
            case null, `false`, `true`, number, string, array, object
            /// A string with escapes in it.
            case escapedString
        }

        let kind: Kind
        /// Of a string: which of 64 marks it has. What says the same has the same; of few names most have one of their own.
        let mark: UInt8
        private let first: UInt32
        private let last: UInt32
        private let following: UInt32

        /// Its first byte, and how many there are, quotes and brackets included.
        var start: Int { Int(first) }
        var length: Int { Int(last &- first) }
        /// The node after this one and all that belongs to it: what is inside an array or object, the value of a name.
        var next: Int { Int(following) }

        /// No number is cut off: `JSONReader` reads no longer texts, and none has more nodes than bytes.
        init(_ kind: Kind, mark: UInt8, from start: Int, to end: Int, next: Int) {
            self.kind = kind
            self.mark = mark
            first = UInt32(truncatingIfNeeded: start)
            last = UInt32(truncatingIfNeeded: end)
            following = UInt32(truncatingIfNeeded: next)
        }
    }

    let bytes: [UInt8]
    let nodes: [Node]
    /// What strings with escapes say.
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

    /// What a string says; of other values, their text.
    func string(_ node: Int) -> String {
        if nodes[node].kind == .escapedString, let text = unescaped[node] { return text }
        let bytes = bytes
        // Safe: the buffer does not leave the closure.
        return unsafe bytes.span.extracting(content(of: node)).withUnsafeBufferPointer { buffer in
            unsafe String(decoding: buffer, as: UTF8.self)
        }
    }

    /// What a string says, where it stands.
    func withUTF8<Value>(_ node: Int, _ body: (Span<UInt8>) -> Value) -> Value {
        if nodes[node].kind == .escapedString {
            let unescaped = Array(string(node).utf8)
            return body(unescaped.span)
        }
        let bytes = bytes
        return body(bytes.span.extracting(content(of: node)))
    }

    /// A name of an object, and how many come before it.
    typealias Member = (node: Int, number: UInt64)

    /// The member of an object that has the name; the search goes from `start` to the end, and then once more from the beginning.
    /// Names are compared byte by byte (RFC 8259 section 8.3): Swift's `==` would take canonically equivalent texts, such as
    /// the Kelvin sign and `K`, for the same.
    ///
    /// - Parameter marks: a bit for each mark that the names of the object have.
    func find(_ name: String, in object: Int, rollbackState: UInt64 = .max, from start: Member) -> Member? {
        var name = name
        // Safe: the span does not leave the closure.
        return name.withUTF8 { buffer in
            let name = unsafe buffer.span
            guard rollbackState & 1 &<< UInt64(name.mark) != 0 else { return nil }
            return find(name, from: start, before: nodes[object].next)
                ?? find(name, from: (object + 1, 0), before: start.node)
        }
    }

    @inline(__always)
    private func find(_ name: Span<UInt8>, from start: Member, before end: Int) -> Member? {
        let mark = name.mark
        var (node, number) = start
        while node < end {
            let candidate = nodes[node]
            if candidate.mark == mark, withUTF8(node, { $0.isSame(as: name) }) { return (node, number) }
            (node, number) = (candidate.next, number + 1)
        }
        return nil
    }

    /// The bytes of a value, without the quotes of a string.
    private func content(of node: Int) -> Range<Int> {
        let (value, quotes) = (nodes[node], nodes[node].kind == .string ? 1 : 0)
        return value.start + quotes..<value.start + value.length - quotes
    }

    /// A number that is an `Int` as it is written. Minus zero is none: as one it could not be written back as it was.
    func integer(_ node: Int) -> Int? {
        let text = string(node)
        return text == "-0" ? nil : Int(text)
    }

    /// The value by itself.
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
    /// `JSONText.Node.mark` of a text.
    @inline(__always)
    var mark: UInt8 {
        guard count > 0 else { return 0 }
        return UInt8(truncatingIfNeeded: count &+ Int(self[0]) &* 3 &+ Int(self[count - 1]) &* 7) & 63
    }

    /// Whether the bytes are the same.
    @inline(__always)
    func isSame(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        guard count >= 8 else {
            for index in indices where self[index] != other[index] { return false }
            return true
        }
        // By eight; the last eight may have been looked at in part before. Safe: any eight bytes are a number, and both have them.
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
