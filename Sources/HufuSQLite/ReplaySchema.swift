#if SQLite
    internal import Foundation
    internal import GRDB

    /// The database of a ``SQLiteReplayMemory``.
    enum ReplaySchema {
        /// "HUFU", which identifies the database to SQLite and to `file`.
        private static let application = 0x4855_4655
        private static let version = 2
        private static let versionWithoutDigests = 1

        /// The key of a token is its credential and its `iat`. `memory` has one row.
        private static let tables = [
            """
            CREATE TABLE admitted (
                credential BLOB NOT NULL, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
                until INTEGER NOT NULL, digest BLOB NOT NULL,
                PRIMARY KEY (credential, issued_at)
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX admitted_until ON admitted (until)",
            "CREATE TABLE memory (alive INTEGER NOT NULL, forgotten INTEGER, combined BLOB NOT NULL, digest BLOB NOT NULL) STRICT",
        ]
        private static let tablesWithoutDigests = [
            """
            CREATE TABLE admitted (
                credential BLOB NOT NULL, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
                until INTEGER NOT NULL,
                PRIMARY KEY (credential, issued_at)
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX admitted_until ON admitted (until)",
            "CREATE TABLE memory (alive INTEGER NOT NULL, forgotten INTEGER) STRICT",
        ]

        /// Seconds to wait for other processes.
        private static let patience = 10.0

        static var configuration: Configuration {
            var configuration = Configuration()
            configuration.busyMode = .timeout(patience)
            configuration.prepareDatabase { database in
                // A token that was admitted is on the disk before the gate opens, even if the power fails then. EXTRA:
                // without it the journal that is removed at the end of a transaction may come back, and undo it.
                try database.execute(
                    sql: "PRAGMA synchronous = EXTRA; PRAGMA fullfsync = ON; PRAGMA cell_size_check = ON")
            }
            return configuration
        }

        /// Makes the complete file under another name and renames it, so that an empty file, or one without tables, is
        /// never taken for one that was being made.
        static func create(at path: String) throws {
            let unfinished = "\(path).\(UUID().uuidString).new"
            defer {
                for end in ["", "-journal"] { try? FileManager.default.removeItem(atPath: unfinished + end) }
            }
            let database = try DatabaseQueue(path: unfinished, configuration: configuration)
            try database.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    try makeTables(in: database)
                    try MemoryRow().insert(into: database)
                    return .commit
                }
            }
            try database.close()
            do {
                try FileManager.default.linkItem(atPath: unfinished, toPath: path)
            } catch {
                // Another process may have been faster; its file is the same.
                guard FileManager.default.fileExists(atPath: path) else { throw error }
            }
        }

        private static func makeTables(in database: Database) throws {
            for table in tables { try database.execute(sql: table) }
            try database.execute(sql: "PRAGMA application_id = \(application); PRAGMA user_version = \(version)")
        }

        /// Opens a file, which gets this version's schema if it has that of the version before.
        ///
        /// - Throws: an error if it is another database, or damaged; it is not changed then. `store.busy` if other
        ///   processes keep a file of the version before open.
        static func open(_ path: String) throws -> DatabaseQueue {
            let end = ContinuousClock.now + .seconds(patience)
            while true {
                let database = try DatabaseQueue(path: path, configuration: configuration)
                // In one transaction: another process may be changing the schema.
                let isCurrent = try database.read { database in
                    guard try storedVersion(database) == versionWithoutDigests else { return true }
                    try checkWithoutDigests(database)
                    return false
                }
                if try isCurrent || addDigests(to: database) {
                    try database.read(check)
                    return database
                }
                // Closed in between: of several processes that open the file, none would ever be alone.
                try database.close()
                guard .now < end else { throw SQLiteStoreError.Reason.busy }
                Thread.sleep(forTimeInterval: .random(in: 0.005...0.05))
            }
        }

        private static func storedVersion(_ database: Database) throws -> Int {
            guard try Int.fetchOne(database, sql: "PRAGMA application_id") == application else {
                throw SQLiteStoreError.Reason.foreign
            }
            let found = try Int.fetchOne(database, sql: "PRAGMA user_version")
            guard let found, found == version || found == versionWithoutDigests else {
                throw SQLiteStoreError.Reason.versionUnsupported
            }
            return found
        }

        /// Throws if the database is damaged. All of it is read.
        private static func check(_ database: Database) throws {
            try checkStructure(of: database, tables)
            var found = MemoryRow()
            try AdmittedRow.forEach(in: database) { found.add($0) }
            let stored = try MemoryRow(in: database)
            guard found.alive == stored.alive, found.combined == stored.combined,
                // With a write-ahead log, damage in it would undo the transactions that it has: SQLite takes them for
                // unfinished ones.
                try String.fetchOne(database, sql: "PRAGMA journal_mode") == "delete"
            else { throw SQLiteStoreError.Reason.damaged }
        }

        private static func checkStructure(of database: Database, _ tables: [String]) throws {
            let found = try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
            guard found.sorted() == tables.sorted(),
                try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") == "ok"
            else { throw SQLiteStoreError.Reason.damaged }
        }

        /// - Returns: false if the file is as before, because another connection has it open.
        private static func addDigests(to database: DatabaseQueue) throws -> Bool {
            try database.writeWithoutTransaction { database in
                guard try endWriteAheadLog(of: database) else { return false }
                try database.inTransaction(.immediate) {
                    // Another process may have been faster.
                    guard try storedVersion(database) == versionWithoutDigests else { return .commit }
                    try checkWithoutDigests(database)
                    let forgotten = try Int.fetchOne(database, sql: "SELECT forgotten FROM memory")
                    let rows = try Row.fetchAll(
                        database, sql: "SELECT credential, issued_at, expires_at, until FROM admitted")
                    try database.execute(sql: "DROP TABLE admitted; DROP TABLE memory")
                    try makeTables(in: database)
                    var memory = MemoryRow(forgotten: forgotten)
                    for row in rows {
                        let row = try AdmittedRow(withoutDigest: row)
                        try row.insert(into: database)
                        memory.add(row)
                    }
                    try memory.insert(into: database)
                    return .commit
                }
                return true
            }
        }

        /// The version before had a write-ahead log. SQLite ends it only for the last connection, and does not wait.
        private static func endWriteAheadLog(of database: Database) throws -> Bool {
            do {
                return try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE") == "delete"
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                return false
            }
        }

        private static func checkWithoutDigests(_ database: Database) throws {
            try checkStructure(of: database, tablesWithoutDigests)
            guard try Int.fetchOne(database, sql: "SELECT alive - (SELECT count(*) FROM admitted) FROM memory") == 0
            else {
                throw SQLiteStoreError.Reason.damaged
            }
        }
    }
#endif
