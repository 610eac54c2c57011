import Foundation
import HufuTestSupport
import Testing

@Suite("hufu trust, status, bundle and inspect")
struct ListTests {
    @Test("A revoked key is shown as revoked, and its credentials are rejected")
    func revokedKey() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let token = try fixture.present()
        #expect(try fixture.run("hufu trust show trust.json").contains("credential,status\n"))
        try fixture.run(
            "hufu trust add --trust trust.json --issuer https://i.example --key issuer.pub "
                + "--revoked-at \(CommandFixture.now)"
        )
        let shown = try fixture.run("hufu trust show trust.json")
        #expect(shown.hasPrefix("Issuer  https://i.example  any country\n"))
        #expect(shown.contains("REVOKED 2026-11-23T08:00:00Z"))
        #expect(try fixture.verify(token).code == "issuer.key_revoked")
        try fixture.run(
            "hufu trust add --trust trust.json --issuer https://i.example --key phone.pub --use status --country CN,DE "
                + "--not-before 2026-01-01T00:00:00Z --not-after 2027-01-01T00:00:00Z")
        let list = try fixture.run("hufu trust show --json trust.json")
        #expect(list == (try fixture.text("trust.json")))
        #expect(list.contains("\"CN\"") && list.contains("2027-01-01T00:00:00Z"))
    }

    @Test("A status table is set, read, signed and checked, and a bad change leaves it as it was")
    func statusTable() throws {
        let fixture = try CommandFixture()
        try fixture.run("hufu status create --uri https://s.example/1 --size 1000 -o t.json")
        #expect(try fixture.result("hufu status create --uri https://s.example/1 --size 1000 -o t.json").status == 73)
        #expect(try fixture.run("hufu status get t.json 999") == "valid\n")
        try fixture.run("hufu status set t.json 999 revoked")
        try fixture.run(
            "hufu status set t.json --from -",
            input: "{\"index\": 1, \"value\": \"suspended\"}\n{\"index\": 2, \"value\": 15}\n")
        #expect(
            try fixture.run("for i in 0 1 2 999; do hufu status get t.json $i; done")
                == "valid\nsuspended\nunknown (15)\nrevoked\n")

        let before = try fixture.text("t.json")
        let bad = try fixture.result(
            "hufu status set t.json --from -",
            input: "{\"index\": 3, \"value\": \"revoked\"}\n{\"index\": 4, \"valu\": 1}\n")
        #expect(bad.status == 65)
        #expect(bad.errors.contains("line 2"))
        #expect(try fixture.result("hufu status set t.json 1000 revoked").errors.contains("status.index_invalid"))
        #expect(try fixture.text("t.json") == before)

        let sign =
            "hufu status sign t.json --issuer https://i.example --key issuer.pem --at \(CommandFixture.now) -o t.cwt"
        try fixture.run(sign)
        let checked = try fixture.run("hufu status check t.cwt --trust trust.json --at \(CommandFixture.now)")
        #expect(checked.hasPrefix("https://s.example/1  by https://i.example\nsigned 2026-11-23T08:00:00Z"))
        try fixture.run("printf x >> t.cwt")
        #expect(try fixture.result("hufu status check t.cwt --trust trust.json").errors.contains("list.form_invalid"))
    }

    @Test("zlib and cbor2 find the values where the standard places them", arguments: [1, 2, 4, 8])
    func otherReader(bits: Int) throws {
        let fixture = try CommandFixture()
        let top = 1 << bits - 1
        let lines = (0..<1000).map { #"{"index": \#($0), "value": \#($0 * 7 % (top + 1))}"# }
        // Five entries do not fill the last byte, which is filled up with valid ones.
        try fixture.run(
            """
            hufu status create --uri https://s.example/1 --bits \(bits) --size 1005 -o t.json
            hufu status set t.json --from -
            """, input: lines.joined(separator: "\n"))
        try fixture.run("hufu status sign t.json --issuer https://i.example --key issuer.pem --at 1000 -o t.cwt")
        let python = Repository.python.path
        let program = """
            import cbor2, zlib, sys
            claims = cbor2.loads(cbor2.load(open("t.cwt", "rb")).value[2])
            assert (claims[1], claims[2], claims[6], claims[4], claims[65534]) == \\
                ("https://i.example", "https://s.example/1", 1000, 1000 + 86400, 3600)
            bits = claims[65533]["bits"]
            for byte in zlib.decompress(claims[65533]["lst"]):
                for shift in range(0, 8, bits): print(byte >> shift & (1 << bits) - 1)
            """
        let values = try fixture.run("'\(python)' -c '\(program)'").split(separator: "\n").map { Int($0) }
        let perByte = 8 / bits
        #expect(values.count == (1005 + perByte - 1) / perByte * perByte)
        #expect(values.prefix(1000).elementsEqual((0..<1000).map { $0 * 7 % (top + 1) }))
        #expect(values.dropFirst(1000).allSatisfy { $0 == 0 })
        let last = values.count - 1
        #expect(
            try fixture.run("hufu status set t.json \(last) \(top); hufu status get t.json \(last)").hasSuffix(
                bits == 1 ? "revoked\n" : bits == 2 ? "attention\n" : "unknown (\(top))\n"))
        for wrong in ["set t.json \(last + 1) 0", "get t.json \(last + 1)", "set t.json 0 \(top + 1)"] {
            #expect(try [64, 65].contains(fixture.result("hufu status \(wrong)").status), "\(wrong)")
        }
        #expect(
            try fixture.run("hufu status check t.cwt --trust trust.json --at 1000").contains(
                "\n\(last + 1) entries of \(bits) bits"))
    }

    @Test("hufu status check shows whether a list is current, too old, expired or from the future")
    func statusCheck() throws {
        let fixture = try CommandFixture()
        try fixture.run("hufu status create --uri https://s.example/1 --size 10 -o t.json")
        try fixture.run("hufu status sign t.json --issuer https://i.example --key issuer.pem --at 100000 -o t.cwt")
        for (age, remark) in [
            (-1, "  FROM THE FUTURE\n"), (0, "  ttl 1 h\n"), (3_599, "  ttl 1 h\n"), (3_600, "  TOO OLD\n"),
            (86_399, "  TOO OLD\n"), (86_400, "  EXPIRED\n"),
        ] {
            let shown = try fixture.run("hufu status check t.cwt --trust trust.json --at \(100_000 + age)")
            #expect(shown.contains(remark), "\(age): \(shown)")
        }
        let key = "hufu trust add --trust trust.json --issuer https://i.example --key issuer.pub"
        try fixture.run("\(key) --use credential")
        let refused = try fixture.result("hufu status check t.cwt --trust trust.json")
        #expect(refused.status == 65)
        #expect(refused.errors.contains("list.key_unknown"))
        try fixture.run("\(key) --use status --revoked-at 200000")
        #expect(
            try fixture.result("hufu status check t.cwt --trust trust.json").errors.contains("list.key_revoked"))
    }

    @Test("A bundle holds what a scanner without a network needs")
    func bundle() throws {
        let fixture = try CommandFixture()
        try fixture.issue("cn-resident", "--status https://s.example/1#42")
        let token = try fixture.present()
        try fixture.run(
            """
            hufu key generate -o anchor.pem --public anchor.pub
            hufu trust sign trust.json --key anchor.pem --valid-for 7d --at \(CommandFixture.now - 60) -o trust.cwt
            hufu status create --uri https://s.example/1 --size 100 -o t.json
            hufu status sign t.json --issuer https://i.example --key issuer.pem --at \(CommandFixture.now - 60) -o t.cwt
            hufu bundle create trust.cwt t.cwt -o road.bundle
            """)
        #expect(
            try fixture.run("hufu trust check trust.cwt --anchor anchor.pub --at \(CommandFixture.now)").contains(
                "https://i.example"))
        let shown = try fixture.run("hufu bundle show road.bundle")
        #expect(shown.hasPrefix("UNVERIFIED"))
        for part in [
            "trust list  trust\n", "issuer Issuer <https://i.example>", "status list  https://s.example/1\n",
            "by https://i.example, key ", "signed 2026-11-23T07:59:00Z, until 2026-11-30T07:59:00Z",
            "until 2026-11-24T07:59:00Z, ttl 1 h",
        ] {
            #expect(shown.contains(part), "\(part)")
        }
        let json = try JSONOutput(fixture.run("hufu bundle show --json road.bundle")).object
        #expect(json["verified"] as? Bool == false)
        let lists = try #require(json["lists"] as? [[String: Any]])
        #expect(lists.map { $0["kind"] as? String } == ["trust", "status"])
        #expect(lists.last?["uri"] as? String == "https://s.example/1")
        #expect(lists.last?["ttl"] as? Int == 3_600)
        func code(_ options: String, at time: Int = CommandFixture.now) throws -> String? {
            try JSONOutput(fixture.result("hufu verify --json --at \(time) \(options)", input: token).output).code
        }
        #expect(try code("--bundle road.bundle --anchor anchor.pub --state state.json") == "ok")
        #expect(try code("--trust trust.cwt --anchor anchor.pub --status t.cwt") == "ok")
        #expect(try code("--trust trust.cwt --anchor anchor.pub") == "status.unavailable")

        let options = "--trust trust.cwt --anchor phone.pub --at \(CommandFixture.now)"
        #expect(try fixture.result("hufu verify X \(options)").errors.contains("list.key_unknown"))
        // The rollback state keeps an older list from being accepted in the next run.
        try fixture.run(
            "hufu trust sign trust.json --key anchor.pem --valid-for 7d --at \(CommandFixture.now - 90) -o old.cwt")
        let old = try fixture.result(
            "hufu verify X --trust old.cwt --anchor anchor.pub --state state.json --at \(CommandFixture.now)")
        #expect(old.status == 65)
        #expect(old.errors.contains("list.rolled_back"))
    }

    @Test("hufu status simulate shows the number and size of the lists of a country")
    func simulation() throws {
        let directory = try TemporaryDirectory()
        let output = try directory.run("hufu status simulate --licences 250000000 --abnormal 0,1 --samples 1 --bits 1")
        let rows = output.split(separator: "\n").map {
            $0.split(separator: "|").map { $0.trimmingPrefix { $0 == " " } }
        }
        try #require(rows.count == 4 && rows.allSatisfy { $0.count == 11 })
        #expect(rows[0][2].hasPrefix("one list") && rows[0][5].hasPrefix("lists"))
        // 250 million in lists of 1,048,576: rounded up.
        #expect(rows[2...].allSatisfy { $0[5].hasPrefix("239 ") })
        // Nothing but zeros; and the entropy of 1 % is 10.6 kB, which no compression undercuts.
        let sizes = try rows[2...].map { try #require(Double($0[2].prefix { $0 != " " })) }
        #expect(sizes[0] < 1)
        #expect(10.6..<20 ~= sizes[1])
        #expect(try directory.result("hufu status simulate --abnormal 101").status == 64)
    }

    /// The scanner would be the first to notice otherwise, and it is far away.
    @Test("A bundle consists of one trust list and status lists only")
    func bundleParts() throws {
        let fixture = try CommandFixture()
        try fixture.run(
            """
            hufu trust sign trust.json --key issuer.pem --valid-for 7d -o trust.cwt
            hufu status create --uri https://s.example/1 --size 100 -o t.json
            hufu status sign t.json --issuer https://i.example --key issuer.pem -o t.cwt
            cat t.cwt t.cwt > twice.cwt
            head -c 100 t.cwt > half.cwt
            : > empty.cwt
            """)
        for (files, fault) in [
            ("trust.json t.cwt", "trust.json"), ("t.cwt trust.cwt", "t.cwt"), ("trust.cwt trust.cwt", "trust.cwt"),
            ("trust.cwt t.json", "t.json"), ("trust.cwt twice.cwt", "twice.cwt"), ("trust.cwt half.cwt", "half.cwt"),
            ("trust.cwt empty.cwt", "empty.cwt"),
        ] {
            let result = try fixture.result("hufu bundle create \(files) -o road.bundle")
            #expect(result.status == 65)
            #expect(result.errors.contains("hufu: \(fault): list.form_invalid"), "\(result.errors)")
        }
        #expect(!fixture.names.contains("road.bundle"))
        for file in ["t.cwt", "twice.cwt", "half.cwt", "trust.json", "empty.cwt"] {
            let result = try fixture.result("hufu bundle show \(file)")
            #expect(result.status == 65)
            #expect(result.output.isEmpty)
        }
    }

    @Test("The output of hufu inspect is marked as unverified")
    func inspection() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let output = try fixture.run("hufu inspect", input: fixture.present("--preset all"))
        #expect(output.hasPrefix("UNVERIFIED"))
        #expect(output.contains("/ family_name / 1: \"阿不都热合曼买买提江\""))
        #expect(output.contains("credential: disclosure 1"))
        #expect(try fixture.run("hufu inspect @credential.txt").contains("/ iss / 1: \"https://i.example\""))
        let bad = try fixture.result("hufu inspect HF1:AAA")
        #expect(bad.status == 65)
        #expect(bad.output.hasPrefix("UNVERIFIED"))
    }

    @Test("hufu inspect shows signed challenges and the certificates of scanners, also as JSON")
    func inspectionOfChallenges() throws {
        let fixture = try CommandFixture()
        try fixture.run(
            """
            hufu key generate -o authority.pem --public authority.pub
            hufu key generate -o scanner.pem --public scanner.pub
            hufu trust certify scanner.pub --key authority.pem --issuer https://police.example --id police-7 \
                --name 'Patrol 7' --allow document_number,age_over -o scanner.cwt
            hufu challenge --certificate scanner.cwt --key scanner.pem --ask age_over -o challenge.txt
            """)
        #expect(try fixture.run("hufu inspect @challenge.txt").contains("/ age_over / "))
        #expect(try fixture.run("hufu inspect @scanner.cwt").contains("\"Patrol 7\""))
        let json = try JSONOutput(fixture.run("hufu inspect @scanner.cwt --json")).object
        let layers = try #require(json["layers"] as? [[String: Any]])
        #expect(layers.first?["title"] as? String == "file" && layers.count == 4 && json["fault"] == nil)
    }
}
