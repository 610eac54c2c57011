import Foundation
import Testing

/// Tokens that were taken apart by a tool of our own, which knows nothing of the library.
@Suite("Forged tokens, altered without the library's code")
struct AttackTests {
    @Test("A token without its outer signature, or signed by another key, is rejected", arguments: SampleTests.samples)
    func forgedToken(sample: String) throws {
        let workshop = try Workshop()
        try workshop.issue(sample)
        let token = try workshop.present()
        let surgeon = try Surgeon(token)
        #expect(Surgeon.text(surgeon.bytes) == token)
        #expect(try workshop.verify(surgeon.stripped).code == "token.missing")

        try workshop.run("hufu key generate -o other.pem")
        #expect(try workshop.verify(surgeon.signed(by: workshop.text("other.pem"))).code == "token.signature_invalid")
        // Signed again by the phone itself it is valid: it was the key that was wrong.
        #expect(try workshop.verify(surgeon.signed(by: workshop.text("phone.pem"))).code == "ok")
    }

    @Test("A token with any one bit flipped is rejected")
    func flippedBit() throws {
        let workshop = try Workshop()
        try workshop.issue("cn-resident", "--status https://s.example/1#42")
        let token = try workshop.present()
        let flipped = try Surgeon(token).flipped
        let output = try workshop.run(
            "hufu verify --stream --trust trust.json --at \(Workshop.now)",
            input: (flipped + [token]).joined(separator: "\n"))
        let verdicts = try output.split(separator: "\n").map { try Verdict(String($0)) }
        try #require(verdicts.count == flipped.count + 1)
        #expect(verdicts.dropLast().allSatisfy { $0.verdict == "rejected" })
        // Without the status list it names: as good as a scanner can say, also after all that.
        #expect(verdicts.last?.code == "status.unavailable")
    }

    @Test("Control and formatting characters of a licence or a file name are escaped on the terminal")
    func escapedOutput() throws {
        let workshop = try Workshop()
        try workshop.run(
            "hufu trust add --trust trust.json --issuer https://i.example --key issuer.pub "
                + "--name \"$(printf 'A\\033[31mB\\342\\200\\256C')\"")
        try workshop.issue()
        let output = try workshop.run(
            "hufu trust show trust.json; hufu verify --trust trust.json --at \(Workshop.now)", input: workshop.present()
        )
        #expect(output.contains(#"A\u{1b}[31mB\u{202e}C"#))
        #expect(!output.unicodeScalars.contains { $0.value == 0x1b || $0.value == 0x202e })
        let missing = try workshop.result("hufu key public \"$(printf 'no\\033[2J')\"")
        #expect(missing.errors.contains(#"no\u{1b}[2J"#))
    }
}
