/// A class of vehicles that the holder may drive (准驾车型).
public struct DrivingPrivilege: Sendable, Equatable {
    /// A condition or restriction (ISO/IEC 18013-5 `codes`), such as `01.06`, or `S01` `<=` `2500`.
    public struct Code: Sendable, Equatable {
        /// The code, 1 to 300 bytes of UTF-8.
        public var code: String
        /// The sign between code and value.
        public var sign: String?
        /// The value.
        public var value: String?

        /// A condition or restriction.
        public init(code: String, sign: String? = nil, value: String? = nil) {
            self.code = code
            self.sign = sign
            self.value = value
        }
    }

    /// The list that the class belongs to, 2 to 6 bytes: `CN`, `EU`, `ISO`, or a country or subdivision code.
    public var scheme: String
    /// The class, 1 to 8 bytes, such as `C1`.
    public var vehicleCategoryCode: String
    /// The first day of the privilege.
    public var issueDate: Day?
    /// The last day of the privilege.
    public var expiryDate: Day?
    /// Conditions and restrictions, at most 16.
    public var codes: [Code]

    /// A privilege.
    public init(
        scheme: String, vehicleCategoryCode: String, issueDate: Day? = nil, expiryDate: Day? = nil,
        codes: [Code] = []
    ) {
        self.scheme = scheme
        self.vehicleCategoryCode = vehicleCategoryCode
        self.issueDate = issueDate
        self.expiryDate = expiryDate
        self.codes = codes
    }
}

/// `[+ [scheme, code, ? first day, ? last day, ? [+ [code, ? sign, ? value]]]]`.
///
/// Positional arrays leave out trailing nulls and an empty array of codes, so that each value has one encoding only.
/// Other encodings are refused.
struct PrivilegesCoding: FieldCoding {
    static var hasRules: Bool { true }

    private static let counts = 1...32
    private static let codeCounts = 0...16
    private static let schemeLengths = 2...6
    private static let categoryLengths = 1...8

    var shape: String { "1 to 32 arrays [scheme, code, ? issue, ? expiry, ? codes] without trailing nulls" }

    func text(_ privileges: [DrivingPrivilege]) -> String {
        privileges.map { privilege in
            let codes = privilege.codes.map { $0.code + ($0.sign ?? "") + ($0.value ?? "") }
            let notes = codes + (privilege.expiryDate.map { ["until \($0)"] } ?? [])
            let name = "\(privilege.vehicleCategoryCode) \(privilege.scheme)"
            return notes.isEmpty ? name : "\(name) (\(notes.joined(separator: "; ")))"
        }.joined(separator: ", ")
    }

    func check(_ privileges: [DrivingPrivilege], of field: License.Field) throws(LicenseError) {
        guard Self.counts ~= privileges.count else {
            throw LicenseError(
                .countInvalid, at: field.jsonName, expected: "1 to 32 privileges", found: "\(privileges.count)")
        }
        for index in privileges.indices where !(Self.codeCounts ~= privileges[index].codes.count) {
            throw LicenseError(
                .countInvalid, at: "\(field.jsonName)[\(index)].codes", expected: "at most 16 codes",
                found: "\(privileges[index].codes.count)")
        }
    }

    func checkTexts<Rule: TextRule>(
        in privileges: [DrivingPrivilege], of field: License.Field, by rule: Rule.Type
    ) throws(Rule.Failure) {
        // By index, as an iterator would copy every privilege.
        for index in privileges.indices {
            func path(_ part: String) -> String { "\(field.jsonName)[\(index)].\(part)" }
            try rule.check(privileges[index].scheme, Self.schemeLengths) { path("scheme") }
            try rule.check(privileges[index].vehicleCategoryCode, Self.categoryLengths) {
                path("vehicle_category_code")
            }
            for (number, code) in privileges[index].codes.enumerated() {
                func path(_ part: String) -> String { "\(field.jsonName)[\(index)].codes[\(number)].\(part)" }
                try rule.check(code.code, TextCoding.lengths) { path("code") }
                if let sign = code.sign { try rule.check(sign, TextCoding.lengths) { path("sign") } }
                if let value = code.value { try rule.check(value, TextCoding.lengths) { path("value") } }
            }
        }
    }
}

// MARK: CBOR

extension PrivilegesCoding {
    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> [DrivingPrivilege] {
        let count = try reader.array(of: Self.counts)
        var privileges: [DrivingPrivilege] = []
        privileges.reserveCapacity(count)
        for _ in 0..<count { privileges.append(try privilege(from: &reader)) }
        return privileges
    }

    @_lifetime(reader: copy reader)
    private func privilege(from reader: inout CBORReader) throws(CBORError) -> DrivingPrivilege {
        let count = try reader.array(of: 2...5)
        var privilege = DrivingPrivilege(
            scheme: try reader.string(of: Self.schemeLengths),
            vehicleCategoryCode: try reader.string(of: Self.categoryLengths))
        if try !reader.isAbsent(2, of: count) { privilege.issueDate = try reader.day() }
        if try !reader.isAbsent(3, of: count) { privilege.expiryDate = try reader.day() }
        guard count > 4 else { return privilege }
        let codes = try reader.array(of: 1...Self.codeCounts.upperBound)
        privilege.codes.reserveCapacity(codes)
        for _ in 0..<codes { privilege.codes.append(try code(from: &reader)) }
        return privilege
    }

    @_lifetime(reader: copy reader)
    private func code(from reader: inout CBORReader) throws(CBORError) -> DrivingPrivilege.Code {
        let count = try reader.array(of: 1...3)
        var code = DrivingPrivilege.Code(code: try reader.string(of: TextCoding.lengths))
        if try !reader.isAbsent(1, of: count) { code.sign = try reader.string(of: TextCoding.lengths) }
        if try !reader.isAbsent(2, of: count) { code.value = try reader.string(of: TextCoding.lengths) }
        return code
    }

    func write(_ privileges: [DrivingPrivilege], to writer: inout CBORWriter) {
        writer.array(privileges.count)
        for index in privileges.indices { write(privileges[index], to: &writer) }
    }

    private func write(_ privilege: DrivingPrivilege, to writer: inout CBORWriter) {
        let count = privilege.encodedCount
        writer.array(count)
        writer.text(privilege.scheme)
        writer.text(privilege.vehicleCategoryCode)
        if count > 2 { DayOrNullCoding().write(privilege.issueDate, to: &writer) }
        if count > 3 { DayOrNullCoding().write(privilege.expiryDate, to: &writer) }
        guard count > 4 else { return }
        writer.array(privilege.codes.count)
        for code in privilege.codes { write(code, to: &writer) }
    }

    private func write(_ code: DrivingPrivilege.Code, to writer: inout CBORWriter) {
        writer.array(code.value != nil ? 3 : code.sign != nil ? 2 : 1)
        writer.text(code.code)
        if let sign = code.sign { writer.text(sign) } else if code.value != nil { writer.null() }
        if let value = code.value { writer.text(value) }
    }
}

extension DrivingPrivilege {
    /// The number of elements of its array, which ends with the last element that the privilege has.
    fileprivate var encodedCount: Int {
        if !codes.isEmpty { return 5 }
        if expiryDate != nil { return 4 }
        return issueDate != nil ? 3 : 2
    }
}

// MARK: JSON

extension PrivilegesCoding {
    func read(json: JSONField) throws(LicenseError) -> [DrivingPrivilege] {
        let elements = try LicenseObject.shape { () throws(JSONError) in try json.array() }
        var privileges: [DrivingPrivilege] = []
        privileges.reserveCapacity(elements.count)
        for element in elements { privileges.append(try privilege(element)) }
        return privileges
    }

    private func privilege(_ json: JSONField) throws(LicenseError) -> DrivingPrivilege {
        var object = try LicenseObject(json)
        let privilege = DrivingPrivilege(
            scheme: try object.requiredString("scheme"),
            vehicleCategoryCode: try object.requiredString("vehicle_category_code"),
            issueDate: try object.day("issue_date"), expiryDate: try object.day("expiry_date"),
            codes: try codes(object.member("codes")))
        try object.finish()
        return privilege
    }

    private func codes(_ json: JSONField?) throws(LicenseError) -> [DrivingPrivilege.Code] {
        guard let json else { return [] }
        var codes: [DrivingPrivilege.Code] = []
        for element in try LicenseObject.shape({ () throws(JSONError) in try json.array() }) {
            var object = try LicenseObject(element)
            codes.append(
                DrivingPrivilege.Code(
                    code: try object.requiredString("code"), sign: try object.string("sign"),
                    value: try object.string("value")))
            try object.finish()
        }
        return codes
    }

    func json(_ privileges: [DrivingPrivilege]) -> JSONValue { .array(privileges.map(json)) }

    private func json(_ privilege: DrivingPrivilege) -> JSONValue {
        var members = [
            JSONMember("scheme", .string(privilege.scheme)),
            JSONMember("vehicle_category_code", .string(privilege.vehicleCategoryCode)),
        ]
        if let day = privilege.issueDate { members.append(JSONMember("issue_date", DayCoding().json(day))) }
        if let day = privilege.expiryDate { members.append(JSONMember("expiry_date", DayCoding().json(day))) }
        if !privilege.codes.isEmpty { members.append(JSONMember("codes", .array(privilege.codes.map(json)))) }
        return .object(members)
    }

    private func json(_ code: DrivingPrivilege.Code) -> JSONValue {
        var members = [JSONMember("code", .string(code.code))]
        if let sign = code.sign { members.append(JSONMember("sign", .string(sign))) }
        if let value = code.value { members.append(JSONMember("value", .string(value))) }
        return .object(members)
    }
}
