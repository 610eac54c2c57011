internal import ArgumentParser
internal import Hufu

/// The elements that an issuer lets the holder withhold.
struct RedactionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The elements that the holder may withhold: names, none or all. Default: the second page.",
            valueName: "name,...|none|all"))
    var redact: String?
    @Option(
        parsing: .unconditional,
        help: "The number of decoy hashes, which hide the number of withheld elements; each takes 34 bytes.")
    var decoys = 0

    func validate() throws {
        guard !Redaction.decoyCounts.contains(decoys) else { return }
        let (least, most) = (Redaction.decoyCounts.lowerBound, Redaction.decoyCounts.upperBound)
        throw ValidationError("--decoys is \(least) to \(most); \(decoys) was given.")
    }

    var isGiven: Bool { redact != nil || decoys != 0 }

    /// - Parameter presets: the presets that the credential must support, if `redact` is `nil`.
    func redaction(for presets: [DisclosurePreset]) throws(Failure) -> Redaction {
        let redaction: Redaction =
            switch redact {
            case nil: DisclosurePreset.redaction(for: presets)
            case "none": .nothing
            case "all": .all
            case let names?:
                try Failure.naming("--redact", status: .usage) {
                    try Redaction(Names.fields(names, option: "--redact"))
                }
            }
        return try Failure.naming("--decoys", status: .usage) { try redaction.adding(decoys: decoys) }
    }
}

/// The withheld elements that the holder discloses.
struct DisclosureOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Withheld elements to disclose, by name.", valueName: "name,...")) var disclose: String?
    @Option(
        help: ArgumentHelp("A named set of withheld elements to disclose.", valueName: DisclosurePreset.names),
        transform: DisclosurePreset.init(option:))
    var preset: DisclosurePreset?

    func validate() throws {
        if disclose != nil, preset != nil { throw ValidationError("Give --disclose or --preset, not both.") }
    }

    var isGiven: Bool { disclose != nil || preset != nil }

    func fields(of credential: Credential) throws(Failure) -> Set<License.Field> {
        guard let disclose else {
            return try Failure.naming("--preset") { try (preset ?? .nothing).fields(of: credential) }
        }
        return try Names.fields(disclose, option: "--disclose")
    }
}

extension DisclosurePreset {
    fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: "|") }

    init(option text: String) throws {
        guard let preset = DisclosurePreset(rawValue: text) else {
            throw ValidationError("--preset is one of \(DisclosurePreset.names).")
        }
        self = preset
    }
}
