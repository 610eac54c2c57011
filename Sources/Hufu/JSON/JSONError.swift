/// Why bytes are not JSON (RFC 8259), or why the JSON does not have the expected shape.
public struct JSONError: CodedError, Equatable {
    /// The causes. The raw value of each is the error's code.
    public enum Reason: String, Sendable, CaseIterable {
        /// More bytes than the reader's limit.
        case tooLarge = "json.too_large"
        /// The text is empty or white space only.
        case empty = "json.empty"
        /// A byte order mark, which RFC 8259 section 8.1 forbids senders to write.
        case byteOrderMark = "json.byte_order_mark"
        /// Bytes that are not UTF-8.
        case encodingInvalid = "json.encoding_invalid"
        /// A character that the grammar does not allow in this place, or an early end.
        case syntaxInvalid = "json.syntax_invalid"
        /// An unescaped control character or an unknown escape in a string.
        case stringInvalid = "json.string_invalid"
        /// One half of a surrogate pair alone.
        case surrogateLone = "json.surrogate_lone"
        /// A number that the grammar does not allow, such as `01`.
        case numberInvalid = "json.number_invalid"
        /// Arrays and objects that are nested more deeply than the reader's limit.
        case tooDeep = "json.too_deep"
        /// Something after the value.
        case trailingData = "json.trailing_data"
        /// A name that occurs twice in one object.
        case nameRepeated = "json.name_repeated"
        /// A required name that is not there.
        case nameMissing = "json.name_missing"
        /// A name that is not known in this place.
        case nameUnknown = "json.name_unknown"
        /// A value of another type.
        case typeMismatch = "json.type_mismatch"
        /// A number with a fraction or an exponent, or outside the range of 64 bits.
        case numberUnsupported = "json.number_unsupported"
        /// A value of the right type that is not allowed in this place.
        case valueInvalid = "json.value_invalid"
    }

    /// The cause.
    public let reason: Reason
    /// The value's path, such as `driving_privileges[0].scheme`; empty for the whole text and for faults of syntax.
    public let path: String
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, counted in Unicode scalars.
    public let column: Int
    /// The fault, in one line.
    public let message: String
    /// The remedy, in whole sentences.
    public let advice: String
    /// The expected value; `nil` if several are possible.
    public let expected: String?
    /// The value that was found, shortened.
    public let found: String?

    /// The reason's code.
    public var code: String { reason.rawValue }

    /// Path, line and column.
    public var location: String? {
        (path.isEmpty ? "" : path + ", ") + "line \(line), column \(column)"
    }

    package init(
        _ reason: Reason, at position: JSONPosition, path: String = "", message: String, advice: String,
        expected: String? = nil, found: String? = nil
    ) {
        self.reason = reason
        self.path = path
        self.line = position.line
        self.column = position.column
        self.message = message
        self.advice = advice
        self.expected = expected
        self.found = found
    }

    package init(
        _ reason: Reason, at position: JSONPosition, path: String, expected: String, found: String, advice: String
    ) {
        self.init(
            reason, at: position, path: path, message: "expected \(expected), found \(found)", advice: advice,
            expected: expected, found: found)
    }
}
