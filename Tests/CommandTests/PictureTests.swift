import Foundation
import HufuTestSupport
import Testing

@Suite("hufu scan and hufu verify --image")
struct PictureTests {
    private static let options = "--trust trust.json --at \(CommandFixture.now)"

    /// A fixture with `valid.png`, a code of a token, and `late.png`, the code of a token that has expired.
    private static func fixture() throws -> CommandFixture {
        let fixture = try CommandFixture()
        try fixture.issue(at: CommandFixture.now - 7200)
        for (name, time) in [("valid", CommandFixture.now), ("late", CommandFixture.now - 3600)] {
            try fixture.write(try fixture.present(at: time), "\(name).txt")
            try fixture.run("hufu render @\(name).txt -o \(name).png")
        }
        return fixture
    }

    @Test("A picture has the verdict, the output and the exit status of its text")
    func verify() throws {
        let fixture = try Self.fixture()
        for (name, status) in [("valid", 0), ("late", 1)] {
            for form in ["", "--json"] {
                let text = try fixture.result("hufu verify @\(name).txt \(form) \(Self.options)")
                let picture = try fixture.result("hufu verify --image \(name).png \(form) \(Self.options)")
                #expect(picture.output == text.output)
                #expect(picture.status == status && text.status == status)
                #expect(picture.errors == "")
            }
        }
        #expect(try fixture.run("hufu verify --image - \(Self.options) < valid.png").hasPrefix("VALID  ok\n"))
    }

    @Test("Each code of each picture has a verdict with its place, and the exit status is the worst")
    func scan() throws {
        let fixture = try Self.fixture()
        let text = try fixture.result("hufu scan valid.png late.png \(Self.options)")
        #expect(text.status == 1)
        #expect(text.output.contains("valid.png, code 1 of 1, at 16,16\nVALID  ok\n"))
        #expect(text.output.contains("\nlate.png, code 1 of 1, at 16,16\nREJECTED  token.expired\n"))
        let json = try fixture.result("hufu scan valid.png late.png --json \(Self.options)").output
        let places = try json.split(separator: "\n").map { try JSONOutput(String($0)) }
        #expect(places.map { $0.object["file"] as? String } == ["valid.png", "late.png"])
        let verdicts = places.map { ($0.object["verdict"] as? [String: Any])?["code"] as? String }
        #expect(verdicts == ["ok", "token.expired"])
        #expect((places.first?.object["corners"] as? [[Int]])?.first == [16, 16])
        #expect(try fixture.run("hufu scan valid.png \(Self.options)").hasPrefix("VALID  ok\n"))
    }

    @Test("A picture that cannot be read is reported, others are read, and the exit status is that of the error")
    func errors() throws {
        let fixture = try Self.fixture()
        try fixture.run(
            """
            head -c 300 valid.png > cut.png; printf 'GIF89a' > code.gif
            hufu render HELLO --scale 1100 -o large.png
            printf 'P5 9 9 255\\n%81s' '' > raw.pgm
            """)
        for (file, status, line) in [
            ("cut.png", 65, "hufu: cut.png: picture.invalid: the picture is damaged: "),
            ("code.gif", 65, "hufu: code.gif: picture.format_unknown: expected a PNG or JPEG, received GIF. Save"),
            ("raw.pgm", 65, "hufu: raw.pgm: picture.format_unknown: expected a PNG or JPEG, received something else."),
            ("large.png", 65, "hufu: large.png: picture.too_large: the picture is too large: 31900 x 31900 pixels,"),
            ("missing.png", 66, "hufu: missing.png: file.missing: "),
        ] {
            let result = try fixture.result("hufu scan \(file) valid.png \(Self.options)")
            #expect(result.status == status, "\(file)")
            #expect(result.errors.hasPrefix(line), "\(result.errors)")
            #expect(result.output.contains("VALID  ok"))
            #expect(try fixture.result("hufu verify --image \(file) \(Self.options)").status == status)
        }
    }

    @Test("A picture without a code is an error")
    func empty() throws {
        let fixture = try CommandFixture()
        let blank = Data(base64Encoded: Self.blank)
        try #require(blank).write(to: fixture.directory.file("blank.png"))
        let result = try fixture.result("hufu scan blank.png \(Self.options)")
        #expect(result.status == 65 && result.output == "")
        #expect(result.errors.hasPrefix("hufu: blank.png: picture.code_missing: no QR code was found in the picture. "))
    }

    /// A white PNG of 8 x 8 pixels.
    private static let blank =
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADklEQVR4nGP4DwUMlDEA98A/wbI0QbsAAAAASUVORK5CYII="

    @Test("--image takes the place of a text and of --stream")
    func usage() throws {
        let fixture = try CommandFixture()
        for rest in ["HF1:ABC", "--stream"] {
            let result = try fixture.result("hufu verify --image a.png \(Self.options) \(rest)")
            #expect(result.status == 64 && result.errors.contains("--image takes the place of the text"))
        }
    }
}
