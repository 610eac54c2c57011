internal import ArgumentParser
internal import Hufu

#if SQLite
    internal import HufuSQLite
#endif

/// Where a scanner remembers which codes it has admitted.
struct ReplayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Where to remember which codes were admitted, so that each is admitted once by all scanners of this machine \
            that name the file, also after a restart. Made if there is none; turns the policy's replay on.
            """, valueName: "file"))
    var replayStore: String?

    /// The memory that a scanner of this policy needs.
    ///
    /// - Parameter isStream: whether there is more than one scan.
    func memory(for policy: inout Policy, isStream: Bool) throws(Failure) -> (any ReplayMemory)? {
        if let replayStore {
            policy.requiresSingleUse = true
            return try Self.store(replayStore)
        }
        guard policy.requiresSingleUse else { return nil }
        guard isStream else {
            // The verdict would say that a code was not used before, and nothing would be known of before.
            throw .usage(
                "this policy admits each code once, and a single run remembers nothing",
                advice: "Give --replay-store FILE, or use --stream, which remembers until it ends.")
        }
        return InMemoryReplayMemory()
    }

    #if SQLite
        private static func store(_ path: String) throws(Failure) -> any ReplayMemory {
            try Failure.naming(path, status: .inputOutput) { try SQLiteReplayMemory(path: path) }
        }
    #else
        private static func store(_ path: String) throws(Failure) -> any ReplayMemory {
            throw .usage(
                "this hufu was built without the replay store", option: "--replay-store",
                advice: "Build it with `swift build --traits SQLite`.")
        }
    #endif
}
