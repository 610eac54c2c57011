/// Steps 12 and 13: what the issuer has said since about the licence, and what the licence says itself.
extension Verification {
    mutating func checkStatus(_ subject: Subject) throws(Stop) {
        switch (policy.status, subject.claims.status) {
        case (.ignored, _), (.whenNamed, nil): note(.statusUnchecked)
        case (.required, nil), (_, .some): lack(.statusUnavailable)
        }
    }

    mutating func checkLicense(_ subject: Subject) throws(Stop) {
        let license = subject.license
        for field in License.Field.allCases where policy.requiredEntries.contains(field) && !license.shows(field) {
            throw Stop(.licenseWithheld, field.jsonName)
        }
        checkPrivileges(license)
        try checkDays(license)
        try checkStanding(license)
    }

    /// The day that is now where the scanner stands.
    private var today: Int { (now + policy.utcOffset).floorDivided(by: 86_400) }

    private func checkDays(_ license: License) throws(Stop) {
        guard license.issueDate.daysSince1970 <= today else { throw Stop(.licenseNotYetValid) }
        if let expiry = license.expiryDate, expiry.daysSince1970 < today { throw Stop(.licenseExpired) }
    }

    private mutating func checkPrivileges(_ license: License) {
        for privilege in license.drivingPrivileges ?? [] {
            if !ClassCatalogue.standard.contains(
                scheme: privilege.scheme, vehicleCategoryCode: privilege.vehicleCategoryCode)
            {
                note(.classUnknown)
            }
            if let expiry = privilege.expiryDate, expiry.daysSince1970 < today { note(.privilegeExpired) }
        }
    }

    private mutating func checkStanding(_ license: License) throws(Stop) {
        guard let standing = license.standing else { return }
        let worst = policy.standingClasses.worst(of: standing.codes)
        report { $0.standing = worst }
        switch worst {
        case .ended: throw Stop(.licenseEnded)
        case .suspended: throw Stop(.licenseSuspended)
        case .unknown: lack(.licenseStandingUnknown)
        case .attention: note(.standingAttention)
        case .valid: break
        }
        if let age = policy.standingAge, isOver(standing.asOf + age) { lack(.licenseStandingStale) }
    }
}
