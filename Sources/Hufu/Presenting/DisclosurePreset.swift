/// Named sets of elements for a holder to disclose, for the most frequent purposes.
public enum DisclosurePreset: String, Sendable, CaseIterable {
    /// For a check of age: the ages that were reached, and the portrait or its digest.
    case age
    /// For a check at the roadside: names, document number, privileges, and the portrait or its digest.
    case driving
    /// Every withheld element.
    case all
    /// No withheld element.
    case nothing = "none"

    /// The elements of the set that a credential withholds.
    ///
    /// - Throws: `present.preset_unfit` if the credential shows elements that the set is there to keep back, and
    ///   `present.nothing_to_disclose` if it does not have the element that the set is there to show.
    public func fields(of credential: Credential) throws(PresentingError) -> Set<License.Field> {
        let (withheld, open) = (credential.withheldFields, credential.openFields)
        let excess = License.Field.allCases.filter {
            isExact && $0.isRedactable && open.contains($0) && !fields.contains($0)
        }
        guard excess.isEmpty else {
            throw PresentingError(.presetUnfit, at: excess.map(\.jsonName).joined(separator: ", "))
        }
        if let purpose, !withheld.contains(purpose), !open.contains(purpose) {
            throw PresentingError(.nothingToDisclose, at: purpose.jsonName)
        }
        return fields.intersection(withheld)
    }

    /// What an issuer redacts so that the holder of the credential can use all of these sets: everything but what each of
    /// them shows. Sets that are not ``isExact`` need nothing.
    public static func redaction(for presets: [DisclosurePreset]) -> Redaction {
        let presets = presets.filter(\.isExact)
        guard !presets.isEmpty else { return .secondPage }
        let shown = presets.reduce(Set(License.Field.allCases)) { $0.intersection($1.fields) }
        let fields = License.Field.allCases.filter { $0.isRedactable && !shown.contains($0) }
        return (try? Redaction(Set(fields))) ?? .all
    }

    /// Whether the set is there to show nothing else, which a credential has to be made for.
    public var isExact: Bool {
        switch self {
        case .age, .driving: true
        case .all, .nothing: false
        }
    }

    /// The element without which the set is of no use.
    private var purpose: License.Field? {
        switch self {
        case .age: .ageOver
        case .driving: .drivingPrivileges
        case .all, .nothing: nil
        }
    }

    private var fields: Set<License.Field> {
        switch self {
        case .age: [.ageOver, .portrait, .portraitDigest]
        case .driving:
            [
                .documentNumber, .familyName, .givenName, .nameNationalCharacter, .drivingPrivileges, .portrait,
                .portraitDigest,
            ]
        case .all: Set(License.Field.allCases)
        case .nothing: []
        }
    }
}
