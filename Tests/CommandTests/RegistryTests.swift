#if SQLite
    import Foundation
    import HufuTestSupport
    import Testing

    @Suite("hufu registry", .endsInTime)
    struct RegistryTests {
        private static let now = CommandFixture.now

        private func registryFixture() throws -> CommandFixture {
            let fixture = try CommandFixture(issuer: "ed25519")
            try fixture.run("hufu registry init --registry r.db --list https://s.example/{} --numbers 1-2 --size 5000")
            return fixture
        }

        private func lines(_ text: String) throws -> [JSONOutput] {
            try text.split(separator: "\n").map { try JSONOutput(String($0)) }
        }

        /// The `status` of each answer.
        private func statuses(_ text: String) throws -> [String?] {
            try lines(text).map { $0.object["status"] as? String }
        }

        @Test("A batch gives out entries, which scanners find in the exported and signed tables")
        func batch() throws {
            let fixture = try registryFixture()
            try fixture.run("hufu sample --batch --count 20 --at \(Self.now) > all")
            try fixture.run(
                #"sed -E 's/"status":"[^"]*",//' all > lines; hufu issue --batch lines --issuer https://i.example --key issuer.pem "#
                    + "--redact none --at \(Self.now) --registry r.db -o out --checkpoint c")
            let entries = try lines(
                try fixture.run("hufu registry renew --registry r.db --ending-within 31d --at \(Self.now)"))
            #expect(entries.count == 20)
            #expect(Set(entries.compactMap { $0.object["status"] as? String }).count == 20)
            let number = try #require(entries.first?.object["document_number"] as? String)
            let status = try #require(entries.first?.object["status"] as? String)
            let answer = try fixture.run(
                "hufu registry set --registry r.db --at \(Self.now)",
                input: #"{"document_number":"\#(number)","value":"revoked","reason":"stolen"}"#)
            #expect(try JSONOutput(answer).object["entries"] as? Int == 1)
            try fixture.run("hufu registry export --registry r.db -o export --at \(Self.now)")
            let index = try #require(status.split(separator: "#").last)
            #expect(try fixture.run("hufu status get export/status-1.json \(index)") == "revoked\n")
            let change = try JSONOutput(try fixture.text("export/changes-1.jsonl"))
            #expect(change.object["index"] as? Int == Int(index) && change.object["reason"] as? String == "stolen")
            // The lines that end and are not revoked, byte for byte, are the batch to issue again.
            let again = try fixture.run(
                "hufu registry renew --registry r.db --ending-within 31d --at \(Self.now) --from lines")
            let all = try fixture.text("lines").split(separator: "\n")
            #expect(again.split(separator: "\n") == all.filter { !$0.contains(number) })
            #expect(try fixture.run("hufu registry renew --registry r.db --ending-within 1d --at \(Self.now)") == "")
        }

        @Test("Only its owner can read a registry, also while it is in use")
        func mode() throws {
            let fixture = try registryFixture()
            let modes = try fixture.run(
                """
                umask 022
                mkfifo lines; exec 3<> lines
                hufu registry find --registry r.db < lines > answers &
                echo '{"document_number":"D1"}' >&3
                until [ -s answers ]; do sleep 0.05; done
                stat -c %a r.db*
                kill $!
                """)
            #expect(Set(modes.split(separator: "\n")) == ["600"])
            #expect(modes.split(separator: "\n").count >= 2)
        }

        @Test("A password in an address on the command line is refused and not repeated")
        func password() throws {
            let fixture = try registryFixture()
            for address in [
                "postgresql://issuer:geheim@127.0.0.1:1/licences", "postgres://127.0.0.1:1/licences?password=geheim",
            ] {
                for command in [
                    "hufu registry stats --registry", "hufu verify X --trust trust.json --state",
                    "hufu verify X --trust trust.json --replay-store",
                ] {
                    let result = try fixture.result("\(command) '\(address)'")
                    #expect(result.status == 64, "\(command): \(result.errors)")
                    #expect(result.errors.contains("the address has a password") && !result.errors.contains("geheim"))
                }
            }
        }

        @Test("A reason that cannot be stored is the fault of its line, and the other lines go on")
        func reasons() throws {
            let fixture = try registryFixture()
            let device = String(repeating: "ab", count: 32)
            let lines = (1...3).map {
                #"{"document_number":"D\#($0)","device":"\#(device)","expires_at":"2027-06-01T00:00:00Z"}"#
            }
            try fixture.run(
                "hufu registry allocate --registry r.db --at \(Self.now)", input: lines.joined(separator: "\n"))
            let reasons = ["stolen", String(repeating: "r", count: 300), "lost"]
            let changes = zip(1...3, reasons).map {
                #"{"document_number":"D\#($0)","value":"revoked","reason":"\#($1)"}"#
            }
            let result = try fixture.result(
                "hufu registry set --registry r.db --at \(Self.now)", input: changes.joined(separator: "\n"))
            #expect(result.status == 65)
            let answers = try self.lines(result.output)
            #expect(answers.map { $0.object["entries"] as? Int } == [1, nil, 1])
            let place = (answers[1].object["error"] as? [String: Any])?["place"] as? String
            #expect(place?.hasPrefix("reason, line 2, ") == true)
        }

        @Test("A batch that is killed continues with the entries that it had, and has the output of one that was not")
        func killedBatch() throws {
            let fixture = try registryFixture()
            try fixture.run("hufu sample --batch --count 1500 --at \(Self.now) > all")
            // A licence that comes twice, far apart: only the first line is issued.
            try fixture.run(#"sed -E 's/"status":"[^"]*",//' all > lines; sed -n 3p lines >> lines"#)
            let command =
                "hufu issue --batch lines --issuer https://i.example --key issuer.pem --redact none --at \(Self.now) "
                + "--registry r.db -o out --checkpoint c --rejects rejects"
            for delay in ["0.2", "0.4", "0.3", "0.6"] {
                try fixture.run("timeout -s KILL \(delay) \(command) 2>/dev/null; true")
            }
            #expect(try fixture.result(command).status == 65)
            let issued = try fixture.text("out").split(separator: "\n")
            #expect(issued.count == 1_500)
            #expect(try JSONOutput(try fixture.text("rejects")).object["code"] as? String == "issue.status_repeated")
            let stats = try JSONOutput(try fixture.run("hufu registry stats --registry r.db"))
            #expect(stats.object["entries"] as? Int == 1_500)
            // Each credential has the entry that the registry has for its licence.
            try fixture.run("hufu registry renew --registry r.db --ending-within 31d --at \(Self.now) > entries")
            #expect(Set(try statuses(try fixture.text("entries"))).count == 1_500)
            let checkpoint = try fixture.text("c")
            #expect(checkpoint.contains("\"batch\""))
        }

        @Test("The codes that the server signs for a licence have one entry, the same in each batch and alone")
        func minting() throws {
            let fixture = try registryFixture()
            try fixture.run("hufu sample --count 5 --at \(Self.now) > licences; head -n 1 licences > one.json")
            let signing = "--issuer https://i.example --key issuer.pem --registry r.db --count 2"
            let later = Self.now + 3_600
            try fixture.run(
                """
                hufu mint --batch licences \(signing) --at \(Self.now) -o first --checkpoint c
                hufu mint --batch licences \(signing) --at \(later) -o second --checkpoint d
                hufu mint one.json \(signing) --at \(later) > third
                """)
            /// The index in a code.
            func index(_ code: [String: Any]) throws -> Int? {
                let layers = try fixture.run("hufu inspect -", input: try #require(code["token"] as? String))
                return layers.firstMatch(of: /"idx": ([0-9]+)/).flatMap { Int($0.1) }
            }
            let batches = try ["first", "second"].map { name in
                try lines(try fixture.text(name)).map { line in
                    try Set((line.object["codes"] as? [[String: Any]] ?? []).map { try #require(try index($0)) })
                }
            }
            #expect(batches[0] == batches[1] && batches[0].allSatisfy { $0.count == 1 })
            #expect(batches[0].reduce(Set()) { $0.union($1) }.count == 5)
            let alone = try lines(try fixture.text("third"))
            #expect(try alone.map { try index($0.object) } == [batches[0][0].first, batches[0][0].first])
            let number = try #require(lines(try fixture.text("first"))[0].object["document_number"] as? String)
            let found = try JSONOutput(
                try fixture.run("hufu registry find --registry r.db", input: #"{"document_number":"\#(number)"}"#))
            let entries = try #require(found.object["entries"] as? [[String: Any]])
            #expect(entries.count == 1 && entries[0]["card"] is String)
            #expect(entries.first?["expires_at"] as? String == "2026-11-23T09:01:00Z")
        }

        @Test("A challenge is answered once: the first request gets a licence, a copy of it does not")
        func challenge() throws {
            let fixture = try registryFixture()
            try fixture.run("hufu registry challenge --registry r.db --count 2 --at \(Self.now) > challenges")
            try fixture.run("hufu request --requests challenges --key phone.pem --at \(Self.now) > requests")
            let requests = try lines(try fixture.text("requests")).map { try #require($0.object["request"] as? String) }
            try #require(requests.count == 2)
            try fixture.run("hufu sample --batch --count 2 --at \(Self.now) > all")
            let licences = try fixture.run(#"sed -E 's/,"holder_key":\{[^}]*\},"status":"[^"]*","id":[0-9]*\}$//' all"#)
                .split(separator: "\n")
            func issue(_ name: String, _ requests: [String], registry: String = "--registry r.db") throws -> [String?] {
                let text = zip(licences, requests).map { "\($0),\"request\":\"\($1)\"}\n" }.joined()
                try fixture.write(text, name)
                let checkpoint = registry.isEmpty ? "" : "--checkpoint \(name).c"
                _ = try fixture.result(
                    "hufu issue --batch \(name) --issuer https://i.example --key issuer.pem --at \(Self.now) \(registry) "
                        + "-o \(name).out \(checkpoint)")
                return try lines(try fixture.text("\(name).out")).map {
                    ($0.object["error"] as? [String: Any])?["code"] as? String
                }
            }
            #expect(
                try issue("unchecked", requests, registry: "") == [
                    "issue.request_unchecked", "issue.request_unchecked",
                ])
            #expect(try issue("first", requests) == [nil, nil])
            #expect(try issue("second", requests) == ["registry.challenge_answered", "registry.challenge_answered"])
        }

        @Test("A refused line has an error with a code, the others go on, and the exit status is 65")
        func refusedLines() throws {
            let fixture = try registryFixture()
            let key = String(repeating: "ab", count: 32)
            let good = #"{"document_number":"D1","device":"\#(key)","expires_at":"2027-01-01T00:00:00Z","id":7}"#
            let result = try fixture.result(
                "hufu registry allocate --registry r.db",
                input: [good, "[]", good.replacing("ab", with: "x"), good.replacing("\"D1\"", with: "1")].joined(
                    separator: "\n"))
            #expect(result.status == 65)
            let answers = try lines(result.output)
            #expect(
                answers.map { ($0.object["error"] as? [String: Any])?["code"] as? String }
                    == [nil, "json.type_mismatch", "json.value_invalid", "json.type_mismatch"])
            #expect(answers[0].object["id"] as? Int == 7)
            #expect(result.errors.contains("registry.lines_failed"))
            #expect(try fixture.result("hufu registry stats --registry none.db").errors.contains("registry.missing"))
            let range = try fixture.run("hufu registry allocate --registry r.db --range part-1 --count 300")
            #expect(try fixture.run("hufu registry allocate --registry r.db --range part-1 --count 300") == range)
            #expect(Set(try statuses(range)).count == 300)
        }

        @Test("A task of the Spark job answers its partition as the command does, and fails when the command does")
        func sparkTasks() throws {
            let folder = Repository.root.appending(path: "Benchmarks/spark").path
            let result = try TemporaryDirectory().result(
                "HUFU=$(command -v hufu); export HUFU; cd '\(folder)' && python3 -B -m unittest test_issue 2>&1")
            #expect(result.status == 0 && result.output.contains("Ran 5 tests"), "\(result.output.suffix(2_000))")
        }

        #if PostgreSQL
            @Test("With processes that are killed no index is given out twice, and no answered change is lost")
            func killed() throws {
                let directory = try TemporaryDirectory()
                let result = try Program.shell(
                    "python3 '\(Repository.root.appending(path: ".ci/registry").path)' '\(Program.folder.appending(path: "hufu").path)' "
                        + "--operations 4000 --kills 6 --pause 0.3 --workers 4 --rows 0", in: directory.url)
                print(result.output)
                #expect(result.status == 0, "\(result.output)\(result.errors)")
            }
        #endif
    }
#endif
