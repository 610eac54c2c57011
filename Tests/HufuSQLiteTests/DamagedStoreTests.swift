#if SQLite
    import Foundation
    import GRDB
    import Hufu
    import HufuSQLite
    import HufuTestSupport
    import Testing

    /// A disk that returns other bytes than were written, and the database of the version that had no digests.
    @Suite("Damaged replay stores")
    struct DamagedStoreTests {
        private static let tokens = 150
        private let directory: TemporaryDirectory

        init() throws { directory = try TemporaryDirectory() }

        private func path(_ name: String) -> String { directory.file(name).path }

        private func entry(_ number: Int) -> ReplayEntry {
            let credential = (0..<32).map { UInt8(truncatingIfNeeded: (number &+ 1) &* 0x9e37_79b9 >> ($0 % 4 * 8)) }
            return ReplayEntry(
                credential: credential, issuedAt: UnixTime(secondsSince1970: number), expiresAt: 1_000, expiry: 1_010)
        }

        /// The bytes of a store that has admitted all tokens.
        private func wholeStore() throws -> Data {
            do {
                let store = try SQLiteReplayMemory(path: path("whole"))
                for number in 0..<Self.tokens { #expect(try store.admit(entry(number), at: 0) == .admitted) }
            }
            return try Data(contentsOf: directory.file("whole"))
        }

        private func reason(_ body: () throws -> Void) -> SQLiteStoreError.Reason? {
            do { try body() } catch { return (error as? SQLiteStoreError)?.reason }
            return nil
        }

        /// What a disk does: bits that flip, bytes that change, and blocks that are lost or written to the wrong place.
        private func damage(_ bytes: inout Data, _ dice: inout SeededGenerator) {
            let block = 512
            func place() -> Int { Int.random(in: 0..<bytes.count / block, using: &dice) * block }
            switch Int.random(in: 0..<6, using: &dice) {
            case 0: bytes[Int.random(in: 0..<bytes.count, using: &dice)] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            case 1:
                for _ in 0..<Int.random(in: 1...8, using: &dice) {
                    bytes[Int.random(in: 0..<bytes.count, using: &dice)] = .random(in: 0...255, using: &dice)
                }
            case 2:
                let (start, value) = (place(), Bool.random(using: &dice) ? UInt8.min : .max)
                bytes.replaceSubrange(start..<start + block, with: Data(repeating: value, count: block))
            case 3:
                let (from, to) = (place(), place())
                bytes.replaceSubrange(to..<to + block, with: Array(bytes[from..<from + block]))
            case 4:
                // Where the contents of a page are: its rows fill it from the end.
                let page = Int.random(in: 0..<bytes.count / 4096, using: &dice) * 4096
                bytes[page + 4095 - Int.random(in: 0..<2_000, using: &dice)] ^= .random(in: 1...255, using: &dice)
            default:
                // The header of a page, and the offsets of its first rows.
                let page = Int.random(in: 0..<bytes.count / 4096, using: &dice) * 4096
                bytes[page + Int.random(in: 0..<40, using: &dice)] = .random(in: 0...255, using: &dice)
            }
        }

        @Test("Whatever bytes of a closed store change, no token is admitted again")
        func closed() throws {
            let whole = try wholeStore()
            var dice = SeededGenerator(seed: 3)
            var outcomes: [String: Int] = [:]
            for number in 0..<300 {
                var bytes = whole
                damage(&bytes, &dice)
                try bytes.write(to: directory.file("damaged"))
                let found = reason {
                    let store = try SQLiteReplayMemory(path: path("damaged"))
                    for token in 0..<Self.tokens {
                        let answer = try store.admit(entry(token), at: 0)
                        #expect(answer == .repeated, "try \(number), token \(token)")
                    }
                }
                outcomes[found?.rawValue ?? "unharmed", default: 0] += 1
                // What is not whole is left as it is, for somebody to look at.
                #expect(try Data(contentsOf: directory.file("damaged")) == bytes)
            }
            print("300 damaged stores: \(outcomes.sorted { $0.key < $1.key })")
            #expect(outcomes["store.damaged", default: 0] > 100)
            #expect(Set(outcomes.keys).isSubset(of: Self.known))
        }

        @Test("Whatever bytes change while a store is open, no token is admitted again")
        func open() throws {
            let whole = try wholeStore()
            var dice = SeededGenerator(seed: 4)
            var outcomes: [String: Int] = [:]
            for number in 0..<300 {
                try whole.write(to: directory.file("damaged"))
                let (writer, store) = (
                    try SQLiteReplayMemory(path: path("damaged")), try SQLiteReplayMemory(path: path("damaged"))
                )
                var bytes = whole
                damage(&bytes, &dice)
                let file = try FileHandle(forWritingTo: directory.file("damaged"))
                try file.write(contentsOf: bytes)
                try file.close()
                // Another process admits a token, so that the store reads its pages anew.
                _ = try? writer.admit(entry(10_000 + number), at: 0)
                for token in 0..<Self.tokens {
                    let found = reason {
                        let answer = try store.admit(entry(token), at: 0)
                        #expect(answer == .repeated, "try \(number), token \(token)")
                    }
                    outcomes[found?.rawValue ?? "repeated", default: 0] += 1
                }
            }
            print("300 stores damaged while open: \(outcomes.sorted { $0.key < $1.key })")
            #expect(outcomes["store.damaged", default: 0] > 1_000)
            #expect(Set(outcomes.keys).isSubset(of: Self.known))
        }

        private static let known: Set = [
            "repeated", "unharmed", "store.damaged", "store.foreign", "store.version_unsupported", "store.failed",
        ]

        @Test(
            "Contents that are not those of the digests are damage, though the structure is whole",
            arguments: [
                "UPDATE admitted SET expires_at = 5 WHERE issued_at = 7",
                "UPDATE admitted SET issued_at = 7000 WHERE issued_at = 7",
                "UPDATE admitted SET credential = zeroblob(32) WHERE issued_at = 7",
                "UPDATE admitted SET digest = zeroblob(16) WHERE issued_at = 7",
                "UPDATE admitted SET digest = zeroblob(15) WHERE issued_at = 7",
                "DELETE FROM admitted WHERE issued_at = 7",
                "DELETE FROM admitted WHERE issued_at = 7; UPDATE memory SET alive = alive - 1",
                "UPDATE memory SET alive = alive - 1", "UPDATE memory SET forgotten = 5", "DELETE FROM memory",
                "UPDATE memory SET combined = zeroblob(16)", "INSERT INTO memory SELECT * FROM memory",
                "DROP INDEX admitted_until", "CREATE TABLE more (number INTEGER)", "PRAGMA journal_mode = WAL",
            ])
        func contents(change: String) throws {
            try wholeStore().write(to: directory.file("changed"))
            let database = try DatabaseQueue(path: path("changed"))
            try database.writeWithoutTransaction { try $0.execute(sql: change) }
            try database.close()
            #expect(reason { _ = try SQLiteReplayMemory(path: path("changed")) } == .damaged)
        }

        @Test("A store that is damaged while it is open admits nothing from the moment at which it reads the damage")
        func rowWhileOpen() throws {
            try wholeStore().write(to: directory.file("changed"))
            let store = try SQLiteReplayMemory(path: path("changed"))
            #expect(try store.admit(entry(7), at: 0) == .repeated)
            let database = try DatabaseQueue(path: path("changed"))
            try database.write { try $0.execute(sql: "UPDATE admitted SET expires_at = 5 WHERE issued_at = 7") }
            #expect(reason { _ = try store.admit(entry(7), at: 0) } == .damaged)
            try database.write { try $0.execute(sql: "UPDATE memory SET alive = alive - 1") }
            #expect(reason { _ = try store.admit(entry(1_000), at: 0) } == .damaged)
            // Nor is a damaged row removed in silence when its time is over.
            #expect(reason { _ = try store.admit(entry(1_001), at: 2_000) } == .damaged)
        }

        // MARK: The version without digests

        private func makeOldStore(_ name: String, alive: Int = 3) throws {
            let database = try DatabaseQueue(path: path(name))
            try database.writeWithoutTransaction { database in
                try database.execute(
                    sql: """
                        PRAGMA journal_mode = WAL;
                        CREATE TABLE admitted (
                            credential BLOB NOT NULL, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
                            until INTEGER NOT NULL,
                            PRIMARY KEY (credential, issued_at)
                        ) STRICT, WITHOUT ROWID;
                        CREATE INDEX admitted_until ON admitted (until);
                        CREATE TABLE memory (alive INTEGER NOT NULL, forgotten INTEGER) STRICT;
                        INSERT INTO memory (alive, forgotten) VALUES (\(alive), 40);
                        PRAGMA application_id = \(0x4855_4655);
                        PRAGMA user_version = 1;
                        """)
                for number in 0..<3 {
                    try database.execute(
                        sql: "INSERT INTO admitted VALUES (?, ?, 1000, 1010)",
                        arguments: [Data(entry(number).credential), number])
                }
            }
            try database.close()
        }

        @Test("A store of the version without digests is taken over with its tokens")
        func migration() throws {
            try makeOldStore("old")
            for _ in 0..<2 {
                let store = try SQLiteReplayMemory(path: path("old"), capacity: 4)
                for number in 0..<3 { #expect(try store.admit(entry(number), at: 0) == .repeated) }
                // The latest `exp` of those that were removed before.
                let short = ReplayEntry(credential: entry(4).credential, issuedAt: 4, expiresAt: 40, expiry: 50)
                #expect(try store.admit(short, at: 0) == .full)
            }
            let store = try SQLiteReplayMemory(path: path("old"), capacity: 4)
            #expect(try store.admit(entry(3), at: 0) == .admitted)
            #expect(try store.admit(entry(4), at: 0) == .full)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.url.path) == ["old"])
        }

        @Test("A damaged store of the version without digests is refused and left as it is")
        func damagedOldStore() throws {
            try makeOldStore("old", alive: 4)
            let bytes = try Data(contentsOf: directory.file("old"))
            #expect(reason { _ = try SQLiteReplayMemory(path: path("old")) } == .damaged)
            #expect(try Data(contentsOf: directory.file("old")) == bytes)
        }

        @Test("Processes that take a store over at the same time find all its tokens")
        func migrationAtOnce() async throws {
            try makeOldStore("old")
            let repeated = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let store = try SQLiteReplayMemory(path: path("old"))
                        return try (0..<3).count { try store.admit(entry($0), at: 0) == .repeated }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(repeated == 24)
        }
    }
#endif
