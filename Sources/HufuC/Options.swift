internal import Hufu
internal import HufuIssuer
internal import HufuQR
internal import QRCapacity

/// Options in JSON. A name that is not known is an error.
struct Options {
    private var object: JSONObject

    /// Reads the options of `json` with `body`, which asks for every name that it knows.
    static func reading<Value>(_ json: Input, _ body: (inout Options) throws -> Value) throws -> Value {
        var options = Options(object: try JSONReader.read(json.unlessNull?.bytes ?? Array("{}".utf8)).object())
        let value = try body(&options)
        try options.object.finish()
        return value
    }

    /// One of the names of a closed list.
    mutating func choice<Choice>(_ name: String, among choices: [(String, Choice)]) throws(JSONError) -> Choice? {
        guard let field = object.optional(name) else { return nil }
        let text = try field.string()
        guard let choice = choices.first(where: { $0.0 == text }) else {
            let names = choices.map(\.0)
            throw field.invalid(
                expected: "one of " + names.joined(separator: ", "),
                advice: NearestName.of(text, among: names).map { "Did you mean \(JSONValue.quoted($0))?" }
                    ?? "Use one of these names.")
        }
        return choice.1
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String) throws(JSONError) -> Choice? {
        try choice(name, among: Choice.allCases.map { ($0.rawValue, $0) })
    }

    mutating func string(_ name: String) throws(JSONError) -> String? { try object.optionalString(name) }

    mutating func bool(_ name: String) throws(JSONError) -> Bool { try object.optionalBool(name) ?? false }

    mutating func int(_ name: String, in range: ClosedRange<Int>) throws(JSONError) -> Int? {
        try object.optionalInt(name, in: range)
    }

    /// A duration in seconds. Its own limits are those of the functions that take it.
    mutating func duration(_ name: String) throws(JSONError) -> Duration? {
        try int(name, in: 0...UnixTime.maximumSeconds).map(Duration.seconds)
    }

    /// Elements of a licence that a holder discloses.
    mutating func fields(_ name: String) throws(JSONError) -> Set<License.Field>? {
        try set(name, among: License.Field.allCases.map(\.jsonName)) { License.Field(rawValue: $0) }
    }

    /// Elements of a licence for which a scanner asks.
    mutating func elements(_ name: String) throws(JSONError) -> Set<License.Element>? {
        try set(name, among: License.Element.allCases.map(\.jsonName)) { License.Element(jsonName: $0) }
    }

    private mutating func set<Element: Hashable>(
        _ name: String, among known: [String], _ read: (String) -> Element?
    ) throws(JSONError) -> Set<Element>? {
        guard let names = try object.optionalArray(name) else { return nil }
        return Set(
            try names.map { field throws(JSONError) in
                let text = try field.string()
                guard let element = read(text) else {
                    throw field.invalid(
                        expected: "the name of an element of a licence",
                        advice: NearestName.of(text, among: known).map { "Did you mean \(JSONValue.quoted($0))?" }
                            ?? "Use the names of the licence's JSON.")
                }
                return element
            })
    }

    /// What an authority certifies of a scanner.
    mutating func scanner() throws(JSONError) -> (
        id: String, name: String, elements: Set<License.Element>, lifetime: Duration
    ) {
        (
            try object.requiredString("id"), try object.requiredString("name"), try elements("allow") ?? [],
            try duration("valid_for") ?? .seconds(7 * 86_400)
        )
    }

    mutating func isArray(_ name: String) -> Bool { object.optional(name).map { (try? $0.array()) != nil } ?? false }

    mutating func errorCorrection() throws(JSONError) -> QRErrorCorrection? {
        try choice("error_correction", among: QRErrorCorrection.allCases.map { ($0.letter, $0) })
    }

    mutating func maximumVersion() throws(JSONError) -> Int {
        try int("max_version", in: AlphanumericCapacity.versions) ?? QRPlan.defaultMaximumVersion
    }

    mutating func scanLimits() throws(JSONError) -> ScanLimits {
        ScanLimits(errorCorrection: try errorCorrection(), maximumVersion: try maximumVersion())
    }

    /// The entry of a status list for the licence.
    mutating func status() throws -> StatusReference? { try string("status").map { try StatusReference($0) } }

    mutating func issuance() throws -> IssuanceProfile {
        IssuanceProfile(
            codeProfile: try choice("profile"), lifetime: try duration("valid_for"), redaction: try redaction(),
            deviceKeyForm: try choice("device_key") ?? .compressed,
            allowsUnknownClasses: try bool("allow_unknown_classes"), isStrict: try bool("strict"),
            scanLimits: try scanLimits())
    }

    private mutating func redaction() throws -> Redaction {
        let redaction =
            if isArray("redact") {
                try Redaction(fields("redact") ?? [])
            } else {
                try choice("redact", among: [("all", Redaction.all), ("none", .nothing)]) ?? .secondPage
            }
        return try redaction.adding(decoys: int("decoys", in: Redaction.decoyCounts) ?? 0)
    }

    mutating func minting() throws -> MintingProfile {
        MintingProfile(
            codeProfile: try choice("profile"), rotation: try rotation(), count: try int("count", in: 1...10_000) ?? 1,
            allowsUnknownClasses: try bool("allow_unknown_classes"), isStrict: try bool("strict"),
            scanLimits: try scanLimits())
    }

    mutating func rotation() throws -> Rotation {
        try duration("period").map { try Rotation(period: $0) } ?? .standard
    }

    mutating func disclosure() throws(JSONError) -> (Credential) throws -> Set<License.Field> {
        let (fields, preset): (_, DisclosurePreset?) = (try fields("disclose"), try choice("preset"))
        if let fields {
            if preset != nil, let field = object.optional("preset") {
                throw field.invalid(expected: "disclose or preset", advice: "Leave one of them out.")
            }
            return { _ in fields }
        }
        return { try (preset ?? .nothing).fields(of: $0) }
    }

    mutating func renderer() throws -> PNGRenderer {
        let (scale, width) = (try int("scale", in: 1...1_000), try int("width_mm", in: 1...10_000))
        let dpi = try int("dpi", in: 1...25_400)
        let size: PNGRenderer.Size
        switch (scale, width, dpi) {
        case (let scale, nil, nil): size = .scale(scale ?? 4)
        case (nil, let width?, let dpi?): size = .physical(widthMillimetres: Double(width), dpi: dpi)
        case _:
            let field = object.optional("width_mm") ?? object.optional("dpi")
            guard let field else { return try PNGRenderer(size: .scale(scale ?? 4)) }
            throw field.invalid(expected: "either scale, or width_mm and dpi", advice: "Give one of the two sizes.")
        }
        return try PNGRenderer(size: size, quietZone: int("quiet_zone", in: 4...256) ?? 4)
    }
}
