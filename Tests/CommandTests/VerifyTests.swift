import Foundation
import HufuTestSupport
import Testing

@Suite("hufu verify")
struct VerifyTests {
    @Test("The verdict is the first line, and no line exceeds 80 columns")
    func columns() throws {
        let fixture = try CommandFixture()
        for sample in SampleTests.samples {
            try fixture.issue(sample)
            let token = try fixture.present("--preset all")
            let output = try fixture.run("hufu verify --trust trust.json --at \(CommandFixture.now)", input: token)
            let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.first == "VALID  ok")
            #expect(output.contains("\nName  ") && output.contains("\nClasses  ") && output.contains("\nTo do  "))
            #expect(try Self.columns(output, fixture) <= 80, "\(output)")
        }
    }

    /// The columns of a text's widest line, by the tables of Python's Unicode database.
    private static func columns(_ text: String, _ fixture: borrowing CommandFixture) throws -> Int {
        let python = Repository.python.path
        let program = """
            import sys, unicodedata as u
            def width(c): return 0 if u.category(c) in ("Mn", "Me", "Cf") else 2 if u.east_asian_width(c) in "WF" else 1
            print(max(sum(map(width, line)) for line in sys.stdin.buffer.read().decode().splitlines()))
            """
        return try #require(Int(try fixture.run("'\(python)' -c '\(program)'", input: text).prefix { $0 != "\n" }))
    }

    /// Names and addresses of up to 300 bytes, in scripts whose characters take no column, one or two.
    @Test(
        "A long value is wrapped below its first line without losing a character",
        arguments: [
            ("Ångström-Žák ", 17), ("阿不都热合曼", 16), ("བཀྲ་ཤིས་", 12), ("ئابدۇراخمان ", 12), ("김철수 ", 28),
            ("देवनागरी", 12), ("Nguyễn Thị ", 18), ("ｶﾀｶﾅ", 25), ("x", 300), ("張伟强", 15),
        ])
    func wrapping(part: String, count: Int) throws {
        let fixture = try CommandFixture()
        let long = String(repeating: part, count: count).trimmingCharacters(in: .whitespaces)
        let license: [String: Any] = [
            "document_number": "X1", "family_name": long, "birth_date": "1990-01-01", "issue_date": "2020-01-01",
            "expiry_date": NSNull(), "issuing_country": "DE", "issuing_authority": "DMV",
            "driving_privileges": ["AM", "A1", "A2", "A", "B1", "B", "BE", "C1", "C"].map {
                ["scheme": "EU", "vehicle_category_code": $0, "codes": [["code": "79.01"]]]
            },
        ]
        try fixture.write(
            String(decoding: try JSONSerialization.data(withJSONObject: license), as: UTF8.self), "long.json")
        try fixture.run(
            "hufu issue long.json --issuer https://i.example --key issuer.pem --holder-key phone.pub "
                + "--at \(CommandFixture.now) -o credential.txt")
        let output = try fixture.run(
            "hufu verify --trust trust.json --at \(CommandFixture.now)", input: fixture.present("--preset all"))
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(try 70...80 ~= Self.columns(output, fixture), "\(output)")
        // Nothing is lost between the lines, and what goes on stands under what it belongs to.
        let start = try #require(lines.firstIndex { $0.hasPrefix("Name        ") })
        let more = lines[(start + 1)...].prefix { $0.hasPrefix("            ") }
        let shown = ([lines[start]] + more).map { $0.dropFirst(12) }.joined()
        #expect(!more.isEmpty)
        #expect(shown.filter { $0 != " " } == long.filter { $0 != " " })
    }

    @Test(
        "A stale status list gives \"indeterminate\" with the last known value, and \"rejected\" if that is revoked"
    )
    func staleStatus() throws {
        let fixture = try CommandFixture()
        try fixture.issue("cn-resident", "--status https://s.example/1#42")
        try fixture.run("hufu status create --uri https://s.example/1 --size 100 -o t.json")
        let sign = "hufu status sign t.json --issuer https://i.example --key issuer.pem --at \(CommandFixture.now) -o"
        try fixture.run("\(sign) valid.cwt; hufu status set t.json 42 revoked; \(sign) revoked.cwt")
        // The list's own hour, and the skew.
        let edge = CommandFixture.now + 3_630
        func verify(_ list: String, at time: Int) throws -> (text: String, status: Int32, verdict: JSONOutput) {
            let token = try fixture.present(at: time)
            let result = try fixture.result(
                "hufu verify --trust trust.json --status \(list) --at \(time)", input: token)
            return (result.output, result.status, try fixture.verify(token, "--status \(list)", at: time))
        }
        #expect(try verify("valid.cwt", at: edge - 1).status == 0)
        let stale = try verify("valid.cwt", at: edge)
        #expect(stale.status == 2)
        #expect(stale.text.hasPrefix("INDETERMINATE  status.stale\n"))
        #expect(stale.text.contains("\nStatus      last known: valid, 1 h ago\n"))
        #expect(stale.verdict.object["status"] as? String == "valid")
        #expect(stale.verdict.object["status_age"] as? Int == 3_630)
        let older = try verify("valid.cwt", at: CommandFixture.now + 86_400 + 5 * 3_600)
        #expect(older.text.contains("\nStatus      last known: valid, 1 day 5 h ago\n"))
        let revoked = try verify("revoked.cwt", at: edge)
        #expect(revoked.status == 1)
        #expect(revoked.verdict.code == "status.revoked")
        #expect(revoked.text.contains("\nStatus      revoked (list 1 h old)\n"))
    }

    @Test(
        "A phone's clock that differs by more than ten seconds is noted",
        arguments: [(0, nil), (10, nil), (-39, nil), (11, "11 s ahead of"), (-40, "11 s behind")] as [(Int, String?)])
    func clockOffset(ahead: Int, note: String?) throws {
        let fixture = try CommandFixture()
        try fixture.issue("cn-resident", at: CommandFixture.now - 60)
        let token = try fixture.present()
        let time = CommandFixture.now - ahead
        let verdict = try fixture.verify(token, at: time)
        #expect(verdict.code == "ok")
        #expect(verdict.object["clock_offset"] as? Int == (ahead >= 0 ? ahead : ahead + 29))
        #expect(verdict.notices.contains("clock.offset") == (note != nil))
        let text = try fixture.run("hufu verify --trust trust.json --at \(time)", input: token)
            .replacingOccurrences(of: "\n            ", with: " ")
        if let note {
            #expect(text.contains("\nNote        The phone's clock is \(note) this scanner's"))
            #expect(text.contains("look at this scanner's first"))
        } else {
            #expect(!text.contains("The phone's clock"))
        }
    }

    @Test("A scanner's clock before the newest trust list is not trusted")
    func clockFloor() throws {
        let fixture = try CommandFixture()
        try fixture.issue("cn-resident", at: CommandFixture.now - 3_600)
        try fixture.run("hufu key generate -o anchor.pem --public anchor.pub")
        func sign(_ file: String, at time: Int) throws {
            try fixture.run(
                "hufu trust sign trust.json --key anchor.pem --valid-for 7d --at \(time) -o \(file)")
        }
        let now = CommandFixture.now
        try sign("now.cwt", at: now)
        try sign("future.cwt", at: now + 10 * 365 * 86_400)
        func verify(_ list: String, at time: Int) throws -> Program.Result {
            try fixture.result(
                "hufu verify --json --trust \(list) --anchor anchor.pub --state state --at \(time)",
                input: try fixture.present(at: time))
        }
        #expect(try JSONOutput(verify("now.cwt", at: now).output).code == "ok")
        let state = try fixture.text("state")
        // A list from ten years ahead does not make every clock of today a wrong one.
        let poisoned = try verify("future.cwt", at: now)
        #expect(poisoned.status == 65)
        #expect(poisoned.errors.contains("list.from_future"))
        #expect(try fixture.text("state") == state)
        #expect(try JSONOutput(verify("now.cwt", at: now).output).code == "ok")
        #expect(try JSONOutput(verify("now.cwt", at: now - 30).output).code == "ok")
        // The clock floor of the lists that were loaded with the right clock remains.
        let early = try fixture.result(
            "hufu verify --json --trust trust.json --state state --at \(now - 31)",
            input: try fixture.present(at: now - 31))
        #expect(early.status == 2)
        let verdict = try JSONOutput(early.output)
        #expect(verdict.code == "clock.untrusted")
        #expect(verdict.object["clock_offset"] == nil)
        let detail =
            "the clock says 2026-11-23T07:59:29Z, and the lists prove that it is 2026-11-23T08:00:00Z or later"
        #expect(verdict.object["detail"] as? String == detail)
        let text = try fixture.result(
            "hufu verify --trust trust.json --state state --at \(now - 31)", input: try fixture.present(at: now - 31))
        #expect(text.output.hasPrefix("INDETERMINATE  clock.untrusted\n"))
        #expect(text.output.contains("\nClock       the clock says 2026-11-23T07:59:29Z"))
    }

    /// The licence's last day is 2031-04-20.
    @Test(
        "A licence expires at midnight of the scanner's own time zone",
        arguments: [
            ("2031-04-20T15:59:59Z", "+08:00", "ok"), ("2031-04-20T16:00:00Z", "+08:00", "license.expired"),
            ("2031-04-20T23:59:59Z", "+00:00", "ok"), ("2031-04-21T00:00:00Z", "+00:00", "license.expired"),
            ("2031-04-21T05:29:59Z", "-05:30", "ok"), ("2031-04-21T05:30:00Z", "-05:30", "license.expired"),
        ])
    func utcOffset(time: String, offset: String, code: String) throws {
        let fixture = try CommandFixture()
        let second = try #require(try? Date(time, strategy: .iso8601)).timeIntervalSince1970
        try fixture.issue("cn-resident", at: Int(second) - 3_600)
        let verdict = try fixture.verify(
            fixture.present(at: Int(second)), "--utc-offset \(offset)", at: Int(second))
        #expect(verdict.code == code)
    }

    @Test("hufu policy prints a policy that --policy reads")
    func policy() throws {
        let fixture = try CommandFixture()
        let printed = try fixture.run("hufu policy --preset gate --audience toll --skew 5s")
        let policy = try JSONOutput(printed).object
        #expect(policy["audiences"] as? [String] == ["toll"])
        #expect(policy["skew"] as? Int == 5)
        #expect(policy["status"] as? String == "required")
        try fixture.write(printed, "gate.json")
        #expect(try fixture.run("hufu policy --policy gate.json") == printed)
        try fixture.write(#"{"preset": "gate", "challange": "required"}"#, "wrong.json")
        let wrong = try fixture.result("hufu verify X --trust trust.json --policy wrong.json")
        #expect(wrong.status == 65)
        #expect(wrong.errors.contains("wrong.json") && wrong.errors.contains(#"Did you mean "challenge"?"#))
    }

    @Test("The JSON of a verdict has its members in the documented order")
    func json() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let token = try fixture.present()
        let json = try fixture.run("hufu verify --json --trust trust.json --at \(CommandFixture.now)", input: token)
        // The licence, in the middle, has a standing of its own, so that the last of each name counts.
        let names = [
            "verdict", "code", "kind", "message", "advice", "issuer", "license", "withheld", "standing", "clock_offset",
            "token_expires", "credential_expires", "notices",
        ]
        let places = names.map { json.range(of: "\"\($0)\":", options: .backwards)?.lowerBound }
        for (place, next) in zip(places, places.dropFirst()) { #expect(try #require(place) < #require(next)) }
        #expect(json.filter { $0 == "\n" }.count == 1)
        let verdict = try JSONOutput(json)
        #expect(verdict.object["token_expires"] as? String == "2026-11-23T08:00:30Z")
        #expect(verdict.notices == ["status.unchecked", "license.withheld_entries"])
        #expect(verdict.license?["points"] == nil)
    }

    @Test("The exit status is 0 for valid, 1 for rejected and 2 for indeterminate")
    func exitStatus() throws {
        let fixture = try CommandFixture()
        try fixture.issue("cn-resident", "--status https://s.example/1#42")
        let token = try fixture.present()
        func status(_ options: String) throws -> Int32 {
            try fixture.result("hufu verify --trust trust.json --at \(CommandFixture.now) \(options)", input: token)
                .status
        }
        #expect(try status("") == 2)
        try fixture.run("hufu status create --uri https://s.example/1 --size 100 -o t.json")
        let sign = "hufu status sign t.json --issuer https://i.example --key issuer.pem --at \(CommandFixture.now) -o"
        try fixture.run("\(sign) good.cwt")
        #expect(try status("--status good.cwt") == 0)
        try fixture.run("hufu status set t.json 42 suspended; \(sign) bad.cwt")
        #expect(try status("--status bad.cwt") == 1)
    }

    @Test("A card is accepted only if the policy allows static codes")
    func card() throws {
        let fixture = try CommandFixture()
        try fixture.directory.copy(sample: "de", as: "de.json")
        let card = try fixture.run(
            "hufu issue de.json --issuer https://i.example --key issuer.pem --valid-for 3650d "
                + "--at \(CommandFixture.now)"
        )
        #expect(try fixture.verify(card).code == "credential.kind_not_allowed")
        #expect(try fixture.verify(card, "--allow-static").code == "ok")
        #expect(try fixture.verify(card, "--preset roadside").code == "ok")
        #expect(try fixture.verify(card, "--preset gate --stream").code == "credential.kind_not_allowed")
        try fixture.write(#"{"kinds": ["static"]}"#, "policy.json")
        #expect(try fixture.verify(card, "--policy policy.json").object["kind"] as? String == "static")
    }

    @Test("Audience, challenge and skew are those of the options")
    func options() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let police = try fixture.present("--audience police")
        #expect(try fixture.verify(police).code == "token.audience_mismatch")
        #expect(try fixture.verify(police, "--audience toll --audience police").code == "ok")
        #expect(try fixture.verify(try fixture.present(), "--audience police").code == "token.audience_mismatch")

        let answer = try fixture.present("--challenge 00112233445566778899aabbccddeeff")
        #expect(try fixture.verify(answer).code == "token.challenge_mismatch")
        #expect(try fixture.verify(answer, "--challenge 00112233445566778899AABBCCDDEEFF").code == "ok")
        #expect(
            try fixture.verify(answer, "--challenge 00112233445566778899aabbccddeef0").code
                == "token.challenge_mismatch")

        let token = try fixture.present()
        #expect(try fixture.verify(token, at: CommandFixture.now + 45).notices.contains("clock.offset"))
        #expect(try fixture.verify(token, "--skew 0s", at: CommandFixture.now + 30).code == "token.expired")
        #expect(try fixture.verify(token, "--skew 5m", at: CommandFixture.now + 329).code == "ok")
    }

    @Test("A stream answers every line, also one that is no token")
    func stream() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let token = try fixture.present()
        let long = String(repeating: "A", count: 1 << 20)
        let bad = ["", "hello", "HF1:", "HF2:AA", "HF1:::", "]Q3\(token)", "\(token)\r", "HF1:\(long)", " ", token]
        let scans = (0..<1000).map { $0 % 100 == 99 ? bad[$0 / 100] : token }
        let output = try fixture.run(
            "hufu verify --stream --trust trust.json --at \(CommandFixture.now)", input: scans.joined(separator: "\n"))
        let verdicts = try output.split(separator: "\n").map { try JSONOutput(String($0)) }
        try #require(verdicts.count == 1000)
        let codes = stride(from: 99, to: 1000, by: 100).map { verdicts[$0].code ?? "" }
        #expect(
            codes == [
                "payload.empty", "payload.prefix_unknown", "payload.empty", "payload.version_unsupported",
                "payload.text_invalid", "ok", "ok", "payload.too_large", "payload.prefix_unknown", "ok",
            ])
        #expect(verdicts.count { $0.code == "ok" } == 993)
    }

    @Test("A line that is not UTF-8 is rejected")
    func invalidUTF8() throws {
        let fixture = try CommandFixture()
        let output = try fixture.run("printf '\\377\\n\\000\\nHF1:\\303\\n' | hufu verify --stream --trust trust.json")
        let codes = try output.split(separator: "\n").map { try JSONOutput(String($0)).code }
        #expect(codes == ["payload.prefix_unknown", "payload.prefix_unknown", "payload.text_invalid"])
    }

    @Test("A stream prints each verdict before it reads the next scan")
    func flushing() throws {
        let fixture = try CommandFixture()
        let output = try fixture.run(
            """
            mkfifo scans verdicts
            hufu verify --stream --trust trust.json < scans > verdicts &
            exec 3> scans 4< verdicts
            for scan in HF2:A HF1: A; do echo $scan >&3; read -r verdict <&4; echo "$verdict"; done
            """)
        #expect(output.split(separator: "\n").count == 3)
    }

    @Test("A stream whose policy checks replay admits a token once")
    func streamReplay() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let token = try fixture.present()
        try fixture.write(#"{"replay": true}"#, "policy.json")
        let output = try fixture.run(
            "hufu verify --stream --trust trust.json --policy policy.json --at \(CommandFixture.now)",
            input: token + "\n" + token)
        let codes = try output.split(separator: "\n").map { try JSONOutput(String($0)).code }
        #expect(codes == ["ok", "replay.repeated"])
    }
}
