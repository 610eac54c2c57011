extension License {
    /// The implausible elements: dates too early or too late, and countries that do not exist. An
    /// issuer decides whether to issue such a licence.
    ///
    /// - Parameter issuedAt: the `iat` of the credential. Days are compared with its day in UTC, with a day to spare
    ///   for local time.
    public func warnings(issuedAt: UnixTime) -> [LicenseError] {
        let today = Day(utc: issuedAt)
        return implausibleBirthDate(today) + pastEnd(today) + futureDays(today) + unassignedCountries
    }

    private static let earliestBirth = Day(year: 1900, month: 1, day: 1) ?? .first

    private func implausibleBirthDate(_ today: Day) -> [LicenseError] {
        guard let birthDate, birthDate.latest < Self.earliestBirth || birthDate.earliest > today.next else { return [] }
        return [
            LicenseError(
                .implausibleDate, at: Field.birthDate.jsonName, expected: "a day from 1900 to today",
                found: birthDate.description, advice: "Compare it with the document.")
        ]
    }

    private func pastEnd(_ today: Day) -> [LicenseError] {
        guard let expiryDate, expiryDate < today.previous else { return [] }
        return [
            LicenseError(
                .implausibleDate, at: Field.expiryDate.jsonName, expected: "a day not before that of issuing, \(today)",
                found: expiryDate.description, advice: "Scanners refuse the licence: compare it with the document.")
        ]
    }

    private func futureDays(_ today: Day) -> [LicenseError] {
        let tomorrow = today.next
        func check(_ day: Day?, _ path: @autoclosure () -> String) -> [LicenseError] {
            guard let day, day > tomorrow else { return [] }
            return [
                LicenseError(
                    .implausibleDate, at: path(), expected: "a day not after that of issuing, \(today)",
                    found: day.description, advice: "Compare it with the document.")
            ]
        }
        return check(firstIssueDate, Field.firstIssueDate.jsonName)
            + check(supplement?.fields.portraitCaptureDate, Field.portraitCaptureDate.jsonName)
            + check(supplement?.fields.cardRevisionDate, Field.cardRevisionDate.jsonName)
            + check(points?.cycleStart, "\(Field.points.jsonName).cycle_start")
    }

    private var unassignedCountries: [LicenseError] {
        func check(_ country: String?, _ field: Field) -> [LicenseError] {
            guard let country, !CountryCodes.isAssigned(country) else { return [] }
            return [
                LicenseError(
                    .countryUnassigned, at: field.jsonName, expected: "a code that ISO 3166-1 has assigned",
                    found: JSONValue.quoted(country), advice: "Correct the code, such as GB and not UK.")
            ]
        }
        return check(nationality, .nationality) + check(issuingCountry, .issuingCountry)
            + check(supplement?.fields.residentCountry, .residentCountry)
    }
}
