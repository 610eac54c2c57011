import Foundation
import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Verdicts")
struct VerdictTests {
    private func schema() throws -> [String: Any] {
        let file = Repository.vectors.appending(path: "verdict.schema.json")
        return try #require(try JSONSerialization.jsonObject(with: try Data(contentsOf: file)) as? [String: Any])
    }

    /// Verdicts of every code, and one with every member that a verdict can have, checked by a validator in Python.
    @Test("The JSON of every verdict matches the schema")
    func matchesSchema() async throws {
        var verdicts = [try await ScanFixture().verdict(), try await ScanFixture(isCard: true).verdict()]
        for fault in InjectedFault.all {
            var fixture = try ScanFixture()
            try fault.edit(&fixture)
            verdicts.append(try await fixture.verdict())
        }
        var fixture = try ScanFixture()
        fixture.statusValue = 3
        fixture.standing.codes = "AH"
        fixture.tokenLife = ScanFixture.now - 41..<ScanFixture.now - 11
        fixture.credentialLife = ScanFixture.now - 3_600..<ScanFixture.now + ScanFixture.day
        verdicts.append(try await fixture.verdict())
        #expect(Set(verdicts.map(\.code)) == Set(Verdict.Code.allCases))
        let (simple, challenge) = (try Fixture(), Challenge())
        let answer = try await simple.token(challenge: challenge.bytes).text()
        verdicts.append(
            Verifier(trust: simple.trust, policy: simple.policy).verify(
                answer, answering: [challenge], at: Fixture.now, moment: challenge.shownAt))

        let directory = try TemporaryDirectory()
        let file = directory.file("verdicts.jsonl")
        try Data(verdicts.map { $0.json + "\n" }.joined().utf8).write(to: file)
        let process = Process()
        process.executableURL = Repository.python
        process.arguments = [
            "-c",
            """
            import json, jsonschema, sys
            check = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
            for line in open(sys.argv[2], encoding="utf-8"):
                check.validate(json.loads(line))
                assert not check.is_valid({**json.loads(line), "more": 1})
            """,
            Repository.vectors.appending(path: "verdict.schema.json").path, file.path,
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)

        let properties = try #require(try schema()["properties"] as? [String: [String: Any]])
        let names = try verdicts.flatMap { verdict in
            try #require(try JSONSerialization.jsonObject(with: Data(verdict.json.utf8)) as? [String: Any]).keys
        }
        #expect(Set(names) == Set(properties.keys))
    }

    @Test("A verdict shows nothing of a token that is not authentic")
    func unauthenticated() async throws {
        let fixture = try Fixture()
        let token = try await fixture.token()
        var other = try Fixture(issuer: .ed25519)
        other.policy = fixture.policy
        for verdict in [
            other.verify(token.text()), fixture.verify(token.text().replacing("7", with: "8", maxReplacements: 1)),
        ] {
            #expect(verdict.outcome == .rejected)
            #expect(verdict.license == nil)
            #expect(verdict.issuer == nil)
            #expect(verdict.kind == nil)
        }
    }

    @Test("Parallel verifications give the verdicts of a single task")
    func parallel() async throws {
        let fixture = try Fixture()
        var scans: [[UInt8]] = []
        let credential = try await fixture.credential()
        for offset in stride(from: -120, through: 120, by: 10) {
            scans.append(Array(try await fixture.token(credential, at: Fixture.now + offset).text().utf8))
        }
        scans.append(Array("HF1:GGW".utf8))
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        let serial = scans.map { verifier.verify($0, at: Fixture.now).json }
        #expect(Set(serial).count > 3)
        let (input, expected) = (scans, serial)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    input.map { verifier.verify($0, at: Fixture.now).json } == expected
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }
}
