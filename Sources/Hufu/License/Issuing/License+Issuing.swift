/// The rules that only issuers enforce, since an issuer can still correct the licence, and a scanner could only refuse
/// it (PROFILE section 7, Issuing).
extension License {
    /// Throws the first rule that is broken: those of form, then of texts, numbers, elements that contradict each
    /// other, classes, dates, standing and pictures.
    ///
    /// - Parameters:
    ///   - issuedAt: the `iat` of the credential.
    ///   - allowingUnknownClasses: whether to allow classes and schemes that the catalogue does not have.
    ///   - catalogue: the classes that are known.
    public func validateForIssuing(
        at issuedAt: UnixTime, allowingUnknownClasses: Bool = false, catalogue: ClassCatalogue = .default
    ) throws(LicenseError) {
        try validateForIssuing(
            shownFields, at: issuedAt, allowingUnknownClasses: allowingUnknownClasses, catalogue: catalogue)
    }

    /// - Parameter fields: those that the licence shows.
    func validateForIssuing(
        _ fields: FieldSet, at issuedAt: UnixTime, allowingUnknownClasses: Bool, catalogue: ClassCatalogue = .default
    ) throws(LicenseError) {
        // One pass over the fields accepts most licences; for others, the checks find the first rule that is broken.
        if !isPlain(fields) {
            try validateForm(of: fields, allowingWithheld: false)
            try validateTexts(of: fields, by: IssuedText.self)
        }
        let citizenNumber = isOfResidentOfChina ? documentNumber.flatMap(CitizenNumber.init) : nil
        try validateNumbers(citizenNumber)
        try validateConsistency(citizenNumber, issuedAt: issuedAt)
        if !allowingUnknownClasses { try validateClasses(catalogue) }
        try validateUniqueness()
        try validateOrderOfDates()
        try validateStanding(issuedAt: issuedAt)
        try validatePictures()
    }

    /// Whether the licence has the required fields, each field follows the rules of form, and all texts are plain.
    private func isPlain(_ fields: FieldSet) -> Bool {
        do {
            guard FieldSet.required.subtracting(fields).isEmpty else { return false }
            try fields.forEachField { field throws(PlainText.Failure) in
                var check = PlainCheck(field: field)
                try visit(field, with: &check)
            }
        } catch { return false }
        return true
    }

    /// Whether the holder is a citizen of China with a licence of China, whose number is the citizen number.
    var isOfResidentOfChina: Bool { issuingCountry == "CN" && nationality == "CN" }

    /// The path of a part of a privilege.
    static func path(of privilege: Int, _ part: String = "") -> String {
        "\(Field.drivingPrivileges.jsonName)[\(privilege)]" + (part.isEmpty ? "" : "." + part)
    }

    private func validateNumbers(_ citizenNumber: CitizenNumber?) throws(LicenseError) {
        if isOfResidentOfChina, let documentNumber {
            guard let number = citizenNumber else {
                throw LicenseError(
                    .valueInvalid, at: Field.documentNumber.jsonName,
                    expected: "a citizen number of China, 17 digits and then a digit or X",
                    found: JSONValue.quoted(documentNumber),
                    advice: "Correct the number; a spreadsheet keeps all its digits only in a column of texts.")
            }
            guard number.isChecked else {
                throw LicenseError(
                    .checkDigit, at: Field.documentNumber.jsonName,
                    expected: "the check digit \(Character(Unicode.Scalar(number.checkCharacter)))",
                    found: JSONValue.quoted(documentNumber), advice: "Compare the number with the document.")
            }
        }
        if issuingCountry == "CN", let administrativeNumber {
            guard administrativeNumber.utf8.count == 12, ASCII.all(administrativeNumber, are: ASCII.isDigit) else {
                throw LicenseError(
                    .valueInvalid, at: Field.administrativeNumber.jsonName, expected: "12 digits",
                    found: JSONValue.quoted(administrativeNumber))
            }
        }
        if let issuingJurisdiction = supplement?.fields.issuingJurisdiction, !Self.isSubdivision(issuingJurisdiction) {
            throw LicenseError(
                .valueInvalid, at: Field.issuingJurisdiction.jsonName, expected: "a code of ISO 3166-2, such as US-CA",
                found: JSONValue.quoted(issuingJurisdiction))
        }
    }

    private static func isSubdivision(_ code: String) -> Bool {
        let parts = code.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, let country = parts.first, let subdivision = parts.last else { return false }
        return country.count == 2 && country.allSatisfy(ASCII.isCapital) && 1...3 ~= subdivision.count
            && subdivision.allSatisfy { ASCII.isCapital($0) || ASCII.isDigit($0) }
    }

    private func validateClasses(_ catalogue: ClassCatalogue) throws(LicenseError) {
        let privileges = drivingPrivileges ?? []
        // By index here and below, as an iterator would copy every privilege.
        for index in privileges.indices where !catalogue.contains(privileges[index]) {
            let privilege = privileges[index]
            guard let known = catalogue.codes(ofScheme: privilege.scheme) else {
                throw LicenseError(
                    .classUnknown, at: Self.path(of: index, "scheme"),
                    expected: "one of " + catalogue.schemes.joined(separator: ", "),
                    found: JSONValue.quoted(privilege.scheme), advice: "Correct it, or allow unknown classes.")
            }
            throw LicenseError(
                .classUnknown, at: Self.path(of: index, "vehicle_category_code"),
                expected: "one of " + known.joined(separator: ", "),
                found: JSONValue.quoted(privilege.vehicleCategoryCode),
                advice: "Correct it, or allow unknown classes.")
        }
    }

    /// A class stands there once, and in it each restriction once.
    private func validateUniqueness() throws(LicenseError) {
        let privileges = drivingPrivileges ?? []
        for index in privileges.indices {
            let isRepeated = (0..<index).contains { privileges[$0].isOfClass(privileges[index]) }
            if isRepeated {
                let privilege = privileges[index]
                throw LicenseError(
                    .repeated, at: Self.path(of: index), expected: "each class once",
                    found: "\(privilege.scheme) \(privilege.vehicleCategoryCode) again",
                    advice: "Make one privilege of the two.")
            }
            let codes = privileges[index].codes
            for (number, code) in codes.enumerated() where codes.prefix(number).contains(code) {
                throw LicenseError(
                    .repeated, at: Self.path(of: index, "codes[\(number)]"), expected: "each restriction once",
                    found: "\(code.code)\(code.sign ?? "")\(code.value ?? "") again", advice: "Leave it out.")
            }
        }
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
        let born = birthDate?.earliest
        try order(born, .birthDate, firstIssueDate, Field.firstIssueDate.jsonName, mayCoincide: false)
        try order(born, .birthDate, issueDate, Field.issueDate.jsonName, mayCoincide: false)
        try order(
            born, .birthDate, supplement?.fields.portraitCaptureDate, Field.portraitCaptureDate.jsonName,
            mayCoincide: false)
        try order(firstIssueDate, .firstIssueDate, issueDate, Field.issueDate.jsonName)
        try order(issueDate, .issueDate, expiryDate, Field.expiryDate.jsonName)
        let privileges = drivingPrivileges ?? []
        for index in privileges.indices {
            let (first, last) = (privileges[index].issueDate, privileges[index].expiryDate)
            try order(born, .birthDate, first, Self.path(of: index, "issue_date"), mayCoincide: false)
            try order(first, .issueDate, last, Self.path(of: index, "expiry_date"))
        }
    }

    private func validatePictures() throws(LicenseError) {
        try validateFormat(of: portrait, .portrait)
        try validateFormat(of: supplement?.fields.signatureUsualMark, .signatureUsualMark)
        if let portrait, let portraitDigest { try portrait.check(digest: portraitDigest) }
    }

    private func validateFormat(of picture: Picture?, _ field: Field) throws(LicenseError) {
        guard let picture, !picture.hasSignatureOfFormat else { return }
        throw LicenseError(
            .portraitInvalid, at: "\(field.jsonName).data", expected: "a \(picture.format.jsonName) picture",
            found: "bytes that begin with \(Hex.encode(picture.data.prefix(12)))",
            advice: "State the picture's real format, or convert it.")
    }
}

/// Applies the rules of form to a field whose texts are plain.
private struct PlainCheck: FieldVisitor {
    typealias Failure = PlainText.Failure

    let field: License.Field

    mutating func visit<Coding: FieldCoding>(_ value: Coding.Value, as coding: Coding) throws(PlainText.Failure) {
        try coding.checkTexts(in: value, of: field, by: PlainText.self)
        do { try coding.check(value, of: field) } catch { throw PlainText.Failure() }
    }
}

extension DrivingPrivilege {
    fileprivate func isOfClass(_ other: DrivingPrivilege) -> Bool {
        scheme == other.scheme && vehicleCategoryCode == other.vehicleCategoryCode
    }
}

extension ClassCatalogue {
    fileprivate func contains(_ privilege: DrivingPrivilege) -> Bool {
        contains(scheme: privilege.scheme, vehicleCategoryCode: privilege.vehicleCategoryCode)
    }
}
