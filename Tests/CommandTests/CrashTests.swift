#if SQLite
    import Foundation
    import HufuTestSupport
    import Testing

    /// `kill -9` at random moments while the command writes. `make crash` kills 200 times; `HUFU_SEED` repeats a run.
    @Suite("Processes killed while they write")
    struct CrashTests {
        private static let kills = CommandFixture.kills
        private static let seed = CommandFixture.seed

        /// Runs the command, and kills it after so many seconds if it still runs then.
        private func run(
            _ line: String, in fixture: borrowing CommandFixture, killedAfter delay: TimeInterval? = nil
        ) throws -> (status: Int32?, duration: TimeInterval) {
            let folder = fixture.directory.url
            try Data().write(to: folder.appending(path: "verdicts"))
            return try Program.run(
                line, in: folder, input: "scans",
                output: try FileHandle(forWritingTo: folder.appending(path: "verdicts")), killedAfter: delay)
        }

        /// A writer of a file; `@` stands for the file, `#` for the number of the kill.
        private static let writers = [
            ("trust.json", "trust add --trust @ --issuer https://#.example --key phone.pub"),
            ("trust.cwt", "trust sign trust.json --key anchor.pem --valid-for 7d --at # -o @"),
            ("t.json", "status set @ # revoked"),
            ("t.cwt", "status sign t.json --issuer https://i.example --key issuer.pem --at # -o @"),
            ("road.bundle", "bundle create trust.cwt t.cwt -o @"),
        ]

        @Test("After kill -9 a file has its old or its new content")
        func files() throws {
            let fixture = try crashFixture()
            var dice = SeededGenerator(seed: Self.seed)
            var killed = 0
            for number in 0..<Self.kills {
                let (file, text) = Self.writers[number % Self.writers.count]
                let line = text.replacing("#", with: "\(number + 1)")
                // Signatures of Ed25519 are deterministic, so the expected contents are known.
                if fixture.names.contains(file) { try fixture.run("cp \(file) expected") }
                let old = fixture.bytes("expected")
                let finished = try run(line.replacing("@", with: "expected"), in: fixture)
                #expect(finished.status == 0)
                let new = fixture.bytes("expected")
                let delay = finished.duration * Double.random(in: 0...1.1, using: &dice)
                let status = try run(line.replacing("@", with: file), in: fixture, killedAfter: delay).status
                killed += status == nil ? 1 : 0
                let found = fixture.bytes(file)
                #expect(found == new || status == nil && found == old, "seed \(Self.seed), kill \(number), \(file)")
                // Nothing is in the way of the next one, such as a lock.
                #expect(try run(line.replacing("@", with: file), in: fixture).status == 0)
                #expect(fixture.bytes(file) == new)
                try fixture.run("rm -f expected")
            }
            print("seed \(Self.seed): \(killed) of \(Self.kills) killed while they wrote files")
            #expect(killed > Self.kills / 4)
        }

        /// Each run gets codes that were scanned before and others that were not, and a newer status list.
        @Test("After kill -9 no token is admitted a second time, and the rollback state does not go back")
        func replay() throws {
            let fixture = try crashFixture()
            let codes = try fixture.codes(Self.kills * 12 + 30)
            let gate = "verify --stream --trust trust.json --status t.cwt --state state.json --at \(CommandFixture.now)"
            var dice = SeededGenerator(seed: Self.seed)
            var (killed, longest, mark) = (0, 0.0, 0)
            var admitted = [Int](repeating: 0, count: codes.count)

            func verdicts(from first: Int) throws -> [String?] {
                // The last line may be half a verdict.
                let lines = try fixture.text("verdicts").split(separator: "\n", omittingEmptySubsequences: false)
                let found = try lines.dropLast().map { try JSONOutput(String($0)).code }
                for (index, code) in found.enumerated() {
                    if code == "ok" { admitted[first + index] += 1 }
                    #expect(code == "ok" || code == "replay.repeated")
                }
                return found
            }

            for number in 0..<Self.kills {
                try fixture.run(
                    "hufu status sign t.json --issuer https://i.example --key issuer.pem "
                        + "--at \(CommandFixture.now - 999 + number) -o t.cwt"
                )
                let first = number * 12
                try fixture.write(codes[first..<first + 30].joined(separator: "\n") + "\n", "scans")
                if longest == 0 { longest = try run("\(gate) --replay-store measure.db", in: fixture).duration }
                let delay = longest * Double.random(in: 0...1.1, using: &dice)
                let (status, duration) = try run("\(gate) --replay-store gate.db", in: fixture, killedAfter: delay)
                killed += status == nil ? 1 : 0
                // How long a run takes depends on how busy the machine is.
                if status != nil { longest = duration }
                let answered = try verdicts(from: first).count
                let marked = try fixture.mark("state.json")
                #expect(marked >= mark, "seed \(Self.seed), kill \(number)")
                // The mark is stored before the first verdict is given.
                #expect(
                    answered == 0 || marked == CommandFixture.now - 999 + number, "seed \(Self.seed), kill \(number)")
                mark = marked
            }
            print("seed \(Self.seed): \(killed) of \(Self.kills) gates killed")
            #expect(killed > Self.kills / 4)

            try fixture.write(codes.joined(separator: "\n") + "\n", "scans")
            #expect(try run("\(gate) --replay-store gate.db", in: fixture).status == 0)
            let last = try verdicts(from: 0)
            #expect(last.count == codes.count)
            #expect(admitted.filter { $0 > 1 } == [], "seed \(Self.seed)")
            // Each kill may have come between an admission and its verdict.
            #expect(admitted.count { $0 == 0 } <= killed)
        }

        private func crashFixture() throws -> CommandFixture {
            let fixture = try CommandFixture(issuer: "ed25519")
            try fixture.run(
                """
                hufu key generate --algorithm ed25519 -o anchor.pem --public anchor.pub
                hufu status create --uri https://s.example/1 --size 100000 -o t.json
                hufu trust sign trust.json --key anchor.pem --valid-for 7d --at 0 -o trust.cwt
                hufu status sign t.json --issuer https://i.example --key issuer.pem --at 0 -o t.cwt
                """)
            try fixture.write("", "scans")
            return fixture
        }
    }

    extension CommandFixture {
        /// Cards of as many licences with a lifetime of two minutes, so that they are codes of the kind `issuer`.
        func codes(_ count: Int) throws -> [String] {
            try directory.copy(sample: "cn-resident", as: "license.json")
            let license = try text("license.json").replacing("\n", with: "")
            let lines = (0..<count).map {
                license.replacing("\"family_name\": \"", with: "\"family_name\": \"\($0) ")
            }
            let output = try run(
                "hufu issue --batch - --issuer https://i.example --key issuer.pem --profile card --redact none "
                    + "--valid-for 120s --at \(Self.now)", input: lines.joined(separator: "\n"))
            let codes = output.split(separator: "\n").compactMap { line in
                line.split(separator: "\"").first { $0.hasPrefix("HF1:") }.map(String.init)
            }
            try #require(codes.count == count)
            return codes
        }

        fileprivate func bytes(_ file: String) -> Data? { try? Data(contentsOf: directory.url.appending(path: file)) }

        /// The `iat` of the one status list in a state file, or 0 if there is no file yet.
        fileprivate func mark(_ file: String) throws -> Int {
            guard let bytes = bytes(file) else { return 0 }
            let state = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
            let lists = try #require(state["status"] as? [[String: Any]])
            return try #require(lists.first?["iat"] as? Int)
        }
    }
#endif
