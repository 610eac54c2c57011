extension License {
    /// The licence as JSON, names in the order of the wire, that reads back as the same licence.
    ///
    /// - Parameter pretty: whether it is broken into lines.
    public func json(pretty: Bool = false) -> [UInt8] {
        JSONWriter.bytes(jsonValue, pretty ? .pretty : .compact)
    }

    package var jsonValue: JSONValue {
        .object(
            Field.allCases.compactMap { field in jsonValue(of: field).map { JSONMember(field.jsonName, $0) } })
    }

    /// The JSON of one element; nothing if it is absent or withheld.
    package func jsonValue(of field: Field) -> JSONValue? {
        switch field {
        case .documentNumber: documentNumber.map(JSONValue.string)
        case .familyName: familyName.map(JSONValue.string)
        case .givenName: givenName.map(JSONValue.string)
        case .nameNationalCharacter: nameNationalCharacter.map(JSONValue.string)
        case .birthDate: birthDate.map(License.json)
        case .sex: sex.map { .integer($0.rawValue) }
        case .nationality: nationality.map(JSONValue.string)
        case .firstIssueDate: firstIssueDate.map(License.json)
        case .issueDate: License.json(issueDate)
        case .expiryDate: expiryDate.map(License.json) ?? .null
        case .issuingCountry: .string(issuingCountry)
        case .issuingAuthority: issuingAuthority.map(JSONValue.string)
        case .unDistinguishingSign: unDistinguishingSign.map(JSONValue.string)
        case .drivingPrivileges: drivingPrivileges.map { .array($0.map(License.json)) }
        case .portrait: portrait.map(License.json)
        case .portraitDigest: portraitDigest.map { .string(Hex.encode($0)) }
        case .ageOver: ageOver.map(License.json)
        case .standing: standing.map(License.json)
        case .residentAddress: residentAddress.map(JSONValue.string)
        case .administrativeNumber: administrativeNumber.map(JSONValue.string)
        case .record: record.map(JSONValue.string)
        case .points: points.map(License.json)
        }
    }

    private static func json(_ day: Day) -> JSONValue { .string(day.description) }

    private static func json(_ privilege: DrivingPrivilege) -> JSONValue {
        var members = [
            JSONMember("scheme", .string(privilege.scheme)),
            JSONMember("vehicle_category_code", .string(privilege.vehicleCategoryCode)),
        ]
        if let day = privilege.issueDate { members.append(JSONMember("issue_date", json(day))) }
        if let day = privilege.expiryDate { members.append(JSONMember("expiry_date", json(day))) }
        if !privilege.codes.isEmpty { members.append(JSONMember("codes", .array(privilege.codes.map(json)))) }
        return .object(members)
    }

    private static func json(_ code: DrivingPrivilege.Code) -> JSONValue {
        var members = [JSONMember("code", .string(code.code))]
        if let sign = code.sign { members.append(JSONMember("sign", .string(sign))) }
        if let value = code.value { members.append(JSONMember("value", .string(value))) }
        return .object(members)
    }

    private static func json(_ portrait: Portrait) -> JSONValue {
        ["format": .string(portrait.format.jsonName), "data": .string(Base64.encode(portrait.data))]
    }

    private static func json(_ ageOver: AgeOver) -> JSONValue {
        .object(ageOver.thresholds.map { JSONMember(String($0.age), .bool($0.isReached)) })
    }

    private static func json(_ standing: Standing) -> JSONValue {
        ["codes": .string(standing.codes), "as_of": .string(standing.asOf.description)]
    }

    private static func json(_ points: Points) -> JSONValue {
        var members = [JSONMember("total", .integer(points.total))]
        if let day = points.cycleStart { members.append(JSONMember("cycle_start", json(day))) }
        return .object(members)
    }
}
