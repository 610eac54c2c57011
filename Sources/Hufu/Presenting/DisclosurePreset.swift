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
    /// - Throws: `present.preset_unfit` if the credential shows redactable elements outside an ``isExact`` set, and
    ///   `present.nothing_to_disclose` if it lacks the main element of the set: `age_over` or `driving_privileges`.
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

    /// The redaction that lets the holder of a credential use all of these sets: every redactable element except those
    /// that all of them show. Sets that are not ``isExact`` do not restrict it.
    public static func redaction(for presets: [DisclosurePreset]) -> Redaction {
        let presets = presets.filter(\.isExact)
        guard !presets.isEmpty else { return .secondPage }
        let shown = presets.reduce(Set(License.Field.allCases)) { $0.intersection($1.fields) }
        let fields = License.Field.allCases.filter { $0.isRedactable && !shown.contains($0) }
        return (try? Redaction(Set(fields))) ?? .all
    }

    /// Whether a presentation with the set must not show other elements. The credential must be issued for such a set.
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
