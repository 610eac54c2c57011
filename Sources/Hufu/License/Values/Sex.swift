extension License {
    /// Sex, as in ISO/IEC 5218.
    public enum Sex: Int, Sendable, CaseIterable, Choice {
        /// Not known.
        case notKnown = 0
        /// Male.
        case male = 1
        /// Female.
        case female = 2
        /// Not applicable.
        case notApplicable = 9

        var meaning: String {
            switch self {
            case .notKnown: "not known"
            case .male: "male"
            case .female: "female"
            case .notApplicable: "not applicable"
            }
        }
    }
}
