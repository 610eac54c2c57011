import Foundation
import Testing

/// Files that are given in place of trust lists and status lists, and lists that could not be used.
@Suite("Cases of lists")
struct ListCaseTests {
    /// A fixture with a signed trust list, a signed status list and a bundle, and the keys of two anchors.
    private func fixture() throws -> CommandFixture {
        let fixture = try CommandFixture()
        try fixture.run(
            """
            hufu key generate -o anchor.pem --public anchor.pub
            hufu key generate -o other.pem --public other.pub
            hufu trust sign trust.json --key anchor.pem --valid-for 7d --at \(CommandFixture.now) -o trust.cwt
            hufu status create --uri https://s.example/1 --size 10 -o table.json
            hufu status sign table.json --issuer https://i.example --key issuer.pem --at \(CommandFixture.now) -o status.cwt
            hufu bundle create trust.cwt status.cwt -o lists.bundle
            hufu key public issuer.pub --format jwk > issuer.jwk
            printf '{"keys": [%s]}' "$(cat issuer.jwk)" > issuer.jwks
            """)
        return fixture
    }

    @Test(
        "The error for a file that is not a trust list names its kind and the remedy",
        arguments: [
            ("--trust issuer.pub", "trust.is_key", "hufu trust add"),
            ("--trust issuer.pem", "trust.is_key", "hufu trust add"),
            ("--trust issuer.jwk", "trust.is_key", "hufu trust add"),
            ("--trust issuer.jwks", "trust.is_key", "hufu trust add"),
            ("--trust issuer.pub --anchor anchor.pub", "trust.is_key", "hufu trust add"),
            ("--bundle issuer.pub --anchor anchor.pub", "trust.is_key", "hufu trust add"),
            ("--trust trust.cwt", "trust.is_signed", "--anchor"),
            ("--trust trust.json --anchor anchor.pub", "trust.is_unsigned", "hufu trust sign"),
            ("--bundle trust.json --anchor anchor.pub", "trust.is_unsigned", "hufu trust sign"),
            ("--trust trust.cwt --anchor other.pub", "list.key_unknown", "another key than the anchors"),
            ("--bundle lists.bundle --anchor other.pub", "list.key_unknown", "another key than the anchors"),
            ("--trust status.cwt", "trust.is_status_list", "--status"),
            ("--trust status.cwt --anchor anchor.pub", "trust.is_status_list", "--status"),
            ("--trust lists.bundle --anchor anchor.pub", "trust.is_bundle", "--bundle"),
            ("--trust lists.bundle", "trust.is_bundle", "--bundle"),
        ])
    func wrongTrust(options: String, code: String, remedy: String) throws {
        let fixture = try fixture()
        let result = try fixture.result("hufu verify X \(options) --at \(CommandFixture.now)")
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(result.errors.contains(": \(code): ") && result.errors.contains(remedy), "\(result.errors)")
        #expect(!result.errors.contains("Load a newer trust list first"))
    }

    @Test("The commands that read trust lists name a wrong file as verify does")
    func otherCommands() throws {
        let fixture = try fixture()
        for line in [
            "trust show issuer.pub", "trust sign issuer.pub --key anchor.pem --valid-for 1d -o x",
            "status check status.cwt --trust issuer.pub", "trust check issuer.pub --anchor anchor.pub",
        ] {
            let result = try fixture.result("hufu \(line)")
            #expect(result.status == 65 && result.errors.contains("trust.is_key"), "\(line): \(result.errors)")
        }
        let check = try fixture.result("hufu trust check trust.cwt --anchor other.pub --at \(CommandFixture.now)")
        #expect(check.status == 65 && check.errors.contains("another key than the anchors"), "\(check.errors)")
    }

    @Test("A key's time that ends before it begins is refused, in one step or in two")
    func emptySpan() throws {
        let fixture = try CommandFixture()
        let before = try fixture.text("trust.json")
        let add = "hufu trust add --trust trust.json --issuer https://i.example --key issuer.pub"
        for (start, end) in [("2027", "2026"), ("2026", "2026")] {
            let result = try fixture.result(
                "\(add) --not-before \(start)-01-01T00:00:00Z --not-after \(end)-01-01T00:00:00Z")
            #expect(result.status == 65 && result.errors.contains("trust.span_invalid"), "\(result.errors)")
        }
        #expect(try fixture.text("trust.json") == before)
        try fixture.run("\(add) --not-before 2027-01-01T00:00:00Z")
        let later = try fixture.result("\(add) --not-after 2026-01-01T00:00:00Z")
        #expect(later.status == 65 && later.errors.contains("trust.span_invalid"), "\(later.errors)")
        try fixture.run("\(add) --not-after 2028-01-01T00:00:00Z")
    }

    @Test(
        "A status list that scanners would use after its end is not signed",
        arguments: ["--ttl 7d --valid-for 1h", "--ttl 2d", "--valid-for 30m"])
    func timeToLive(options: String) throws {
        let fixture = try fixture()
        let sign =
            "hufu status sign table.json --issuer https://i.example --key issuer.pem --at \(CommandFixture.now) -o x.cwt"
        let result = try fixture.result("\(sign) \(options)")
        #expect(
            result.status == 64 && result.errors.contains("--ttl") && result.errors.contains("--valid-for"),
            "\(result.errors)")
        #expect(!fixture.names.contains("x.cwt"))
        try fixture.run("\(sign) --ttl 1h --valid-for 1h")
    }

    @Test("Blank lines in a list of changes are skipped")
    func blankLines() throws {
        let fixture = try fixture()
        try fixture.run(
            "hufu status set table.json --from -",
            input: "\n{\"index\": 7, \"value\": \"revoked\"}\r\n\r\n  \t\n{\"index\": 8, \"value\": \"suspended\"}\n\n")
        #expect(try fixture.run("hufu status get table.json 7; hufu status get table.json 8") == "revoked\nsuspended\n")
    }
}
