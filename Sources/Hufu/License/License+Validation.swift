/// The rules of PROFILE section 7 that scanners enforce: ranges, lengths, and code points.
extension License {
    /// Throws the first rule of form that is broken, in the order of the wire.
    ///
    /// - Parameter allowingWithheld: whether required fields may be missing, because something is redacted.
    package func validateForm(allowingWithheld: Bool) throws(LicenseError) {
        try validateForm(of: shownFields, allowingWithheld: allowingWithheld)
    }

    /// - Parameters:
    ///   - fields: those that the licence shows.
    ///   - allowingWithheld: whether required fields may be missing.
    func validateForm(of fields: FieldSet, allowingWithheld: Bool) throws(LicenseError) {
        if !allowingWithheld {
            try FieldSet.required.subtracting(fields).forEachField { field throws(LicenseError) in
                throw LicenseError(
                    .fieldMissing, at: field.jsonName, expected: "a value", found: "nothing", advice: "Add it.")
            }
        }
        try validateTexts(of: fields)
        try fields.forEachField { field throws(LicenseError) in try validateValue(of: field) }
    }

    /// Throws the first text that is too short, too long, or contains a control or bidirectional formatting character.
    func validateTexts(of fields: FieldSet) throws(LicenseError) { try validateTexts(of: fields, by: TextForm.self) }

    /// Throws if a text breaks the rule.
    func validateTexts<Rule: TextRule>(of fields: FieldSet, by rule: Rule.Type) throws(Rule.Failure) {
        try fields.forEachField { field throws(Rule.Failure) in
            var check = TextCheck<Rule>(field: field)
            try visit(field, with: &check)
        }
    }

    /// Throws if the field breaks a rule that is not one for texts.
    func validateValue(of field: Field) throws(LicenseError) {
        var check = ValueCheck(field: field)
        try visit(field, with: &check)
    }

    /// Throws if the standing is younger than the credential that carries it.
    ///
    /// - Parameter issuedAt: the credential's `iat`.
    package func validateStanding(issuedAt: UnixTime) throws(LicenseError) {
        guard let standing, standing.asOf > issuedAt else { return }
        throw LicenseError(
            .standingInvalid, at: "\(Field.standing.jsonName).as_of",
            expected: "a time not after the credential's, \(issuedAt)", found: "\(standing.asOf)",
            advice: "Read the register before the credential is issued.")
    }
}

/// Applies a rule to the texts of a field.
private struct TextCheck<Rule: TextRule>: FieldVisitor {
    typealias Failure = Rule.Failure

    let field: License.Field

    mutating func visit<Coding: FieldCoding>(_ value: Coding.Value, as coding: Coding) throws(Rule.Failure) {
        try coding.checkTexts(in: value, of: field, by: Rule.self)
    }
}

/// Checks a field apart from its texts.
private struct ValueCheck: FieldVisitor {
    typealias Failure = LicenseError

    let field: License.Field

    mutating func visit<Coding: FieldCoding>(_ value: Coding.Value, as coding: Coding) throws(LicenseError) {
        try coding.check(value, of: field)
    }
}

/// The rule of form for texts: their lengths, and the code points that they may contain.
enum TextForm: TextRule {
    static func check(_ text: String, _ lengths: ClosedRange<Int>, at path: () -> String) throws(LicenseError) {
        guard lengths.contains(text.utf8.count) else {
            throw LicenseError(
                .textLength, at: path(), expected: "\(lengths.lowerBound) to \(lengths.upperBound) bytes of UTF-8",
                found: "\(text.utf8.count)", advice: text.isEmpty ? "Leave it out or fill it." : "Shorten it.")
        }
        guard let scalar = text.firstFormattingCharacter else { return }
        throw LicenseError(
            .textInvalid, at: path(), expected: "a text without control and direction characters",
            found: scalar.codePoint,
            advice: "Remove the character.")
    }
}
