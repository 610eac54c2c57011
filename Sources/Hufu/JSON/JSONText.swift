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
        private let first: UInt32
        private let last: UInt32
        private let following: UInt32

        /// Its first byte, and how many there are, quotes and brackets included.
        var start: Int { Int(first) }
        var length: Int { Int(last &- first) }
        /// The node after this one and all that belongs to it: what is inside an array or object, the value of a name.
        var next: Int { Int(following) }

        /// No number is cut off: `JSONReader` reads no longer texts, and none has more nodes than bytes.
        init(_ kind: Kind, from start: Int, to end: Int, next: Int) {
            self.kind = kind
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
        var child = node + 1
        while child < nodes[node].next {
            children.append(child)
            child = nodes[child].next
        }
        return children
    }

    /// What a string says; of other values, their text.
    func string(_ node: Int) -> String {
        if nodes[node].kind == .escapedString, let text = unescaped[node] { return text }
        return String(decoding: bytes[content(of: node)], as: UTF8.self)
    }

    /// The first of the names from `start` on and before `end` that says just that: its node, and how many come before it.
    /// Names are compared byte by byte (RFC 8259 section 8.3): Swift's `==` would take canonically equivalent texts, such as
    /// the Kelvin sign and `K`, for the same.
    func find(_ name: String, from start: Int, before end: Int) -> (node: Int, distance: UInt64)? {
        var name = name
        // Safe: the span does not leave the closure.
        return name.withUTF8 { buffer in
            let name = unsafe buffer.span
            var (node, distance): (Int, UInt64) = (start, 0)
            while node < end {
                if isString(node, name) { return (node, distance) }
                (node, distance) = (nodes[node].next, distance + 1)
            }
            return nil
        }
    }

    private func isString(_ node: Int, _ text: Span<UInt8>) -> Bool {
        let string = nodes[node]
        guard string.kind == .string else {
            let unescaped = Array(self.string(node).utf8)
            return unescaped.count == text.count && text.indices.allSatisfy { unescaped[$0] == text[$0] }
        }
        guard string.length == text.count + 2 else { return false }
        for index in text.indices where bytes[string.start + 1 + index] != text[index] { return false }
        return true
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
