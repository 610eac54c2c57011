/// A fault of the verifier's own surroundings that a verification met. The verdict tells the person at the scanner what
/// follows from it; this tells the operator what to repair.
public enum VerificationDiagnostic: Sendable, CustomStringConvertible {
    /// The policy requires single use, and the verifier has no replay memory. Every verdict that would be valid is
    /// `replay.memory_full`.
    case replayMemoryMissing
    /// The replay memory threw this error. The verdict is `replay.memory_full`.
    case replayMemoryFailed(any Error)

    /// The fault in one line.
    public var description: String {
        switch self {
        case .replayMemoryMissing: "the policy requires single use, and the verifier has no replay memory"
        case .replayMemoryFailed(let error): "the replay memory failed: \(error)"
        }
    }
}
