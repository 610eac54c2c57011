/// Where a value begins: line and column from 1, the column counted in Unicode scalars as editors do.
package struct JSONPosition: Sendable, Hashable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The beginning of a text, and the position of values that were made rather than read.
    package static let start = JSONPosition(line: 1, column: 1)
}

/// A JSON value, and where it stood.
package struct JSONValue: Sendable {
    package enum Kind: Sendable {
        case null
        case bool(Bool)
        case integer(Int)
        /// A number that no `Int` holds exactly as it is written, as it is written: `1.0`, `1e3`, `-0`, 2^63.
        case number(String)
        case string(String)
        case array([JSONValue])
        case object([JSONMember])
    }

    package var kind: Kind
    package var position: JSONPosition

    package init(_ kind: Kind, at position: JSONPosition = .start) {
        self.kind = kind
        self.position = position
    }

    package static func string(_ value: String) -> JSONValue { JSONValue(.string(value)) }
    package static func integer(_ value: Int) -> JSONValue { JSONValue(.integer(value)) }
    package static func bool(_ value: Bool) -> JSONValue { JSONValue(.bool(value)) }
    package static func array(_ elements: [JSONValue]) -> JSONValue { JSONValue(.array(elements)) }
    package static func object(_ members: [JSONMember]) -> JSONValue { JSONValue(.object(members)) }
    package static var null: JSONValue { JSONValue(.null) }

    /// The value under a name of an object; nothing for other kinds.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = kind else { return nil }
        return members.first { $0.isNamed(name) }?.value
    }

    /// The kind and, shortened, the content, for error messages.
    package var summary: String {
        switch kind {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "the number \(value)"
        case .number(let text): "the number " + JSONValue.shortened(text)
        case .string(let text): JSONValue.quoted(text)
        case .array(let elements): elements.isEmpty ? "an empty array" : "an array"
        case .object(let members): members.isEmpty ? "an empty object" : "an object"
        }
    }

    /// A text as error messages show it: quoted, escaped, at most 40 characters.
    package static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.write(.string(shortened(text)))
        return writer.text
    }

    private static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 40, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }
}

/// A name of an object and its value.
package struct JSONMember: Sendable {
    package var name: String
    package var value: JSONValue
    package var position: JSONPosition

    package init(_ name: String, _ value: JSONValue, at position: JSONPosition = .start) {
        self.name = name
        self.value = value
        self.position = position
    }

    /// Names are compared byte by byte (RFC 8259 section 8.3): Swift's `==` alone would take canonically
    /// equivalent texts, such as the Kelvin sign and `K`, for the same.
    func isNamed(_ other: String) -> Bool {
        isNamed(ascii: other) && name.utf8.elementsEqual(other.utf8)
    }

    /// The same for a name of ASCII alone, where the length tells enough: whatever else is equivalent to it is longer.
    func isNamed(ascii other: String) -> Bool { name.utf8.count == other.utf8.count && name == other }
}

/// Kinds and content; positions do not count, and neither does the order of names (RFC 8259 section 1).
extension JSONValue: Equatable {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left.kind, right.kind) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)):
            a.count == b.count && a.allSatisfy { member in right[member.name] == member.value }
        default: false
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self.init(.string(value)) }
    package init(integerLiteral value: Int) { self.init(.integer(value)) }
    package init(booleanLiteral value: Bool) { self.init(.bool(value)) }
    package init(arrayLiteral elements: JSONValue...) { self.init(.array(elements)) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(.object(elements.map { JSONMember($0.0, $0.1) }))
    }
}
