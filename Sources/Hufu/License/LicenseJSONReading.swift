extension License {
    /// Reads a licence from JSON (RFC 8259; the shapes are those of `Vectors/README.md`).
    ///
    /// Strict: unknown and repeated names, other types, days that do not exist and values that the profile's form
    /// forbids are errors that name the field. What only issuers check is checked by issuing.
    ///
    /// - Parameter allowingWithheld: whether the elements that a holder may withhold may be missing.
    public init(json: [UInt8], allowingWithheld: Bool = false) throws(LicenseError) {
        let field: JSONField
        do { field = try JSONReader.read(json) } catch { throw LicenseError(error) }
        try self.init(json: field, allowingWithheld: allowingWithheld)
    }

    package init(json field: JSONField, allowingWithheld: Bool = false) throws(LicenseError) {
        do {
            var object = try LicenseObject.object(field)
            self.init(issueDate: .first, expiryDate: nil, issuingCountry: "")
            // In place, as a copy would count a reference for every part.
            try object.read(into: &self, allowingWithheld: allowingWithheld)
            try validateForm(allowingWithheld: allowingWithheld)
        } catch {
            throw error.located(in: field)
        }
    }
}

/// Reads the members of a licence's JSON object and of the objects in it.
struct LicenseObject {
    private var object: JSONObject

    init(_ object: JSONObject) { self.object = object }

    static func shape<Value>(_ body: () throws(JSONError) -> Value) throws(LicenseError) -> Value {
        do { return try body() } catch { throw LicenseError(error) }
    }

    /// Reads all elements, in the order of the wire.
    mutating func read(into license: inout License, allowingWithheld: Bool) throws(LicenseError) {
        license.documentNumber = try string(.documentNumber, isRequired: !allowingWithheld)
        license.familyName = try string(.familyName, isRequired: !allowingWithheld)
        license.givenName = try string(.givenName)
        license.nameNationalCharacter = try string(.nameNationalCharacter)
        license.birthDate = try day(field(.birthDate, isRequired: !allowingWithheld))
        license.sex = try sex()
        license.nationality = try string(.nationality)
        license.firstIssueDate = try day(field(.firstIssueDate))
        license.issueDate = try requiredDay(field(.issueDate, isRequired: true))
        license.expiryDate = try expiryDate()
        license.issuingCountry = try string(.issuingCountry, isRequired: true) ?? ""
        license.issuingAuthority = try string(.issuingAuthority)
        license.unDistinguishingSign = try string(.unDistinguishingSign)
        license.drivingPrivileges = try privileges(isRequired: !allowingWithheld)
        license.portrait = try portrait()
        license.portraitDigest = try portraitDigest()
        license.ageOver = try ageOver()
        license.standing = try standing()
        license.residentAddress = try string(.residentAddress)
        license.administrativeNumber = try string(.administrativeNumber)
        license.record = try string(.record)
        license.points = try points()
        try finish()
    }

    func finish() throws(LicenseError) {
        do { try object.finish() } catch { throw LicenseError(error) }
    }

    // MARK: Members

    mutating func member(_ name: String, isRequired: Bool = false) throws(LicenseError) -> JSONField? {
        do { return isRequired ? try object.required(name) : object.optional(name) } catch { throw LicenseError(error) }
    }

    mutating func field(_ field: License.Field, isRequired: Bool = false) throws(LicenseError) -> JSONField? {
        try member(field.jsonName, isRequired: isRequired)
    }

    mutating func string(_ name: String, isRequired: Bool = false) throws(LicenseError) -> String? {
        guard let field = try member(name, isRequired: isRequired) else { return nil }
        return try LicenseObject.shape { () throws(JSONError) in try field.string() }
    }

    mutating func string(_ field: License.Field, isRequired: Bool = false) throws(LicenseError) -> String? {
        try string(field.jsonName, isRequired: isRequired)
    }

    mutating func int(_ name: String) throws(LicenseError) -> Int {
        try LicenseObject.shape { () throws(JSONError) in try object.requiredInt(name) }
    }

    static func object(_ field: JSONField) throws(LicenseError) -> LicenseObject {
        LicenseObject(try shape { () throws(JSONError) in try field.object() })
    }

    mutating func takeAll() -> [(name: String, field: JSONField)] { object.takeAll() }

    // MARK: Dates

    func day(_ field: JSONField?) throws(LicenseError) -> Day? {
        guard let field else { return nil }
        return try requiredDay(field)
    }

    private func requiredDay(_ field: JSONField?) throws(LicenseError) -> Day {
        let expected = "a day that exists, as YYYY-MM-DD"
        guard let field else {
            throw LicenseError(.fieldMissing, field: "", expected: expected, found: "nothing", advice: "Add it.")
        }
        guard let day = field.read(Day.init(utf8:)) else {
            throw LicenseError(
                .dateInvalid, at: field, expected: expected, found: field.value.summary, advice: "Correct the date.")
        }
        return day
    }

    private mutating func expiryDate() throws(LicenseError) -> Day? {
        guard let field = try field(.expiryDate, isRequired: true), !field.isNull else { return nil }
        return try requiredDay(field)
    }

    private mutating func sex() throws(LicenseError) -> License.Sex? {
        guard let field = try field(.sex) else { return nil }
        let value = try LicenseObject.shape { () throws(JSONError) in try field.int() }
        guard let sex = License.Sex(rawValue: value) else {
            throw LicenseError(
                .valueInvalid, at: field,
                expected: "0 (not known), 1 (male), 2 (female) or 9 (not applicable)", found: "\(value)",
                advice: "Write the number of ISO/IEC 5218.")
        }
        return sex
    }
}
