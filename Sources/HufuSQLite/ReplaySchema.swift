#if SQLite
    internal import Foundation
    internal import GRDB

    /// The database of a ``SQLiteReplayMemory``.
    enum ReplaySchema {
        /// "HUFU", which identifies the database to SQLite and to `file`.
        private static let application = 0x4855_4655
        private static let version = 1

        /// The key of a token is its credential and its `iat`. `memory` has one row: the number of tokens, and the
        /// latest `exp` of those that were removed.
        private static let tables = """
            CREATE TABLE admitted (
                credential BLOB NOT NULL, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
                until INTEGER NOT NULL,
                PRIMARY KEY (credential, issued_at)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX admitted_until ON admitted (until);
            CREATE TABLE memory (alive INTEGER NOT NULL, forgotten INTEGER) STRICT;
            INSERT INTO memory (alive) VALUES (0);
            PRAGMA application_id = \(application);
            PRAGMA user_version = \(version);
            """

        static var configuration: Configuration {
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { database in
                // A token that was admitted is on the disk before the gate opens, even if the power fails then.
                try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON")
            }
            return configuration
        }

        /// Makes the complete file under another name and renames it, so that an empty file, or one without tables, is
        /// never taken for one that was being made.
        static func create(at path: String) throws {
            let unfinished = "\(path).\(UUID().uuidString).new"
            defer { try? FileManager.default.removeItem(atPath: unfinished) }
            let database = try DatabaseQueue(path: unfinished, configuration: configuration)
            try database.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.inTransaction(.immediate) {
                    try database.execute(sql: tables)
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

        /// Throws if this is another database, or a damaged one.
        static func check(_ database: Database) throws {
            guard try Int.fetchOne(database, sql: "PRAGMA application_id") == application else {
                throw SQLiteStoreError.Reason.foreign
            }
            guard try Int.fetchOne(database, sql: "PRAGMA user_version") == version else {
                throw SQLiteStoreError.Reason.versionUnsupported
            }
            guard try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok",
                try Int.fetchOne(database, sql: "SELECT alive - (SELECT count(*) FROM admitted) FROM memory") == 0
            else { throw SQLiteStoreError.Reason.damaged }
        }
    }
#endif
