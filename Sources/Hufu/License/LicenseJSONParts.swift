/// The objects and arrays inside a licence's JSON.
extension LicenseObject {
    mutating func privileges(isRequired: Bool) throws(LicenseError) -> [DrivingPrivilege]? {
        guard let field = try field(.drivingPrivileges, isRequired: isRequired) else { return nil }
        let elements = try LicenseObject.array(field)
        var privileges: [DrivingPrivilege] = []
        privileges.reserveCapacity(elements.count)
        for element in elements { privileges.append(try LicenseObject.privilege(element)) }
        return privileges
    }

    private static func privilege(_ field: JSONField) throws(LicenseError) -> DrivingPrivilege {
        var object = try object(field)
        let scheme = try object.string("scheme", isRequired: true) ?? ""
        let code = try object.string("vehicle_category_code", isRequired: true) ?? ""
        let issueDate = try object.day(object.member("issue_date"))
        let expiryDate = try object.day(object.member("expiry_date"))
        let codes = if let field = try object.member("codes") { try codes(field) } else { [DrivingPrivilege.Code]() }
        try object.finish()
        return DrivingPrivilege(
            scheme: scheme, vehicleCategoryCode: code, issueDate: issueDate, expiryDate: expiryDate, codes: codes)
    }

    private static func codes(_ field: JSONField) throws(LicenseError) -> [DrivingPrivilege.Code] {
        var codes: [DrivingPrivilege.Code] = []
        for element in try array(field) {
            var object = try object(element)
            codes.append(
                DrivingPrivilege.Code(
                    code: try object.string("code", isRequired: true) ?? "", sign: try object.string("sign"),
                    value: try object.string("value")))
            try object.finish()
        }
        return codes
    }

    private static func array(_ field: JSONField) throws(LicenseError) -> [JSONField] {
        try shape { () throws(JSONError) in try field.array() }
    }

    mutating func portrait() throws(LicenseError) -> License.Portrait? {
        guard let field = try field(.portrait) else { return nil }
        var object = try LicenseObject.object(field)
        let name = try object.string("format", isRequired: true) ?? ""
        guard let format = License.Portrait.Format.allCases.first(where: { $0.jsonName == name }) else {
            throw LicenseError(
                .portraitInvalid, at: .part(.portrait, "format"), expected: "jpeg, jpeg2000, avif or webp",
                found: JSONValue.quoted(name))
        }
        let text = try object.string("data", isRequired: true) ?? ""
        guard let data = Base64.decode(text) else {
            throw LicenseError(
                .portraitInvalid, at: .part(.portrait, "data"), expected: "base 64 with padding (RFC 4648 section 4)",
                found: JSONValue.quoted(text), advice: "Encode the picture again.")
        }
        try object.finish()
        return License.Portrait(format: format, data: data)
    }

    mutating func portraitDigest() throws(LicenseError) -> [UInt8]? {
        guard let text = try string(.portraitDigest) else { return nil }
        guard let digest = Hex.decode(text, lowerCaseOnly: true), digest.count == License.digestSize else {
            throw LicenseError(
                .valueInvalid, at: .field(.portraitDigest), expected: "64 hexadecimal digits in lower case",
                found: JSONValue.quoted(text))
        }
        return digest
    }

    mutating func ageOver() throws(LicenseError) -> License.AgeOver? {
        guard let field = try field(.ageOver) else { return nil }
        var object = try LicenseObject.object(field)
        var ageOver = License.AgeOver()
        for (name, field) in object.takeAll() {
            // One way to write an age, so that "018" and "+18" are not a second 18.
            guard let age = Int(name), License.ages ~= age, String(age).utf8.elementsEqual(name.utf8) else {
                throw LicenseError(
                    .valueInvalid, at: field, expected: "an age from 1 to 99 as the name",
                    found: JSONValue.quoted(name), advice: "Correct the name.")
            }
            ageOver[age] = try LicenseObject.shape { () throws(JSONError) in try field.bool() }
        }
        return ageOver
    }

    mutating func standing() throws(LicenseError) -> License.Standing? {
        guard let field = try field(.standing) else { return nil }
        var object = try LicenseObject.object(field)
        let codes = try object.string("codes", isRequired: true) ?? ""
        let text = try object.string("as_of", isRequired: true) ?? ""
        guard let asOf = UnixTime(text) else {
            throw LicenseError(
                .dateInvalid, at: .part(.standing, "as_of"), expected: UnixTime.expectedForm,
                found: JSONValue.quoted(text))
        }
        try object.finish()
        return License.Standing(codes: codes, asOf: asOf)
    }

    mutating func points() throws(LicenseError) -> License.Points? {
        guard let field = try field(.points) else { return nil }
        var object = try LicenseObject.object(field)
        let points = License.Points(
            total: try object.int("total"), cycleStart: try object.day(object.member("cycle_start")))
        try object.finish()
        return points
    }
}
