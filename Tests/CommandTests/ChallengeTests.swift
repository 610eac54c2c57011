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
}
