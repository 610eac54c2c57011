// The names are those of hufu.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CHufu
internal import Hufu

/// A replay memory behind a handle.
final class HandledMemory: Handled {
    static let handleName = "hufu_replay_memory"

    let memory: any ReplayMemory

    init(_ memory: any ReplayMemory) { self.memory = memory }
}

/// A replay memory of the caller.
///
/// Safe: the caller of `hufu_replay_memory_external` states that the callback may be called on any thread with this
/// context.
@safe private struct ExternalMemory: ReplayMemory, @unchecked Sendable {
    private struct Failure: Error {
        let answer: Int32
    }

    let admit: hufu_admit
    let context: UnsafeMutableRawPointer?

    func admit(_ entry: ReplayEntry, at now: UnixTime) throws -> ReplayAnswer {
        let answer = unsafe admit(
            context, entry.credential, Int64(entry.issuedAt.secondsSince1970),
            Int64(entry.expiresAt.secondsSince1970), Int64(entry.expiry.secondsSince1970),
            Int64(now.secondsSince1970))
        switch answer {
        case HUFU_ADMITTED: return .admitted
        case HUFU_REPEATED: return .repeated
        case HUFU_FULL: return .full
        default: throw Failure(answer: answer)
        }
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_replay_memory_new(
    _ capacity: Int, _ memory: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(memory, "memory")
        guard capacity >= 0 else { throw ArgumentError(.numberInvalid, at: "capacity") }
        try output.set(HandledMemory(InMemoryReplayMemory(capacity: capacity)))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_replay_memory_external(
    _ admit: hufu_admit?, _ context: UnsafeMutableRawPointer?, _ memory: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(memory, "memory")
        guard let admit = unsafe admit else { throw ArgumentError(.null, at: "admit") }
        try output.set(HandledMemory(unsafe ExternalMemory(admit: admit, context: context)))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_replay_memory_admit(
    _ memory: OpaquePointer?, _ credential: UnsafeRawPointer?, _ credential_length: Int, _ issued_at: Int64,
    _ expires_at: Int64, _ expiry: Int64, _ now: Int64, _ answer: UnsafeMutablePointer<Int32>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        guard let answer = unsafe answer else { throw ArgumentError(.null, at: "answer") }
        // Safe: the caller states that a number can be written there.
        unsafe answer.pointee = HUFU_FULL
        let memory = try unsafe object(memory, "memory", as: HandledMemory.self).memory
        let credential = try unsafe Input(credential, credential_length, "credential").bytes
        guard credential.count == 32 else { throw ArgumentError(.lengthInvalid, at: "credential") }
        let entry = ReplayEntry(
            credential: credential, issuedAt: time(issued_at), expiresAt: time(expires_at), expiry: time(expiry))
        switch try memory.admit(entry, at: time(now)) {
        case .admitted: unsafe answer.pointee = HUFU_ADMITTED
        case .repeated: unsafe answer.pointee = HUFU_REPEATED
        case .full: unsafe answer.pointee = HUFU_FULL
        }
    }
}
