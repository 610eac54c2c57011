/// Why a token is not made.
public struct PresentingError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// The signer's key is not the one that the credential is bound to.
        case keyMismatch = "present.key_mismatch"
        /// The length of a time step is out of range.
        case periodInvalid = "present.period_invalid"
        /// The audience is not 1 to 255 bytes long.
        case audienceInvalid = "present.audience_invalid"
        /// The challenge is not 8 to 64 bytes long, or its text has another form.
        case challengeInvalid = "present.challenge_invalid"
        /// The credential has no disclosure for an element that was to be disclosed.
        case nothingToDisclose = "present.nothing_to_disclose"
        /// The credential shows elements that the preset must not show.
        case presetUnfit = "present.preset_unfit"
        /// The credential is not valid in the time step.
        case credentialOver = "present.credential_over"
        /// The challenge is a plain one, and the holder answers only scanners that identify themselves.
        case scannerUnidentified = "present.scanner_unidentified"
        /// The holder has not agreed to show what a scanner asks for.
        case declined = "present.declined"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .keyMismatch: "the credential is bound to another device's key"
            case .periodInvalid: "a time step is 1 to 3,600 seconds long"
            case .audienceInvalid: "an audience is 1 to 255 bytes long"
            case .challengeInvalid: "a challenge is 8 to 64 bytes long"
            case .nothingToDisclose: "the licence has no withheld element of this name"
            case .presetUnfit: "the code would show more than this preset: elements that the issuer left open"
            case .credentialOver: "the credential is not valid at this time"
            case .scannerUnidentified: "the scanner did not identify itself"
            case .declined: "the holder did not agree"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .keyMismatch: "Use the key to whose public half the credential was issued."
            case .periodInvalid: "Use 30 seconds; scanners refuse tokens that live longer than 120."
            case .audienceInvalid: "Use `any`, or the name of the scanner."
            case .challengeInvalid: "Give the challenge that the scanner shows."
            case .nothingToDisclose: "Choose among the withheld elements of the credential."
            case .presetUnfit: "Ask the issuer for a credential that is made for this preset."
            case .credentialOver: "Ask the issuer for a new credential."
            case .scannerUnidentified: "Ask for a challenge that says who asks."
            case .declined: "Nothing was shown."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The elements at fault, by their names in JSON.
    public let location: String?

    package init(_ reason: Reason, at location: String? = nil) {
        self.reason = reason
        self.location = location
    }
}
