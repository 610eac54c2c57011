import Foundation
import Testing

/// Gates as processes: `hufu verify --replay-store`.
@Suite struct GateTests {
    @Test func aSingleRunThatRemembersNothingSaysSo() throws {
        let workshop = try Workshop()
        let result = try workshop.result("hufu verify X --trust trust.json --preset gate")
        #expect(result.status == 64)
        #expect(result.errors.contains("--replay-store"))
        #expect(result.output.isEmpty)
    }

    #if SQLite
        static let gate = "hufu verify --stream --trust trust.json --replay-store gate.replay --at \(Workshop.now)"

        @Test func aTokenIsAdmittedOnceWhoeverAsks() throws {
            let workshop = try Workshop()
            try workshop.issue()
            let token = try workshop.present()
            // One after the other, each a process of its own.
            #expect(try workshop.verify(token, "--replay-store gate.replay").code == "ok")
            #expect(try workshop.verify(token, "--replay-store gate.replay").code == "replay.repeated")
            #expect(try workshop.verify(token, "--replay-store other.replay").code == "ok")
        }

        /// Two gates have the same queue, and each code gets through one of them.
        @Test func twoGatesRaceAndOneAdmits() throws {
            let workshop = try Workshop()
            let codes = try workshop.codes(150)
            #expect(Set(codes).count == 150)
            try workshop.write(codes.joined(separator: "\n") + "\n", "scans")
            try workshop.run("seq 2 | xargs -P 2 -I{} sh -c '\(Self.gate) < scans > verdicts.{}'")
            let verdicts = try (1...2).map { number in
                try workshop.text("verdicts.\(number)").split(separator: "\n").map { try Verdict(String($0)).code }
            }
            for (first, second) in zip(verdicts[0], verdicts[1]) {
                #expect(Set([first, second]) == ["ok", "replay.repeated"])
            }
            #expect(verdicts.map(\.count) == [150, 150])
        }

        @Test func aStoreThatIsNoneIsAnError() throws {
            let workshop = try Workshop()
            try workshop.write("not a database", "gate.replay")
            let result = try workshop.result("\(Self.gate)", input: "X\n")
            #expect(result.status == 74)
            #expect(result.errors.contains("gate.replay: store.foreign: "), "\(result.errors)")
            #expect(result.output.isEmpty)
            #expect(try workshop.text("gate.replay") == "not a database")
        }

        /// A limit on the size of files stands for a full disk.
        @Test func whatCannotBeRememberedIsNotAdmitted() throws {
            let workshop = try Workshop()
            let codes = try workshop.codes(60)
            try workshop.run(Self.gate, input: "X\n")
            try workshop.write(codes.joined(separator: "\n") + "\n", "scans")
            let result = try workshop.result("(trap '' XFSZ; ulimit -f 128; \(Self.gate) < scans) | cat")
            let found = try result.output.split(separator: "\n").map { try Verdict(String($0)) }
            let admitted = found.count { $0.code == "ok" }
            #expect(found.count == 60)
            #expect(found.count { $0.code == "replay.memory_full" && $0.verdict == "indeterminate" } == 60 - admitted)
            #expect(admitted < 60)
            #expect(result.errors.contains("store."), "\(result.errors)")
            // What was admitted then is known now, and what was not can come again.
            let again = try workshop.run(Self.gate, input: codes.joined(separator: "\n") + "\n")
            let verdicts = try again.split(separator: "\n").map { try Verdict(String($0)) }
            for (before, after) in zip(found, verdicts) {
                #expect(after.code == (before.code == "ok" ? "replay.repeated" : "ok"))
            }
        }
    #else
        @Test func aCommandWithoutTheStoreSaysSo() throws {
            let workshop = try Workshop()
            let result = try workshop.result("hufu verify X --trust trust.json --replay-store gate.replay")
            #expect(result.status == 64)
            #expect(result.errors.contains("--traits SQLite"))
            #expect(workshop.names.contains("gate.replay") == false)
        }
    #endif
}
