import Foundation
import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Verdicts")
struct VerdictTests {
    private func schema() throws -> [String: Any] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Vectors/verdict.schema.json")
        return try #require(try JSONSerialization.jsonObject(with: try Data(contentsOf: file)) as? [String: Any])
    }

    /// Verdicts of every code, and one with every member that a verdict can have, checked by a validator in Python.
    @Test("The JSON of every verdict matches the schema")
    func matchesSchema() async throws {
        var verdicts = [try await Scene().verdict(), try await Scene(isCard: true).verdict()]
        for fault in Fault.all {
            var scene = try Scene()
            try fault.edit(&scene)
            verdicts.append(try await scene.verdict())
        }
        var scene = try Scene()
        scene.statusValue = 3
        scene.standing.codes = "AH"
        scene.tokenLife = Scene.now - 41..<Scene.now - 11
        scene.credentialLife = Scene.now - 3_600..<Scene.now + Scene.day
        verdicts.append(try await scene.verdict())
        #expect(Set(verdicts.map(\.code)) == Set(Verdict.Code.allCases))

        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "verdicts.jsonl")
        try Data(verdicts.map { $0.json + "\n" }.joined().utf8).write(to: file)
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let process = Process()
        process.executableURL = root.appending(path: ".build/reference-venv/bin/python")
        process.arguments = [
            "-c",
            """
            import json, jsonschema, sys
            check = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
            for line in open(sys.argv[2], encoding="utf-8"):
                check.validate(json.loads(line))
                assert not check.is_valid({**json.loads(line), "more": 1})
            """,
            root.appending(path: "Vectors/verdict.schema.json").path, file.path,
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
