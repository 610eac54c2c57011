/// The rules of PROFILE section 6 that scanners enforce: ranges, lengths, and code points.
extension License {
    /// Lengths in bytes of UTF-8.
    enum TextLength {
        static let documentNumber = 1...64
        static let text = 1...300
        static let distinguishingSign = 1...3
        static let scheme = 2...6
        static let vehicleCategoryCode = 1...8
    }

    static let privilegeCounts = 1...32
    static let codeCounts = 0...16
    static let portraitSizes = 1...1200
    static let digestSize = 32
    static let ageCounts = 1...4
    static let ages = 1...99
    static let standingLengths = 1...8
    static let pointTotals = 0...255

    /// Throws the first rule of form that is broken, in the order of the wire.
    ///
    /// - Parameter allowingWithheld: whether required elements may be missing, because something is redacted.
    package func validateForm(allowingWithheld: Bool) throws(LicenseError) {
        if !allowingWithheld {
            for field in Field.allCases where field.isRequired && !shows(field) {
                throw LicenseError(
                    .fieldMissing, at: .field(field), expected: "a value", found: "nothing", advice: "Add it.")
            }
        }
        try validateTexts()
        try validateValues()
    }

    /// Throws the first text that is too short, too long, or has a code point that steers.
    func validateTexts() throws(LicenseError) {
        try forEachText { text, lengths, place throws(LicenseError) in
            try License.checkText(text, lengths, at: place())
        }
    }

    /// Throws the first other element that breaks a rule.
    func validateValues() throws(LicenseError) {
        try License.checkCountry(issuingCountry, at: .field(.issuingCountry))
        if let nationality { try License.checkCountry(nationality, at: .field(.nationality)) }
        if let drivingPrivileges { try License.checkCounts(drivingPrivileges) }
        if let portrait { try License.checkSize(portrait) }
        if let portraitDigest, portraitDigest.count != License.digestSize {
            throw LicenseError(
                .countInvalid, at: .field(.portraitDigest), expected: "a SHA-256 hash of 32 bytes",
                found: "\(portraitDigest.count) bytes")
        }
        if let ageOver { try License.checkAges(ageOver) }
        if let standing { try License.checkLetters(standing) }
        if let points, !(License.pointTotals ~= points.total) {
            throw LicenseError(
                .valueInvalid, at: .part(.points, "total"), expected: "0 to 255", found: "\(points.total)")
        }
    }

    /// Throws if the standing is younger than the credential that carries it.
    ///
    /// - Parameter issuedAt: the credential's `iat`.
    package func validateStanding(issuedAt: UnixTime) throws(LicenseError) {
        guard let standing, standing.asOf > issuedAt else { return }
        throw LicenseError(
            .standingInvalid, at: .part(.standing, "as_of"), expected: "a time not after the credential's, \(issuedAt)",
            found: "\(standing.asOf)", advice: "Read the register before the credential is issued.")
    }

    /// Each text with the bytes it may have; the place is made only where it is asked for.
    func forEachText(
        _ body: (String, ClosedRange<Int>, () -> LicensePlace) throws(LicenseError) -> Void
    ) throws(LicenseError) {
        func visit(
            _ text: String?, _ field: Field, _ lengths: ClosedRange<Int> = TextLength.text
        ) throws(LicenseError) {
            if let text { try body(text, lengths, { .field(field) }) }
        }
        try visit(documentNumber, .documentNumber, TextLength.documentNumber)
        try visit(familyName, .familyName)
        try visit(givenName, .givenName)
        try visit(nameNationalCharacter, .nameNationalCharacter)
        try visit(issuingAuthority, .issuingAuthority)
        try visit(unDistinguishingSign, .unDistinguishingSign, TextLength.distinguishingSign)
        if let drivingPrivileges {
            // By index, as an iterator would copy every privilege.
            for index in drivingPrivileges.indices { try drivingPrivileges[index].forEachText(index, body) }
        }
        try visit(residentAddress, .residentAddress)
        try visit(administrativeNumber, .administrativeNumber)
        try visit(record, .record)
    }

    private static func checkText(
        _ text: String, _ lengths: ClosedRange<Int>, at place: @autoclosure () -> LicensePlace
    ) throws(LicenseError) {
        guard lengths.contains(text.utf8.count) else {
            throw LicenseError(
                .textLength, at: place(), expected: "\(lengths.lowerBound) to \(lengths.upperBound) bytes of UTF-8",
                found: "\(text.utf8.count)", advice: text.isEmpty ? "Leave it out or fill it." : "Shorten it.")
        }
        guard let scalar = text.firstFormattingCharacter else { return }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        throw LicenseError(
            .textInvalid, at: place(), expected: "a text without control and direction characters",
            found: "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits,
            advice: "Remove the character.")
    }

    private static func checkCountry(_ country: String, at place: LicensePlace) throws(LicenseError) {
        guard country.utf8.count == 2, country.utf8.allSatisfy(isCapital) else {
            throw LicenseError(
                .countryInvalid, at: place, expected: "two capital letters (ISO 3166-1)",
                found: JSONValue.quoted(country))
        }
    }

    static func isCapital(_ byte: UInt8) -> Bool { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte }

    private static func checkCounts(_ privileges: [DrivingPrivilege]) throws(LicenseError) {
        guard privilegeCounts ~= privileges.count else {
            throw LicenseError(
                .countInvalid, at: .field(.drivingPrivileges), expected: "1 to 32 privileges",
                found: "\(privileges.count)")
        }
        for index in privileges.indices where !(codeCounts ~= privileges[index].codes.count) {
            throw LicenseError(
                .countInvalid, at: .privilegePart(index, "codes"), expected: "at most 16 codes",
                found: "\(privileges[index].codes.count)")
        }
    }

    private static func checkSize(_ portrait: Portrait) throws(LicenseError) {
        guard portraitSizes ~= portrait.data.count else {
            throw LicenseError(
                .portraitInvalid, at: .part(.portrait, "data"), expected: "1 to 1200 bytes",
                found: "\(portrait.data.count)", advice: "Make the picture smaller.")
        }
    }

    private static func checkAges(_ ageOver: AgeOver) throws(LicenseError) {
        guard ageCounts ~= ageOver.thresholds.count else {
            throw LicenseError(
                .countInvalid, at: .field(.ageOver), expected: "1 to 4 ages", found: "\(ageOver.thresholds.count)")
        }
        for threshold in ageOver.thresholds where !(ages ~= threshold.age) {
            throw LicenseError(
                .valueInvalid, at: .age(threshold.age), expected: "an age from 1 to 99", found: "\(threshold.age)")
        }
    }

    private static func checkLetters(_ standing: Standing) throws(LicenseError) {
        var previous: UInt8 = 0
        let isAscending = standing.codes.utf8.allSatisfy { letter in
            defer { previous = letter }
            return isCapital(letter) && letter > previous
        }
        guard isAscending, standingLengths ~= standing.codes.utf8.count else {
            throw LicenseError(
                .standingInvalid, at: .part(.standing, "codes"),
                expected: "1 to 8 different capital letters in alphabetical order",
                found: JSONValue.quoted(standing.codes))
        }
        guard standing.asOf >= .zero else {
            throw LicenseError(
                .standingInvalid, at: .part(.standing, "as_of"), expected: "a time from 1970 on",
                found: "\(standing.asOf)")
        }
    }
}

extension DrivingPrivilege {
    fileprivate func forEachText(
        _ index: Int, _ body: (String, ClosedRange<Int>, () -> LicensePlace) throws(LicenseError) -> Void
    ) throws(LicenseError) {
        try body(scheme, License.TextLength.scheme, { .privilegePart(index, "scheme") })
        try body(
            vehicleCategoryCode, License.TextLength.vehicleCategoryCode,
            { .privilegePart(index, "vehicle_category_code") })
        for (codeIndex, code) in codes.enumerated() {
            func place(_ part: StaticString) -> LicensePlace { .code(privilege: index, codeIndex, part) }
            try body(code.code, License.TextLength.text, { place("code") })
            if let sign = code.sign { try body(sign, License.TextLength.text, { place("sign") }) }
            if let value = code.value { try body(value, License.TextLength.text, { place("value") }) }
        }
    }
}
