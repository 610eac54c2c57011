import Foundation
import Testing

@testable import Hufu

@Suite struct VerdictTests {
    private func schema() throws -> [String: Any] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Vectors/verdict.schema.json")
        return try #require(try JSONSerialization.jsonObject(with: try Data(contentsOf: file)) as? [String: Any])
    }

    /// The names of a verdict and the words of its notices are those of the published schema.
    @Test func theSchemaKnowsWhatVerdictsSay() async throws {
        let properties = try #require(try schema()["properties"] as? [String: Any])
        var fixture = try Fixture()
        fixture.policy.status = .whenNamed
        let token = try await fixture.token(
            try await fixture.credential(status: try StatusReference("https://s.example#1")))
        let texts = [fixture.verify(token.text()), fixture.verify("nonsense")].map(\.json)
        for text in texts {
            let verdict = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(Set(verdict.keys).isSubset(of: properties.keys))
        }
        let notices = (properties["notices"] as? [String: Any])?["items"] as? [String: [String]]
        #expect(notices?["enum"] == Verdict.Notice.allCases.map(\.rawValue))
    }

    /// Every code of the algorithm stands in the published profile, and its outcome is marked there as the code has it.
    @Test func theProfileNamesEveryCode() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Vectors/PROFILE.md")
        let profile = try String(contentsOf: file, encoding: .utf8)
        for code in Verdict.Code.allCases where code != .ok {
            #expect(profile.contains("`\(code.rawValue)`"), "\(code.rawValue)")
            #expect(
                profile.contains("`\(code.rawValue)` †") == (code.outcome == .indeterminate), "\(code.rawValue)")
        }
        let steps = Verdict.Code.allCases.filter { $0 != .ok }.map(\.step)
        #expect(steps == steps.sorted())
    }

    @Test func nothingIsShownBeforeItIsAuthentic() async throws {
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

    /// One verifier, many tasks: the same verdicts as one after the other.
    @Test func manyTasksAgreeWithOne() async throws {
        let fixture = try Fixture()
        var scans: [[UInt8]] = []
        let credential = try await fixture.credential()
        for offset in stride(from: -120, through: 120, by: 10) {
            scans.append(Array(try await fixture.token(credential, at: Fixture.now + offset).text().utf8))
        }
        scans.append(Array("HF1:GGW".utf8))
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        let serial = scans.map { verifier.verify($0, challenge: nil, atSecond: Fixture.now).json }
        #expect(Set(serial).count > 3)
        let (input, expected) = (scans, serial)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    input.map { verifier.verify($0, challenge: nil, atSecond: Fixture.now).json } == expected
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }
}
