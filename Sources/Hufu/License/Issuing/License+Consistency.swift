/// The rules of issuing for elements that cannot both be right (PROFILE section 7, Contradictions).
extension License {
    /// Throws the first element that contradicts another one.
    ///
    /// - Parameters:
    ///   - citizenNumber: the citizen number of a resident of China; `nil` for others.
    ///   - issuedAt: the `iat` of the credential.
    func validateConsistency(_ citizenNumber: CitizenNumber?, issuedAt: UnixTime) throws(LicenseError) {
        if let citizenNumber { try validateCitizen(citizenNumber) }
        // Few licences have an element that tells an age.
        if let birthDate, ageOver != nil || supplement != nil {
            try validateAges(AgeRange(birthDate, issuedAt: issuedAt))
            try validateBirthdays(of: birthDate)
        }
        try validateJurisdiction()
    }

    /// Of a resident of China, the number tells birth date and sex.
    private func validateCitizen(_ number: CitizenNumber) throws(LicenseError) {
        if let birthDate, !number.agrees(with: birthDate) {
            throw LicenseError(
                .contradiction, at: Field.birthDate.jsonName,
                expected: "the birth date in document_number, \(number.birthDate)", found: birthDate.description,
                advice: "Compare both with the document.")
        }
        if let sex, sex == .male || sex == .female, sex != number.sex {
            throw LicenseError(
                .contradiction, at: Field.sex.jsonName,
                expected: "the sex in document_number, \(number.sex.rawValue)", found: "\(sex.rawValue)",
                advice: "Compare both with the document.")
        }
    }

    private func validateAges(_ ages: AgeRange) throws(LicenseError) {
        var unreached: Int?
        for threshold in ageOver?.thresholds ?? [] {
            let isWrong = threshold.isReached ? threshold.age > ages.greatest : threshold.age <= ages.least
            if isWrong {
                throw Self.contradiction(
                    "\(Field.ageOver.jsonName).\(threshold.age)",
                    expected: "\(!threshold.isReached), as the holder is \(ages)", found: "\(threshold.isReached)")
            }
            if threshold.isReached, let unreached {
                throw Self.contradiction(
                    "\(Field.ageOver.jsonName).\(threshold.age)", expected: "false, as for \(unreached)", found: "true")
            }
            if !threshold.isReached, unreached == nil { unreached = threshold.age }
        }
        if let ageInYears = supplement?.fields.ageInYears, !(ages.least...ages.greatest ~= ageInYears) {
            throw Self.contradiction(Field.ageInYears.jsonName, expected: "\(ages)", found: "\(ageInYears)")
        }
    }

    private func validateBirthdays(of birthDate: PartialDay) throws(LicenseError) {
        guard let fields = supplement?.fields else { return }
        if let ageBirthYear = fields.ageBirthYear, ageBirthYear != birthDate.year {
            throw Self.contradiction(
                Field.ageBirthYear.jsonName, expected: "\(birthDate.year)", found: "\(ageBirthYear)")
        }
        try validate(fields.under18Until, .under18Until, isBirthday: 18, of: birthDate)
        try validate(fields.under19Until, .under19Until, isBirthday: 19, of: birthDate)
        try validate(fields.under21Until, .under21Until, isBirthday: 21, of: birthDate)
    }

    private func validate(
        _ until: Day?, _ field: Field, isBirthday age: Int, of birthDate: PartialDay
    ) throws(LicenseError) {
        guard let until, let first = birthDate.earliest.birthday(age), let last = birthDate.latest.birthday(age),
            until < first.previous || until > last
        else { return }
        throw Self.contradiction(
            field.jsonName, expected: first == last ? "\(first), the birthday" : "a day from \(first) to \(last)",
            found: until.description)
    }

    private func validateJurisdiction() throws(LicenseError) {
        guard let issuingJurisdiction = supplement?.fields.issuingJurisdiction,
            !issuingJurisdiction.hasPrefix(issuingCountry + "-")
        else { return }
        throw LicenseError(
            .contradiction, at: Field.issuingJurisdiction.jsonName,
            expected: "a part of issuing_country, \(issuingCountry)", found: issuingJurisdiction,
            advice: "Correct one of the two.")
    }

    private static func contradiction(_ path: String, expected: String, found: String) -> LicenseError {
        LicenseError(
            .contradiction, at: path, expected: expected, found: found,
            advice: "Correct it or birth_date, or leave it out.")
    }
}

/// The ages that a holder can have where the licence is issued: the local day is that of `iat` in UTC, the day before
/// or the day after, and a birth date need not be known to the day.
private struct AgeRange: CustomStringConvertible {
    let least: Int
    let greatest: Int

    init(_ birthDate: PartialDay, issuedAt: UnixTime) {
        let day = Day(utc: issuedAt)
        least = birthDate.latest.age(on: day.previous)
        greatest = birthDate.earliest.age(on: day.next)
    }

    var description: String { least == greatest ? "\(least)" : "\(least) to \(greatest)" }
}

extension CitizenNumber {
    /// `YYYY-MM-DD`, which need not be a day that exists.
    fileprivate var birthDate: String {
        [DigitScanner.padded(birthYear, 4), DigitScanner.padded(birthMonth, 2), DigitScanner.padded(birthDay, 2)]
            .joined(separator: "-")
    }

    /// Whether all that is known of the birth date is as the number tells it.
    fileprivate func agrees(with birthDate: PartialDay) -> Bool {
        birthDate.year == birthYear && (birthDate.month ?? birthMonth) == birthMonth
            && (birthDate.day?.components.day ?? birthDay) == birthDay
    }
}
