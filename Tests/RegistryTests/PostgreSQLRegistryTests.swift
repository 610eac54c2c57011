#if PostgreSQL
    import Foundation
    import Hufu
    import HufuIssuer
    import HufuPostgreSQL
    import HufuTestSupport
    import Testing

    @Suite("PostgreSQLRegistry", .endsInTime)
    struct PostgreSQLRegistryTests {
        private let fixture: RegistryFixture
        private let server: PostgreSQLServer

        init() throws {
            server = try PostgreSQLServer.shared.get()
            fixture = try RegistryFixture(.postgreSQL)
        }

        @discardableResult
        private func query(_ statement: String) throws -> String { try server.query(statement, at: fixture.place) }

        @Test("A broken connection is made anew, and the statement is asked again")
        func brokenConnection() async throws {
            let registry = try await fixture.make([.test()])
            let entry = try await registry.register(registry.request(1))[0].get()
            for _ in 0..<3 {
                try query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                        + "AND pid <> pg_backend_pid()")
                #expect(try await registry.register(registry.request(1))[0].get() == entry)
            }
        }

        @Test("While the server is restarted as after a crash, every call is answered, and no index is given out twice")
        func restart() async throws {
            // Other tests must not see the restart.
            let server = try PostgreSQLServer()
            let fixture = try RegistryFixture(on: server)
            _ = try await fixture.make([.test(size: 100_000)])
            let given = try await withThrowingTaskGroup(of: [StatusReference].self) { group in
                for worker in 0..<3 {
                    group.addTask {
                        let registry = try await fixture.open()
                        var given: [StatusReference] = []
                        for call in 0..<60 {
                            let requests = try (0..<5).map { place in
                                try registry.request(worker * 100_000 + call * 5 + place)
                            }
                            given += try await registry.register(requests, at: 0).map { try $0.get() }
                        }
                        return given
                    }
                }
                try await Task.sleep(for: .milliseconds(100))
                try server.restart()
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(given.count == 900)
            #expect(Set(given).count == given.count)
            #expect(try server.query("SELECT count(*) FROM hufu.entries", at: fixture.place) == "\(given.count)\n")
        }

        @Test("Of several processes that make a registry at the same time none fails")
        func simultaneousMaking() async throws {
            try await withThrowingTaskGroup { group in
                for _ in 0..<6 { group.addTask { _ = try await fixture.make([.test()]) } }
                try await group.waitForAll()
            }
            #expect(try await fixture.open().statistics(at: 0).lists.count == 1)
        }

        @Test("A registry of a newer version, and tables of another program, are refused and left as they are")
        func otherSchema() async throws {
            _ = try await fixture.make([.test()])
            try query("UPDATE hufu.registry SET version = 99")
            #expect(await reason { try await fixture.open() } == .versionUnsupported)
            #expect(await reason { try await fixture.make() } == .versionUnsupported)
            try query("DROP SCHEMA hufu CASCADE; CREATE SCHEMA hufu; CREATE TABLE hufu.lists (a int)")
            #expect(await reason { try await fixture.open() } == .missing)
            #expect(await reason { try await fixture.make() } == .foreign)
            #expect(try query("SELECT count(*) FROM pg_tables WHERE schemaname = 'hufu'") == "1\n")
            try query("CREATE TABLE hufu.registry (b int)")
            #expect(await reason { try await fixture.open() } == .foreign)
        }

        @Test("The error of a server that cannot be reached names it without the password")
        func unreachable() async throws {
            let address = "postgresql://issuer:secret@127.0.0.1:1/licences?password=secret"
            do {
                _ = try await PostgreSQLRegistry.open(address)
                Issue.record("it was reached")
            } catch {
                #expect(error.reason == .unreachable)
                #expect(error.description.contains("postgresql://127.0.0.1:1/licences"))
                #expect(!error.description.contains("secret"))
            }
        }

        @Test(
            "The schema refuses what the registry must not have",
            arguments: [
                "UPDATE hufu.entries SET place = (SELECT min(place) FROM hufu.entries)",
                "UPDATE hufu.entries SET document = 'D1', holder = (SELECT min(holder) FROM hufu.entries)",
                "UPDATE hufu.entries SET value = 256", "UPDATE hufu.entries SET holder = 'short'",
                "UPDATE hufu.entries SET list = 99", "UPDATE hufu.blocks SET used = 257",
                "DELETE FROM hufu.lists", "INSERT INTO hufu.registry VALUES (1, '')",
            ])
        func constraints(statement: String) async throws {
            let registry = try await fixture.make([.test()])
            _ = try await registry.register(registry.request(1), registry.request(2))
            #expect(throws: (any Error).self) { try query(statement) }
        }
    }
#endif
