extension License {
    /// Reads a licence from JSON (RFC 8259; the shapes are those of `Vectors/README.md`).
    ///
    /// Strict: unknown and repeated names, other types, days that do not exist and values that the profile's form
    /// forbids are errors that name the field. The rules that bind only issuers are checked when the licence is issued.
    ///
    /// - Parameters:
    ///   - json: the text, in UTF-8.
    ///   - allowingWithheld: whether the fields that a holder may withhold may be missing.
    /// - Throws: the error of the syntax; else that of the first value in the text that has another type or breaks a rule of
    ///   form; else that of a name that is missing, or unknown.
    public init(json: [UInt8], allowingWithheld: Bool = false) throws(LicenseError) {
        let field: JSONField
        do { field = try JSONReader.read(json) } catch { throw LicenseError(error) }
        try self.init(json: field, allowingWithheld: allowingWithheld)
    }

    package init(json: JSONField, allowingWithheld: Bool = false) throws(LicenseError) {
        do throws(LicenseError) {
            self.init(issueDate: .first, expiryDate: nil, issuingCountry: "")
            let required = allowingWithheld ? FieldSet.neverWithheld : FieldSet.required
            try readFields(of: json, required: required)
        } catch {
            throw error.located(in: json)
        }
    }

    /// Sets the fields that are members of a JSON object, in the order of the text, and checks their form.
    private mutating func readFields(of json: JSONField, required: FieldSet) throws(LicenseError) {
        var reader = try LicenseObject.shape { () throws(JSONError) in MemberReader(members: try JSONMembers(json)) }
        while let field = reader.next() { try read(field, from: &reader) }
        let members = reader.members
        let fields = FieldSet(places: (members.places.low, members.places.high))
        try required.subtracting(fields).forEachField { field throws(LicenseError) in
            throw LicenseError(members.missing(field.jsonName), form: CodingDescription(of: field).form)
        }
        try LicenseObject.shape { () throws(JSONError) in try members.finish(Field.jsonNames) }
    }

    /// The JSON form in one line, names in the order of the wire. It reads back as the same licence.
    public var json: String { JSONWriter.text(jsonValue) }

    package var jsonValue: JSONValue {
        var members = MemberList()
        for field in Field.allCases {
            members.field = field
            visit(field, with: &members)
        }
        return .object(members.members)
    }
}

extension License.Field {
    /// The names, in the order of `allCases`.
    fileprivate static let jsonNames = JSONNames(allCases.map(\.jsonName))
}

/// Reads fields from the members of a JSON object, and checks their form: one visit takes less time than three.
private struct MemberReader: FieldReader {
    typealias Failure = LicenseError

    private(set) var members: JSONMembers
    private var field = License.Field.documentNumber

    init(members: JSONMembers) { self.members = members }

    /// Moves to the next member that is a field; `nil` at the end.
    mutating func next() -> License.Field? {
        guard let place = members.next(among: License.Field.jsonNames) else { return nil }
        field = License.Field.allCases[place]
        return field
    }

    @inline(__always)
    mutating func read<Coding: FieldCoding>(as coding: Coding) throws(LicenseError) -> Coding.Value? {
        let value = try coding.read(json: members.value)
        try coding.checkTexts(in: value, of: field, by: TextForm.self)
        try coding.check(value, of: field)
        return value
    }
}

/// Writes fields as members of a JSON object.
private struct MemberList: FieldVisitor {
    typealias Failure = Never

    var field = License.Field.documentNumber
    private(set) var members: [JSONMember] = []

    mutating func visit<Coding: FieldCoding>(_ value: Coding.Value, as coding: Coding) {
        members.append(JSONMember(field.jsonName, coding.json(value)))
    }
}

/// A JSON object in a licence, or the licence's own. Errors of its shape are licence errors.
struct LicenseObject {
    private var object: JSONObject

    init(_ json: JSONField) throws(LicenseError) {
        object = try Self.shape { () throws(JSONError) in try json.object() }
    }

    static func shape<Value>(_ body: () throws(JSONError) -> Value) throws(LicenseError) -> Value {
        do { return try body() } catch { throw LicenseError(error) }
    }

    /// The member of that name; `nil` if it is not there.
    mutating func member(_ name: String) -> JSONField? { object.optional(name) }

    mutating func string(_ name: String) throws(LicenseError) -> String? {
        do { return try object.optionalString(name) } catch { throw LicenseError(error) }
    }

    mutating func requiredString(_ name: String) throws(LicenseError) -> String {
        do { return try object.requiredString(name) } catch { throw LicenseError(error) }
    }

    mutating func requiredInt(_ name: String) throws(LicenseError) -> Int {
        do { return try object.requiredInt(name) } catch { throw LicenseError(error) }
    }

    mutating func day(_ name: String) throws(LicenseError) -> Day? {
        guard let member = member(name) else { return nil }
        return try DayCoding().read(json: member)
    }

    /// All names and their values, for objects whose names are data.
    mutating func takeAll() -> [(name: String, field: JSONField)] { object.takeAll() }

    /// Throws if a member is left that has not been asked for.
    func finish() throws(LicenseError) {
        do { try object.finish() } catch { throw LicenseError(error) }
    }
}
