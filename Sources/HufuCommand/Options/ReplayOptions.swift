internal import ArgumentParser
internal import Hufu

#if PostgreSQL
    internal import HufuPostgreSQL
#endif
#if SQLite
    internal import HufuSQLite
#endif

/// The replay memory of a scanner.
struct ReplayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The replay memory: a file, or a PostgreSQL database. Each code is admitted once by all scanners of this \
            machine that use the file, or of any machine that use the database, also after a restart. It is created if it \
            does not exist. The option turns on replay in the policy.
            """, valueName: "file|postgresql://..."))
    var replayStore: String?

    /// The memory that a scanner of this policy needs.
    ///
    /// - Parameter isStream: whether there is more than one scan.
    func memory(for policy: inout Policy, isStream: Bool) async throws(Failure) -> (any AsyncReplayMemory)? {
        if let replayStore {
            policy.requiresSingleUse = true
            return try await Failure.naming(file, status: .inputOutput) { try await Self.store(replayStore) }
        }
        guard policy.requiresSingleUse else { return nil }
        guard isStream else {
            // A valid verdict would claim that the code was not used before, but nothing is known of earlier scans.
            throw .usage(
                "this policy admits each code once, but a single run has no memory of earlier scans",
                advice: "Give --replay-store, or use --stream, whose memory lasts until it ends.")
        }
        return InMemoryReplayMemory()
    }

    /// The file; `nil` for a database, whose address may have a password in it. Its errors name it without one.
    var file: String? { replayStore.flatMap { Place.isDatabase($0) ? nil : $0 } }

    private static func store(_ place: String) async throws -> any AsyncReplayMemory {
        guard try Place.checkedIsDatabase(place, of: "--replay-store") else {
            #if SQLite
                return try SQLiteReplayMemory(path: place)
            #else
                throw Failure.builtWithout("SQLite", trait: "SQLite", option: "--replay-store")
            #endif
        }
        #if PostgreSQL
            return try await PostgreSQLReplayMemory(place)
        #else
            throw Failure.builtWithout("PostgreSQL", trait: "PostgreSQL", option: "--replay-store")
        #endif
    }
}
