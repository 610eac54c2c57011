/// The rule of PROFILE section 7 that a licence breaks, and the field that breaks it.
public struct LicenseError: CodedError, Equatable {
    /// The rules; the raw value is the error's code.
    public enum Reason: String, Sendable, CaseIterable {
        /// A required field is missing.
        case fieldMissing = "license.field_missing"
        /// A text contains a control or bidirectional formatting character.
        case textInvalid = "license.text_invalid"
        /// A text is too short or too long.
        case textLength = "license.text_length"
        /// A text is not in Unicode's normalisation form C.
        case textNotNormalized = "license.text_not_normalized"
        /// A date does not exist, or is not written as one.
        case dateInvalid = "license.date_invalid"
        /// A text consists of white space and invisible characters only.
        case textBlank = "license.text_blank"
        /// A text contains a replacement character, a noncharacter, or a private or unassigned code point.
        case textDamaged = "license.text_damaged"
        /// A text contains an invisible character that its script does not need.
        case textInvisible = "license.text_invisible"
        /// A text begins or ends with white space.
        case textPadded = "license.text_padded"
        /// Two dates are in the wrong order.
        case dateOrder = "license.date_order"
        /// A country is not written as two capital letters.
        case countryInvalid = "license.country_invalid"
        /// A number, or a value of a closed list, is not allowed.
        case valueInvalid = "license.value_invalid"
        /// A list has too few or too many elements.
        case countInvalid = "license.count_invalid"
        /// The check digit does not belong to the citizen number (GB 11643).
        case checkDigit = "license.check_digit"
        /// The catalogue does not have the class or its scheme.
        case classUnknown = "license.class_unknown"
        /// Two elements contradict each other.
        case contradiction = "license.contradiction"
        /// A class, or a restriction of a class, is repeated.
        case repeated = "license.repeated"
        /// A date is implausible: a warning of issuing.
        case implausibleDate = "license.implausible_date"
        /// ISO 3166-1 has not assigned the country code: a warning of issuing.
        case countryUnassigned = "license.country_unassigned"
        /// The `portrait_digest` is not the SHA-256 of the `portrait`.
        case portraitDigestMismatch = "issue.portrait_digest_mismatch"
        /// A picture is too large, or not of the format that is stated.
        case portraitInvalid = "license.portrait_invalid"
        /// The letters of the standing, or its time, are not allowed.
        case standingInvalid = "license.standing_invalid"
        /// The CBOR does not have the shape of the entry.
        case encodingInvalid = "license.encoding_invalid"
        /// The JSON does not have the shape of a licence; the code is that of the JSON error.
        case json = "license.json_invalid"
    }

    /// The rule that is broken.
    public let reason: Reason
    /// The reason's code; for `Reason.json` the code of the JSON error.
    public let code: String
    /// The path in JSON terms, such as `driving_privileges[0].codes[1].sign`; empty for the licence as a whole.
    public private(set) var field: String
    /// The value that was expected.
    public let expected: String?
    /// The value that was found, shortened.
    public let found: String?
    /// The error in one line.
    public let message: String
    /// The remedy in one line.
    public let advice: String
    /// The line, from 1, if the licence was read from JSON; else `nil`.
    public private(set) var line: Int?
    /// The column, from 1, if the licence was read from JSON; else `nil`.
    public private(set) var column: Int?
    /// The offset of the byte, from 0, if the licence was read from CBOR; else `nil`.
    public private(set) var offset: Int?

    /// The field, and the line and column or the byte, as far as they are known; `nil` if none is.
    public var location: String? {
        var parts = field.isEmpty ? [] : [field]
        if let line, let column { parts.append("line \(line), column \(column)") }
        if let offset { parts.append("byte \(offset)") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    init(
        _ reason: Reason, at path: String, expected: String, found: String, advice: String = "Correct the value."
    ) {
        self.reason = reason
        self.code = reason.rawValue
        self.field = path
        self.expected = expected
        self.found = found
        self.message = "expected \(expected), found \(found)"
        self.advice = advice
    }

    init(
        _ reason: Reason, at field: JSONField, expected: String, found: String, advice: String = "Correct the value."
    ) {
        self.init(reason, at: field.path, expected: expected, found: found, advice: advice)
        locate(field)
    }

    init(_ error: CBORError, at path: String, expected: String) {
        self.init(
            .encodingInvalid, at: path, expected: expected, found: "an item of which " + error.message,
            advice: error.advice)
        self.offset = error.offset
    }

    /// - Parameter form: the JSON that is missing, if the message is to name it.
    init(_ error: JSONError, form: String? = nil) {
        self.reason = error.reason == .nameMissing ? .fieldMissing : .json
        self.code = error.reason == .nameMissing ? Reason.fieldMissing.rawValue : error.code
        self.field = error.path
        self.expected = error.expected
        self.found = error.found
        self.message = error.message + (form.map { ": " + $0 } ?? "")
        self.advice = error.advice
        self.line = error.line
        self.column = error.column
    }

    /// The error with the line and column of its field in the JSON of the licence, which may be part of a larger text.
    package func located(in license: JSONField) -> LicenseError {
        guard line == nil else { return self }
        var error = self
        error.locate(license.descendant(at: field))
        let path = license.path
        if !path.isEmpty { error.field = field.isEmpty ? path : path + "." + field }
        return error
    }

    private mutating func locate(_ field: JSONField) {
        line = field.position.line
        column = field.position.column
    }
}
