#if PostgreSQL
    import Foundation
    import Hufu
    import HufuPostgreSQL
    import HufuTestSupport
    import Testing

    @Suite("PostgreSQLReplayMemory", .endsInTime)
    struct PostgreSQLReplayMemoryTests {
        private let server: PostgreSQLServer
        private let address: String

        init() throws {
            server = try PostgreSQLServer.shared.get()
            address = try server.makeDatabase()
        }

        @discardableResult
        private func query(_ statement: String) throws -> String { try server.query(statement, at: address) }

        private func entry(_ number: Int, expiry: UnixTime = 100, skew: Int = 10) -> ReplayEntry {
            ReplayEntry(
                credential: (0..<32).map { UInt8(truncatingIfNeeded: number >> ($0 * 8 % 64)) },
                issuedAt: UnixTime(secondsSince1970: number), expiresAt: expiry - skew, expiry: expiry)
        }

        private func reason<Value>(_ body: () async throws -> Value) async -> PostgreSQLStoreError.Reason? {
            do { _ = try await body() } catch { return (error as? PostgreSQLStoreError)?.reason }
            return nil
        }

        @Test("It keeps the contract of replay memories")
        func contract() async throws {
            try await StoreContract.checkReplayMemory { capacity in
                try await PostgreSQLReplayMemory(server.makeDatabase(), capacity: capacity)
            }
        }

        @Test(
            "Random entries get the answers of the in-memory one, also on a new connection for each",
            arguments: [(false, 400), (true, 60)])
        func random(reopens: Bool, count: Int) async throws {
            let memory = InMemoryReplayMemory(capacity: 3)
            var store = try await PostgreSQLReplayMemory(address, capacity: 3)
            var generator = SeededGenerator(seed: 1)
            var (now, answers) = (UnixTime(secondsSince1970: 50), Set<String>())
            for _ in 0..<count {
                if reopens { store = try await PostgreSQLReplayMemory(address, capacity: 3) }
                now = now + Int.random(in: -6...7, using: &generator)
                let (number, skew) = (
                    Int.random(in: 0...9, using: &generator), Bool.random(using: &generator) ? 10 : 30
                )
                let entry = entry(number, expiry: now + (number + skew - now.secondsSince1970 % 10), skew: skew)
                let (expected, found) = (memory.admit(entry, at: now), try await store.admit(entry, at: now))
                #expect(found == expected)
                answers.insert("\(found)")
            }
            #expect(answers == ["admitted", "repeated", "full"])
            let difference = "SELECT alive - (SELECT count(*) FROM hufu_scanner.admitted) FROM hufu_scanner.memory"
            #expect(try query(difference) == "0\n")
        }

        @Test("Exactly one of several scanners admits a token, and scans that wait share a transaction")
        func batches() async throws {
            let address = address
            let entries = (0..<300).map { entry($0) }
            let admitted = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    let memory = try await PostgreSQLReplayMemory(address)
                    for entry in entries {
                        group.addTask { try await memory.admit(entry, at: 0) == .admitted ? 1 : 0 }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(admitted == 300)
            #expect(try query("SELECT count(DISTINCT xmin::text) < 100 FROM hufu_scanner.admitted") == "t\n")
        }

        @Test("Entries that have expired are removed by the next admission")
        func cleaning() async throws {
            let memory = try await PostgreSQLReplayMemory(address)
            for number in 0..<20 { _ = try await memory.admit(entry(number, expiry: 50), at: 0) }
            #expect(try await memory.admit(entry(99), at: 50) == .admitted)
            #expect(try query("SELECT count(*) FROM hufu_scanner.admitted") == "1\n")
        }

        @Test("The server compiles no statement of an admission, as that takes longer than the statement")
        func compilation() async throws {
            let memory = try await PostgreSQLReplayMemory(address)
            try query(
                """
                CREATE TABLE public.seen (jit text);
                CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN INSERT INTO public.seen VALUES (current_setting('jit')); RETURN NEW; END $$;
                CREATE TRIGGER note AFTER INSERT ON hufu_scanner.admitted FOR EACH ROW EXECUTE FUNCTION public.note()
                """)
            #expect(try await memory.admit(entry(1), at: 0) == .admitted)
            #expect(try query("SELECT jit FROM public.seen") == "off\n")
        }

        @Test("A broken connection is made anew, and the answers stay right")
        func brokenConnection() async throws {
            let memory = try await PostgreSQLReplayMemory(address)
            for number in 0..<3 {
                try query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                        + "AND pid <> pg_backend_pid()")
                #expect(try await memory.admit(entry(number), at: 0) == .admitted)
                #expect(try await memory.admit(entry(number), at: 0) == .repeated)
            }
        }

        @Test("A request whose answer was lost is answered as the first one, and every other request is repeated")
        func lostAnswer() async throws {
            let proxy = try PostgreSQLProxy(before: server)
            let (near, far) = (
                try await PostgreSQLReplayMemory(proxy.address(of: address)), try await PostgreSQLReplayMemory(address)
            )
            for (number, count) in [1, 2, 5].enumerated() {
                try proxy.command("lose \(count)")
                #expect(try await near.admit(entry(number), at: 0) == .admitted)
                for memory in [near, far] { #expect(try await memory.admit(entry(number), at: 0) == .repeated) }
            }
            _ = try await far.admit(entry(7), at: 0)
            try proxy.command("lose 2")
            #expect(try await near.admit(entry(7), at: 0) == .repeated)
            #expect(try query("SELECT count(*) FROM hufu_scanner.admitted") == "4\n")
        }

        @Test(
            "After an outage the scanner whose answer was lost admits the token once, and another scanner does not",
            arguments: [true, false])
        func outage(isAdmittedByOther: Bool) async throws {
            let proxy = try PostgreSQLProxy(before: server)
            let (near, far) = (
                try await PostgreSQLReplayMemory(proxy.address(of: address), patience: .seconds(1)),
                try await PostgreSQLReplayMemory(address)
            )
            // Neither the outage nor the other scanner gives the request away.
            try proxy.command("lose 1000000")
            #expect(await reason { try await near.admit(entry(1), at: 0) } == .unreachable)
            try proxy.command("lose 0")
            if isAdmittedByOther {
                #expect(try await far.admit(entry(1), at: 0) == .repeated)
                try query("DELETE FROM hufu_scanner.admitted; UPDATE hufu_scanner.memory SET alive = 0")
                #expect(try await far.admit(entry(1), at: 0) == .admitted)
                #expect(try await near.admit(entry(1), at: 0) == .repeated)
            } else {
                #expect(try await near.admit(entry(1), at: 0) == .admitted)
                #expect(try await near.admit(entry(1), at: 0) == .repeated)
            }
        }

        @Test("A server that does not answer, or refuses connections, is an error in time, and then at once")
        func silence() async throws {
            let proxy = try PostgreSQLProxy(before: server)
            let memory = try await PostgreSQLReplayMemory(proxy.address(of: address), patience: .seconds(1))
            var start = ContinuousClock.now
            try proxy.command("mute 1000000")
            #expect(await reason { try await memory.admit(entry(1), at: 0) } == .unreachable)
            #expect(start.duration(to: .now) < .seconds(60))
            try proxy.command("refuse")
            start = .now
            for number in 2..<12 {
                #expect(await reason { try await memory.admit(entry(number), at: 0) } == .unreachable)
            }
            #expect(start.duration(to: .now) < .seconds(60))
            for command in ["mute 0", "accept"] { try proxy.command(command) }
            #expect(try await memory.admit(entry(1), at: 0) == .admitted)
        }

        @Test("While the server is restarted as after a crash, each token is admitted once")
        func restart() async throws {
            // Other tests must not see the restart.
            let server = try PostgreSQLServer()
            let address = try server.makeDatabase()
            let entries = (0..<400).map { entry($0) }
            let admitted = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<3 {
                    let memory = try await PostgreSQLReplayMemory(address, patience: .seconds(60))
                    group.addTask {
                        var admitted: [Int] = []
                        for (number, entry) in entries.enumerated() {
                            if try await memory.admit(entry, at: 0) == .admitted { admitted.append(number) }
                            try await Task.sleep(for: .milliseconds(2))
                        }
                        return admitted
                    }
                }
                try await Task.sleep(for: .milliseconds(200))
                try server.restart()
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(admitted.sorted() == Array(0..<400))
        }

        @Test("Of several scanners that make the memory at the same time none fails")
        func simultaneousMaking() async throws {
            let address = address
            try await withThrowingTaskGroup { group in
                for _ in 0..<6 { group.addTask { _ = try await PostgreSQLReplayMemory(address) } }
                try await group.waitForAll()
            }
        }

        @Test("A memory of a newer version, tables of another program and a damaged memory admit nothing")
        func otherSchema() async throws {
            let memory = try await PostgreSQLReplayMemory(address)
            try query("UPDATE hufu_scanner.scanner SET version = 99")
            #expect(await reason { try await PostgreSQLReplayMemory(address) } == .versionUnsupported)
            try query("DELETE FROM hufu_scanner.memory")
            #expect(await reason { try await memory.admit(entry(1), at: 0) } == .damaged)
            #expect(try query("SELECT count(*) FROM hufu_scanner.admitted") == "0\n")
            try query("DELETE FROM hufu_scanner.scanner")
            #expect(await reason { try await PostgreSQLReplayMemory(address) } == .damaged)
            try query("DROP SCHEMA hufu_scanner CASCADE")
            #expect(await reason { try await memory.admit(entry(1), at: 0) } == .foreign)
            try query("CREATE SCHEMA hufu_scanner; CREATE TABLE hufu_scanner.admitted (a int)")
            #expect(await reason { try await PostgreSQLReplayMemory(address) } == .foreign)
            #expect(try query("SELECT count(*) FROM pg_tables WHERE schemaname = 'hufu_scanner'") == "1\n")
        }

        @Test(
            "An error names the server without the password, also if the address is wrong",
            arguments: [
                "postgresql://gate:geheim@127.0.0.1:1/scans?password=geheim", "postgresql://gate:geheim@[::1/scans",
                "postgresql://gate:ge/heim@127.0.0.1:1/scans", "postgresql://gate:ge@heim@127.0.0.1:1/scans",
                "postgresql://gate:geheim%zz@127.0.0.1:1/scans", "postgresql://gate:geheim@127.0.0.1:1/scans?geheim=1",
                "host=127.0.0.1 port=1 password=geheim",
            ])
        func password(address: String) async throws {
            do {
                _ = try await PostgreSQLReplayMemory(address, patience: .milliseconds(200))
                Issue.record("it was reached")
            } catch {
                #expect(error.reason == .unreachable)
                #expect(!error.description.contains("heim"), "\(error)")
                #expect(error.location?.isEmpty == false)
            }
        }
    }
#endif
