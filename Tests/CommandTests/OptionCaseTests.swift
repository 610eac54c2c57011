import Foundation
import HufuTestSupport
import Testing

/// Values and files that people give to options, and what the command says of them.
@Suite("Cases of options and files")
struct OptionCaseTests {
    private func refused(_ result: Program.Result, _ status: Int32, _ parts: [String]) {
        #expect(result.status == status, "\(result.errors)")
        for part in parts { #expect(result.errors.contains(part), "\(part): \(result.errors)") }
        #expect(result.errors.filter { $0 == "\n" }.count == 1, "\(result.errors)")
    }

    private static let time = "2026-11-23T08:00:00Z or 2026-11-23T16:00:00+08:00"
    private static let duration = "30s, 15m, 24h, 7d or 2w"

    @Test(
        "An option's value in a wrong form is named, and the right form with it",
        arguments: [
            ("verify X --trust t --at 2026-11-23", "--at", time),
            ("verify X --trust t --at 2026-11-23T08:00:00", "--at", time),
            ("verify X --trust t --at 2026-11-23t08:00:00z", "--at", time),
            ("verify X --trust t --at 2026-11-23T08:00:00.5Z", "--at", time),
            ("verify X --trust t --at 1795420800000", "--at", time),
            ("issue l --issuer i --key k --valid-for 30", "'30'", duration),
            ("issue l --issuer i --key k --valid-for 1y", "'1y'", duration),
            ("issue l --issuer i --key k --valid-for '30 d'", "'30 d'", duration),
            ("mint l --issuer i --key k --period 30S", "'30S'", duration),
            ("verify X --trust t --utc-offset +8", "'+8'", "+08:00"),
            ("verify X --trust t --challenge xyz", "'xyz'", "HFC1:"),
            ("status set t 1 revokd", "'revokd'", "revoked"),
            ("status sign t --issuer i --key k -o o --ttl=30", "--ttl", duration),
            ("registry renew --registry r --ending-within 30", "--ending-within", duration),
            ("render A --terminal --scale 1.5", "'1.5'", "whole number"),
        ])
    func forms(line: String, received: String, expected: String) throws {
        refused(try TemporaryDirectory().result("hufu \(line)"), 64, [received, expected])
    }

    @Test("Weeks are a unit of durations")
    func weeks() throws {
        let fixture = try CommandFixture()
        try fixture.issue("de", "--valid-for 2w")
        let json = try fixture.run(
            "hufu present credential.txt --key phone.pem --json --at \(CommandFixture.now + 1_209_570)")
        #expect(try JSONOutput(json).object["not_after"] as? String == "2026-12-07T08:00:00Z")
    }

    @Test(
        "A negative number is refused by its name",
        arguments: [
            ("render A -o a.png --scale -1", "-1"), ("render A -o a.png --quiet-zone -1", "-1"),
            ("render A -o a.png --max-version -1", "--max-version"),
            ("issue l --issuer i --key k --holder-key p --decoys -1", "--decoys"),
            ("mint l --issuer i --key k --count -1", "--count"), ("status set t -1 revoked", "-1"),
            ("status get t -1", "-1"), ("status create --uri u --size -1 -o t", "options"),
        ])
    func negativeNumbers(line: String, name: String) throws {
        let directory = try TemporaryDirectory()
        let result = try directory.result("hufu \(line)")
        refused(result, 64, [name])
        #expect(!result.errors.contains("Missing value") && !result.errors.contains("'revoked'"), "\(result.errors)")
        #expect(directory.names.isEmpty)
    }

    @Test("Modules of fewer than three pixels are drawn with a warning")
    func smallModules() throws {
        let directory = try TemporaryDirectory()
        for (options, pixels) in [
            ("--scale 1", "1 pixel wide"), ("--scale 2", "2 pixels"), ("--width-mm 4 --dpi 203", "1 pixel"),
        ] {
            let result = try directory.result("hufu render HELLO -o code.png \(options)")
            #expect(result.status == 0 && result.errors.hasPrefix("hufu: code.png: warning: "), "\(result.errors)")
            #expect(result.errors.contains(pixels) && result.errors.contains("need 3"), "\(result.errors)")
        }
        #expect(try directory.result("hufu render HELLO -o code.png --scale 3").errors.isEmpty)
    }

    @Test(
        "A picture under a name of another format is refused by that name",
        arguments: ["x.svg", "x.JPG", "x.jpeg", "x.pdf"])
    func pictureNames(name: String) throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let before = fixture.names
        for line in [
            "render HELLO -o \(name)", "present credential.txt --key phone.pem --qr \(name)", "challenge --qr \(name)",
        ] {
            refused(try fixture.result("hufu \(line)"), 64, [name, "PNG", ".png"])
        }
        #expect(fixture.names == before)
        try fixture.run("hufu render HELLO -o x.PNG; hufu render HELLO -o picture; hufu render HELLO -o - > x")
    }

    @Test("A preset that the credential does not support is an error that lists the elements that the code would show")
    func unfitPreset() throws {
        let fixture = try CommandFixture()
        try fixture.issue("us")
        let present = "hufu present credential.txt --key phone.pem --at \(CommandFixture.now)"
        for preset in ["age", "driving"] {
            let result = try fixture.result("\(present) --preset \(preset) -o token.txt")
            refused(result, 65, ["present.preset_unfit", "birth_date", "hufu issue --preset"])
            #expect(result.errors.contains("family_name") == (preset == "age"))
        }
        #expect(!fixture.names.contains("token.txt"))
        // These promise nothing.
        try fixture.run("\(present) --preset none; \(present) --preset all --max-version 28")
    }

    @Test("A credential that is issued for a preset shows only the elements of the preset")
    func presetAtIssuing() throws {
        let fixture = try CommandFixture()
        let always: Set = ["issue_date", "expiry_date", "issuing_country"]
        try fixture.issue("us", "--preset age")
        let age = try fixture.verify(fixture.present("--preset age"))
        #expect(age.code == "ok")
        #expect(Set(try #require(age.license).keys).subtracting(always) == ["age_over"])
        try fixture.run("rm us.json")
        try fixture.issue("us", "--preset age --preset driving")
        #expect(
            Set(try #require(fixture.verify(fixture.present("--preset age")).license).keys).subtracting(always) == [
                "age_over"
            ])
        let driving = try fixture.verify(fixture.present("--preset driving"), "--preset roadside")
        #expect(driving.code == "ok")
        #expect(
            Set(try #require(driving.license).keys).subtracting(always)
                == ["document_number", "family_name", "given_name", "driving_privileges"])
    }

    @Test("A preset of age needs a licence with age thresholds")
    func presetWithoutAge() throws {
        let fixture = try CommandFixture()
        try fixture.issue("cn-resident", "--redact all")
        refused(
            try fixture.result("hufu present credential.txt --key phone.pem --at \(CommandFixture.now) --preset age"),
            65,
            ["present.nothing_to_disclose", "age_over"])
    }

    @Test(
        "Time steps longer than the default policy accepts need --allow-long-period",
        arguments: [
            "mint us.json --issuer https://i.example --key issuer.pem", "present credential.txt --key phone.pem",
        ])
    func longPeriod(line: String) throws {
        let fixture = try CommandFixture()
        try fixture.issue("us")
        let command = "hufu \(line) --at \(CommandFixture.now)"
        refused(try fixture.result("\(command) --period 5m"), 64, ["--period is 5m", "120s", "--allow-long-period"])
        try fixture.run("\(command) --period 5m --allow-long-period; \(command) --period 2m")
    }

    @Test("A file that is write-protected is not replaced, and a folder that is is named")
    func writeProtected() throws {
        let directory = try TemporaryDirectory()
        // The superuser may write everywhere; another user's rights are what this is about.
        let isSuperuser = try directory.run("id -u") == "0\n"
        let render = (isSuperuser ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : "") + "hufu render ABC -o"
        try directory.run(
            """
            echo old > code.png; mkdir closed; echo old > closed/code.png
            \(isSuperuser ? "chown -R 65534 ." : ":"); chmod 444 code.png; chmod 555 closed
            """)
        refused(try directory.result("\(render) code.png"), 74, ["code.png: file.read_only", "write-protected"])
        refused(try directory.result("\(render) closed/code.png"), 74, ["file.folder_read_only", "folder"])
        #expect(try directory.text("code.png") == "old\n" && directory.text("closed/code.png") == "old\n")
        try directory.run("chmod 755 closed")
    }
}
