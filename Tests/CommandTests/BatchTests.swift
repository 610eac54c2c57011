import Foundation
import HufuTestSupport
import Testing

@Suite("hufu issue --batch and mint --batch with files", .endsInTime)
struct BatchTests {
    private static let seed = CommandFixture.seed
    private static let time = "--at \(CommandFixture.now)"
    private static let signing = "--issuer https://i.example --key issuer.pem \(time)"
    private static let issue = "hufu issue --batch lines \(signing) --redact none"

    private func fixture(_ count: Int) throws -> CommandFixture {
        let fixture = try CommandFixture(issuer: "ed25519")
        try fixture.run("hufu sample --batch --count \(count) --seed 3 \(Self.time) > lines")
        return fixture
    }

    private func files(_ name: String) -> String { "-o \(name) --rejects \(name).rejects --checkpoint \(name).state" }

    /// Starts a shell line, and kills the command with SIGKILL after a time.
    ///
    /// - Returns: whether it was killed before it ended.
    private func kill(_ line: String, in folder: URL, after delay: TimeInterval) throws -> Bool {
        let process = Process()
        process.executableURL = Program.folder.appending(path: "hufu")
        process.arguments = line.split(separator: " ").dropFirst().map(String.init)
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        Thread.sleep(forTimeInterval: delay)
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    @Test("After kill -9 at random moments the same command continues, and each record is there exactly once")
    func kills() throws {
        let fixture = try fixture(600)
        // Every tenth line is faulty.
        try fixture.run("sed -i.bak '0~10s/birth_date/birthdate/' lines")
        let start = Date.now
        #expect(try fixture.result("\(Self.issue) \(files("whole"))").status == 65)
        let duration = Date.now.timeIntervalSince(start)
        var dice = SeededGenerator(seed: Self.seed)
        var kills = 0
        let line = "\(Self.issue) \(files("cut"))"
        while kills < 100,
            try kill(
                line, in: fixture.directory.url,
                after: duration * .random(in: 0.05...0.5 + 0.05 * Double(kills), using: &dice))
        {
            kills += 1
        }
        print("seed \(Self.seed): \(kills) batches killed")
        #expect(kills > 0)
        let last = try fixture.result(line)
        #expect(last.status == 65)
        #expect(last.errors.hasPrefix("hufu: 540 issued, 60 rejected, "), "\(last.errors)")
        // Signatures of Ed25519 are deterministic.
        #expect(try fixture.text("cut") == fixture.text("whole"), "seed \(Self.seed)")
        #expect(try fixture.text("cut.rejects") == fixture.text("whole.rejects"), "seed \(Self.seed)")
        #expect(try fixture.text("whole.rejects").split(separator: "\n").count == 60)
        #expect(fixture.names.filter { $0.hasSuffix(".lock") } == [])
    }

    @Test("The summary has counts, rate and time; with rejects the exit status is 65, and the message names the file")
    func summary() throws {
        let fixture = try fixture(5)
        let result = try fixture.result("\(Self.issue) \(files("a"))")
        #expect(result.status == 0 && result.output.isEmpty)
        #expect(
            result.errors.wholeMatch(of: /hufu: 5 issued, 0 rejected, in .* s \(.*\/s\)\n/) != nil, "\(result.errors)")
        try fixture.run("echo '{}' >> lines")
        let grown = try fixture.result("\(Self.issue) \(files("a"))")
        #expect(grown.status == 65)
        #expect(grown.errors.contains("5 issued, 1 rejected, 5 of them in earlier runs"))
        #expect(grown.errors.contains("lines:6: batch.lines_failed: 1 of 6 lines were not signed"))
        #expect(grown.errors.contains("a.rejects says why."))
    }

    @Test("Two runs on one checkpoint: the second one is refused by the lock")
    func twoRuns() throws {
        let fixture = try fixture(3)
        let line = "hufu issue --batch - \(Self.signing) \(files("a"))"
        // The first run waits for the rest of its input.
        let result = try fixture.result(
            "mkfifo pipe; (\(line) < pipe) 2> first & exec 3> pipe; head -n 1 lines >&3; "
                + "until [ -s a ]; do sleep 0.1; done; \(line) < lines; echo $? >&2; exec 3>&-; wait")
        #expect(result.errors.contains("a.state: file.locked: "), "\(result.errors)")
        #expect(result.errors.hasSuffix("74\n"))
        #expect(try fixture.text("a").split(separator: "\n").count == 1)
        // Later the same command continues with the whole input.
        try fixture.run("\(line) < lines")
        #expect(try fixture.text("a").split(separator: "\n").count == 3)
    }

    @Test("On a full disk the error says what to do; the output ends with a whole line, and the batch continues later")
    func fullDisk() throws {
        let fixture = try fixture(600)
        let line = "\(Self.issue) \(files("a"))"
        let result = try fixture.result("{ (ulimit -f 200; \(line); echo $?) 2>&1 | cat; } | cat")
        #expect(result.output.contains("a: file.append_failed: "), "\(result.output)")
        #expect(result.output.contains("Make room"))
        #expect(result.output.hasSuffix("74\n"))
        let part = try fixture.text("a")
        #expect(part.hasSuffix("\n") && part.utf8.count > 10_000)
        try fixture.run(line)
        try fixture.run("\(Self.issue) -o whole")
        #expect(try fixture.text("a") == fixture.text("whole"))
    }

    @Test(
        "A folder that is write-protected, a file that is there already, and a closed pipe are named; nothing is lost")
    func operatorMistakes() throws {
        let fixture = try fixture(300)
        // The superuser may write everywhere; another user's rights are what this is about.
        let isSuperuser = try fixture.run("id -u") == "0\n"
        let user = isSuperuser ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : ""
        try fixture.run("mkdir closed; \(isSuperuser ? "chown -R 65534 ." : ":"); chmod 555 closed; echo mine > there")
        for options in ["-o closed/a", "-o a --checkpoint closed/state"] {
            let result = try fixture.result("\(user)\(Self.issue) \(options)")
            #expect(result.status == 74 && result.errors.contains("file.folder_read_only"), "\(result.errors)")
        }
        for options in ["-o there", "-o b --rejects there", "-o there --checkpoint state"] {
            let result = try fixture.result("\(Self.issue) \(options)")
            #expect(result.status == 73 && result.errors.contains("there: file.exists: "), "\(result.errors)")
        }
        #expect(try fixture.text("there") == "mine\n")
        let closed = try fixture.result("{ \(Self.issue); echo $? >&2; } | head -n 3")
        #expect(closed.output.split(separator: "\n").count == 3)
        #expect(closed.errors.hasSuffix("141\n"), "\(closed.errors)")
        try fixture.run("chmod 755 closed")
    }

    @Test("A checkpoint of another input is refused with advice, and the batch continues with its own input")
    func otherInput() throws {
        let fixture = try fixture(20)
        let line = "\(Self.issue) \(files("a"))"
        try fixture.run("cp lines mine; \(line)")
        try fixture.run("hufu sample --batch --count 20 --seed 4 \(Self.time) > lines")
        let other = try fixture.result(line)
        #expect(other.status == 65 && other.errors.contains("lines: checkpoint.input_changed: "), "\(other.errors)")
        #expect(other.errors.contains("Give the same input, which may have grown at its end"), "\(other.errors)")
        try fixture.run("hufu sample --batch --count 21 --seed 4 \(Self.time) | tail -n 1 >> mine")
        try fixture.run("mv mine lines; \(line)")
        #expect(try fixture.text("a").split(separator: "\n").count == 21)
    }

    @Test("Lines that are added to the input while a batch reads it are issued, and those of later runs are too")
    func growingInput() throws {
        let fixture = try fixture(300)
        let line = "\(Self.issue) \(files("a"))"
        // The end of the file comes a line at a time, while the batch reads its beginning.
        try fixture.run(
            "mv lines all; head -n 200 all > lines; (tail -n 100 all | while read -r l; do printf '%s\\n' \"$l\" >> lines; done) & "
                + "\(line); wait; \(line)")
        try fixture.run("\(Self.issue.replacing("lines", with: "all")) -o whole")
        #expect(try fixture.text("a") == fixture.text("whole"))
    }

    @Test(
        "Options that do not go together are refused",
        arguments: [
            ("issue l --issuer i --key k --holder-key h --rejects r", "go with --batch"),
            ("issue --batch l --issuer i --key k --checkpoint c", "--checkpoint needs -o FILE"),
            ("issue --batch l --issuer i --key k -o - --checkpoint c", "--checkpoint needs -o FILE"),
            ("issue --batch l --issuer i --key k -o a --rejects a", "different files"),
            ("issue --batch l --issuer i --key k -o a --rejects -", "are files"),
            ("issue --batch l --issuer i --key k --render-tar t", "a batch of cards"),
            ("issue --batch l --issuer i --key k --profile card --scale 3", "need --render-tar"),
            ("mint --batch l --issuer i --key k --qr-directory d", "--qr-directory"),
            ("mint --batch l --issuer i --key k -o a --registry r.db", "needs --checkpoint"),
            ("mint l --issuer i --key k -o a", "-o goes with --batch"),
            ("sample --count 0", "--count is 1"),
        ])
    func refusedOptions(line: String, part: String) throws {
        let result = try TemporaryDirectory().result("hufu \(line)")
        #expect(result.status == 64 && result.errors.contains(part), "\(result.errors)")
    }

    @Test("mint --batch signs the codes of each licence, with rejects and a checkpoint as issue --batch")
    func minting() throws {
        let fixture = try fixture(1)
        try fixture.run("hufu sample --count 30 --seed 5 \(Self.time) > licences; cat lines >> licences")
        let line = "hufu mint --batch licences \(Self.signing) --count 2 \(files("codes"))"
        let result = try fixture.result(line)
        #expect(result.status == 65 && result.errors.hasPrefix("hufu: 30 issued, 1 rejected, "), "\(result.errors)")
        let lines = try fixture.text("codes").split(separator: "\n").map { try JSONOutput(String($0)).object }
        #expect(lines.count == 30)
        let codes = try #require(lines[0]["codes"] as? [[String: Any]])
        #expect(codes.map { $0["not_before"] as? String } == ["2026-11-23T08:00:00Z", "2026-11-23T08:00:30Z"])
        let token = try #require(codes[1]["token"] as? String)
        let verdict = try fixture.verify(token, at: CommandFixture.now + 30)
        #expect(verdict.license?["document_number"] as? String == lines[0]["document_number"] as? String)
        #expect(try fixture.text("codes.rejects").contains("issue.device_key_unexpected"))
        #expect(
            try fixture.result(line.replacing("--count 2", with: "--count 3")).errors.contains("checkpoint.job_changed")
        )
    }

    @Test("The pictures of a batch of cards are in a tar archive that tar reads, each once after kill -9")
    func pictures() throws {
        let fixture = try fixture(1)
        try fixture.run("hufu sample --count 40 --seed 5 \(Self.time) > lines; echo '{}' >> lines")
        let line = "\(Self.issue) --profile card --scale 3 \(files("cards")) --render-tar cards.tar"
        var delay = 0.3
        while try kill(line, in: fixture.directory.url, after: delay) { delay += 0.3 }
        #expect(try fixture.result(line).status == 65)
        let names = try fixture.text("cards").split(separator: "\n").map { line in
            try JSONOutput(String(line)).object["picture"] as? String
        }
        #expect(names.first == "000000001.png" && names.count == 40)
        let listed = try fixture.run("tar tf cards.tar").split(separator: "\n").map(String.init)
        #expect(listed == names)
        try fixture.run("mkdir pictures; tar xf cards.tar -C pictures; head -n 1 lines > one.json")
        try fixture.run(
            "hufu issue one.json \(Self.signing) --profile card > one; hufu render @one -o one.png --error-correction Q --scale 3; "
                + "cmp one.png pictures/000000001.png")
        // The archive ends with two blocks of zeros, and continues before them.
        try fixture.run("tail -c 1024 cards.tar | tr -d '\\000' | wc -c | grep -qx 0; head -n 1 lines >> lines")
        #expect(try fixture.result(line).status == 65)
        #expect(try fixture.run("tar tf cards.tar").split(separator: "\n").last == "000000042.png")
        #expect(try fixture.result("\(line) --quiet-zone 5").errors.contains("checkpoint.job_changed"))
    }

    @Test("hufu sample writes the same lines for the same seed and day")
    func samples() throws {
        let fixture = try fixture(20)
        #expect(
            try fixture.run("hufu sample --batch --count 20 --seed 3 --at \(CommandFixture.now + 9)")
                == fixture.text("lines"))
        #expect(try fixture.run("hufu sample --batch --count 20 --seed 4 \(Self.time)") != fixture.text("lines"))
    }
}
