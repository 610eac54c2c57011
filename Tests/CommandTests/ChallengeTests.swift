import Foundation
import Testing

@Suite("hufu challenge")
struct ChallengeTests {
    /// The scanner shows a challenge, the phone reads it and answers, the scanner checks the answer.
    @Test("A token that answers the scanner's challenge is valid, and no other answer is")
    func roundTrip() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        try fixture.run("hufu challenge -o challenge.txt --qr challenge.png")
        let text = try fixture.text("challenge.txt").trimmingCharacters(in: .newlines)
        #expect(text.wholeMatch(of: /HFC1:[0-9A-F]{32}/) != nil)
        #expect(try fixture.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable challenge.png") == text + "\n")
        #expect(try fixture.run("hufu challenge") != text + "\n")

        let answer = try fixture.present("--challenge \(text)")
        #expect(try fixture.verify(answer, "--challenge \(text)").code == "ok")
        #expect(try fixture.verify(answer, "--challenge \(text.dropFirst(5))").code == "ok")
        // Unasked for, or an answer to somebody else.
        #expect(try fixture.verify(answer).code == "token.challenge_mismatch")
        let other = try fixture.run("hufu challenge").trimmingCharacters(in: .newlines)
        #expect(try fixture.verify(answer, "--challenge \(other)").code == "token.challenge_mismatch")

        let wrong = try fixture.result("hufu present credential.txt --key phone.pem --challenge HFC1:00")
        #expect(wrong.status == 64)
        #expect(wrong.errors.contains("--challenge"))
    }

    @Test("If the policy requires a challenge, a relayed token is rejected")
    func relay() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let relayed = try fixture.present()
        let text = try fixture.run("hufu challenge").trimmingCharacters(in: .newlines)
        try fixture.write(#"{"challenge": "required"}"#, "policy.json")
        #expect(try fixture.verify(relayed).code == "ok")
        #expect(try fixture.verify(relayed, "--policy policy.json").code == "token.challenge_mismatch")
        #expect(
            try fixture.verify(relayed, "--policy policy.json --challenge \(text)").code == "token.challenge_mismatch")
        let answer = try fixture.present("--challenge \(text)")
        #expect(try fixture.verify(answer, "--policy policy.json --challenge \(text)").code == "ok")
    }

    @Test("A stream accepts one answer to its challenge and rejects a second")
    func stream() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let text = try fixture.run("hufu challenge").trimmingCharacters(in: .newlines)
        let answer = try fixture.present("--challenge \(text)")
        let output = try fixture.run(
            "hufu verify --stream --trust trust.json --challenge \(text) --at \(CommandFixture.now)",
            input: [try fixture.present(), answer, answer].joined(separator: "\n"))
        let codes = try output.split(separator: "\n").map { try JSONOutput(String($0)).code }
        #expect(codes == ["token.challenge_mismatch", "ok", "token.challenge_mismatch"])
    }

    /// Certifies `scanner.pem` for `elements`, and lets the holder trust the authority.
    private func certify(_ fixture: borrowing CommandFixture, _ elements: String) throws {
        for name in ["ministry", "scanner"] {
            try fixture.run("hufu key generate -o \(name).pem --public \(name).pub")
        }
        try fixture.run(
            "hufu trust certify scanner.pub --key ministry.pem --issuer https://police.example --id police-7 "
                + "--name 'Patrol 7' --allow \(elements) --at \(CommandFixture.now) -o scanner.cwt")
        try fixture.run(
            "hufu trust add --trust holders.json --issuer https://police.example --name Ministry --key ministry.pub "
                + "--use verifier")
    }

    private func challenge(_ fixture: borrowing CommandFixture, _ options: String) throws -> String {
        try fixture.run(
            "hufu challenge --certificate scanner.cwt --key scanner.pem --at \(CommandFixture.now) \(options)"
        ).trimmingCharacters(in: .newlines)
    }

    @Test(
        "The holder sees who asks, for what, and what the code shows anyway, and the answer is for this scanner alone")
    func identified() throws {
        let fixture = try CommandFixture()
        try fixture.issue("cn-resident", "--redact all")
        try certify(fixture, "sub,family_name,portrait,second_page,issue_date")
        let text = try challenge(fixture, "--ask sub,portrait --qr asked.png")
        #expect(try fixture.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable asked.png") == text + "\n")
        let shown = try fixture.result(
            "hufu present credential.txt --key phone.pem --challenge '\(text)' --trust holders.json --yes "
                + "--at \(CommandFixture.now + 1)")
        #expect(
            shown.errors.hasPrefix(
                """
                Scanner       Patrol 7 (police-7)
                Certified by  Ministry
                Asks for      document number
                Not there     portrait
                Shown anyway  issue date, expiry date*, issuing country*, standing*
                """))
        let (answer, options) = (shown.output, "--challenge '\(text)' --preset roadside")
        let verdict = try fixture.verify(answer, options, at: CommandFixture.now + 4)
        // What was not asked for is not shown; the policy of the roadside requires more.
        #expect(verdict.code == "license.withheld")
        #expect(verdict.license?["document_number"] != nil)
        #expect(verdict.license?["family_name"] == nil)
        #expect(verdict.object["answer_age"] as? Int == 4)
        #expect(try fixture.verify(answer, "--challenge '\(text)'", at: CommandFixture.now + 4).code == "ok")
        try fixture.write(#"{"challenge_age": 15}"#, "policy.json")
        let late = try fixture.verify(
            answer, "--challenge '\(text)' --policy policy.json", at: CommandFixture.now + 15)
        #expect(late.code == "token.challenge_mismatch")
        let others = try (0..<2).map { _ in "--challenge '\(try challenge(fixture, "--ask sub,portrait"))'" }
        #expect(try fixture.verify(answer, others.joined(separator: " ")).code == "token.challenge_mismatch")
        let several = others.joined(separator: " ") + " --challenge '\(text)'"
        #expect(try fixture.verify(answer, several).code == "ok")
        #expect(try fixture.verify(answer).code == "token.audience_mismatch")
    }

    @Test("A challenge that the holder should not answer is not answered, and the error says why")
    func refused() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        try certify(fixture, "sub")
        let text = try challenge(fixture, "--ask sub")
        func refusal(_ options: String) throws -> Program.Result {
            let result = try fixture.result(
                "hufu present credential.txt --key phone.pem --at \(CommandFixture.now) \(options)", input: "")
            #expect(result.output.isEmpty)
            return result
        }
        let signed = "--challenge '\(text)'"
        // Standard input is no terminal: nobody can agree.
        let unasked = try refusal("\(signed) --trust holders.json")
        #expect(unasked.status == 64)
        #expect(unasked.errors.contains("--yes"))
        for (options, part) in [
            ("\(signed) --yes", "--trust"), ("\(signed) --trust trust.json --yes", "challenge.issuer_unknown"),
            ("\(signed) --trust holders.json --yes --audience any", "--audience"),
            ("\(signed) --trust holders.json --yes --disclose points", "--disclose"),
            ("--challenge 'HFC2:00' --trust holders.json --yes", "challenge.form_invalid"),
            ("--challenge '\(text.dropLast(3))' --trust holders.json --yes", "challenge.form_invalid"),
            ("--challenge HFC1:\(String(repeating: "0", count: 32)) --identified", "present.scanner_unidentified"),
        ] {
            let result = try refusal(options)
            #expect(result.status != 0)
            #expect(result.errors.contains(part), "\(options): \(result.errors)")
        }
        let plain = try fixture.result(
            "hufu present credential.txt --key phone.pem --challenge HFC1:\(String(repeating: "0", count: 32))")
        #expect(plain.errors == "The scanner did not identify itself.\n")
        // Those that no holder would answer are not made.
        for (options, part) in [
            ("--ask sub,sex", "sex"), ("--valid-for 121s", "120 seconds"), ("--ask subject", "--ask"),
        ] {
            let result = try fixture.result(
                "hufu challenge --certificate scanner.cwt --key scanner.pem --at \(CommandFixture.now) \(options)")
            #expect(result.status != 0)
            #expect(result.errors.contains(part), "\(result.errors)")
        }
        let other = try fixture.result(
            "hufu challenge --certificate scanner.cwt --key phone.pem --at \(CommandFixture.now)")
        #expect(other.errors.contains("challenge.key_mismatch"))
    }
}
