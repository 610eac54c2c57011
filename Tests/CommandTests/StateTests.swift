import Foundation
import Testing

/// State files and trust lists that several processes write at the same time.
@Suite("Files that several processes change")
struct StateTests {
    @Test("Parallel changes to one file are not lost")
    func parallelEdits() throws {
        let fixture = try CommandFixture()
        try fixture.run("hufu status create --uri https://s.example/1 --size 100 -o t.json")
        try fixture.run(
            "seq 8 | xargs -P 8 -I{} hufu trust add --trust trust.json --issuer https://{}.example --key phone.pub")
        try fixture.run("seq 8 | xargs -P 8 -I{} hufu status set t.json {} revoked")
        let shown = try fixture.run("hufu trust show trust.json")
        for number in 1...8 { #expect(shown.contains("https://\(number).example")) }
        let values = try fixture.run("for i in 0 1 2 3 4 5 6 7 8 9; do hufu status get t.json $i; done")
        #expect(values == "valid\n" + String(repeating: "revoked\n", count: 8) + "valid\n")
    }

    /// Each scanner loads another list; afterwards an older version of any of them is refused.
    @Test("A state file that scanners share has the issue times of the lists of all of them")
    func sharedState() throws {
        let fixture = try CommandFixture()
        let now = CommandFixture.now
        try fixture.run(
            """
            for i in 1 2 3 4 5 6; do
                hufu status create --uri https://s.example/$i --size 8 -o $i.json
                hufu status sign $i.json --issuer https://i.example --key issuer.pem --at \(now) -o $i.cwt
                hufu status sign $i.json --issuer https://i.example --key issuer.pem --at \(now - 1) -o $i.old
            done
            """)
        _ = try fixture.result(
            "seq 6 | xargs -P 6 -I{} hufu verify X --trust trust.json --status {}.cwt --state state.json --at \(now)")
        for number in 1...6 {
            let old = try fixture.result(
                "hufu verify X --trust trust.json --status \(number).old --state state.json --at \(now)")
            #expect(old.status == 65)
            #expect(old.errors.contains("list.rolled_back"))
        }
    }

    @Test("The state is written before the verdict is printed, and only if it changed")
    func order() throws {
        let fixture = try CommandFixture()
        try fixture.run(
            """
            hufu status create --uri https://s.example/1 --size 8 -o t.json
            hufu status sign t.json --issuer https://i.example --key issuer.pem --at \(CommandFixture.now) -o t.cwt
            """)
        let verify = "hufu verify X --trust trust.json --status t.cwt --state state.json --at \(CommandFixture.now)"
        // The state is stored even if the verdict cannot be written.
        _ = try fixture.result("\(verify) >&-")
        let (rollbackState, file) = (try fixture.text("state.json"), try fixture.run("ls -i state.json"))
        #expect(rollbackState.contains("https://s.example/1"))
        _ = try fixture.result(verify)
        #expect(try fixture.run("ls -i state.json") == file)
        #expect(try fixture.text("state.json") == rollbackState)
    }

    @Test(
        "A damaged state file is an error, and is left as it is",
        arguments: ["", "{", "{}", #"{"trust": [], "status": [], "more": []}"#, "\u{0}\u{0}"])
    func damagedState(text: String) throws {
        let fixture = try CommandFixture()
        try fixture.write(text, "state.json")
        let result = try fixture.result("hufu verify X --trust trust.json --state state.json")
        #expect(result.status == 65)
        #expect(result.errors.contains("hufu: state.json: state.damaged: "), "\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(try fixture.text("state.json") == text)
    }

    @Test("A state file that names a list twice is an error")
    func repeatedMark() throws {
        let fixture = try CommandFixture()
        func mark(_ time: Int) -> String {
            #"{"name": "roads", "iat": \#(time), "sig_structure_sha256": "\#(String(repeating: "0", count: 64))"}"#
        }
        try fixture.write(#"{"trust": [\#(mark(2)), \#(mark(1))], "status": []}"#, "state.json")
        let result = try fixture.result("hufu verify X --trust trust.json --state state.json")
        #expect(result.errors.contains("state.damaged"))
    }
}
