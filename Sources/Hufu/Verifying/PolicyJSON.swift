/// A policy as a JSON file, as `Vectors/policy.schema.json` describes it. Every name is optional; without it the
/// setting is that of the preset. A name that is not known is an error.
///
/// ```json
/// {"preset": "roadside", "kinds": ["holder", "issuer", "static"], "audiences": ["any", "police"], "skew": 30,
///  "longest_token_life": 120, "status": "when_named", "oldest_status": 3600,
///  "required_entries": ["document_number"], "standing_age": 259200,
///  "standing_classes": {"valid": "ANPT", "attention": "CHI", "suspended": "BDJKLMSU", "ended": "EFGR"},
///  "replay": false, "challenge": "off", "challenge_age": 120, "utc_offset": 28800}
/// ```
extension Policy {
    private static let durations = 0...UnixTime.maximumSeconds

    /// A policy from the text of a JSON file.
    ///
    /// - Parameters:
    ///   - json: the text, in UTF-8.
    ///   - utcOffset: seconds by which the scanner's local time is ahead of UTC, unless the file states it.
    ///   - offsetOfTimeZone: the offset of an IANA time zone now, or `nil` if the name is unknown. A file may name one
    ///     (`time_zone`) only if this is given. When the offset changes, the policy has to be changed.
    /// - Throws: ``JSONError``.
    public init(
        json: [UInt8], utcOffset: Int, offsetOfTimeZone: ((String) -> Int?)? = nil
    ) throws(JSONError) {
        try self.init(json: try JSONReader.read(json), utcOffset: utcOffset, offsetOfTimeZone: offsetOfTimeZone)
    }

    package init(
        json field: JSONField, utcOffset: Int, offsetOfTimeZone: ((String) -> Int?)? = nil
    ) throws(JSONError) {
        var object = try field.object()
        let preset: Preset? = if let field = object.optional("preset") { try Self.choice(field) } else { nil }
        self.init(preset ?? .default, utcOffset: utcOffset)
        if let fields = try object.optionalArray("kinds") {
            kinds = Set(try fields.map { field throws(JSONError) in try Self.choice(field) })
        }
        if let fields = try object.optionalArray("audiences") {
            audiences = Set(try fields.map { field throws(JSONError) in try Self.audience(field) })
        }
        if let field = object.optional("skew") { skew = try Self.duration(field) }
        if let field = object.optional("longest_token_life") { maximumTokenLifetime = try Self.duration(field) }
        if let field = object.optional("status") { status = try Self.choice(field) }
        if let field = object.optional("oldest_status") { maximumStatusAge = try Self.age(field) }
        if let fields = try object.optionalArray("required_entries") {
            requiredFields = Set(try fields.map { field throws(JSONError) in try Self.entry(field) })
        }
        if let field = object.optional("standing_age") { maximumStandingAge = try Self.age(field) }
        if let classes = try object.optionalObject("standing_classes") { standingClasses = try Self.table(classes) }
        requiresSingleUse = try object.optionalBool("replay") ?? requiresSingleUse
        if let field = object.optional("challenge") {
            requiresChallenge = try Self.choice(field) == ChallengeRule.required
        }
        if let field = object.optional("challenge_age") { challengeAge = try Self.duration(field) }
        let stated = try object.optionalInt("utc_offset", in: Self.utcOffsets)
        self.utcOffset = stated ?? utcOffset
        if let offsetOfTimeZone, let field = object.optional("time_zone") {
            guard stated == nil else {
                throw field.invalid(expected: "utc_offset or time_zone", advice: "Leave one of them out.")
            }
            guard let offset = offsetOfTimeZone(try field.string()) else {
                throw field.invalid(expected: "a name of the IANA time zone database, such as Asia/Shanghai")
            }
            self.utcOffset = offset
        }
        try object.finish()
    }

    private enum ChallengeRule: String, CaseIterable { case off, required }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ field: JSONField
    ) throws(JSONError) -> Choice {
        let name = try field.string()
        guard let choice = Choice(rawValue: name) else {
            throw unknown(field, name, among: Choice.allCases.map(\.rawValue))
        }
        return choice
    }

    private static func unknown(_ field: JSONField, _ name: String, among names: [String]) -> JSONError {
        field.invalid(
            expected: names.count > 8
                ? "the name of an element of a licence" : "one of " + names.joined(separator: ", "),
            advice: NearestName.of(name, among: names).map { "Did you mean \(JSONValue.quoted($0))?" }
                ?? "Use one of these names.")
    }

    private static func audience(_ field: JSONField) throws(JSONError) -> Audience {
        let audience = try field.string()
        guard CWT.audienceLength.contains(audience.utf8.count) else { throw field.invalid(expected: "1 to 255 bytes") }
        return Audience(audience)
    }

    private static func duration(_ field: JSONField) throws(JSONError) -> Duration {
        .seconds(try field.int(in: durations))
    }

    /// A duration, or null for no limit.
    private static func age(_ field: JSONField) throws(JSONError) -> Duration? {
        field.isNull ? nil : try duration(field)
    }

    private static func entry(_ field: JSONField) throws(JSONError) -> License.Field {
        let name = try field.string()
        // The claim in which the number travels names it as well.
        guard let entry = License.Field(rawValue: name == "sub" ? License.Field.documentNumber.jsonName : name) else {
            throw unknown(field, name, among: License.Field.allCases.map(\.jsonName))
        }
        return entry
    }

    private static func table(_ object: JSONObject) throws(JSONError) -> StandingClass.Table {
        var object = object
        var seen: Set<UInt8> = []
        func letters(_ name: String) throws(JSONError) -> String {
            guard let field = object.optional(name) else { return "" }
            let letters = try field.string()
            guard
                letters.utf8.allSatisfy({ ASCII.isCapital($0) && seen.insert($0).inserted })
            else { throw field.invalid(expected: "letters A to Z, each in one class only") }
            return letters
        }
        let table = StandingClass.Table(
            valid: try letters("valid"), attention: try letters("attention"), suspended: try letters("suspended"),
            ended: try letters("ended"))
        try object.finish()
        return table
    }
}

extension Policy {
    /// The policy as the text of a JSON file, with every setting.
    public var json: String {
        JSONWriter.text(.object(zonelessMembers + [JSONMember("utc_offset", .integer(limits.utcOffset))]), .pretty)
    }

    /// The settings but that of the time zone, as members of a JSON file.
    package var zonelessMembers: [JSONMember] {
        func names(_ names: some Sequence<String>) -> JSONValue {
            .array(names.map { Identifier($0) }.sorted().map { .string($0.text) })
        }
        func age(_ age: Int?) -> JSONValue { age.map(JSONValue.integer) ?? .null }
        let limits = limits
        return [
            JSONMember("kinds", names(kinds.map(\.rawValue))),
            JSONMember("audiences", names(audiences.map(\.name))),
            JSONMember("skew", .integer(limits.skew)),
            JSONMember("longest_token_life", .integer(limits.maximumTokenLifetime)),
            JSONMember("status", .string(status.rawValue)),
            JSONMember("oldest_status", age(limits.maximumStatusAge)),
            JSONMember("required_entries", names(requiredFields.map(\.jsonName))),
            JSONMember("standing_age", age(limits.maximumStandingAge)),
            JSONMember(
                "standing_classes",
                .object(
                    StandingClass.allCases.filter { $0 != .unknown }.map { name in
                        JSONMember(name.jsonName, .string(standingClasses.letters(of: name)))
                    })),
            JSONMember("replay", .bool(requiresSingleUse)),
            JSONMember("challenge", .string((requiresChallenge ? ChallengeRule.required : .off).rawValue)),
            JSONMember("challenge_age", .integer(limits.challengeAge)),
        ]
    }
}
