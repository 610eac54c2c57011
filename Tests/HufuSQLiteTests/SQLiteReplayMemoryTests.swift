#if SQLite
    import Foundation
    import Hufu
    import HufuSQLite
    import HufuTestSupport
    import Testing

    @Suite("SQLiteReplayMemory")
    struct ReplayStoreTests {
        /// A file in a folder of its own, gone afterwards.
        final class Place: Sendable {
            let folder: URL
            var path: String { folder.appending(path: "gate.replay").path }

            init() throws {
                folder = FileManager.default.temporaryDirectory.appending(path: "hufu-\(UUID().uuidString)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }

            deinit { try? FileManager.default.removeItem(at: folder) }
        }

        private func entry(_ number: Int, until: UnixTime = 100, skew: Int = 10) -> ReplayEntry {
            ReplayEntry(
                credential: (0..<32).map { UInt8(truncatingIfNeeded: number >> ($0 * 8 % 64)) }, issuedAt: UnixTime(secondsSince1970: number),
                expiresAt: until - skew, expiry: until)
        }

        private func reason(_ body: () throws -> Void) -> SQLiteStoreError.Reason? {
            do { try body() } catch { return (error as? SQLiteStoreError)?.reason }
            return nil
        }

        /// The same questions have the same answers as in memory, and a restart between any two of them changes nothing.
        @Test("It answers as the memory does", arguments: [false, true])
        func contract(restarts: Bool) throws {
            let place = try Place()
            let memory = InMemoryReplayMemory(capacity: 3)
            var store = try SQLiteReplayMemory(path: place.path, capacity: 3)
            var generator = SeededGenerator(seed: 1)
            var (now, answers) = (UnixTime(secondsSince1970: 50), Set<String>())
            for _ in 0..<400 {
                if restarts { store = try SQLiteReplayMemory(path: place.path, capacity: 3) }
                now = now + Int.random(in: -6...7, using: &generator)
                let (number, skew) = (
                    Int.random(in: 0...9, using: &generator), Bool.random(using: &generator) ? 10 : 30
                )
                let entry = entry(number, until: now + (number + skew - now.secondsSince1970 % 10), skew: skew)
                let (expected, found) = (memory.admit(entry, at: now), try store.admit(entry, at: now))
                #expect(found == expected)
                answers.insert("\(found)")
            }
            #expect(answers == ["admitted", "repeated", "full"])
        }

        @Test("c")
        func clock() throws {
            let place = try Place()
            let first = try SQLiteReplayMemory(path: place.path)
            #expect(try first.admit(entry(1, until: 50), at: 40) == .admitted)
            #expect(try first.admit(entry(2, until: 80), at: 50) == .admitted)
            let second = try SQLiteReplayMemory(path: place.path)
            #expect(try second.admit(entry(1, until: 50), at: 45) == .full)
            #expect(try second.admit(entry(2, until: 80), at: 45) == .repeated)
            #expect(try second.admit(entry(3, until: 51), at: 45) == .admitted)
        }

        @Test("p")
        func parallel() async throws {
            let place = try Place()
            let gates = try (0..<8).map { _ in try SQLiteReplayMemory(path: place.path) }
            let admitted = try await withThrowingTaskGroup(of: Int.self) { group in
                for gate in gates {
                    group.addTask { try (0..<50).count { try gate.admit(entry($0), at: 0) == .admitted } }
                }
                return try await group.reduce(0, +)
            }
            #expect(admitted == 50)
        }

        @Test("A file that is not a replay memory is refused and left as it is")
        func foreignFile() throws {
            let place = try Place()
            for content in [
                "", "not a database, but a letter of more than a hundred bytes" + String(repeating: ".", count: 99),
            ] {
                try Data(content.utf8).write(to: URL(filePath: place.path))
                #expect(reason { _ = try SQLiteReplayMemory(path: place.path) } == .foreign)
                #expect(try String(contentsOfFile: place.path, encoding: .utf8) == content)
            }
            #expect(reason { _ = try SQLiteReplayMemory(path: place.folder.path) } == .failed)
            #expect(reason { _ = try SQLiteReplayMemory(path: place.folder.path + "/no/such/folder") } == .failed)
        }

        @Test("A damaged file is refused, and not taken for an empty one")
        func damagedFile() throws {
            let place = try Place()
            do {
                let store = try SQLiteReplayMemory(path: place.path)
                for number in 0..<500 { _ = try store.admit(entry(number), at: 0) }
            }
            let whole = try Data(contentsOf: URL(filePath: place.path))
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder.path) == ["gate.replay"])
            func opened(_ change: (inout Data) -> Void) throws -> SQLiteStoreError.Reason? {
                let place = try Place()
                var content = whole
                change(&content)
                try content.write(to: URL(filePath: place.path))
                let found = reason { _ = try SQLiteReplayMemory(path: place.path) }
                #expect(try Data(contentsOf: URL(filePath: place.path)) == content)
                return found
            }
            #expect(try opened { $0.removeLast(4096) } == .damaged)
            #expect(try opened { $0 = $0.prefix(5000) } == .damaged)
            #expect(try opened { $0 = $0.prefix(50) } == .damaged)
            #expect(try opened { for index in 4096..<8192 { $0[index] = 0xff } } == .damaged)
            #expect(try opened { $0[68] ^= 1 } == .foreign)
            #expect(try opened { $0[63] ^= 2 } == .versionUnsupported)
            #expect(try opened { _ in } == nil)
            #expect(try SQLiteReplayMemory(path: place.path).admit(entry(7), at: 0) == .repeated)
        }
    }
#endif
