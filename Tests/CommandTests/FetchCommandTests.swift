#if HTTP
    import Foundation
    import HufuTestSupport
    import Testing

    /// `hufu lists fetch` from a folder that nginx serves. Faults of servers are in HufuHTTPTests.
    @Suite("hufu lists fetch")
    struct FetchCommandTests {
        private static let now = CommandFixture.now
        private static let publish =
            "hufu status publish pub --publication https://i.example/all --issuer https://i.example --from t.json "
            + "--key issuer.pem --ttl 7d --valid-for 7d"
        private let server: WebServer

        init() throws { server = try WebServer() }

        private var fetch: String { "hufu lists fetch --from \(server.plain)/pub --into gate --trust trust.json" }

        private func published(at time: Int = now - 100) throws -> CommandFixture {
            let fixture = try CommandFixture()
            try fixture.issue("cn-resident", "--status https://i.example/1#42")
            try fixture.run(
                """
                hufu status create --uri https://i.example/1 --size 1000 -o t.json
                \(Self.publish) --at \(time)
                """)
            try FileManager.default.createSymbolicLink(
                at: server.root.appending(path: "pub"), withDestinationURL: fixture.directory.file("pub"))
            return fixture
        }

        @Test(
            "A revocation goes from its publisher over nginx and a fetcher to a scanner that reads a stream, in seconds"
        )
        func stream() throws {
            let fixture = try published()
            try fixture.write(try fixture.present() + "\n", "token.txt")
            let output = try fixture.run(
                """
                \(fetch) --every 1s --at \(Self.now) > fetched 2> faults &
                fetcher=$!
                trap 'kill $fetcher' EXIT
                for try in $(seq 100); do if [ -e gate/index.cwt ]; then break; fi; sleep 0.1; done
                mkfifo scans verdicts
                hufu verify --stream --trust trust.json --status gate --state state --at \(Self.now) \\
                    < scans > verdicts 2> errors &
                exec 3> scans 4< verdicts
                scan() { cat token.txt >&3; read -r verdict <&4; }
                scan; echo "$verdict"
                hufu status set t.json 42 revoked
                \(Self.publish) --at \(Self.now - 40) > report
                # The fetcher asks each second and a quarter, the scanner looks each second.
                for try in 1 2 3 4 5 6 7 8; do
                    sleep 1
                    scan
                    case $verdict in *status.revoked*) break ;; esac
                done
                echo "$verdict"
                """)
            #expect(
                try output.split(separator: "\n").map { try JSONOutput(String($0)).code } == ["ok", "status.revoked"])
            #expect(try fixture.text("errors").isEmpty)
            #expect(try fixture.text("faults").isEmpty)
            let lines = try fixture.text("fetched").split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.allSatisfy { $0.contains("  https://i.example/all  ") })
        }

        /// `make crash` kills 200 times; `HUFU_SEED` repeats a run.
        @Test("After kill -9 of the fetcher a scanner is in force from its folder, and the next fetch goes on")
        func killed() throws {
            let (kills, seed) = (CommandFixture.kills, CommandFixture.seed)
            var dice = SeededGenerator(seed: seed)
            let fixture = try published(at: Self.now - 100_000)
            try fixture.write(try fixture.present() + "\n", "token.txt")
            let line = String(fetch.dropFirst("hufu ".count)) + " --at \(Self.now)"
            let verify =
                "hufu verify --json --trust trust.json --status gate --state state --at \(Self.now) < token.txt || true"
            func code() throws -> String? { try JSONOutput(fixture.run(verify)).code }
            var (killed, longest, expected) = (0, 0.0, "ok")
            try fixture.run("hufu \(line)")
            for number in 0..<kills {
                let before = expected
                expected = number.isMultiple(of: 2) ? "status.revoked" : "ok"
                try fixture.run(
                    """
                    hufu status set t.json 42 \(expected == "ok" ? "valid" : "revoked")
                    \(Self.publish) --reinstate --at \(Self.now - 90_000 + number * 60)
                    """)
                // Every third time the folder is new, so that an index and its lists are fetched.
                let isNew = number % 3 == 2
                if isNew { try fixture.run("rm -rf gate state") }
                let delay = longest == 0 ? nil : longest * Double.random(in: 0...1.1, using: &dice)
                let run = try Program.run(line, in: fixture.directory.url, input: "token.txt", killedAfter: delay)
                killed += run.status == nil ? 1 : 0
                if run.status != nil { longest = run.duration }
                if !isNew {
                    let found = try code()
                    #expect(found == before || found == expected, "seed \(seed), kill \(number)")
                }
                try fixture.run("hufu \(line)")
                #expect(try code() == expected, "seed \(seed), kill \(number)")
            }
            print("seed \(seed): \(killed) of \(kills) fetchers killed")
            #expect(killed > kills / 4)
        }

        @Test("It prints a line for a newer state and nothing for none, and a fault has its exit status")
        func once() throws {
            let fixture = try published()
            let line = try fixture.run("\(fetch) --at \(Self.now)")
            #expect(line.hasPrefix("2026-11-23T07:58:20Z  https://i.example/all  "))
            #expect(try fixture.run("\(fetch) --at \(Self.now)").isEmpty)
            for (options, status, code) in [
                ("--from \(server.plain)/none --into other --trust trust.json", Int32(74), "fetch.missing"),
                ("--from http://dl.example/pub --into other --trust trust.json", 74, "fetch.not_encrypted"),
                ("--from \(server.plain)/pub --into other --trust strangers.json", 65, "list.issuer_unknown"),
                ("--from \(server.plain)/pub --into other", 64, "usage"),
                ("--from \(server.plain)/pub --into other --trust trust.json --every 0s", 64, "usage"),
                ("--from \(server.plain)/pub --into t.json --trust trust.json", 73, "file.exists"),
            ] {
                try fixture.write(#"{"issuers": []}"#, "strangers.json")
                let result = try fixture.result("hufu lists fetch \(options) --at \(Self.now)")
                #expect(result.status == status, "\(options): \(result.errors)")
                #expect(result.errors.contains(": \(code): "), "\(options): \(result.errors)")
                #expect(result.errors.filter { $0 == "\n" }.count == 1)
                #expect(result.output.isEmpty)
            }
            #expect(
                !fixture.names.contains("other")
                    || !FileManager.default.fileExists(
                        atPath: fixture.directory.file("other/index.cwt").path)
            )
        }
    }
#endif
