import Foundation
import Testing

@Suite("hufu issue, present, mint and render")
struct IssueTests {
    private static let batch =
        "hufu issue --batch lines --issuer https://i.example --key issuer.pem --at \(Workshop.now)"

    private func line(_ workshop: borrowing Workshop, _ name: String) throws -> String {
        try workshop.scratch.copy(sample: name, as: name)
        let object = try JSONSerialization.jsonObject(with: Data(workshop.text(name).utf8))
        return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }

    @Test("A batch answers each line in order, and a bad line does not stop the others")
    func batch() throws {
        let workshop = try Workshop()
        let jwk = try workshop.run("hufu key public phone.pub --format jwk").trimmingCharacters(in: .newlines)
        let (german, american) = (try line(workshop, "de"), try line(workshop, "us"))
        let lines = [
            german,
            "{\"license\": \(american), \"holder_key\": \(jwk), \"status\": \"https://s.example/1#7\", \"id\": \"a-1\"}",
            "{\"license\": {}, \"id\": 5}", "", "[]", "{\"license\": \(german), \"more\": 1}",
            "{\"license\": \(german), \"status\": \"nowhere\"}", String(repeating: " ", count: 70_000), american,
        ]
        try workshop.write(lines.joined(separator: "\n"), "lines")
        let result = try workshop.result(Self.batch + " --holder-key phone.pub")
        #expect(result.status == 65)
        #expect(result.errors.hasPrefix("hufu: lines:3: batch.lines_failed: 5 of 8 lines"))
        let answers = try result.output.split(separator: "\n").map { try Verdict(String($0)).object }
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
        try workshop.write(credential + "\n", "credential.txt")
        #expect(try workshop.verify(workshop.present()).code == "ok")
    }

    @Test("A batch of 500 lines is answered in order")
    func largeBatch() throws {
        let workshop = try Workshop()
        let german = try line(workshop, "de")
        let lines = (0..<500).map { "{\"license\": \(german), \"id\": \($0)}" }
        try workshop.write(lines.joined(separator: "\n") + "\n", "lines")
        let output = try workshop.run(Self.batch + " --holder-key phone.pub")
        let ids = try output.split(separator: "\n").map { try Verdict(String($0)).object["id"] as? Int }
        #expect(ids == Array(0..<500))
    }

    @Test("A redacted field is shown only if the holder discloses it")
    func redaction() throws {
        let workshop = try Workshop()
        try workshop.issue("us", "--redact all")
        #expect(
            try workshop.verify(workshop.present()).license?.keys.sorted() == [
                "expiry_date", "issue_date", "issuing_country",
            ])
        #expect(try workshop.verify(workshop.present(), "--preset roadside").code == "license.withheld")
        #expect(try workshop.verify(workshop.present("--preset driving"), "--preset roadside").code == "ok")
        let age = try workshop.verify(workshop.present("--preset age"))
        #expect(age.license?["age_over"] as? [String: Bool] == ["18": true, "21": true, "25": true, "65": false])
        #expect(age.license?["family_name"] == nil)
        #expect(
            try workshop.verify(workshop.present("--disclose birth_date")).license?["birth_date"] as? String
                == "1999-12-05")
        #expect(
            try workshop.verify(workshop.present("--preset all --max-version 28")).object["withheld"] as? Bool == false)

        let result = try workshop.result("hufu present credential.txt --key phone.pem --disclose birthdate")
        #expect(result.status == 64)
        #expect(result.errors.contains("Did you mean birth_date?"))
        let fixed = "hufu issue us.json --issuer i --key issuer.pem --holder-key phone.pub --redact expiry_date"
        #expect(try workshop.result(fixed).status == 64)
    }

    @Test("Tokens of both transports and both algorithms are valid")
    func transports() throws {
        let workshop = try Workshop(phone: "ed25519")
        try workshop.issue("de")
        let token = try workshop.present("--transport base32 --qr code.png")
        #expect(token.hasPrefix("HF1Z"))
        #expect(try workshop.verify(token).code == "ok")
        #expect(try workshop.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable code.png") == token + "\n")
        let report = try Verdict(workshop.present("--json")).object
        #expect(report["not_before"] as? String == "2026-11-23T08:00:00Z")
        #expect(report["not_after"] as? String == "2026-11-23T08:00:30Z")
        #expect(report["token"] as? String == (try workshop.present("")))
    }

    @Test("Minted tokens follow one another without a gap, each with a picture")
    func mint() throws {
        let workshop = try Workshop()
        try workshop.scratch.copy(sample: "us", as: "us.json")
        let output = try workshop.run(
            "hufu mint us.json --issuer https://i.example --key issuer.pem --period 60s --count 3 --qr-directory codes "
                + "--from 2026-11-23T08:00:59Z")
        let steps = try output.split(separator: "\n").map { try Verdict(String($0)).object }
        #expect(
            steps.map { $0["not_before"] as? String } == [
                "2026-11-23T08:00:00Z", "2026-11-23T08:01:00Z", "2026-11-23T08:02:00Z",
            ])
        for (number, step) in steps.enumerated() {
            let token = try #require(step["token"] as? String)
            #expect(
                try workshop.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable codes/20261123T080\(number)00Z.png")
                    == token + "\n")
            let time = Workshop.now + 60 * number
            #expect(try workshop.verify(token, at: time).object["kind"] as? String == "issuer")
            #expect(try workshop.verify(token, at: time + 90).code == "credential.expired")
        }
    }

    @Test("A picture has the requested size")
    func pictureSize() throws {
        let scratch = try Scratch()
        func side(_ options: String) throws -> Int {
            try scratch.run("hufu render @token -o code.png \(options)")
            return try Data(contentsOf: scratch.folder.appending(path: "code.png"))[16..<20].reduce(0) {
                $0 << 8 | Int($1)
            }
        }
        try scratch.run("printf 'HELLO\\r\\n' > token")
        #expect(try side("") == (21 + 8) * 4)
        #expect(try side("--scale 10 --quiet-zone 6") == (21 + 12) * 10)
        #expect(try side("--width-mm 29 --dpi 254") == 290)
        #expect(try scratch.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable code.png") == "HELLO\n")
        let rows = try scratch.run("hufu render - --terminal", input: "HELLO").split(separator: "\n")
        #expect(rows.count == 15 && rows.allSatisfy { $0.count == 29 })
        let long = String(repeating: "A", count: 100)
        #expect(
            try scratch.result("hufu render \(long) --max-version 3 --terminal").errors.contains("qr.text_too_long"))
    }
}
