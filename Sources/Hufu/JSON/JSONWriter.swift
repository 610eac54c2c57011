/// Writes JSON: names in the order given, the same bytes for the same value always.
///
/// Code points that steer a terminal or the order of a text are escaped, although JSON asks for that below U+0020 only:
/// what comes out of here is read on terminals, and some of it was scanned.
package struct JSONWriter {
    package enum Style: Sendable {
        case compact
        /// Two spaces for each level, one member or element to a line.
        case pretty
    }

    package private(set) var bytes: [UInt8] = []
    private let style: Style

    package init(_ style: Style = .compact) { self.style = style }

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

    package mutating func write(_ value: JSONValue) { write(value, level: 0) }

    private mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): append(String(value))
        case .number(let text): append(text)
        case .string(let text): quote(text)
        case .array(let elements):
            list(elements, "[", "]", level: level) { writer, element in writer.write(element, level: level + 1) }
        case .object(let members):
            list(members, "{", "}", level: level) { writer, member in
                writer.quote(member.name)
                writer.append(writer.style == .pretty ? ": " : ":")
                writer.write(member.value, level: level + 1)
            }
        }
    }

    private mutating func list<Element>(
        _ elements: [Element], _ open: String, _ close: String, level: Int,
        _ body: (inout JSONWriter, Element) -> Void
    ) {
        append(open)
        var isFirst = true
        for element in elements {
            if !isFirst { append(",") }
            isFirst = false
            newline(level + 1)
            body(&self, element)
        }
        if !isFirst { newline(level) }
        append(close)
    }

    private mutating func newline(_ level: Int) {
        guard style == .pretty else { return }
        bytes.append(0x0a)
        for _ in 0..<level { append("  ") }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let mayNotBePlain = text.hasByte { byte in
            byte.formattingLead | (byte == UInt8(ascii: "\"") ? 1 : 0) | (byte == UInt8(ascii: "\\") ? 1 : 0)
        }
        if mayNotBePlain { escape(text) } else { append(text) }
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

    /// Every steering scalar lies in the Basic Multilingual Plane.
    private mutating func escape(_ unit: UInt16) {
        append("\\u")
        append(Hex.encode([UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit)]))
    }
}
