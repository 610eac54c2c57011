/// What is asked for most often, by name: which elements a holder shows of those that the issuer let it keep back.
public enum DisclosurePreset: String, Sendable, CaseIterable {
    /// Whether the person is old enough, and that this is the person: the ages and the portrait, or its digest.
    case age
    /// What a check at the roadside needs: who may drive what.
    case driving
    /// Everything.
    case all
    /// Nothing.
    case nothing = "none"

    /// The elements of a credential that are to be disclosed. Those that it shows anyway, or has not, are not among them.
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
