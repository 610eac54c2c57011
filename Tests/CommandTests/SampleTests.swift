import Foundation
import Testing

@Suite("The samples go the whole way")
struct SampleTests {
    static let samples = ["cn-resident", "cn-long-term", "de", "us", "portrait"]
    private static let now = Workshop.now

    @Test(arguments: samples)
    func wholeWay(sample: String) throws {
        let workshop = try Workshop()
        try workshop.issue(sample)
        let token = try workshop.present("--qr", workshop["code.png"])

        // The picture, read by others, is the text.
        #expect(try Tool.zbar(workshop["code.png"]) == token)
        #expect(try Tool.zxing(workshop["code.png"]).text == token)

        // Valid in its step and within the skew, and over one minute after it was made.
        for (time, code) in [
            (Self.now - 31, "credential.not_yet_valid"), (Self.now - 30, "ok"), (Self.now, "ok"), (Self.now + 59, "ok"),
            (Self.now + 60, "token.expired"), (Self.now + 61, "token.expired"),
        ] {
            #expect(try workshop.code(token, at: time) == code, "at \(time - Self.now)")
        }
        let verdict = try Verdict(workshop.verify(token, "--json").stdout)
        let source = try Data(contentsOf: URL(fileURLWithPath: Workshop.sample(sample)))
        let license = try #require(JSONSerialization.jsonObject(with: source) as? [String: Any])
        #expect(verdict.license?["family_name"] as? String == license["family_name"] as? String)

        let surgeon = try Surgeon(token)
        #expect(Surgeon.text(surgeon.bytes) == token)
        #expect(try workshop.code(surgeon.stripped) == "token.missing")
        #expect(try workshop.code(workshop.folder.text("credential.txt")) == "token.missing")
        try Hufu.expect("key", "generate", "-o", workshop["other.pem"])
        #expect(try workshop.code(surgeon.signed(by: workshop.folder.text("other.pem"))) == "token.signature_invalid")
        #expect(try workshop.code(surgeon.signed(by: workshop.folder.text("phone.pem"))) == "ok")
    }

    @Test("Any byte of the CBOR changed: refused", arguments: samples)
    func bytes(sample: String) throws {
        let workshop = try Workshop()
        try workshop.issue(sample)
        let surgeon = try Surgeon(workshop.present())
        let mutations = surgeon.mutations
        // The token itself at the end: the scanner is as good after all that as before.
        let verdicts = try workshop.stream(mutations + [Surgeon.text(surgeon.bytes)])
        try #require(verdicts.count == mutations.count + 1)
        #expect(verdicts.last?.verdict == "valid")
        for (index, verdict) in verdicts.dropLast().enumerated() {
            #expect(verdict.verdict == "rejected", "byte \(index): \(verdict.code ?? "")")
        }
    }

    @Test("A full Chinese licence fits: second page withheld, and disclosed")
    func sizes() throws {
        let workshop = try Workshop()
        try workshop.issue("cn-resident", "--status", Workshop.list + "#123456")
        for (preset, bytes, version) in [("none", 540, 18), ("all", Int.max, 21)] {
            let token = try workshop.present("--qr", workshop["\(preset).png"], "--preset", preset)
            let read = try Tool.zxing(workshop["\(preset).png"])
            #expect(read.text == token)
            #expect(try Surgeon(token).bytes.count <= bytes)
            #expect(try #require(read.version) <= version)
            #expect(try #require(read.level) != "L")
            print(
                "cn-resident, disclosing \(preset): \(try Surgeon(token).bytes.count) bytes, version \(read.version ?? 0)"
            )
        }
    }
}
