import Foundation
import Testing

@Suite struct VerifyTests {
    @Test func aPersonReadsTheVerdictFirstAndWithin80Columns() throws {
        let workshop = try Workshop()
        for sample in SampleTests.samples {
            try workshop.issue(sample)
            let token = try workshop.present("--preset all")
            let output = try workshop.run("hufu verify --trust trust.json --at \(Workshop.now)", input: token)
            let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.first == "VALID  ok")
            #expect(output.contains("\nName  ") && output.contains("\nClasses  ") && output.contains("\nTo do  "))
            for line in lines {
                // Everything from the CJK ranges on takes two columns.
                let width = line.unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 ? 1 : 2) }
                #expect(width <= 80, "\(line)")
            }
        }
    }

    @Test func theJSONHasItsMembersInOrder() throws {
        let workshop = try Workshop()
        try workshop.issue()
        let token = try workshop.present()
        let json = try workshop.run("hufu verify --json --trust trust.json --at \(Workshop.now)", input: token)
        // The licence, in the middle, has a standing of its own, so that the last of each name counts.
        let names = [
            "verdict", "code", "kind", "message", "advice", "issuer", "license", "withheld", "standing", "clock_offset",
            "token_expires", "credential_expires", "notices",
        ]
        let places = names.map { json.range(of: "\"\($0)\":", options: .backwards)?.lowerBound }
        for (place, next) in zip(places, places.dropFirst()) { #expect(try #require(place) < #require(next)) }
        #expect(json.filter { $0 == "\n" }.count == 1)
        let verdict = try Verdict(json)
        #expect(verdict.object["token_expires"] as? String == "2026-11-23T08:00:30Z")
        #expect(verdict.notices == ["status.unchecked", "license.withheld_entries"])
        #expect(verdict.license?["points"] == nil)
    }

    @Test func theExitStatusIsTheVerdict() throws {
        let workshop = try Workshop()
        try workshop.issue("cn-resident", "--status https://s.example/1#42")
        let token = try workshop.present()
        func status(_ options: String) throws -> Int32 {
            try workshop.result("hufu verify --trust trust.json --at \(Workshop.now) \(options)", input: token).status
        }
        #expect(try status("") == 2)
        try workshop.run("hufu status create --uri https://s.example/1 --size 100 -o t.json")
        let sign = "hufu status sign t.json --issuer https://i.example --key issuer.pem --at \(Workshop.now) -o"
        try workshop.run("\(sign) good.cwt")
        #expect(try status("--status good.cwt") == 0)
        try workshop.run("hufu status set t.json 42 suspended; \(sign) bad.cwt")
        #expect(try status("--status bad.cwt") == 1)
    }

    @Test func aCardIsAcceptedOnlyWherePolicySaysSo() throws {
        let workshop = try Workshop()
        try workshop.scratch.copy(sample: "de", as: "de.json")
        let card = try workshop.run(
            "hufu issue de.json --issuer https://i.example --key issuer.pem --valid-for 3650d --at \(Workshop.now)")
        #expect(try workshop.verify(card).code == "credential.kind_not_allowed")
        #expect(try workshop.verify(card, "--allow-static").code == "ok")
        #expect(try workshop.verify(card, "--preset roadside").code == "ok")
        #expect(try workshop.verify(card, "--preset gate").code == "credential.kind_not_allowed")
        try workshop.write(#"{"kinds": ["static"]}"#, "policy.json")
        #expect(try workshop.verify(card, "--policy policy.json").object["kind"] as? String == "static")
    }

    @Test func audienceChallengeAndSkew() throws {
        let workshop = try Workshop()
        try workshop.issue()
        let police = try workshop.present("--audience police")
        #expect(try workshop.verify(police).code == "token.audience_mismatch")
        #expect(try workshop.verify(police, "--audience toll --audience police").code == "ok")
        #expect(try workshop.verify(try workshop.present(), "--audience police").code == "token.audience_mismatch")

        let answer = try workshop.present("--challenge 00112233445566778899aabbccddeeff")
        #expect(try workshop.verify(answer).code == "token.challenge_mismatch")
        #expect(try workshop.verify(answer, "--challenge 00112233445566778899AABBCCDDEEFF").code == "ok")
        #expect(
            try workshop.verify(answer, "--challenge 00112233445566778899aabbccddeef0").code
                == "token.challenge_mismatch")

        let token = try workshop.present()
        #expect(try workshop.verify(token, at: Workshop.now + 45).notices.contains("clock.offset"))
        #expect(try workshop.verify(token, "--skew 0s", at: Workshop.now + 30).code == "token.expired")
        #expect(try workshop.verify(token, "--skew 5m", at: Workshop.now + 329).code == "ok")
    }

    @Test func aStreamAnswersEveryLine() throws {
        let workshop = try Workshop()
        try workshop.issue()
        let token = try workshop.present()
        let long = String(repeating: "A", count: 1 << 20)
        let bad = ["", "hello", "HF1:", "HF2:AA", "HF1:::", "]Q3\(token)", "\(token)\r", "HF1:\(long)", " ", token]
        let scans = (0..<1000).map { $0 % 100 == 99 ? bad[$0 / 100] : token }
        let output = try workshop.run(
            "hufu verify --stream --trust trust.json --at \(Workshop.now)", input: scans.joined(separator: "\n"))
        let verdicts = try output.split(separator: "\n").map { try Verdict(String($0)) }
        try #require(verdicts.count == 1000)
        let codes = stride(from: 99, to: 1000, by: 100).map { verdicts[$0].code ?? "" }
        #expect(
            codes == [
                "payload.empty", "payload.prefix_unknown", "payload.empty", "payload.version_unsupported",
                "payload.text_invalid", "ok", "ok", "payload.too_large", "payload.prefix_unknown", "ok",
            ])
        #expect(verdicts.count { $0.code == "ok" } == 993)
    }

    @Test func bytesThatAreNoTextAreAVerdictToo() throws {
        let workshop = try Workshop()
        let output = try workshop.run("printf '\\377\\n\\000\\nHF1:\\303\\n' | hufu verify --stream --trust trust.json")
        let codes = try output.split(separator: "\n").map { try Verdict(String($0)).code }
        #expect(codes == ["payload.prefix_unknown", "payload.prefix_unknown", "payload.text_invalid"])
    }

    /// Each verdict is there before the next scan is made: a gate cannot wait for the queue to fill a buffer.
    @Test func aStreamAnswersAtOnce() throws {
        let workshop = try Workshop()
        let output = try workshop.run(
            """
            mkfifo scans verdicts
            hufu verify --stream --trust trust.json < scans > verdicts &
            exec 3> scans 4< verdicts
            for scan in HF2:A HF1: A; do echo $scan >&3; read -r verdict <&4; echo "$verdict"; done
            """)
        #expect(output.split(separator: "\n").count == 3)
    }

    @Test func aGateAdmitsAStreamedTokenOnce() throws {
        let workshop = try Workshop()
        try workshop.issue()
        let token = try workshop.present()
        try workshop.write(#"{"replay": true}"#, "policy.json")
        let output = try workshop.run(
            "hufu verify --stream --trust trust.json --policy policy.json --at \(Workshop.now)",
            input: token + "\n" + token)
        let codes = try output.split(separator: "\n").map { try Verdict(String($0)).code }
        #expect(codes == ["ok", "replay.repeated"])
    }
}
