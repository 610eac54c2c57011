/// The rules that only issuers enforce, since an issuer can still correct the licence, and a scanner could only refuse
/// it.
extension License {
    /// Throws the first rule that is broken: those of form, then normalisation, numbers, classes, dates and pictures.
    ///
    /// - Parameters:
    ///   - allowingUnknownClasses: whether to allow classes and schemes that the catalogue does not have.
    ///   - catalogue: the classes that are known.
    package func validateForIssuing(
        allowingUnknownClasses: Bool, catalogue: ClassCatalogue = .default
    ) throws(LicenseError) {
        try validateForm(allowingWithheld: false)
        try validateTexts(by: NormalFormRule.self)
        try validateNumbers()
        if !allowingUnknownClasses { try validateClasses(catalogue) }
        try validateOrderOfDates()
        try validatePicture()
    }

    private func validateNumbers() throws(LicenseError) {
        if nationality == "CN", let documentNumber, let check = CitizenNumber.checkCharacter(of: documentNumber) {
            guard documentNumber.utf8.last == check else {
                throw LicenseError(
                    .checkDigit, at: Field.documentNumber.jsonName,
                    expected: "the check digit \(Character(Unicode.Scalar(check)))",
                    found: JSONValue.quoted(documentNumber), advice: "Compare the number with the document.")
            }
        }
        if issuingCountry == "CN", let administrativeNumber {
            guard administrativeNumber.utf8.count == 12, administrativeNumber.utf8.allSatisfy(ASCII.isDigit)
            else {
                throw LicenseError(
                    .valueInvalid, at: Field.administrativeNumber.jsonName, expected: "12 digits",
                    found: JSONValue.quoted(administrativeNumber))
            }
        }
    }

    private func validateClasses(_ catalogue: ClassCatalogue) throws(LicenseError) {
        for (index, privilege) in (drivingPrivileges ?? []).enumerated() {
            guard let known = catalogue.codes(ofScheme: privilege.scheme) else {
                throw LicenseError(
                    .classUnknown, at: Self.path(of: index, "scheme"),
                    expected: "one of " + catalogue.schemes.joined(separator: ", "),
                    found: JSONValue.quoted(privilege.scheme), advice: "Correct it, or allow unknown classes.")
            }
            guard known.contains(privilege.vehicleCategoryCode) else {
                throw LicenseError(
                    .classUnknown, at: Self.path(of: index, "vehicle_category_code"),
                    expected: "one of " + known.joined(separator: ", "),
                    found: JSONValue.quoted(privilege.vehicleCategoryCode),
                    advice: "Correct it, or allow unknown classes.")
            }
        }
    }

    private static func path(of privilege: Int, _ part: String) -> String {
        "\(Field.drivingPrivileges.jsonName)[\(privilege)].\(part)"
    }

    private func validateOrderOfDates() throws(LicenseError) {
        func order(
            _ earlier: Day?, _ earlierName: Field, _ later: Day?, _ path: @autoclosure () -> String,
            mayCoincide: Bool = true
        ) throws(LicenseError) {
            guard let earlier, let later, later < earlier || (later == earlier && !mayCoincide) else { return }
            throw LicenseError(
                .dateOrder, at: path(),
                expected: "a day \(mayCoincide ? "not before" : "after") \(earlierName.jsonName) (\(earlier))",
                found: later.description, advice: "Correct one of the two dates.")
        }
        try order(birthDate, .birthDate, firstIssueDate, Field.firstIssueDate.jsonName, mayCoincide: false)
        try order(birthDate, .birthDate, issueDate, Field.issueDate.jsonName, mayCoincide: false)
        try order(firstIssueDate, .firstIssueDate, issueDate, Field.issueDate.jsonName)
        try order(issueDate, .issueDate, expiryDate, Field.expiryDate.jsonName)
        for (index, privilege) in (drivingPrivileges ?? []).enumerated() {
            try order(
                birthDate, .birthDate, privilege.issueDate, Self.path(of: index, "issue_date"), mayCoincide: false)
            try order(privilege.issueDate, .issueDate, privilege.expiryDate, Self.path(of: index, "expiry_date"))
        }
    }

    private func validatePicture() throws(LicenseError) {
        guard let portrait, !portrait.hasSignatureOfFormat else { return }
        throw LicenseError(
            .portraitInvalid, at: "\(Field.portrait.jsonName).data", expected: "a \(portrait.format.jsonName) picture",
            found: "bytes that begin with \(Hex.encode(portrait.data.prefix(12)))",
            advice: "State the picture's real format, or convert it.")
    }
}

/// The rule that texts are in Unicode's normalisation form C.
private enum NormalFormRule: TextRule {
    static func check(_ text: String, _ lengths: ClosedRange<Int>, at path: () -> String) throws(LicenseError) {
        guard !NormalForm.isComposed(text) else { return }
        throw LicenseError(
            .textNotNormalized, at: path(), expected: "Unicode normalisation form C",
            found: JSONValue.quoted(text), advice: "Normalise the text to NFC before issuing.")
    }
}
