import Foundation
import Testing

/// `hufu verify --stream`, which runs at a gate for days.
@Suite("hufu verify --stream with lists that change")
struct StreamTests {
    /// A fixture with two versions of a status list, and a token whose credential names it.
    private func gate() throws -> CommandFixture {
        let fixture = try CommandFixture()
        try fixture.issue("cn-resident", "--status https://s.example/1#42")
        try fixture.run(
            """
            sign() { hufu status sign t.json --issuer https://i.example --key issuer.pem --at $1 -o $2; }
            hufu status create --uri https://s.example/1 --size 100 -o t.json
            sign \(CommandFixture.now - 20) old.cwt
            hufu status set t.json 42 revoked
            sign \(CommandFixture.now - 10) new.cwt
            cp old.cwt list.cwt
            """)
        try fixture.write(try fixture.present() + "\n", "token.txt")
        return fixture
    }

    /// The codes of the verdicts, and the text on standard error; `change` runs between two scans.
    private func codes(
        _ fixture: borrowing CommandFixture, lists: String = "--trust trust.json --status list.cwt",
        options: String = "",
        changes: [String]
    ) throws -> (codes: [String?], errors: String) {
        let scan = "cat token.txt >&3; read -r verdict <&4; echo \"$verdict\""
        let output = try fixture.run(
            """
            mkfifo scans verdicts
            hufu verify --stream \(lists) --at \(CommandFixture.now) \(options) \\
                < scans > verdicts 2> errors &
            exec 3> scans 4< verdicts
            \(scan)
            \(changes.map { "\($0)\nsleep 1.1\n\(scan)" }.joined(separator: "\n"))
            """)
        return (
            try output.split(separator: "\n").map { try JSONOutput(String($0)).code }, try fixture.text("errors")
        )
    }

    @Test("A new status list applies from the next scan on, and a bad file changes nothing")
    func revocation() throws {
        let fixture = try gate()
        let (codes, errors) = try codes(
            fixture, options: "--state state",
            changes: [
                "mv new.cwt list.cwt",
                // An invalid list is not used, is reported once, and is read again when its file has changed.
                "echo nonsense > list.cwt", ":", "cp old.cwt list.cwt", "rm list.cwt",
            ])
        #expect(codes == ["ok"] + Array(repeating: "status.revoked", count: 5))
        let lines = errors.split(separator: "\n")
        #expect(lines.count == 3)
        for (line, code) in zip(lines, ["list.form_invalid", "list.rolled_back", "file.missing"]) {
            #expect(line.hasPrefix("hufu: list.cwt: \(code)") && line.hasSuffix("is used."), "\(line)")
        }
        // The state on the disk knows of the new list as well.
        let after = try fixture.result(
            "hufu verify X --trust trust.json --status old.cwt --state state --at \(CommandFixture.now)")
        #expect(after.errors.contains("list.rolled_back"))
    }

    #if os(Linux)
        @Test("A list that could not be opened is read as soon as it can be, and the fault is reported once")
        func unopenedList() throws {
            let (codes, errors) = try codes(
                try gate(),
                changes: [
                    "prlimit --pid $! --nofile=3: && mv new.cwt list.cwt", ":", "prlimit --pid $! --nofile=64:",
                ])
            #expect(codes == ["ok", "ok", "ok", "status.revoked"])
            #expect(errors.split(separator: "\n").count == 1)
            #expect(errors.hasPrefix("hufu: list.cwt: file.too_many_open: "), "\(errors)")
        }
    #endif

    @Test("A bad list does not keep other lists from being loaded")
    func badList() throws {
        let fixture = try gate()
        try fixture.run(
            """
            hufu status create --uri https://s.example/2 --size 10 -o u.json
            hufu status sign u.json --issuer https://i.example --key issuer.pem --at \(CommandFixture.now) -o other.cwt
            """)
        let (codes, errors) = try codes(
            fixture, options: "--status other.cwt", changes: ["echo > other.cwt; mv trust.json t; mv new.cwt list.cwt"]
        )
        #expect(codes == ["ok", "status.revoked"])
        #expect(errors.split(separator: "\n").count == 2)
        #expect(errors.contains("other.cwt: list.form_invalid") && errors.contains("trust.json: file.missing"))
    }

    @Test("A new trust list applies from the next scan on")
    func trustList() throws {
        let fixture = try gate()
        let (codes, errors) = try codes(
            fixture,
            changes: [
                "hufu trust add --trust trust.json --issuer https://i.example --key issuer.pub --country DE",
                "hufu trust add --trust trust.json --issuer https://i.example --key issuer.pub --country CN",
            ])
        #expect(codes == ["ok", "issuer.out_of_scope", "ok"])
        #expect(errors.isEmpty)
    }

    @Test("A new bundle applies from the next scan on")
    func bundle() throws {
        let fixture = try gate()
        try fixture.run(
            """
            hufu key generate -o anchor.pem --public anchor.pub
            sign() { hufu trust sign trust.json --key anchor.pem --valid-for 7d --at $1 -o $2; }
            sign \(CommandFixture.now - 20) old-trust.cwt; sign \(CommandFixture.now - 10) new-trust.cwt
            hufu bundle create old-trust.cwt old.cwt -o road.bundle
            hufu bundle create new-trust.cwt new.cwt -o new.bundle
            hufu bundle create old-trust.cwt new.cwt -o older.bundle
            """)
        let (codes, errors) = try codes(
            fixture, lists: "--bundle road.bundle --anchor anchor.pub",
            changes: ["mv new.bundle road.bundle", "mv older.bundle road.bundle"])
        #expect(codes == ["ok", "status.revoked", "status.revoked"])
        #expect(errors.split(separator: "\n").count == 1)
        #expect(errors.contains("road.bundle: list.rolled_back"))
    }

    @Test("Tokens that were admitted before new lists came are still repeated afterwards")
    func replay() throws {
        let fixture = try gate()
        try fixture.write(#"{"replay": true}"#, "policy.json")
        let (codes, _) = try codes(
            fixture, options: "--policy policy.json", changes: ["touch list.cwt", "cp old.cwt list.cwt"])
        #expect(codes == ["ok", "replay.repeated", "replay.repeated"])
    }

    /// A small version of `make soak`.
    @Test("Memory does not grow with the number of scans")
    func memory() throws {
        let fixture = try gate()
        let token = try fixture.text("token.txt").trimmingCharacters(in: .newlines)
        let wrong = [
            String(token.dropLast(2)), "HF1:" + String(repeating: "A", count: 4_000), "", "]Q1\(token)", token,
        ]
        let scans = (0..<400).map { $0 < 5 ? wrong[$0] : String(token.prefix($0)) }
        try fixture.write(scans.joined(separator: "\n") + "\n", "scans.txt")
        let output = try fixture.run(
            """
            mkfifo scans
            hufu verify --stream --trust trust.json --status list.cwt --at \(CommandFixture.now) \\
                < scans > verdicts.txt &
            pid=$!
            exec 3> scans
            for round in 1 2 3 4; do
                for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do cat scans.txt; done >&3
                while [ $(wc -l < verdicts.txt) -lt $((round * 6000)) ]; do sleep 0.1; done
                awk '/^VmRSS/ { print $2 }' /proc/$pid/status 2>/dev/null || ps -o rss= -p $pid
            done
            """)
        let sizes = output.split(separator: "\n").compactMap { Int($0.trimmingPrefix { $0 == " " }) }
        try #require(sizes.count == 4)
        // In kilobytes; what a verification leaked at each of 12,000 scans would be far more than these. A sanitizer keeps
        // what was freed, and has a process of ten times the size.
        #expect(sizes[3] - sizes[1] < max(512, sizes[1] / 100), "\(sizes)")
    }
}
