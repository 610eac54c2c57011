extension License {
    /// Reads a licence from JSON (RFC 8259; the shapes are those of `Vectors/README.md`).
    ///
    /// Strict: unknown and repeated names, other types, days that do not exist and values that the profile's form
    /// forbids are errors that name the field. The rules that bind only issuers are checked when the licence is issued.
    ///
    /// - Parameter allowingWithheld: whether the fields that a holder may withhold may be missing.
    public init(json: [UInt8], allowingWithheld: Bool = false) throws(LicenseError) {
        let field: JSONField
        do { field = try JSONReader.read(json) } catch { throw LicenseError(error) }
        try self.init(json: field, allowingWithheld: allowingWithheld)
    }

    package init(json: JSONField, allowingWithheld: Bool = false) throws(LicenseError) {
        do {
            self = .unread
            var members = try Members(LicenseObject(json), allowingWithheld: allowingWithheld)
            for field in Field.allCases {
                members.field = field
                try visit(field, &members)
            }
            try members.object.finish()
            try validateForm(allowingWithheld: allowingWithheld)
        } catch {
            throw error.located(in: json)
        }
    }

    /// The JSON form in one line, names in the order of the wire. It reads back as the same licence.
    public var json: String { JSONWriter.text(jsonValue) }

    package var jsonValue: JSONValue {
        var (license, members) = (self, MemberList())
        for field in Field.allCases {
            members.field = field
            license.visit(field, &members)
        }
        return .object(members.members)
    }
}

/// Reads fields from the members of a JSON object.
private struct Members: FieldReader {
    typealias Failure = LicenseError

    var object: LicenseObject
    var field = License.Field.documentNumber
    private let allowingWithheld: Bool

    init(_ object: LicenseObject, allowingWithheld: Bool) {
        self.object = object
        self.allowingWithheld = allowingWithheld
    }

    mutating func read<Coding: FieldCoding>(as coding: Coding) throws(LicenseError) -> Coding.Value? {
        let isRequired = field.isRequired && !(allowingWithheld && field.isRedactable)
        let member = try isRequired ? object.requiredMember(field.jsonName) : object.member(field.jsonName)
        guard let member else { return nil }
        return try coding.read(json: member)
    }
}

/// Writes fields as members of a JSON object.
private struct MemberList: FieldInspector {
    typealias Failure = Never

    var field = License.Field.documentNumber
    private(set) var members: [JSONMember] = []

    mutating func inspect<Coding: FieldCoding>(_ value: Coding.Value, as coding: Coding) {
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

    mutating func member(_ name: String) -> JSONField? { object.optional(name) }

    mutating func requiredMember(_ name: String) throws(LicenseError) -> JSONField {
        do { return try object.required(name) } catch { throw LicenseError(error) }
    }

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
