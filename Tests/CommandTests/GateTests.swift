import Foundation
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
            #expect(result.errors.contains("--traits SQLite"))
            #expect(fixture.names.contains("gate.replay") == false)
        }
    #endif
}
