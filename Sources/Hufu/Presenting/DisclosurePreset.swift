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
    public func fields(of credential: Credential) -> Set<License.Field> {
        fields.intersection(credential.withheldFields)
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
