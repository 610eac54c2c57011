import Foundation
import HufuTestSupport
import Testing

/// Codes as they are asked for: large enough to survive what they are for, and never so large that they do not scan.
@Suite("Sizes of codes and pictures")
struct CodeTests {
    private static let card =
        "hufu issue portrait.json --issuer https://i.example --key issuer.pem --at \(CommandFixture.now)"

    /// The licence of the sample with a portrait of that many bytes.
    private func write(portrait count: Int, to fixture: borrowing CommandFixture) throws {
        let sample = try Data(contentsOf: Repository.vectors.appending(path: "samples/portrait.json"))
        var license = try #require(JSONSerialization.jsonObject(with: sample) as? [String: Any])
        let picture = try Data(contentsOf: Repository.vectors.appending(path: "samples/portrait.webp"))
        let data = (picture + Data(repeating: 7, count: 1200)).prefix(count)
        license["portrait"] = ["format": "webp", "data": data.base64EncodedString()]
        license["portrait_digest"] = nil
        try fixture.write(
            String(decoding: JSONSerialization.data(withJSONObject: license), as: UTF8.self), "portrait.json")
    }

    private func number(_ pattern: Regex<(Substring, Substring)>, _ text: String) throws -> Int {
        let match = try #require(text.firstMatch(of: pattern), "\(text)")
        return try #require(Int(match.1))
    }

    @Test("A card that exceeds the maximum version is not issued, and the error states the number of bytes to remove")
    func tooLargeToIssue() throws {
        let fixture = try CommandFixture()
        try write(portrait: 600, to: fixture)
        let refused = try fixture.result(Self.card + " -o card.txt")
        #expect(refused.status == 65)
        #expect(refused.errors.hasPrefix("hufu: portrait.json: qr.text_too_long: "))
        #expect(refused.errors.contains("fit version 25 at level Q"))
        #expect(refused.errors.contains("Most bytes are in portrait (606), "), "\(refused.errors)")
        #expect(!fixture.names.contains("card.txt"))
        #expect(try fixture.result(Self.card + " --error-correction M").status == 0)

        let largest = try number(/allow version ([0-9]+)/, refused.errors)
        #expect(try fixture.result(Self.card + " --max-version \(largest)").status == 0)
        #expect(try fixture.result(Self.card + " --max-version \(largest - 1)").status == 65)

        // Without that many bytes it fits, and with one more it does not.
        let over = try number(/: ([0-9]+) bytes of the payload have to go/, refused.errors)
        try write(portrait: 600 - over, to: fixture)
        #expect(try fixture.result(Self.card).status == 0)
        try write(portrait: 600 - over + 1, to: fixture)
        #expect(try fixture.result(Self.card).status == 65)
    }

    @Test("A credential whose token exceeds the maximum version is neither issued, presented nor minted")
    func tooLargeToPresent() throws {
        let fixture = try CommandFixture()
        try write(portrait: 1100, to: fixture)
        let issue = Self.card + " --holder-key phone.pub -o credential.txt"
        #expect(try fixture.result(issue).errors.contains("fit version 25 at level M"))
        #expect(!fixture.names.contains("credential.txt"))
        try fixture.run(issue + " --max-version 40")
        let present = "hufu present credential.txt --key phone.pem --at \(CommandFixture.now) --qr code.png"
        let refused = try fixture.result(present)
        #expect(refused.status == 65)
        #expect(refused.errors.contains("portrait (1106)"), "\(refused.errors)")
        #expect(!fixture.names.contains("code.png"))
        let minted = try fixture.result(
            "hufu mint portrait.json --issuer https://i.example --key issuer.pem --qr-directory codes")
        #expect(minted.status == 65 && minted.errors.contains("portrait (1106)") && minted.output.isEmpty)

        // The size in the error for the issuer is the size of the code.
        let (larger, smaller) = (try number(/allow version ([0-9]+)/, refused.errors), refused.errors)
        let draft = try fixture.result(issue).errors
        #expect(draft.split(separator: ":").dropFirst(2) == smaller.split(separator: ":").dropFirst(2))
        #expect(try fixture.result(present + " --max-version \(larger)").status == 0)
        #expect(try fixture.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable code.png").hasPrefix("HF1:"))
    }

    @Test(
        "A picture in pixels has level M, a picture in millimetres has level Q",
        arguments: [("--scale 3", "M", 20), ("--width-mm 60 --dpi 600", "Q", 25)])
    func levels(size: String, level: String, version: Int) throws {
        let directory = try TemporaryDirectory()
        // 970 characters fill version 20 at level M; at level Q they need the next but four.
        let text = String(repeating: "HUFU 5", count: 162).prefix(970)
        try directory.run("hufu render - \(size) -o code.png", input: String(text))
        let report = try directory.run("ZXingReader -format QRCode code.png")
        #expect(report.contains("EC Level:   \(level)"), "\(report)")
        #expect(report.contains("Version:    \(version)") || !report.contains("Version"), "\(report)")
        let refused = try directory.result(
            "hufu render - \(size) -o none.png --max-version \(version - 1)", input: "\(text)")
        #expect(refused.errors.contains("fit version \(version - 1) at level \(level)"), "\(refused.errors)")
        try directory.run("hufu render - \(size) --error-correction L -o code.png", input: String(text))
        #expect(try !directory.run("ZXingReader -format QRCode code.png").contains("EC Level:   \(level)"))
    }

    @Test("A card contains the portrait, a credential for a phone contains its digest")
    func portraitByProfile() throws {
        let fixture = try CommandFixture()
        try fixture.directory.copy(sample: "us", as: "us.json")
        try fixture.run("cp '\(Repository.root.path)/Vectors/samples/portrait.webp' face")
        let issue =
            "hufu issue us.json --issuer https://i.example --key issuer.pem --at \(CommandFixture.now) --portrait face"
        let digest = try String(fixture.run("sha256sum face").prefix(64))
        let picture = try fixture.run("base64 -w 0 face")

        try fixture.run(issue + " --profile card --max-version 29 -o card.txt")
        let card = try fixture.verify(
            fixture.text("card.txt"), "--allow-static", at: CommandFixture.now + 3_649 * 86_400)
        #expect(card.object["kind"] as? String == "static")
        #expect((card.license?["portrait"] as? [String: String]) == ["format": "webp", "data": picture])
        #expect(card.license?["portrait_digest"] == nil)
        #expect(try fixture.verify(fixture.text("card.txt")).code == "credential.kind_not_allowed")

        try fixture.run(issue + " --profile live --holder-key phone.pub -o credential.txt")
        let live = try fixture.verify(fixture.present())
        #expect(live.code == "ok")
        #expect(live.license?["portrait"] == nil)
        #expect(live.license?["portrait_digest"] as? String == digest)

        try fixture.run(issue + " -o both.txt --max-version 30")
        let both = try fixture.verify(fixture.text("both.txt"), "--allow-static")
        #expect(both.license?["portrait"] != nil && both.license?["portrait_digest"] as? String == digest)
    }

    @Test("A portrait file of another format or size than allowed is refused")
    func portraitFile() throws {
        let fixture = try CommandFixture()
        try fixture.directory.copy(sample: "us", as: "us.json")
        try fixture.directory.copy(sample: "portrait", as: "portrait.json")
        func error(_ file: String, _ options: String, _ license: String = "us.json") throws -> String {
            let result = try fixture.result(
                "hufu issue \(license) --issuer https://i.example --key issuer.pem --portrait \(file) \(options)")
            #expect(result.status != 0 && result.output.isEmpty)
            return result.errors
        }
        try fixture.write("<svg/>", "face.webp")
        #expect(try error("face.webp", "--profile card").contains("face.webp: license.portrait_invalid: "))
        try fixture.write("", "empty")
        #expect(try error("empty", "--profile card").contains("empty: license.portrait_invalid: "))
        #expect(try error("missing", "").contains("missing: file.missing: "))
        try fixture.run("printf '\\377\\330\\377' > face.jpg; head -c 1198 /dev/zero >> face.jpg")
        #expect(
            try error("face.jpg", "--profile card").contains(
                "license.portrait_invalid: expected 1 to 1200 bytes, found 1201"))
        // Beside the code it may be as large as it likes.
        try fixture.run(
            "hufu issue us.json --issuer https://i.example --key issuer.pem --portrait face.jpg --profile live "
                + "--holder-key phone.pub -o credential.txt")
        #expect(try error("face.jpg", "--profile card", "portrait.json").contains("issue.portrait_digest_mismatch"))
    }

    @Test("A picture that cannot be written whole leaves no file, and its token is not printed")
    func fullDisk() throws {
        let fixture = try CommandFixture()
        try fixture.directory.copy(sample: "us", as: "us.json")
        let names = fixture.names
        // 512 bytes, which is less than any of these pictures; the error message goes through a pipe.
        func limited(_ line: String) throws -> String {
            try fixture.result("{ (ulimit -f 1; \(line); echo $?) 2>&1 | cat; } | cat").output
        }
        let text = String(repeating: "A", count: 900)
        let render = try limited("hufu render \(text) -o code.png")
        #expect(
            render.contains("hufu: code.png: file.write_failed: File too large.")
                && render.hasSuffix("74\n"))
        let mint = try limited("hufu mint us.json --issuer https://i.example --key issuer.pem --qr-directory codes")
        #expect(mint.contains(".png: file.write_failed: ") && mint.hasSuffix("74\n"))
        #expect(try fixture.run("ls -A codes").isEmpty)
        // No token is handed out whose picture is missing.
        #expect(!mint.contains("HF1:"))
        #expect(fixture.names == (names + ["codes"]).sorted())
    }

    @Test("Memory does not grow with the number of pixels")
    func memory() throws {
        let directory = try TemporaryDirectory()
        let measure =
            "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
            + "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        func memory(_ scale: Int) throws -> Int {
            let output = try directory.run(
                "python3 -c '\(measure)' hufu render \(String(repeating: "A", count: 970)) --scale \(scale) -o code.png"
            )
            return try #require(Int(output.trimmingCharacters(in: .newlines)))
        }
        // 32 thousand pixels a side, of which the whole would take 115 megabytes.
        let (small, large) = (try memory(4), try memory(304))
        #if os(macOS)
            #expect(large - small < 4 << 20)
        #else
            #expect(large - small < 4 << 10)
        #endif
    }
}
