/// Step 14: the token was not admitted before.
///
/// Only a token that would be valid is put into the memory, and only a token that was put there is valid.
extension Verification {
    /// The entry to be admitted; `nil` if this step does not apply.
    func replayEntry(of subject: borrowing VerificationSubject) -> ReplayEntry? {
        guard policy.requiresSingleUse, subject.kind != .static, firstIndeterminate == nil else { return nil }
        let expiresAt = subject.token?.expiresAt ?? subject.claims.expiresAt
        return ReplayEntry(
            credential: subject.authentic.credentialDigest,
            issuedAt: subject.token?.issuedAt ?? subject.claims.issuedAt, expiresAt: expiresAt,
            expiry: expiresAt + limits.skew)
    }

    /// The answer of the verifier's own memory; `nil` if it has none or the memory failed.
    func admit(_ entry: ReplayEntry) -> ReplayAnswer? {
        guard let memory = verifier.replayMemory else {
            verifier.diagnostics?(.replayMemoryMissing)
            return nil
        }
        do { return try memory.admit(entry, at: now) } catch {
            verifier.diagnostics?(.replayMemoryFailed(error))
            return nil
        }
    }

    /// The answer of `memory`; `nil` if it failed.
    func admit(_ entry: ReplayEntry, to memory: some AsyncReplayMemory) async -> ReplayAnswer? {
        do { return try await memory.admit(entry, at: now) } catch {
            verifier.diagnostics?(.replayMemoryFailed(error))
            return nil
        }
    }

    mutating func checkReplay(_ answer: ReplayAnswer?) throws(Rejection) {
        switch answer {
        case .admitted: break
        case .repeated: throw Rejection(.replayRepeated)
        case .full, nil: recordIndeterminate(.replayMemoryFull)
        }
    }
}
