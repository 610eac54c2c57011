public import Hufu

/// A rule of a store protocol that an implementation breaks.
public struct ContractViolation: Error, CustomStringConvertible {
    /// The rule.
    public let description: String
}

/// The rules of the store protocols, for the tests of any implementation.
public enum StoreContract {
    private static func require(_ condition: Bool, _ rule: String) throws {
        guard condition else { throw ContractViolation(description: rule) }
    }

    /// Checks a replay memory.
    ///
    /// - Parameter make: makes an empty memory for this many entries.
    public static func checkReplayMemory(
        _ make: (_ capacity: Int) async throws -> some AsyncReplayMemory
    ) async throws {
        var memory = try await make(2)
        try require(await memory.admit(entry(1, expiry: 50), at: 0) == .admitted, "a new token is admitted")
        try require(await memory.admit(entry(1, expiry: 50), at: 0) == .repeated, "a token is admitted once")
        try require(
            await memory.admit(entry(1, expiry: 50, skew: 0), at: 0) == .repeated, "skew makes no other token")
        try require(await memory.admit(entry(2), at: 0) == .admitted, "another credential is another token")
        try require(await memory.admit(entry(3), at: 49) == .full, "a full memory admits nothing")
        try require(
            await memory.admit(entry(1, expiry: 50), at: 49) == .repeated, "an entry stays until it expires")
        try require(await memory.admit(entry(3), at: 50) == .admitted, "an entry that has expired makes room")
        try require(await memory.admit(entry(2), at: 50) == .repeated, "no other entry was removed for it")

        memory = try await make(100)
        _ = try await memory.admit(entry(1, expiry: 50), at: 40)
        _ = try await memory.admit(entry(2, expiry: 80), at: 50)
        try require(
            await memory.admit(entry(2, expiry: 80), at: 45) == .repeated,
            "after the clock went back, a token that is remembered is repeated")
        for number in [1, 3] {
            try require(
                await memory.admit(entry(number, expiry: 50), at: 45) == .full,
                "after the clock went back, a token that may have been removed is not admitted")
        }
        try require(
            await memory.admit(entry(4, expiry: 51), at: 45) == .admitted,
            "after the clock went back, a token that outlives the removed ones is admitted")
        try require(
            await memory.admit(entry(1, expiry: 70, skew: 30), at: 50) == .full,
            "a verifier of larger skew is not told that a removed token is new")

        memory = try await make(100)
        for issuedAt in [0, 30] {
            let next = entry(1, issuedAt: UnixTime(secondsSince1970: issuedAt))
            try require(await memory.admit(next, at: 0) == .admitted, "another issue time is another token")
        }

        let shared = try await make(1_000)
        let admitted = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var count = 0
                    for number in 0..<100 where try await shared.admit(entry(number), at: 0) == .admitted { count += 1 }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        try require(admitted == 100, "of concurrent calls with one token exactly one admits it")
    }

    private static func entry(
        _ number: Int, issuedAt: UnixTime = 0, expiry: UnixTime = 100, skew: Int = 10
    ) -> ReplayEntry {
        let credential = (0..<32).map { UInt8(truncatingIfNeeded: number + $0) }
        return ReplayEntry(
            credential: credential, issuedAt: issuedAt,
            expiresAt: UnixTime(secondsSince1970: expiry.secondsSince1970 - skew), expiry: expiry)
    }

    /// Checks a rollback state store.
    ///
    /// - Parameter open: opens the same store each time; it is empty at first.
    public static func checkRollbackStateStore(
        _ open: () async throws -> some AsyncRollbackStateStore
    ) async throws {
        let store = try await open()
        try require(try await store.update { $0 } == RollbackState(), "a new store has an empty state")
        let first = try state(of: ["a"])
        let result = try await store.update { state in
            state = first
            return 7
        }
        try require(result == 7, "the result of the body is returned")
        try require(try await store.update { $0 } == first, "the state that the body leaves is stored")
        try require(try await open().update { $0 } == first, "the state is there for those who open the store again")

        do {
            try await store.update { state in
                state = RollbackState()
                throw ContractViolation(description: "thrown on purpose")
            }
            throw ContractViolation(description: "the error of the body is thrown")
        } catch let error as ContractViolation {
            try require(error.description == "thrown on purpose", error.description)
        }
        try require(try await store.update { $0 } == first, "a body that throws changes nothing")

        let (other, names) = (try await open(), (0..<40).map { "list \($0)" })
        try await withThrowingTaskGroup { group in
            for (index, name) in names.enumerated() {
                let added = try state(of: [name])
                group.addTask {
                    if index.isMultiple(of: 2) {
                        try await store.update { $0.formUnion(added) }
                    } else {
                        try await other.update { $0.formUnion(added) }
                    }
                }
            }
            try await group.waitForAll()
        }
        try require(
            try await store.update { $0 } == state(of: names + ["a"]), "of concurrent updates none is lost")
    }

    private static func state(of names: [String]) throws -> RollbackState {
        let lists = names.map { #"{"name": "\#($0)", "iat": 1, "sha256": "\#(String(repeating: "0", count: 64))"}"# }
        return try RollbackState(json: Array(#"{"trust": [\#(lists.joined(separator: ", "))], "status": []}"#.utf8))
    }
}
