internal import ArgumentParser
internal import Hufu

#if SQLite
    internal import HufuSQLite
#endif

/// The replay memory of a scanner.
struct ReplayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The file of the replay memory: each code is admitted once by all scanners of this machine that use the file, \
            also after a restart. It is created if it does not exist. The option turns on replay in the policy.
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
            // A valid verdict would claim that the code was not used before, but nothing is known of earlier scans.
            throw .usage(
                "this policy admits each code once, but a single run has no memory of earlier scans",
                advice: "Give --replay-store FILE, or use --stream, whose memory lasts until it ends.")
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
                advice: "Build it with `swift build --traits default,SQLite`.")
        }
    #endif
}
