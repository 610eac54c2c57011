import Foundation
import HufuTestSupport
import Testing

/// Every sample licence the whole way, with the built command and two readers that are not ours.
@Suite("Sample licences from issuing to the verdict")
struct SampleTests {
    static let samples = ["cn-resident", "cn-long-term", "de", "us", "portrait"]
    static let issued = "--at 2026-11-23T08:00:00Z"
    static let moment = "--at 2026-11-23T08:00:10Z"

    private func prepare(_ directory: TemporaryDirectory, _ sample: String) throws {
        try directory.copy(sample: sample, as: "license.json")
        try directory.run("hufu key generate -o issuer.pem --public issuer.pub")
        try directory.run("hufu key generate -o phone.pem --public phone.pub")
        try directory.run("hufu key generate -o thief.pem --public thief.pub")
        try directory.run(
            "hufu issue license.json --issuer https://dl.example --key issuer.pem --holder-key phone.pub "
                + "--status 'https://dl.example/s/1#42' \(Self.issued) -o credential.txt")
        try directory.run("hufu trust add --trust trust.json --issuer https://dl.example --key issuer.pub")
        try directory.run("hufu status create --uri https://dl.example/s/1 --size 100 -o status.json")
        try directory.run(
            "hufu status sign status.json --issuer https://dl.example --key issuer.pem "
                + "--at 2026-11-23T07:00:00Z --ttl 24h -o status.cwt")
    }

    private func code(_ directory: TemporaryDirectory, _ input: String, _ time: String = moment) throws -> (
        String, Int32
    ) {
        let result = try directory.result(
            "hufu verify --json --trust trust.json --status status.cwt \(time)", input: input)
        let verdict = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        return (verdict?["code"] as? String ?? "", result.status)
    }

    @Test(
        "A sample is issued, presented, read by zbar and ZXing, and valid as long as it should be", arguments: samples)
    func endToEnd(sample: String) throws {
        let directory = try TemporaryDirectory()
        try prepare(directory, sample)
        try directory.run("hufu present credential.txt --key phone.pem \(Self.moment) --qr code.png -o token.txt")
        let token = try directory.text("token.txt").trimmingCharacters(in: .newlines)

        let zbar = try directory.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable code.png")
        #expect(zbar.trimmingCharacters(in: .newlines) == token)
        let zxing = try directory.run("ZXingReader code.png")
        #expect(zxing.contains(token))

        #expect(try code(directory, zbar) == ("ok", 0))
        #expect(try code(directory, zbar, "--at 2026-11-23T08:00:59Z") == ("ok", 0))
        #expect(try code(directory, zbar, "--at 2026-11-23T08:01:10Z") == ("token.expired", 1))
        #expect(try code(directory, zbar, "--at 2026-11-23T07:59:30Z") == ("ok", 0))
        // The credential begins with the token's own step, so the earlier of the two answers is the credential's.
        #expect(try code(directory, zbar, "--at 2026-11-23T07:59:29Z") == ("credential.not_yet_valid", 1))

        let copied = try directory.result("hufu present credential.txt --key thief.pem \(Self.moment)")
        #expect(copied.status == 65)
        #expect(copied.errors.contains("present.key_mismatch"))
        let stripped = try directory.text("credential.txt")
        #expect(try code(directory, stripped) == ("token.missing", 1))
    }

    @Test("A token with any one byte changed is rejected", arguments: samples)
    func changedByte(sample: String) throws {
        let directory = try TemporaryDirectory()
        try prepare(directory, sample)
        let token = try directory.run(
            "hufu present credential.txt --key phone.pem \(Self.moment) --transport base32"
        ).trimmingCharacters(in: .newlines)
        let characters = Array(token)
        // 8 characters hold 5 bytes: turning the third bit of every character changes each byte of the CBOR.
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var scans: [String] = [token]
        for index in characters.indices.dropFirst(4) {
            guard let value = alphabet.firstIndex(of: characters[index]) else { continue }
            var changed = characters
            changed[index] = alphabet[value ^ 4]
            scans.append(String(changed))
        }
        let output = try directory.run(
            "hufu verify --stream --trust trust.json --status status.cwt \(Self.moment)",
            input: scans.joined(separator: "\n"))
        let verdicts = output.split(separator: "\n")
        #expect(verdicts.count == scans.count)
        #expect(verdicts.count { $0.hasPrefix(#"{"verdict":"valid""#) } == 1)
        #expect(verdicts.count { $0.hasPrefix(#"{"verdict":"rejected""#) } == scans.count - 1)
    }

    @Test("A complete Chinese licence needs at most 540 bytes and version 18")
    func size() throws {
        let directory = try TemporaryDirectory()
        try prepare(directory, "cn-resident")
        func measure(_ options: String) throws -> (bytes: Int, version: Int) {
            let result = try directory.result(
                "hufu present credential.txt --key phone.pem \(Self.moment) --qr code.png -o token.txt \(options)")
            let token = try directory.text("token.txt").trimmingCharacters(in: .newlines)
            let position = try directory.run("ZXingReader code.png")
            let pixels = try Data(contentsOf: directory.url.appending(path: "code.png"))[16..<20].reduce(0) {
                $0 << 8 | Int($1)
            }
            #expect(position.contains(token), "\(result.errors)")
            return ((token.utf8.count - 4) * 2 / 3, ((pixels / 4 - 8) - 17) / 4)
        }
        let withheld = try measure("")
        #expect(withheld.bytes <= 540)
        #expect(withheld.version <= 18)
        #expect(try measure("--disclose points").version <= 21)
    }
}
