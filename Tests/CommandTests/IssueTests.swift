import Foundation
import HufuTestSupport
import Testing

@Suite("hufu issue, present, mint and render")
struct IssueTests {
    private static let batch =
        "hufu issue --batch lines --issuer https://i.example --key issuer.pem --at \(CommandFixture.now)"

    private func line(_ fixture: borrowing CommandFixture, _ name: String) throws -> String {
        try fixture.directory.copy(sample: name, as: name)
        let object = try JSONSerialization.jsonObject(with: Data(fixture.text(name).utf8))
        return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }

    @Test("A batch answers each line that is not blank in order, and a bad line does not stop the others")
    func batch() throws {
        let fixture = try CommandFixture()
        let jwk = try fixture.run("hufu key public phone.pub --format jwk").trimmingCharacters(in: .newlines)
        let (german, american) = (try line(fixture, "de"), try line(fixture, "us"))
        let lines = [
            german,
            #"{"license": \#(american), "holder_key": \#(jwk), "status": "https://s.example/1#7", "id": "a-1"}"#,
            "{\"license\": {}, \"id\": 5}", "", "[]", "{\"license\": \(german), \"more\": 1}",
            "{\"license\": \(german), \"status\": \"nowhere\"}", String(repeating: " ", count: 70_000), american,
        ]
        try fixture.write(lines.joined(separator: "\n"), "lines")
        let result = try fixture.result(Self.batch + " --holder-key phone.pub")
        #expect(result.status == 65)
        #expect(result.errors.contains("\nhufu: lines:3: batch.lines_failed: 5 of 8 lines"))
        let answers = try result.output.split(separator: "\n").map { try JSONOutput(String($0)).object }
        try #require(answers.count == 8)
        #expect(answers[0]["line"] as? Int == 1)
        #expect(answers[1]["id"] as? String == "a-1")
        #expect(answers[1]["document_number"] as? String == "Z9990042")
        #expect(answers[2]["id"] as? Int == 5)
        let codes = answers.map { ($0["error"] as? [String: Any])?["code"] as? String }
        #expect(
            codes == [
                nil, nil, "license.field_missing", "json.type_mismatch", "json.name_unknown",
                "issue.status_invalid", "batch.line_too_long", nil,
            ])
        let credential = try #require(answers[7]["credential"] as? String)
        try fixture.write(credential + "\n", "credential.txt")
        #expect(try fixture.verify(fixture.present()).code == "ok")
    }

    @Test("A batch of 500 lines is answered in order")
    func largeBatch() throws {
        let fixture = try CommandFixture()
        let german = try line(fixture, "de")
        let lines = (0..<500).map { "{\"license\": \(german), \"id\": \($0)}" }
        try fixture.write(lines.joined(separator: "\n") + "\n", "lines")
        let output = try fixture.run(Self.batch + " --holder-key phone.pub")
        let ids = try output.split(separator: "\n").map { try JSONOutput(String($0)).object["id"] as? Int }
        #expect(ids == Array(0..<500))
    }

    @Test("A redacted field is shown only if the holder discloses it")
    func redaction() throws {
        let fixture = try CommandFixture()
        try fixture.issue("us", "--redact all")
        #expect(
            try fixture.verify(fixture.present()).license?.keys.sorted() == [
                "expiry_date", "issue_date", "issuing_country",
            ])
        #expect(try fixture.verify(fixture.present(), "--preset roadside").code == "license.withheld")
        #expect(try fixture.verify(fixture.present("--preset driving"), "--preset roadside").code == "ok")
        let age = try fixture.verify(fixture.present("--preset age"))
        #expect(age.license?["age_over"] as? [String: Bool] == ["18": true, "21": true, "25": true, "65": false])
        #expect(age.license?["family_name"] == nil)
        #expect(
            try fixture.verify(fixture.present("--disclose birth_date")).license?["birth_date"] as? String
                == "1999-12-05")
        #expect(
            try fixture.verify(fixture.present("--preset all --max-version 28")).object["withheld"] as? Bool == false)

        let result = try fixture.result("hufu present credential.txt --key phone.pem --disclose birthdate")
        #expect(result.status == 64)
        #expect(result.errors.contains("Did you mean birth_date?"))
        let fixed = "hufu issue us.json --issuer i --key issuer.pem --holder-key phone.pub --redact expiry_date"
        #expect(try fixture.result(fixed).status == 64)
    }

    @Test("Tokens of both transports and both algorithms are valid")
    func transports() throws {
        let fixture = try CommandFixture(phone: "ed25519")
        try fixture.issue("de")
        let token = try fixture.present("--transport base32 --qr code.png")
        #expect(token.hasPrefix("HF1Z"))
        #expect(try fixture.verify(token).code == "ok")
        #expect(try fixture.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable code.png") == token + "\n")
        let report = try JSONOutput(fixture.present("--json")).object
        #expect(report["not_before"] as? String == "2026-11-23T08:00:00Z")
        #expect(report["not_after"] as? String == "2026-11-23T08:00:30Z")
        #expect(report["token"] as? String == (try fixture.present("")))
    }

    @Test("Minted tokens follow one another without a gap, each with a picture")
    func mint() throws {
        let fixture = try CommandFixture()
        try fixture.directory.copy(sample: "us", as: "us.json")
        let output = try fixture.run(
            "hufu mint us.json --issuer https://i.example --key issuer.pem --period 60s --count 3 --qr-directory codes "
                + "--from 2026-11-23T08:00:59Z")
        let steps = try output.split(separator: "\n").map { try JSONOutput(String($0)).object }
        #expect(
            steps.map { $0["not_before"] as? String } == [
                "2026-11-23T08:00:00Z", "2026-11-23T08:01:00Z", "2026-11-23T08:02:00Z",
            ])
        for (number, step) in steps.enumerated() {
            let token = try #require(step["token"] as? String)
            #expect(
                try fixture.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable codes/20261123T080\(number)00Z.png")
                    == token + "\n")
            let time = CommandFixture.now + 60 * number
            #expect(try fixture.verify(token, at: time).object["kind"] as? String == "issuer")
            #expect(try fixture.verify(token, at: time + 90).code == "credential.expired")
        }
    }

    @Test("A minted code has the portrait or its digest, as its profile says")
    func mintPortrait() throws {
        let fixture = try CommandFixture()
        try fixture.directory.copy(sample: "us", as: "us.json")
        try Data([0xff, 0xd8, 0xff, 0xe0] + [UInt8](repeating: 7, count: 60)).write(
            to: fixture.directory.url.appending(path: "face"))
        let digest = try String(fixture.run("sha256sum face").prefix(64))
        func license(_ options: String) throws -> [String: Any] {
            let line = try fixture.run(
                "hufu mint us.json --issuer https://i.example --key issuer.pem --from \(CommandFixture.now) "
                    + "--portrait face \(options)")
            let token = try #require(try JSONOutput(line).object["token"] as? String)
            return try #require(try fixture.verify(token).object["license"] as? [String: Any])
        }
        let (live, card) = (try license("--profile live"), try license("--profile card"))
        #expect(live["portrait"] == nil)
        #expect(live["portrait_digest"] as? String == digest)
        #expect(card["portrait"] != nil)
        #expect(card["portrait_digest"] == nil)
    }

    @Test("An algorithm has the older name where it is asked for, and a name of another kind of key is refused")
    func algorithmName() throws {
        let fixture = try CommandFixture(phone: "ed25519")
        try fixture.issue("us", "--algorithm-name es256 --device-key full")
        #expect(try fixture.verify(fixture.present("--algorithm-name eddsa")).code == "ok")
        for name in ["es256", "esp256"] {
            let refused = try fixture.result("hufu present credential.txt --key phone.pem --algorithm-name \(name)")
            #expect(refused.status == 64)
            #expect(refused.errors.contains("ed25519 or eddsa"), "\(refused.errors)")
        }
    }

    @Test("A picture has the requested size")
    func pictureSize() throws {
        let directory = try TemporaryDirectory()
        func side(_ options: String) throws -> Int {
            try directory.run("hufu render @token -o code.png \(options)")
            return try Data(contentsOf: directory.url.appending(path: "code.png"))[16..<20].reduce(0) {
                $0 << 8 | Int($1)
            }
        }
        try directory.run("printf 'HELLO\\r\\n' > token")
        #expect(try side("") == (21 + 8) * 4)
        #expect(try side("--scale 10 --quiet-zone 6") == (21 + 12) * 10)
        #expect(try side("--width-mm 29 --dpi 254") == 290)
        #expect(try directory.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable code.png") == "HELLO\n")
        let rows = try directory.run("hufu render - --terminal", input: "HELLO").split(separator: "\n")
        #expect(rows.count == 15 && rows.allSatisfy { $0.count == 29 })
        let long = String(repeating: "A", count: 100)
        #expect(
            try directory.result("hufu render \(long) --max-version 3 --terminal").errors.contains("qr.text_too_long"))
    }
}
