#if SQLite
    internal import Foundation
    internal import GRDB
    internal import HufuIssuer

    /// The database of a ``SQLiteRegistry``.
    enum RegistrySchema {
        /// "HUFR", which identifies the database to SQLite and to `file`.
        private static let application = 0x4855_4652
        /// The version of the schema that the last migration makes.
        static var version: Int { migrations.count }

        /// Seconds to wait for other processes.
        static let patience = 30.0

        /// The statements that lead from each version to the next, from 0, an empty database.
        private static let migrations = [
            // Of entries with value 1, revoked for good, a licence may have any number on a device, of others one.
            """
            CREATE TABLE registry (naming BLOB NOT NULL) STRICT;
            CREATE TABLE lists (
                list INTEGER PRIMARY KEY,
                uri TEXT NOT NULL UNIQUE CHECK (length(CAST(uri AS BLOB)) BETWEEN 1 AND 255),
                bits INTEGER NOT NULL CHECK (bits IN (1, 2, 4, 8)),
                size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 1048576)
            ) STRICT;
            CREATE TABLE ranges (
                name TEXT NOT NULL PRIMARY KEY CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 255),
                size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 1048576)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE blocks (
                list INTEGER NOT NULL REFERENCES lists, block INTEGER NOT NULL,
                is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
                used INTEGER NOT NULL CHECK (used BETWEEN 0 AND length(places) / 3),
                range TEXT REFERENCES ranges, places BLOB NOT NULL CHECK (length(places) % 3 = 0),
                PRIMARY KEY (list, block)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX blocks_open ON blocks (list, block) WHERE is_open = 1;
            CREATE INDEX blocks_range ON blocks (range) WHERE range IS NOT NULL;
            CREATE TABLE entries (
                list INTEGER NOT NULL REFERENCES lists, place INTEGER NOT NULL CHECK (place BETWEEN 0 AND 1048575),
                document BLOB NOT NULL CHECK (length(document) BETWEEN 1 AND 255),
                holder BLOB NOT NULL CHECK (length(holder) = 32),
                is_card INTEGER NOT NULL CHECK (is_card IN (0, 1)), expires INTEGER NOT NULL,
                value INTEGER NOT NULL CHECK (value BETWEEN 0 AND 255),
                reason TEXT CHECK (length(CAST(reason AS BLOB)) BETWEEN 1 AND 255), changed INTEGER,
                batch BLOB, line INTEGER, CHECK ((batch IS NULL) = (line IS NULL)),
                PRIMARY KEY (list, place)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX entries_in_force ON entries (
                document, holder, (CASE WHEN value = 1 THEN list * 1048576 + place + 1 ELSE 0 END));
            CREATE INDEX entries_not_valid ON entries (list, place, value) WHERE value <> 0;
            CREATE TABLE publications (publication INTEGER PRIMARY KEY, finished INTEGER) STRICT;
            CREATE TABLE changes (
                change INTEGER PRIMARY KEY AUTOINCREMENT, list INTEGER NOT NULL, place INTEGER NOT NULL,
                value INTEGER NOT NULL CHECK (value BETWEEN 0 AND 255), reason TEXT, changed INTEGER NOT NULL,
                publication INTEGER REFERENCES publications,
                FOREIGN KEY (list, place) REFERENCES entries
            ) STRICT;
            CREATE INDEX changes_publication ON changes (publication, change);
            CREATE TABLE challenges (
                challenge BLOB NOT NULL PRIMARY KEY CHECK (length(challenge) BETWEEN 8 AND 64),
                expires INTEGER NOT NULL, answer BLOB CHECK (length(answer) = 32), holder BLOB,
                CHECK ((answer IS NULL) = (holder IS NULL))
            ) STRICT, WITHOUT ROWID;
            """
        ]

        /// - Parameter hasLog: whether to turn on the write-ahead log, with which readers do not wait for a writer.
        private static func configuration(hasLog: Bool) -> Configuration {
            var configuration = Configuration()
            configuration.busyMode = .timeout(patience)
            configuration.prepareDatabase { database in
                if hasLog { try turnLogOn(in: database) }
                // What was answered is on the disk, even if the power fails then. GRDB's own setting of the log would
                // replace FULL by NORMAL, which leaves that to the next checkpoint.
                try database.execute(
                    sql: "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA cache_size = -65536")
            }
            return configuration
        }

        private static func turnLogOn(in database: Database) throws {
            guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
                throw RegistryError.Reason.failed
            }
        }

        /// Makes the complete file under another name and links it, so that an empty file, or one without tables, is
        /// never taken for one that was being made.
        static func create(at path: String, naming: DocumentNaming) throws {
            let unfinished = "\(path).\(UUID().uuidString).new"
            defer {
                for end in ["", "-journal", "-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: unfinished + end)
                }
            }
            // For its owner only, as SQLite would make it for all: it will have document numbers. SQLite tells if the file
            // cannot be made.
            let descriptor = unsafe Foundation.open(unfinished, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
            if descriptor >= 0 { Foundation.close(descriptor) }
            // With a log the contents would come into the file when it is closed, and SQLite does not tell if that fails.
            let database = try DatabaseQueue(path: unfinished, configuration: configuration(hasLog: false))
            try database.write { database in
                try migrate(database)
                try database.execute(
                    sql: "INSERT INTO registry (naming) VALUES (?)", arguments: [Data(naming.fingerprint)])
                try database.execute(sql: "PRAGMA application_id = \(application)")
            }
            try database.writeWithoutTransaction(turnLogOn)
            try database.close()
            do {
                try FileManager.default.linkItem(atPath: unfinished, toPath: path)
            } catch {
                // Another process may have been faster; its file is the same.
                guard FileManager.default.fileExists(atPath: path) else { throw error }
            }
        }

        /// Opens a file, which gets this version's schema if it has that of a version before.
        static func open(_ path: String, naming: DocumentNaming) throws -> DatabaseQueue {
            guard FileManager.default.fileExists(atPath: path) else { throw RegistryError.Reason.missing }
            // Before anything is written to a database that is another one.
            var reading = Configuration()
            reading.readonly = true
            reading.busyMode = .timeout(patience)
            try DatabaseQueue(path: path, configuration: reading).read(check)
            let database = try DatabaseQueue(path: path, configuration: configuration(hasLog: true))
            if try database.read(storedVersion) < version { try database.write(migrate) }
            let found = try database.read { try Data.fetchOne($0, sql: "SELECT naming FROM registry") }
            guard found == Data(naming.fingerprint) else { throw RegistryError.Reason.namingDiffers }
            return database
        }

        private static func check(_ database: Database) throws {
            guard try Int.fetchOne(database, sql: "PRAGMA application_id") == application else {
                throw RegistryError.Reason.foreign
            }
            guard 1...version ~= (try storedVersion(database)) else { throw RegistryError.Reason.versionUnsupported }
        }

        private static func storedVersion(_ database: Database) throws -> Int {
            try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        }

        private static func migrate(_ database: Database) throws {
            let found = try storedVersion(database)
            for statements in migrations.dropFirst(found) { try database.execute(sql: statements) }
            try database.execute(sql: "PRAGMA user_version = \(version)")
        }
    }
#endif
