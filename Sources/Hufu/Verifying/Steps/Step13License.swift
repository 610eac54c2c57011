/// Step 13: the licence shows what the policy requires, is in force today, and is in good standing.
extension Verification {
    mutating func checkLicense(_ subject: borrowing VerificationSubject) throws(Rejection) {
        let license = subject.license
        try checkFields(license)
        checkClasses(license)
        if isClockTrusted { try checkDays(license) }
        try checkStanding(license)
    }

    private mutating func checkFields(_ license: License) throws(Rejection) {
        guard policy.requiredFields.contains(where: { !license.shows($0) }) else { return }
        // A set has no order: the verdict names them in that of the licence.
        let lacking = License.Field.allCases.filter { policy.requiredFields.contains($0) && !license.shows($0) }
        updateVerdict { $0.lacking = lacking }
        throw Rejection(.licenseWithheld, lacking.map(\.jsonName).joined(separator: ", "))
    }

    /// The local day at the scanner, in days since 1970-01-01.
    private var today: Int { (now + limits.utcOffset).secondsSince1970.floorDivided(by: UnixTime.secondsPerDay) }

    private mutating func checkDays(_ license: License) throws(Rejection) {
        guard license.issueDate.daysSince1970 <= today else { throw Rejection(.licenseNotYetValid) }
        if let expiry = license.expiryDate, expiry.daysSince1970 < today { throw Rejection(.licenseExpired) }
        guard let privileges = license.drivingPrivileges else { return }
        for index in privileges.indices {
            if let end = privileges[index].expiryDate, end.daysSince1970 < today { addNotice(.privilegeExpired) }
        }
    }

    private mutating func checkClasses(_ license: License) {
        guard let privileges = license.drivingPrivileges else { return }
        for index in privileges.indices
        where !verifier.catalogue.contains(
            scheme: privileges[index].scheme, vehicleCategoryCode: privileges[index].vehicleCategoryCode)
        { return addNotice(.classUnknown) }
    }

    private mutating func checkStanding(_ license: License) throws(Rejection) {
        guard let standing = license.standing else { return }
        let worst = policy.standingClasses.worst(of: standing.codes)
        updateVerdict { $0.standing = worst }
        switch worst {
        case .ended: throw Rejection(.licenseEnded)
        case .suspended: throw Rejection(.licenseSuspended)
        case .unknown: recordIndeterminate(.licenseStandingUnknown)
        case .attention: addNotice(.standingAttention)
        case .valid: break
        }
        if let age = limits.maximumStandingAge, isClockTrusted, isOver(standing.asOf + age) {
            recordIndeterminate(.licenseStandingStale)
        }
    }
}
