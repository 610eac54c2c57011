/// The closed lists of ISO/IEC 18013-5 and of AAMVA's namespace; the raw values are the codes on the wire and in JSON.
extension License {
    /// Colour of the eyes.
    public enum EyeColour: String, Sendable, CaseIterable, Choice {
        /// Black.
        case black
        /// Blue.
        case blue
        /// Brown.
        case brown
        /// Two colours.
        case dichromatic
        /// Grey.
        case grey
        /// Green.
        case green
        /// Hazel.
        case hazel
        /// Maroon.
        case maroon
        /// Pink.
        case pink
        /// Unknown.
        case unknown
    }

    /// Colour of the hair.
    public enum HairColour: String, Sendable, CaseIterable, Choice {
        /// Bald.
        case bald
        /// Black.
        case black
        /// Blond.
        case blond
        /// Brown.
        case brown
        /// Grey.
        case grey
        /// Red.
        case red
        /// Auburn.
        case auburn
        /// Sandy.
        case sandy
        /// White.
        case white
        /// Unknown.
        case unknown
    }

    /// Race or ethnicity.
    public enum RaceEthnicity: String, Sendable, CaseIterable, Choice {
        /// Alaskan or American Indian.
        case alaskanOrAmericanIndian = "AI"
        /// Asian or Pacific Islander.
        case asianOrPacificIslander = "AP"
        /// Black.
        case black = "BK"
        /// Hispanic origin.
        case hispanic = "H"
        /// Other, not Hispanic.
        case other = "O"
        /// Unknown.
        case unknown = "U"
        /// White.
        case white = "W"

        var meaning: String {
            switch self {
            case .alaskanOrAmericanIndian: "Alaskan or American Indian"
            case .asianOrPacificIslander: "Asian or Pacific Islander"
            case .black: "Black"
            case .hispanic: "Hispanic"
            case .other: "other"
            case .unknown: "unknown"
            case .white: "White"
            }
        }
    }

    /// Whether a name is cut off.
    public enum Truncation: String, Sendable, CaseIterable, Choice {
        /// Truncated.
        case truncated = "T"
        /// Complete.
        case complete = "N"
        /// Unknown.
        case unknown = "U"

        var meaning: String {
            switch self {
            case .truncated: "truncated"
            case .complete: "not truncated"
            case .unknown: "unknown"
            }
        }
    }

    /// Whether a licence complies with the REAL ID act.
    public enum DHSCompliance: String, Sendable, CaseIterable, Choice {
        /// Compliant.
        case compliant = "F"
        /// Not compliant.
        case notCompliant = "N"

        var meaning: String {
            switch self {
            case .compliant: "compliant"
            case .notCompliant: "not compliant"
            }
        }
    }

    /// What kind of enhanced document this is.
    public enum EDLCredential: Int, Sendable, CaseIterable, Choice {
        /// An enhanced driver's licence.
        case license = 1
        /// An enhanced identification card.
        case identificationCard = 2

        var meaning: String {
            switch self {
            case .license: "driver's licence"
            case .identificationCard: "identification card"
            }
        }
    }
}
