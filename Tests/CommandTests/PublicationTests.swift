import Foundation
import HufuTestSupport
import Testing

@testable import Hufu

/// `hufu status publish`, and scanners that read its folder. `make crash` kills 200 times; `HUFU_SEED` repeats a run.
@Suite("Publications as files")
struct PublicationTests {
    private static let kills = CommandFixture.kills
    private static let seed = CommandFixture.seed
    private static let publish =
        "status publish pub --publication https://i.example/all --issuer https://i.example "
        + "--from t.json u.json --key issuer.pem --ttl 7d --valid-for 7d --reinstate"

    private func published(size: Int = 1_000, at time: Int? = nil) throws -> CommandFixture {
        let fixture = try CommandFixture()
        try fixture.issue("cn-resident", "--status https://i.example/1#42")
        try fixture.run(
            """
            hufu status create --uri https://i.example/1 --size \(size) -o t.json
            hufu status create --uri https://i.example/2 --size \(size) -o u.json
            hufu \(Self.publish) \(time.map { "--at \($0)" } ?? "")
            """)
        return fixture
    }

    @Test("verify --stream refuses a revoked licence within two seconds of the publication of its update")
    func stream() throws {
        let fixture = try published(at: CommandFixture.now - 100)
        try fixture.write(try fixture.present() + "\n", "token.txt")
        let output = try fixture.run(
            """
            mkfifo scans verdicts
            hufu verify --stream --trust trust.json --status pub --state state --at \(CommandFixture.now) \\
                < scans > verdicts 2> errors &
            exec 3> scans 4< verdicts
            scan() { cat token.txt >&3; read -r verdict <&4; echo "$verdict"; }
            scan
            hufu status set t.json 42 revoked
            hufu \(Self.publish) --at \(CommandFixture.now - 40) > report
            sleep 1.9
            scan
            """)
        #expect(try output.split(separator: "\n").map { try JSONOutput(String($0)).code } == ["ok", "status.revoked"])
        #expect(try fixture.text("errors").isEmpty)
        #expect(try fixture.text("report").contains("1 changed"))
    }

    @Test("An update goes by a QR code into a scanner that takes updates by code, and into no other")
    func code() throws {
        let fixture = try published(at: CommandFixture.now - 100)
        try fixture.run(
            """
            cp -r pub gate; hufu status set t.json 42 revoked; hufu \(Self.publish) --at \(CommandFixture.now - 40)
            hufu status code pub/update.cwt > scans.txt
            """)
        let scans = try fixture.text("scans.txt") + fixture.present() + "\n"
        #expect(scans.hasPrefix("HFU1:"))
        func codes(_ options: String) throws -> [String] {
            let line = "hufu verify --stream --trust trust.json --status gate --at \(CommandFixture.now) \(options)"
            return try fixture.run(line, input: scans).split(separator: "\n").map { line in
                let answer = try JSONOutput(String(line))
                return answer.code ?? answer.object["update"] as? String ?? ""
            }
        }
        #expect(try codes("") == ["payload.prefix_unknown", "ok"])
        #expect(try codes("--updates-by-code") == ["loaded", "status.revoked"])
        #expect(try codes("") == ["payload.prefix_unknown", "status.revoked"])
        // An index is no update: every scanner would refuse its code.
        let index = try fixture.result("hufu status code pub/index.cwt")
        #expect(index.status == 65)
        #expect(index.output.isEmpty)
        #expect(index.errors.hasPrefix("hufu: pub/index.cwt: list.form_invalid: "), "\(index.errors)")
    }

    @Test("A wrong step of a publisher is refused with what to do")
    func refusals() throws {
        let fixture = try published(at: CommandFixture.now)
        for (line, code) in [
            ("hufu \(Self.publish) --at \(CommandFixture.now)", "publication.time_not_later"),
            (
                "hufu status set t.json 1 revoked; hufu \(Self.publish) --at \(CommandFixture.now + 1); "
                    + "hufu status set t.json 1 valid; hufu "
                    + Self.publish.replacing(" --reinstate", with: "") + " --at \(CommandFixture.now + 2)",
                "publication.reinstated"
            ),
            ("hufu " + Self.publish.replacing("example/all", with: "example/other"), "publication.other"),
            ("hufu verify X --trust trust.json --status missing", "file.missing"),
            ("mkdir none; hufu verify X --trust trust.json --status none", "file.missing"),
        ] {
            let result = try fixture.result(line)
            #expect(result.status != 0)
            #expect(result.errors.contains(code), "\(line): \(result.errors)")
        }
    }

    // MARK: kill -9

    /// Runs the command, and kills it after so many seconds if it still runs then.
    private func run(
        _ line: String, in fixture: borrowing CommandFixture, killedAfter delay: TimeInterval?
    ) throws -> (isKilled: Bool, duration: TimeInterval) {
        let run = try Program.run(line, in: fixture.directory.url, input: "token.txt", killedAfter: delay)
        return (run.status == nil, run.duration)
    }

    /// The state that each signed object in the folder states, by its time.
    private func states(_ fixture: borrowing CommandFixture) throws -> [(time: Int, state: [UInt8])] {
        let folder = fixture.directory.url.appending(path: "pub")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".cwt") && !$0.hasPrefix(".")
        }
        return try names.map { name in
            let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
            if name == "index.cwt" {
                let index = try PublicationIndex(unverified: bytes)
                return (index.issuedAt.secondsSince1970, index.hash)
            }
            let payload = try SignedList.open(bytes, expecting: .statusUpdate).payload
            let claims = try PublicationClaims(bytes, in: payload, .statusUpdate)
            guard case .update(_, let state, _) = claims.content else { throw CancellationError() }
            return (claims.issuedAt.secondsSince1970, Array(bytes[state]))
        }
    }

    @Test(
        "After kill -9 of publisher or scanner there is the old state or the new, never two of one time, and a restarted scanner is in force"
    )
    func killed() throws {
        let start = CommandFixture.now - 100_000
        let fixture = try published(size: 100_000, at: start)
        try fixture.write(try fixture.present() + "\n", "token.txt")
        var dice = SeededGenerator(seed: Self.seed)
        var known: [Int: [UInt8]] = [:]
        var (killed, longest, mark) = (0, [0.0, 0.0], 0)
        for number in 1...Self.kills {
            try fixture.run("hufu status set t.json 42 \(number.isMultiple(of: 2) ? "valid" : "revoked")")
            let gate = "verify --stream --trust trust.json --status pub --state state --at \(CommandFixture.now)"
            let lines = ["\(Self.publish) --at \(start + number * 60)", gate]
            for (which, line) in lines.enumerated() {
                let delay = longest[which] == 0 ? nil : longest[which] * Double.random(in: 0...1.1, using: &dice)
                let (isKilled, duration) = try run(line, in: fixture, killedAfter: delay)
                killed += isKilled ? 1 : 0
                if !isKilled { longest[which] = duration }
                for (time, state) in try states(fixture) {
                    #expect(known[time] ?? state == state, "seed \(Self.seed), kill \(number): two states of \(time)")
                    known[time] = state
                }
            }
            // A scanner that starts now is in force, and knows no less than before.
            let result = try fixture.result(
                "hufu verify --json --trust trust.json --status pub --state state --at \(CommandFixture.now) < token.txt"
            )
            let code = try? JSONOutput(result.output).code
            #expect(["ok", "status.revoked"].contains(code), "seed \(Self.seed), kill \(number): \(result.errors)")
            let stored = try RollbackState(json: Array(fixture.text("state").utf8))
            let found = stored.publications.values.first?.version.issuedAt.secondsSince1970 ?? 0
            #expect(found >= mark, "seed \(Self.seed), kill \(number)")
            mark = found
        }
        print("seed \(Self.seed): \(killed) of \(2 * Self.kills) publishers and scanners killed")
        #expect(killed > Self.kills / 4)
        // What was not finished is finished first.
        try fixture.run("hufu status set t.json 42 revoked; hufu \(Self.publish) --at \(CommandFixture.now - 5)")
        let last = try fixture.run(
            "hufu verify --json --trust trust.json --status pub --state state --at \(CommandFixture.now) < token.txt || true"
        )
        #expect(try JSONOutput(last).code == "status.revoked")
    }
}
