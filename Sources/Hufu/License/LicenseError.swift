/// Which rule of PROFILE section 6 a licence breaks, and where.
public struct LicenseError: CodedError, Equatable {
    /// The rules, as a closed list; the raw value is the error's code.
    public enum Reason: String, Sendable, CaseIterable {
        /// A required element is not there.
        case fieldMissing = "license.field_missing"
        /// A text contains a code point that steers terminals or text direction.
        case textInvalid = "license.text_invalid"
        /// A text is too short or too long.
        case textLength = "license.text_length"
        /// A text is not in Unicode's normalisation form C.
        case textNotNormalized = "license.text_not_normalized"
        /// A date that does not exist or is not written as one.
        case dateInvalid = "license.date_invalid"
        /// Two dates in the wrong order.
        case dateOrder = "license.date_order"
        /// Not two capital letters.
        case countryInvalid = "license.country_invalid"
        /// A number or a choice that is not allowed.
        case valueInvalid = "license.value_invalid"
        /// Too few or too many elements of a list.
        case countInvalid = "license.count_invalid"
        /// The check digit of GB 11643 is not that of the number.
        case checkDigit = "license.check_digit"
        /// A class that its scheme does not have, or a scheme that is not known.
        case classUnknown = "license.class_unknown"
        /// A picture that is too large or not of its format.
        case portraitInvalid = "license.portrait_invalid"
        /// Standing letters or their time are not as they have to be.
        case standingInvalid = "license.standing_invalid"
        /// CBOR of another shape than the entry's.
        case encodingInvalid = "license.encoding_invalid"
        /// JSON of another shape than a licence's; the code is the JSON error's.
        case json = "license.json_invalid"
    }

    /// Which rule.
    public let reason: Reason
    /// The reason's code; for `Reason.json` the code of the JSON error.
    public let code: String
    /// The path in JSON terms, such as `driving_privileges[0].codes[1].sign`; empty for the licence as a whole.
    public private(set) var field: String
    /// What was expected.
    public let expected: String?
    /// What was there instead, shortened.
    public let found: String?
    /// What is wrong, in words.
    public let message: String
    /// What to do about it.
    public let advice: String
    /// The line, from 1, if the licence was read from JSON.
    public private(set) var line: Int?
    /// The column, from 1, if the licence was read from JSON.
    public private(set) var column: Int?
    /// The byte, if the licence was read from CBOR.
    public private(set) var offset: Int?

    /// Field, and line and column or byte, as far as they are known.
    public var location: String? {
        var parts = field.isEmpty ? [] : [field]
        if let line, let column { parts.append("line \(line), column \(column)") }
        if let offset { parts.append("byte \(offset)") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    package init(_ reason: Reason, field: String, expected: String, found: String, advice: String) {
        self.reason = reason
        self.code = reason.rawValue
        self.field = field
        self.expected = expected
        self.found = found
        self.message = "expected \(expected), found \(found)"
        self.advice = advice
    }

    init(
        _ reason: Reason, at place: LicensePlace, expected: String, found: String, advice: String = "Correct the value."
    ) {
        self.init(reason, field: place.description, expected: expected, found: found, advice: advice)
    }

    init(_ reason: Reason, at field: JSONField, expected: String, found: String, advice: String) {
        self.init(reason, field: field.path, expected: expected, found: found, advice: advice)
        locate(field)
    }

    init(_ error: CBORError, at place: LicensePlace, expected: String) {
        self.init(
            .encodingInvalid, at: place, expected: expected, found: "an item of which " + error.message,
            advice: error.advice)
        self.offset = error.offset
    }

    init(_ error: JSONError) {
        self.reason = error.reason == .nameMissing ? .fieldMissing : .json
        self.code = error.reason == .nameMissing ? Reason.fieldMissing.rawValue : error.code
        self.field = error.path
        self.expected = error.expected
        self.found = error.found
        self.message = error.message
        self.advice = error.advice
        self.line = error.line
        self.column = error.column
    }

    /// The error with the line and column that its field has in the JSON of the licence, which may stand in a larger text.
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

/// The place of a rule inside a licence; a string of it is made only for an error.
enum LicensePlace: CustomStringConvertible {
    case field(License.Field)
    case part(License.Field, StaticString)
    case age(Int)
    case privilege(Int)
    case privilegePart(Int, StaticString)
    case code(privilege: Int, Int, StaticString)
    case entry(License.Entry)

    var description: String {
        let privileges = License.Field.drivingPrivileges.jsonName
        return switch self {
        case .field(let field): field.jsonName
        case .part(let field, let part): "\(field.jsonName).\(part)"
        case .age(let age): "\(License.Field.ageOver.jsonName).\(age)"
        case .privilege(let index): "\(privileges)[\(index)]"
        case .privilegePart(let index, let part): "\(privileges)[\(index)].\(part)"
        case .code(let privilege, let index, let part): "\(privileges)[\(privilege)].codes[\(index)].\(part)"
        case .entry(let entry): entry.jsonName
        }
    }
}
