#if SQLite
    import Foundation
    import Hufu
    import HufuSQLite
    import HufuTestSupport
    import Testing

    @Suite("SQLiteReplayMemory")
    struct SQLiteReplayMemoryTests {
        private let directory: TemporaryDirectory
        private var path: String { directory.file("gate.replay").path }

        init() throws { directory = try TemporaryDirectory() }

        private func entry(_ number: Int, expiry: UnixTime = 100, skew: Int = 10) -> ReplayEntry {
            ReplayEntry(
                credential: (0..<32).map { UInt8(truncatingIfNeeded: number >> ($0 * 8 % 64)) },
                issuedAt: UnixTime(secondsSince1970: number), expiresAt: expiry - skew, expiry: expiry)
        }

        private func reason(_ body: () throws -> Void) -> SQLiteStoreError.Reason? {
            do { try body() } catch { return (error as? SQLiteStoreError)?.reason }
            return nil
        }

        @Test("It keeps the contract of replay memories")
        func contract() async throws {
            var number = 0
            try await StoreContract.checkReplayMemory({ capacity in
                number += 1
                return try SQLiteReplayMemory(path: directory.file("\(number).replay").path, capacity: capacity)
            })
        }

        @Test(
            "Random entries get the answers of the in-memory one, also if the file is opened anew before each",
            arguments: [false, true])
        func random(reopens: Bool) throws {
            let memory = InMemoryReplayMemory(capacity: 3)
            var store = try SQLiteReplayMemory(path: path, capacity: 3)
            var generator = SeededGenerator(seed: 1)
            var (now, answers) = (UnixTime(secondsSince1970: 50), Set<String>())
            for _ in 0..<400 {
                if reopens { store = try SQLiteReplayMemory(path: path, capacity: 3) }
                now = now + Int.random(in: -6...7, using: &generator)
                let (number, skew) = (
                    Int.random(in: 0...9, using: &generator), Bool.random(using: &generator) ? 10 : 30
                )
                let entry = entry(number, expiry: now + (number + skew - now.secondsSince1970 % 10), skew: skew)
                let (expected, found) = (memory.admit(entry, at: now), try store.admit(entry, at: now))
                #expect(found == expected)
                answers.insert("\(found)")
            }
            #expect(answers == ["admitted", "repeated", "full"])
        }

        @Test("Exactly one of several connections to a file admits a token")
        func connections() async throws {
            let connections = try (0..<8).map { _ in try SQLiteReplayMemory(path: path) }
            let entries = (0..<50).map { entry($0) }
            let admitted = try await withThrowingTaskGroup(of: Int.self) { group in
                for connection in connections {
                    group.addTask { try entries.count { try connection.admit($0, at: 0) == .admitted } }
                }
                return try await group.reduce(0, +)
            }
            #expect(admitted == 50)
        }

        @Test("A file that is not a replay memory is refused and left as it is")
        func foreignFile() throws {
            for content in [
                "", "not a database, but a letter of more than a hundred bytes" + String(repeating: ".", count: 99),
            ] {
                try Data(content.utf8).write(to: URL(filePath: path))
                #expect(reason { _ = try SQLiteReplayMemory(path: path) } == .foreign)
                #expect(try String(contentsOfFile: path, encoding: .utf8) == content)
            }
            #expect(reason { _ = try SQLiteReplayMemory(path: directory.url.path) } == .failed)
            #expect(reason { _ = try SQLiteReplayMemory(path: directory.url.path + "/no/such/folder") } == .failed)
        }

        @Test("A damaged file is refused, and not read as an empty one")
        func damagedFile() throws {
            do {
                let store = try SQLiteReplayMemory(path: path)
                for number in 0..<500 { _ = try store.admit(entry(number), at: 0) }
            }
            let whole = try Data(contentsOf: URL(filePath: path))
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.url.path) == ["gate.replay"])
            func opened(_ change: (inout Data) -> Void) throws -> SQLiteStoreError.Reason? {
                let path = directory.file("\(UUID().uuidString).replay").path
                var content = whole
                change(&content)
                try content.write(to: URL(filePath: path))
                let found = reason { _ = try SQLiteReplayMemory(path: path) }
                #expect(try Data(contentsOf: URL(filePath: path)) == content)
                return found
            }
            #expect(try opened { $0.removeLast(4096) } == .damaged)
            #expect(try opened { $0 = $0.prefix(5000) } == .damaged)
            #expect(try opened { $0 = $0.prefix(50) } == .damaged)
            #expect(try opened { for index in 4096..<8192 { $0[index] = 0xff } } == .damaged)
            #expect(try opened { $0[68] ^= 1 } == .foreign)
            #expect(try opened { $0[63] ^= 2 } == .versionUnsupported)
            #expect(try opened { _ in } == nil)
            #expect(try SQLiteReplayMemory(path: path).admit(entry(7), at: 0) == .repeated)
        }
    }
#endif
