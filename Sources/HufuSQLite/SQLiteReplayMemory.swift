#if SQLite
    internal import Foundation
    internal import GRDB
    public import Hufu

    /// A replay memory in a file. It survives a restart, and all processes of a machine that open the file share it.
    ///
    /// A token is admitted by one transaction, which is on the disk before the answer is given, so that a token is not
    /// admitted twice even if a process is killed or the power fails. An admission waits for the disk about four times.
    /// The file is an SQLite database with a rollback journal: a file that ends in `-journal` belongs to it. It must not
    /// be on a network file system.
    ///
    /// Each row has a digest, and one row combines the digests of all: a file in which a disk has changed bytes is
    /// `store.damaged`, and admits nothing. All rows are checked when the file is opened, later those that are read. Two
    /// kinds of damage cannot be noticed: a whole older file that comes back; and, until the file is opened again, damage
    /// that hides a row in the table and in its index both.
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
                return try ReplaySchema.open(path)
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
            var memory = try MemoryRow(in: database)
            try removeExpired(at: now.secondsSince1970, from: &memory, in: database)
            let row = AdmittedRow(entry)
            guard try !row.isStored(in: database) else { return .repeated }
            guard memory.alive < capacity, row.expiresAt > memory.forgotten ?? Int.min else { return .full }
            try row.insert(into: database)
            memory.add(row)
            try memory.update(in: database)
            return .admitted
        }

        /// Removes the entries that have expired, and stores the latest `exp` of them, as a clock may go back.
        private func removeExpired(at now: Int, from memory: inout MemoryRow, in database: Database) throws {
            let before = memory
            try AdmittedRow.forEach(in: database, where: "until <= ?", [now]) { memory.remove($0) }
            guard memory != before else { return }
            try database.execute(sql: "DELETE FROM admitted WHERE until <= ?", arguments: [now])
            guard database.changesCount == before.alive - memory.alive else { throw SQLiteStoreError.Reason.damaged }
            try memory.update(in: database)
        }
    }
#endif
