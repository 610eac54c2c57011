#if SQLite
    import Foundation
    import GRDB
    import HufuIssuer
    import HufuSQLite
    import HufuTestSupport
    import Testing

    @Suite("SQLiteRegistry")
    struct SQLiteRegistryTests {
        private let fixture: RegistryFixture

        init() throws { fixture = try RegistryFixture(.sqlite) }

        @Test("A file that is not a registry, or that of a newer version, is refused and left as it is")
        func otherFile() async throws {
            let file = URL(filePath: fixture.place)
            for content in ["", String(repeating: "no database ", count: 99)] {
                try Data(content.utf8).write(to: file)
                #expect(await reason { try await fixture.open() } == .foreign)
                #expect(await reason { try await fixture.make() } == .foreign)
                #expect(try Data(contentsOf: file) == Data(content.utf8))
            }
            try FileManager.default.removeItem(at: file)
            _ = try SQLiteReplayMemory(path: fixture.place)
            #expect(await reason { try await fixture.make() } == .foreign)
            try FileManager.default.removeItem(at: file)
            _ = try await fixture.make([.test()])
            try await DatabaseQueue(path: fixture.place).write { try $0.execute(sql: "PRAGMA user_version = 99") }
            #expect(await reason { try await fixture.open() } == .versionUnsupported)
        }

        @Test("No other file is left when a registry is made, by several at the same time")
        func making() async throws {
            try await withThrowingTaskGroup { group in
                for _ in 0..<6 { group.addTask { _ = try await fixture.make([.test()]) } }
                try await group.waitForAll()
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: fixture.directory.url.path)
            #expect(names.filter { $0.contains(".new") } == [])
            #expect(try await fixture.open().statistics(at: 0).lists.count == 1)
        }

        @Test("The write-ahead log is emptied when it is long, although another process has read from it meanwhile")
        func longLog() async throws {
            let registry = try await fixture.make([.test(size: 1 << 20)])
            let log = URL(filePath: fixture.place + "-wal")
            func size() throws -> Int { try FileManager.default.attributesOfItem(atPath: log.path)[.size] as? Int ?? 0 }
            var number = 0
            func write(_ count: Int) async throws {
                _ = try await registry.register((0..<count).map { try registry.request(number + $0) }, at: 0)
                number += count
            }
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let reader = try DatabaseQueue(path: fixture.place, configuration: configuration)
            try await reader.writeWithoutTransaction { try $0.execute(sql: "BEGIN; SELECT count(*) FROM entries") }
            while try size() <= 64 << 20 { try await write(500) }
            // An attempt fails, and the next one follows later.
            try await write(1)
            #expect(try size() > 64 << 20)
            try await reader.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
            for _ in 0..<100 { try await write(1) }
            #expect(try size() < 64 << 20)
            #expect(try await registry.statistics(at: 0).entries == number)
        }

        @Test(
            "The schema refuses what the registry must not have",
            arguments: [
                "UPDATE entries SET place = (SELECT min(place) FROM entries)",
                "UPDATE entries SET document = (SELECT min(document) FROM entries), holder = (SELECT min(holder) FROM entries)",
                "UPDATE entries SET value = 256", "UPDATE entries SET holder = x'00'",
                "UPDATE entries SET list = 99", "UPDATE blocks SET used = 257", "DELETE FROM lists",
            ])
        func constraints(statement: String) async throws {
            let registry = try await fixture.make([.test()])
            _ = try await registry.register(registry.request(1), registry.request(2))
            let database = try DatabaseQueue(path: fixture.place)
            await #expect(throws: DatabaseError.self) { try await database.write { try $0.execute(sql: statement) } }
        }
    }
#endif
