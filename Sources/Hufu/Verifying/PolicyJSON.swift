/// A policy as a JSON file: every name is optional and has its default where it is absent; a name that is not known is an error.
///
/// ```json
/// {"preset": "roadside", "kinds": ["holder", "issuer", "static"], "audiences": ["any", "police"], "skew": 30,
///  "longest_token_life": 120, "status": "when_named", "oldest_status": 3600,
///  "required_entries": ["document_number"], "standing_age": 259200,
///  "standing_classes": {"valid": "ANPT", "attention": "CHI", "suspended": "BDJKLMSU", "ended": "EFGR"},
///  "replay": false, "challenge": "off", "utc_offset": 28800}
/// ```
extension Policy {
    /// The presets by name.
    public static let presets: [(name: String, policy: Policy)] = [
        ("default", Policy()), ("roadside", .roadside), ("gate", .gate), ("counter", .counter),
    ]

    /// Bounds that keep all arithmetic with claims safe.
    private enum Bound {
        static let skew = 0...CWT.maximumTime
        static let tokenLife = 0...CWT.maximumTime
        static let age = 0...CWT.maximumTime
        static let utcOffset = -86_400...86_400
    }

    /// A policy from the text of a JSON file.
    public init(json: [UInt8]) throws { try self.init(json: JSONField(try JSONReader.read(json))) }

    package init(json field: JSONField) throws(JSONError) {
        var object = try field.object()
        try self.init(preset: object.optional("preset"))
        if let fields = try object.optionalArray("kinds") {
            kinds = Set(try fields.map { field throws(JSONError) in try Self.choice(field) })
        }
        if let fields = try object.optionalArray("audiences") {
            audiences = Set(try fields.map { field throws(JSONError) in try Self.audience(field) })
        }
        skew = try object.optionalInt("skew", in: Bound.skew) ?? skew
        longestTokenLife = try object.optionalInt("longest_token_life", in: Bound.tokenLife) ?? longestTokenLife
        if let field = object.optional("status") { status = try Self.choice(field) }
        if let field = object.optional("oldest_status") { oldestStatus = try Self.age(field) }
        if let fields = try object.optionalArray("required_entries") {
            requiredEntries = Set(try fields.map { field throws(JSONError) in try Self.entry(field) })
        }
        if let field = object.optional("standing_age") { standingAge = try Self.age(field) }
        if let classes = try object.optionalObject("standing_classes") { standingClasses = try Self.table(classes) }
        replay = try object.optionalBool("replay") ?? replay
        if let field = object.optional("challenge") {
            requiresChallenge = try Self.choice(field) == ChallengeRule.required
        }
        utcOffset = try object.optionalInt("utc_offset", in: Bound.utcOffset) ?? utcOffset
        try object.finish()
    }

    private enum ChallengeRule: String, CaseIterable { case off, required }

    private init(preset field: JSONField?) throws(JSONError) {
        guard let field else {
            self.init()
            return
        }
        let name = try field.string()
        guard let preset = Self.presets.first(where: { $0.name == name }) else {
            throw field.invalid(expected: "one of " + Self.presets.map(\.name).joined(separator: ", "))
        }
        self = preset.policy
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ field: JSONField
    ) throws(JSONError) -> Choice {
        guard let choice = Choice(rawValue: try field.string()) else {
            throw field.invalid(expected: "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    private static func audience(_ field: JSONField) throws(JSONError) -> String {
        let audience = try field.string()
        guard CWT.audienceLength.contains(audience.utf8.count) else { throw field.invalid(expected: "1 to 255 bytes") }
        return audience
    }

    /// Seconds, or null for no limit.
    private static func age(_ field: JSONField) throws(JSONError) -> Int? {
        field.isNull ? nil : try field.int(in: Bound.age)
    }

    private static func entry(_ field: JSONField) throws(JSONError) -> License.Field {
        let name = try field.string()
        // The claim in which the number travels names it as well.
        guard let entry = License.Field(rawValue: name == "sub" ? License.Field.documentNumber.jsonName : name) else {
            throw field.invalid(expected: "the name of an element of a licence")
        }
        return entry
    }

    private static func table(_ object: JSONObject) throws(JSONError) -> StandingClass.Table {
        var object = object
        let table = StandingClass.Table(
            valid: try object.optionalString("valid") ?? "", attention: try object.optionalString("attention") ?? "",
            suspended: try object.optionalString("suspended") ?? "", ended: try object.optionalString("ended") ?? "")
        try object.finish()
        return table
    }
}
