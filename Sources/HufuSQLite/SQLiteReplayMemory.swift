#if SQLite
    internal import Foundation
    internal import GRDB
    public import Hufu

    /// A replay memory in a file. It survives a restart, and all processes of a machine that open the file share it.
    ///
    /// A token is admitted by one transaction, which is on the disk before the answer is given, so that a token is not
    /// admitted twice even if a process is killed or the power fails. An admission costs one flush of the disk. The
    /// file is an SQLite database in WAL mode: while it is open, files that end in `-wal` and `-shm` belong to it. It
    /// must not be on a network file system.
    ///
    /// The verifiers that share a file should have the same skew. A token whose entry was removed by one of smaller
    /// skew is `replay.memory_full` for the others.
    public final class SQLiteReplayMemory: ReplayMemory {
        /// The largest number of entries.
        public let capacity: Int
        private let database: DatabaseQueue

        /// Opens the file, or creates it if it does not exist.
        ///
        /// - Parameters:
        ///   - path: the file of the database.
        ///   - capacity: the largest number of tokens that have not expired, for all processes together; about 150
        ///     bytes each.
        /// - Throws: ``SQLiteStoreError``. A file that is damaged, or no such database, is not changed.
        public init(path: String, capacity: Int = 1_000_000) throws(SQLiteStoreError) {
            self.capacity = max(0, capacity)
            database = try SQLiteStoreError.translating(at: path) {
                if !FileManager.default.fileExists(atPath: path) { try ReplaySchema.create(at: path) }
                let database = try DatabaseQueue(path: path, configuration: ReplaySchema.configuration)
                try database.read(ReplaySchema.check)
                return database
            }
        }

        /// Admits a token once; see `AsyncReplayMemory.admit(_:at:)`.
        ///
        /// - Throws: ``SQLiteStoreError`` if the file cannot be written, or other processes have it locked for ten
        ///   seconds.
        public func admit(_ entry: ReplayEntry, at now: UnixTime) throws(SQLiteStoreError) -> ReplayAnswer {
            try SQLiteStoreError.translating(at: database.path) {
                try database.writeWithoutTransaction { database in
                    var answer = ReplayAnswer.full
                    // Immediate: no other process may write between the query and the insertion.
                    try database.inTransaction(.immediate) {
                        answer = try admit(entry, at: now, in: database)
                        return .commit
                    }
                    return answer
                }
            }
        }

        private func admit(_ entry: ReplayEntry, at now: UnixTime, in database: Database) throws -> ReplayAnswer {
            try removeExpired(at: now.secondsSince1970, in: database)
            let credential = Data(entry.credential)
            let seen = "SELECT 1 FROM admitted WHERE credential = ? AND issued_at = ?"
            let arguments: StatementArguments = [credential, entry.issuedAt.secondsSince1970]
            guard try Int.fetchOne(database, sql: seen, arguments: arguments) == nil else { return .repeated }
            let memory = try Row.fetchOne(database, sql: "SELECT alive, forgotten FROM memory")
            let end = entry.expiresAt.secondsSince1970
            guard let memory, memory["alive"] < capacity, end > memory["forgotten"] ?? Int.min else { return .full }
            try database.execute(
                sql: "INSERT INTO admitted (credential, issued_at, expires_at, until) VALUES (?, ?, ?, ?)",
                arguments: [
                    credential, entry.issuedAt.secondsSince1970, entry.expiresAt.secondsSince1970,
                    entry.expiry.secondsSince1970,
                ])
            try database.execute(sql: "UPDATE memory SET alive = alive + 1")
            return .admitted
        }

        /// Removes the entries that have expired, and stores the latest `exp` of them, as a clock may go back.
        private func removeExpired(at now: Int, in database: Database) throws {
            let over = try Row.fetchOne(
                database, sql: "SELECT count(*) AS count, max(expires_at) AS latest FROM admitted WHERE until <= ?",
                arguments: [now])
            guard let over, let latest: Int = over["latest"] else { return }
            try database.execute(sql: "DELETE FROM admitted WHERE until <= ?", arguments: [now])
            try database.execute(
                sql: "UPDATE memory SET alive = alive - ?, forgotten = max(coalesce(forgotten, ?2), ?2)",
                arguments: [over["count"] as Int, latest])
        }
    }
#endif
