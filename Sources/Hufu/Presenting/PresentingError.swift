/// Why a token is not made.
public struct PresentingError: CodedError, Equatable {
    /// What is wrong, as a closed list.
    public enum Reason: String, Sendable {
        case keyMismatch = "present.key_mismatch"
        case periodInvalid = "present.period_invalid"
        case audienceInvalid = "present.audience_invalid"
        case challengeInvalid = "present.challenge_invalid"
        case nothingToDisclose = "present.nothing_to_disclose"
        case credentialOver = "present.credential_over"
    }

    /// What is wrong.
    public let reason: Reason
    /// The element, where one is at fault.
    public let place: String?

    init(_ reason: Reason, at place: String? = nil) {
        self.reason = reason
        self.place = place
    }

    /// The reason's stable name.
    public var code: String { reason.rawValue }
    /// What is wrong in words.
    public var message: String {
        switch reason {
        case .keyMismatch: "the credential is bound to another device's key"
        case .periodInvalid: "a time step is 1 to 3,600 seconds long"
        case .audienceInvalid: "an audience is 1 to 255 bytes long"
        case .challengeInvalid: "a challenge is 8 to 64 bytes long"
        case .nothingToDisclose: "the licence has no withheld element of this name"
        case .credentialOver: "the credential is not valid at this time"
        }
    }
    /// What to do about it.
    public var advice: String {
        switch reason {
        case .keyMismatch: "Use the key whose public half was given to `hufu issue`."
        case .periodInvalid: "Use 30 seconds; scanners refuse tokens that live longer than 120."
        case .audienceInvalid: "Use `any`, or the name that the scanner goes by."
        case .challengeInvalid: "Give the challenge that the scanner shows."
        case .nothingToDisclose: "`hufu inspect` shows what the credential holds."
        case .credentialOver: "Ask the issuer for a new credential."
        }
    }
}
