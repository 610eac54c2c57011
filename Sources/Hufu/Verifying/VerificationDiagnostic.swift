/// A fault of the replay memory during a verification, for the operator of the scanner. The verdict itself has only its
/// consequence.
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
