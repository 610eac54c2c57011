/// Writes JSON. Names have the given order, and equal values always have the same bytes.
///
/// Control and bidirectional formatting characters are escaped, although JSON demands that below U+0020 only: the text
/// is shown on terminals, and parts of it were scanned.
package struct JSONWriter {
    /// The white space between values.
    package enum Style: Sendable {
        /// None.
        case compact
        /// Two spaces for each level, one member or element to a line.
        case pretty
    }

    /// The text up to now in UTF-8.
    package private(set) var bytes: [UInt8] = []
    private let style: Style

    /// A writer without output.
    package init(_ style: Style = .compact) { self.style = style }

    /// Removes the text, and keeps its memory for the next one.
    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// The text up to now.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The value's bytes, without a newline after them.
    package static func bytes(_ value: JSONValue, _ style: Style = .compact) -> [UInt8] {
        var writer = JSONWriter(style)
        writer.write(value)
        return writer.bytes
    }

    /// The value's text, without a newline after it.
    package static func text(_ value: JSONValue, _ style: Style = .compact) -> String {
        String(decoding: bytes(value, style), as: UTF8.self)
    }

    /// Appends a value.
    package mutating func write(_ value: JSONValue) { write(value, level: 0) }

    /// Appends a line feed.
    package mutating func endLine() { bytes.append(ASCII.lineFeed) }

    /// Appends an object whose members `body` adds one by one, without a `JSONValue` of them all.
    package mutating func object(_ body: (_ add: (String, JSONValue) -> Void) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        body { name, value in
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            newline(1)
            write(JSONMember(name, value), level: 0)
        }
        if !isFirst { newline(0) }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): append(String(value))
        case .number(let text): append(text)
        case .string(let text): quote(text)
        case .array(let elements):
            list(elements, UInt8(ascii: "["), UInt8(ascii: "]"), level: level) { writer, element in
                writer.write(element, level: level + 1)
            }
        case .object(let members):
            list(members, UInt8(ascii: "{"), UInt8(ascii: "}"), level: level) { writer, member in
                writer.write(member, level: level)
            }
        }
    }

    private mutating func write(_ member: JSONMember, level: Int) {
        quote(member.name)
        colon()
        write(member.value, level: level + 1)
    }

    private mutating func list<Element>(
        _ elements: [Element], _ open: UInt8, _ close: UInt8, level: Int,
        _ body: (inout JSONWriter, Element) -> Void
    ) {
        bytes.append(open)
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            newline(level + 1)
            body(&self, element)
        }
        if !isFirst { newline(level) }
        bytes.append(close)
    }

    private mutating func newline(_ level: Int) {
        switch style {
        case .compact: break
        case .pretty:
            bytes.append(ASCII.lineFeed)
            for _ in 0..<level { append("  ") }
        }
    }

    private mutating func colon() {
        bytes.append(UInt8(ascii: ":"))
        switch style {
        case .compact: break
        case .pretty: bytes.append(ASCII.space)
        }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.byteClasses.isDisjoint(with: [.formattingLead, .quotedInJSON]) { append(text) } else { escape(text) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": append("\\\"")
            case "\\": append("\\\\")
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            case "\u{8}": append("\\b")
            case "\u{c}": append("\\f")
            default:
                if scalar.isControlOrFormatting {
                    escape(UInt16(truncatingIfNeeded: scalar.value))
                } else if scalar.isASCII {
                    bytes.append(UInt8(truncatingIfNeeded: scalar.value))
                } else {
                    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                }
            }
        }
    }

    /// All control and formatting characters are in the Basic Multilingual Plane.
    private mutating func escape(_ unit: UInt16) {
        append("\\u")
        append(Hex.encode([UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit)]))
    }
}
