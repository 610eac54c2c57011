import Foundation
import HufuTestSupport
import Testing

/// Gates as processes: `hufu verify --replay-store`.
@Suite("hufu verify --replay-store")
struct GateTests {
    @Test("A single verification whose policy checks replay needs a replay store")
    func missingStore() throws {
        let fixture = try CommandFixture()
        let result = try fixture.result("hufu verify X --trust trust.json --preset gate")
        #expect(result.status == 64)
        #expect(result.errors.contains("--replay-store"))
        #expect(result.output.isEmpty)
    }

    #if SQLite
        static let gate =
            "hufu verify --stream --trust trust.json --replay-store gate.replay --at \(CommandFixture.now)"

        @Test("A token is admitted once by all processes that share a store")
        func once() throws {
            let fixture = try CommandFixture()
            try fixture.issue()
            let token = try fixture.present()
            // One after the other, each a process of its own.
            #expect(try fixture.verify(token, "--replay-store gate.replay").code == "ok")
            #expect(try fixture.verify(token, "--replay-store gate.replay").code == "replay.repeated")
            #expect(try fixture.verify(token, "--replay-store other.replay").code == "ok")
        }

        @Test("Exactly one of two processes that scan the same tokens at the same time admits each")
        func race() throws {
            let fixture = try CommandFixture()
            let codes = try fixture.codes(150)
            #expect(Set(codes).count == 150)
            try fixture.write(codes.joined(separator: "\n") + "\n", "scans")
            try fixture.run("seq 2 | xargs -P 2 -I{} sh -c '\(Self.gate) < scans > verdicts.{}'")
            let verdicts = try (1...2).map { number in
                try fixture.text("verdicts.\(number)").split(separator: "\n").map { try JSONOutput(String($0)).code }
            }
            for (first, second) in zip(verdicts[0], verdicts[1]) {
                #expect(Set([first, second]) == ["ok", "replay.repeated"])
            }
            #expect(verdicts.map(\.count) == [150, 150])
        }

        @Test("A file that is not a replay store is an error, and is left as it is")
        func foreignFile() throws {
            let fixture = try CommandFixture()
            try fixture.write("not a database", "gate.replay")
            let result = try fixture.result("\(Self.gate)", input: "X\n")
            #expect(result.status == 74)
            #expect(result.errors.contains("gate.replay: store.foreign: "), "\(result.errors)")
            #expect(result.output.isEmpty)
            #expect(try fixture.text("gate.replay") == "not a database")
        }

        /// A limit on the size of files stands for a full disk.
        @Test("A token that the store cannot record is not admitted")
        func fullDisk() throws {
            let fixture = try CommandFixture()
            let codes = try fixture.codes(60)
            try fixture.run(Self.gate, input: "X\n")
            try fixture.write(codes.joined(separator: "\n") + "\n", "scans")
            let result = try fixture.result("(trap '' XFSZ; ulimit -f 40; \(Self.gate) < scans) | cat")
            let found = try result.output.split(separator: "\n").map { try JSONOutput(String($0)) }
            let admitted = found.count { $0.code == "ok" }
            #expect(found.count == 60)
            #expect(found.count { $0.code == "replay.memory_full" && $0.verdict == "indeterminate" } == 60 - admitted)
            #expect(admitted < 60)
            #expect(result.errors.contains("store."), "\(result.errors)")
            // Codes that were admitted before are rejected, and the others can still be admitted.
            let again = try fixture.run(Self.gate, input: codes.joined(separator: "\n") + "\n")
            let verdicts = try again.split(separator: "\n").map { try JSONOutput(String($0)) }
            for (before, after) in zip(found, verdicts) {
                #expect(after.code == (before.code == "ok" ? "replay.repeated" : "ok"))
            }
        }
    #else
        @Test("A command built without the store names the trait that it needs")
        func withoutTrait() throws {
            let fixture = try CommandFixture()
            let result = try fixture.result("hufu verify X --trust trust.json --replay-store gate.replay")
            #expect(result.status == 64)
            #expect(result.errors.contains("--traits default,SQLite"))
            #expect(fixture.names.contains("gate.replay") == false)
        }
    #endif

    #if PostgreSQL && SQLite
        /// A server of its own, which the test may restart, and the address of a database.
        private func database() throws -> (server: PostgreSQLServer, address: String) {
            let server = try PostgreSQLServer()
            return (server, try server.makeDatabase())
        }

        private func gate(_ database: String) -> String {
            "PGPASSWORD=geheim hufu verify --stream --trust trust.json --replay-store '\(database)' "
                + "--at \(CommandFixture.now)"
        }

        @Test(
            "Exactly one of two processes that share a database admits each token, also while the server is restarted",
            .endsInTime, arguments: [false, true])
        func sharedDatabase(restarts: Bool) throws {
            let (server, database) = try database()
            let fixture = try CommandFixture()
            let codes = try fixture.codes(150)
            try fixture.write(codes.joined(separator: "\n") + "\n", "scans")
            let script = """
                (while read -r scan; do echo "$scan"; sleep \(restarts ? 0.01 : 0); done < scans) \
                    | \(gate(database)) > verdicts.$1 2> errors.$1
                """
            try fixture.write(script, "gate.sh")
            if restarts {
                Thread.detachNewThread {
                    Thread.sleep(forTimeInterval: 1.5)
                    try? server.restart()
                }
            }
            try fixture.run("sh gate.sh 1 & sh gate.sh 2; wait")
            let verdicts = try (1...2).map { number in
                try fixture.text("verdicts.\(number)").split(separator: "\n").map { try JSONOutput(String($0)).code }
            }
            #expect(verdicts.map(\.count) == [150, 150])
            for (first, second) in zip(verdicts[0], verdicts[1]) {
                #expect(Set([first, second]) == ["ok", "replay.repeated"])
            }
            #expect(try server.query("SELECT count(*) FROM hufu_scanner.admitted", at: database) == "150\n")
        }

        @Test("Without the server no code is valid, and the error has no password", .endsInTime)
        func serverGone() throws {
            let (server, database) = try database()
            let fixture = try CommandFixture()
            try fixture.write(try fixture.codes(2).joined(separator: "\n") + "\n", "scans")
            let folder = fixture.directory.url
            let stopper = Thread {
                while !FileManager.default.fileExists(atPath: folder.appending(path: "admitted").path) {
                    Thread.sleep(forTimeInterval: 0.05)
                }
                try? server.stop()
                try? Data().write(to: folder.appending(path: "stopped"))
            }
            stopper.start()
            let whole = try fixture.result(
                """
                mkfifo pipe; \(gate(database)) < pipe > verdicts 2> errors & exec 3> pipe
                head -n 1 scans >&3; until [ -s verdicts ]; do sleep 0.05; done; touch admitted
                until [ -e stopped ]; do sleep 0.05; done
                cat scans >&3; exec 3>&-; wait
                """)
            #expect(whole.status == 0)
            let verdicts = try fixture.text("verdicts").split(separator: "\n").map { try JSONOutput(String($0)) }
            #expect(verdicts.map(\.code) == ["ok", "replay.memory_full", "replay.memory_full"])
            #expect(verdicts.map(\.verdict) == ["valid", "indeterminate", "indeterminate"])
            let start = try fixture.result(gate(database), input: "X\n")
            #expect(start.status == 74 && start.output.isEmpty)
            for errors in [try fixture.text("errors"), start.errors] {
                #expect(errors.hasPrefix("hufu: store.unreachable: ") && errors.contains("127.0.0.1"), "\(errors)")
                #expect(!errors.contains("geheim"))
            }
        }

        @Test("A list that a scanner has accepted is the oldest that other scanners of the same database accept")
        func sharedState() throws {
            let (_, database) = try database()
            let fixture = try CommandFixture()
            try fixture.issue("cn-resident", "--status https://s.example/1#42")
            let token = try fixture.present()
            try fixture.run(
                """
                sign() { hufu status sign t.json --issuer https://i.example --key issuer.pem --at $1 -o $2; }
                hufu status create --uri https://s.example/1 --size 100 -o t.json
                sign \(CommandFixture.now - 20) old.cwt; sign \(CommandFixture.now - 10) new.cwt
                """)
            #expect(try fixture.verify(token, "--status old.cwt --state '\(database)'").code == "ok")
            #expect(try fixture.verify(token, "--status new.cwt --state '\(database)'").code == "ok")
            let result = try fixture.result(
                "hufu verify --trust trust.json --status old.cwt --state '\(database)' --at \(CommandFixture.now)",
                input: token)
            #expect(result.status == 65 && result.errors.contains("list.rolled_back"), "\(result.errors)")
        }
    #endif
}
