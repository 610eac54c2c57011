import Foundation
import Testing

/// Tokens that were taken apart by a tool of our own, which knows nothing of the library.
@Suite("Forged tokens, altered without the library's code")
struct AttackTests {
    @Test("A token without its outer signature, or signed by another key, is rejected", arguments: SampleTests.samples)
    func forgedToken(sample: String) throws {
        let fixture = try CommandFixture()
        try fixture.issue(sample)
        let token = try fixture.present()
        let editor = try TokenEditor(token)
        #expect(TokenEditor.text(editor.bytes) == token)
        #expect(try fixture.verify(editor.stripped).code == "token.missing")

        try fixture.run("hufu key generate -o other.pem")
        #expect(try fixture.verify(editor.signed(by: fixture.text("other.pem"))).code == "token.signature_invalid")
        // Signed again by the phone itself it is valid: it was the key that was wrong.
        #expect(try fixture.verify(editor.signed(by: fixture.text("phone.pem"))).code == "ok")
    }

    @Test("A token with any one bit flipped is rejected")
    func flippedBit() throws {
        let fixture = try CommandFixture()
        try fixture.issue("cn-resident", "--status https://s.example/1#42")
        let token = try fixture.present()
        let flipped = try TokenEditor(token).flipped
        let output = try fixture.run(
            "hufu verify --stream --trust trust.json --at \(CommandFixture.now)",
            input: (flipped + [token]).joined(separator: "\n"))
        let verdicts = try output.split(separator: "\n").map { try JSONOutput(String($0)) }
        try #require(verdicts.count == flipped.count + 1)
        #expect(verdicts.dropLast().allSatisfy { $0.verdict == "rejected" })
        // Without the status list it names: as good as a scanner can say, also after all that.
        #expect(verdicts.last?.code == "status.unavailable")
    }

    @Test("Control and formatting characters of a licence or a file name are escaped on the terminal")
    func escapedOutput() throws {
        let fixture = try CommandFixture()
        try fixture.run(
            "hufu trust add --trust trust.json --issuer https://i.example --key issuer.pub "
                + "--name \"$(printf 'A\\033[31mB\\342\\200\\256C')\"")
        try fixture.issue()
        let output = try fixture.run(
            "hufu trust show trust.json; hufu verify --trust trust.json --at \(CommandFixture.now)",
            input: fixture.present()
        )
        #expect(output.contains(#"A\u{1b}[31mB\u{202e}C"#))
        #expect(!output.unicodeScalars.contains { $0.value == 0x1b || $0.value == 0x202e })
        let missing = try fixture.result("hufu key public \"$(printf 'no\\033[2J')\"")
        #expect(missing.errors.contains(#"no\u{1b}[2J"#))
    }
}
