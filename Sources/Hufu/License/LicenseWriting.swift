/// The license map on the wire, entry by entry, so that the issuer can redact one of them.
extension License {
    /// Writes the value of an entry that the licence has; nothing of one that it has not.
    func write(_ entry: Entry, to writer: inout CBORWriter) {
        switch entry {
        case .familyName: if let familyName { writer.text(familyName) }
        case .givenName: if let givenName { writer.text(givenName) }
        case .nameNationalCharacter: if let nameNationalCharacter { writer.text(nameNationalCharacter) }
        case .birthDate: if let birthDate { writer.integer(birthDate.daysSince1970) }
        case .sex: if let sex { writer.integer(sex.rawValue) }
        case .nationality: if let nationality { writer.text(nationality) }
        case .firstIssueDate: if let firstIssueDate { writer.integer(firstIssueDate.daysSince1970) }
        case .issueDate: writer.integer(issueDate.daysSince1970)
        case .expiryDate: writer.day(expiryDate)
        case .issuingCountry: writer.text(issuingCountry)
        case .issuingAuthority: if let issuingAuthority { writer.text(issuingAuthority) }
        case .unDistinguishingSign: if let unDistinguishingSign { writer.text(unDistinguishingSign) }
        case .drivingPrivileges: if let drivingPrivileges { writer.privileges(drivingPrivileges) }
        case .portrait:
            if let portrait {
                writer.array(2)
                writer.integer(portrait.format.rawValue)
                writer.byteString(portrait.data)
            }
        case .portraitDigest: if let portraitDigest { writer.byteString(portraitDigest) }
        case .ageOver: if let ageOver { writer.ages(ageOver) }
        case .standing:
            if let standing {
                writer.array(2)
                writer.text(standing.codes)
                writer.time(standing.asOf)
            }
        case .secondPage: writeSecondPage(to: &writer)
        }
    }

    private func writeSecondPage(to writer: inout CBORWriter) {
        let isShown = [residentAddress != nil, administrativeNumber != nil, record != nil, points != nil]
        writer.head(.map, UInt64(isShown.count { $0 }))
        if let residentAddress {
            writer.integer(SecondPageKey.residentAddress.rawValue)
            writer.text(residentAddress)
        }
        if let administrativeNumber {
            writer.integer(SecondPageKey.administrativeNumber.rawValue)
            writer.text(administrativeNumber)
        }
        if let record {
            writer.integer(SecondPageKey.record.rawValue)
            writer.text(record)
        }
        if let points {
            writer.integer(SecondPageKey.points.rawValue)
            writer.array(points.cycleStart == nil ? 1 : 2)
            writer.integer(points.total)
            if let cycleStart = points.cycleStart { writer.day(cycleStart) }
        }
    }
}

/// Positional arrays leave out trailing nulls and an empty array of codes: each value has one encoding only.
extension CBORWriter {
    fileprivate mutating func day(_ day: Day?) {
        if let day { integer(day.daysSince1970) } else { null() }
    }

    fileprivate mutating func privileges(_ privileges: [DrivingPrivilege]) {
        array(privileges.count)
        for privilege in privileges {
            let count = privilege.encodedCount
            array(count)
            text(privilege.scheme)
            text(privilege.vehicleCategoryCode)
            if count > 2 { day(privilege.issueDate) }
            if count > 3 { day(privilege.expiryDate) }
            if count > 4 {
                array(privilege.codes.count)
                for code in privilege.codes { self.code(code) }
            }
        }
    }

    private mutating func code(_ code: DrivingPrivilege.Code) {
        array(code.value != nil ? 3 : code.sign != nil ? 2 : 1)
        text(code.code)
        if let sign = code.sign { text(sign) } else if code.value != nil { null() }
        if let value = code.value { text(value) }
    }

    fileprivate mutating func ages(_ ageOver: License.AgeOver) {
        head(.map, UInt64(ageOver.thresholds.count))
        for threshold in ageOver.thresholds {
            integer(threshold.age)
            boolean(threshold.isReached)
        }
    }
}

extension DrivingPrivilege {
    fileprivate var encodedCount: Int {
        if !codes.isEmpty { return 5 }
        if expiryDate != nil { return 4 }
        return issueDate != nil ? 3 : 2
    }
}
