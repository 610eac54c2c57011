#if HTTP
    import Foundation
    import Hufu
    import HufuFiles
    import HufuIssuer
    import HufuScanner
    import HufuTestSupport
    import Synchronization
    import Testing

    @testable import HufuHTTP

    /// Fetchers of a publication that nginx serves.
    @Suite("Fetching publications", .serialized)
    struct FetchTests {
        private static let (uri, other, now) = ("https://dmv.example/1", "https://dmv.example/2", Fixture.now - 10_000)
        /// Limits that a test can wait for.
        private static let limits = CurlTransfer.Limits(
            connecting: .seconds(1), silence: .seconds(1), whole: .seconds(2))
        private let fixture: Fixture
        private let server: WebServer
        private let directory: TemporaryDirectory
        private let faults = Reports()

        /// The faults that a fetcher reports.
        private final class Reports: Sendable {
            private let codes = Mutex<[String]>([])

            func add(_ error: any CodedError) { codes.withLock { $0.append(error.code) } }

            func take() -> [String] {
                codes.withLock { codes in
                    defer { codes = [] }
                    return codes
                }
            }
        }

        init() throws {
            fixture = try Fixture()
            server = try WebServer()
            directory = try TemporaryDirectory()
            try AtomicFile.write(Array(fixture.trust.json.utf8), to: directory.file("trust.json").path)
        }

        private var folder: PublicationFolder { PublicationFolder(directory.file("pub").path) }
        private var source: String { server.plain + "/pub" }

        /// Publishes a state whose entry 5 has this number.
        private func publish(
            _ number: UInt8, after seconds: Int, in folder: String = "pub", name: String = "all",
            by key: PrivateKey? = nil,
            lists: [String] = [FetchTests.uri, FetchTests.other]
        ) async throws {
            var publisher = PublicationPublisher(
                server.root.appending(path: folder).path, issuer: Fixture.issuerID, name: name)
            publisher.allowsReinstatement = true
            let tables = try lists.map {
                try StatusTableFile(
                    uri: $0, table: StatusTable(bits: 2, size: 4_096).setting([(index: 5, number: number)]))
            }
            let report = try await publisher.publish(
                tables, by: key ?? fixture.issuerKey, keyID: fixture.issuerKey.publicKey.keyID, at: Self.now + seconds)
            // nginx tells versions by the second of their writing.
            for name in try Folder.names(in: publisher.folder.path)
            where name.hasPrefix("update") || name == "index.cwt" && report.hasIndex {
                let date = Date(timeIntervalSince1970: Double((Self.now + seconds).secondsSince1970))
                try FileManager.default.setAttributes(
                    [.modificationDate: date], ofItemAtPath: "\(publisher.folder.path)/\(name)")
            }
        }

        private func fetcher(
            _ sources: [String], every interval: Duration = .seconds(60),
            limits: CurlTransfer.Limits = FetchTests.limits,
            isInsecure: Bool = false, mostUpdates: Int = 1_500
        ) throws -> PublicationFetcher {
            try PublicationFetcher(
                from: sources, into: folder, trust: .json(path: directory.file("trust.json").path), every: interval,
                mostUpdates: mostUpdates, over: CurlTransfer(limits, allowsPlainHTTP: isInsecure), at: Self.now + 9_000
            ) { [faults] in faults.add($1) }
        }

        /// Fetches at a time, and returns `newer`, `unchanged`, or the code of the fault.
        private func fetch(_ fetcher: PublicationFetcher, after seconds: Int) async -> String {
            switch await fetcher.fetch(at: Self.now + seconds) {
            case .newer: "newer"
            case .unchanged: "unchanged"
            case .failed(let error): error.code
            }
        }

        /// The time of the state, in seconds, and the number of entry 5, which a scanner has that starts from the folder.
        private func loaded(after seconds: Int = 9_000) throws -> [Int] {
            let sources = ListSources(
                trust: .json(path: directory.file("trust.json").path), publications: [folder.path])
            let lists = try ListLoader(sources).load(at: Self.now + seconds) { _ in }
            let state = try #require(lists.publicationStates.first)
            let number = try #require(state.number(at: 5, in: Self.uri))
            return [state.issuedAt.secondsSince1970 - Self.now.secondsSince1970, Int(number)]
        }

        /// The names and contents of all files in the folder.
        private func contents() throws -> [String: [UInt8]] {
            var found: [String: [UInt8]] = [:]
            for name in try Folder.names(in: folder.path)
                + Folder.names(in: folder.path + "/lists").map({ "lists/\($0)" })
            where name.hasSuffix(".cwt") {
                found[name] = try FileInput("\(folder.path)/\(name)").readAll(limit: 1 << 20)
            }
            return found
        }

        /// The number of updates in the folder.
        private func updates() throws -> Int { try contents().keys.filter { $0.hasPrefix("update") }.count }

        /// The last parts of the paths of requests, and their status.
        private func requests() throws -> [String] {
            try server.requests().map { line in
                let name = line[0].split(separator: "/").dropFirst().joined(separator: "/")
                return name.hasPrefix("lists/") ? "list \(line[1])" : "\(name) \(line[1])"
            }
        }

        // MARK: What is asked for

        @Test(
            "An empty folder takes the index and its lists, then updates, and a scanner starts from it without a network"
        )
        func first() async throws {
            try await publish(0, after: 0)
            let fetcher = try fetcher([source])
            #expect(await fetch(fetcher, after: 1) == "newer")
            #expect(
                try requests() == ["index.cwt 200", "list 200", "list 200"]
                    + ["", "-10m", "-1h", "-1d", "-7d"].map { "update\($0).cwt 404" })
            #expect(try loaded() == [0, 0])
            try await publish(1, after: 60)
            #expect(await fetch(fetcher, after: 61) == "newer")
            #expect(try requests() == ["update.cwt 200"])
            #expect(try loaded() == [60, 1])
            #expect(faults.take() == [])
        }

        @Test("What has not changed is not sent again, and one connection is kept")
        func conditional() async throws {
            try await publish(0, after: 0)
            let fetcher = try fetcher([source])
            #expect(await fetch(fetcher, after: 1) == "newer")
            try await publish(1, after: 60)
            #expect(await fetch(fetcher, after: 61) == "newer")
            let all = try server.requests()
            for second in 62...64 { #expect(await fetch(fetcher, after: second) == "unchanged") }
            let lines = try server.requests()
            #expect(lines.map { $0[1] } == ["304", "304", "304"])
            #expect(Set((all + lines).map { $0[3] }).count == 1)
            try await publish(2, after: 120)
            #expect(await fetch(fetcher, after: 121) == "newer")
            #expect(try loaded() == [120, 2])
        }

        @Test(
            "If the base of an update is too new, the longer ones are asked for in turn, in the end the index and new lists"
        )
        func longer() async throws {
            try await publish(0, after: 0)
            let fetcher = try fetcher([source])
            #expect(await fetch(fetcher, after: 1) == "newer")
            for step in 1...20 { try await publish(UInt8(step % 3), after: step * 60) }
            _ = try requests()
            #expect(await fetch(fetcher, after: 1_201) == "newer")
            #expect(try requests() == ["update.cwt 200", "update-10m.cwt 200", "update-1h.cwt 200"])
            #expect(try loaded() == [1_200, 2])
            // No update reaches back over a new set of lists. One list has not changed.
            try await publish(2, after: 1_260, lists: [Self.uri, "https://dmv.example/3"])
            try await publish(1, after: 1_320, lists: [Self.uri, "https://dmv.example/3"])
            #expect(await fetch(fetcher, after: 1_321) == "newer")
            let asked = try requests()
            #expect(asked.suffix(4) == ["index.cwt 200", "list 200", "list 200", "update.cwt 200"])
            #expect(try loaded() == [1_320, 1])
            #expect(faults.take() == [])
        }

        @Test("The folder keeps what leads from its index to the newest state, and no more")
        func superfluous() async throws {
            try await publish(0, after: 0)
            let fetcher = try fetcher([source])
            for step in 1...4 {
                try await publish(UInt8(step % 3), after: step * 60)
                #expect(await fetch(fetcher, after: step * 60 + 1) == "newer")
            }
            // The first fetch took the index and one update.
            #expect(try updates() == 4)
            for step in 5...7 { try await publish(UInt8(step % 3), after: step * 60) }
            #expect(await fetch(fetcher, after: 421) == "newer")
            // update-10m reaches back to the index.
            #expect(try updates() == 1)
            #expect(try loaded() == [420, 1])
            try await publish(1, after: 480, lists: [Self.uri])
            #expect(await fetch(fetcher, after: 481) == "newer")
            #expect(try updates() == 0)
            #expect(try loaded() == [480, 1])
        }

        @Test("Of more updates than a restarted scanner should apply, one that reaches back for a day takes the place")
        func many() async throws {
            try await publish(0, after: 0)
            let fetcher = try fetcher([source], mostUpdates: 3)
            for number in 0...3 {
                if number > 0 { try await publish(UInt8(number), after: number * 1_000) }
                #expect(await fetch(fetcher, after: number * 1_000 + 1) == "newer")
            }
            #expect(try updates() == 3)
            #expect(!(try requests().contains("update-1d.cwt 200")))
            try await publish(1, after: 4_000)
            #expect(await fetch(fetcher, after: 4_001) == "newer")
            #expect(try requests() == ["update.cwt 200", "update-1d.cwt 200"])
            #expect(try updates() == 1)
            #expect(try loaded() == [4_000, 1])
            #expect(faults.take() == [])
        }

        @Test("A restarted fetcher goes on from its folder, and one whose folder is damaged fetches it anew")
        func restart() async throws {
            try await publish(0, after: 0)
            #expect(await fetch(try fetcher([source]), after: 1) == "newer")
            try await publish(1, after: 60)
            _ = try requests()
            #expect(await fetch(try fetcher([source]), after: 61) == "newer")
            #expect(try requests() == ["update.cwt 200"])
            let list = try #require(try contents().keys.first { $0.hasPrefix("lists/") })
            try AtomicFile.write([1, 2, 3], to: "\(folder.path)/\(list)")
            let damaged = try fetcher([source])
            #expect(faults.take() == ["list.incomplete"])
            #expect(await fetch(damaged, after: 62) == "newer")
            #expect(try requests().prefix(2) == ["index.cwt 200", "list 200"])
            #expect(try loaded() == [60, 1])
        }

        @Test("A trust list that is changed while a fetcher runs counts from the next fetch on")
        func trust() async throws {
            try await publish(0, after: 0)
            let fetcher = try fetcher([source])
            #expect(await fetch(fetcher, after: 1) == "newer")
            try await publish(1, after: 60)
            let revoked = TrustList.Key(fixture.issuerKey.publicKey, revokedAt: Self.now + 61)
            func write(_ keys: [TrustList.Key]) throws {
                let trust = try TrustList(issuers: [TrustList.Issuer(id: Fixture.issuerID, keys: keys)])
                try AtomicFile.write(Array(trust.json.utf8), to: directory.file("trust.json").path)
            }
            let before = try contents()
            try write([revoked])
            #expect(await fetch(fetcher, after: 62) == "list.key_revoked")
            #expect(try contents() == before)
            try write([TrustList.Key(fixture.issuerKey.publicKey)])
            #expect(await fetch(fetcher, after: 63) == "newer")
            #expect(try loaded() == [60, 1])
        }

        // MARK: Faults of servers

        @Test(
            "Whatever a server does, the folder stays as it is, the fault is named in time, and the next source is asked",
            arguments: [
                ("slow", "fetch.timed_out"), ("error", "fetch.status_unexpected"), ("nothing", "fetch.missing"),
                ("elsewhere", "fetch.redirect_refused"), ("circle", "fetch.redirect_refused"),
                ("interrupted", "fetch.interrupted"), ("too-short", "list.form_invalid"),
                ("too-long", "fetch.timed_out"),
                ("silent", "fetch.timed_out"), ("garbage", "fetch.interrupted"), ("endless", "fetch.too_large"),
                ("endless-lie", "fetch.too_large"), ("endless-headers", "fetch.too_large"),
                ("endless-error", "fetch.too_large"), ("drip", "fetch.timed_out"),
            ])
        func faulty(kind: String, code: String) async throws {
            try await publish(0, after: 0)
            #expect(await fetch(try fetcher([source]), after: 1) == "newer")
            try await publish(1, after: 60)
            let before = try contents()
            let isOfNginx = ["slow", "error", "nothing", "elsewhere", "circle"].contains(kind)
            let place = (isOfNginx ? server.plain : server.faults) + "/\(kind)"
            let alone = try fetcher([place])
            let start = ContinuousClock.now
            #expect(await fetch(alone, after: 61) == code)
            // Of a publication that is not there each file is asked for.
            #expect(start.duration(to: .now) < .seconds(60))
            #expect(try contents() == before)
            #expect(await fetch(alone, after: 62) == code)
            #expect(faults.take() == [code])
            #expect(await fetch(try fetcher([place, source]), after: 63) == "newer")
            #expect(faults.take() == [code])
            #expect(try loaded() == [60, 1])
        }

        @Test("A redirect on the same host is followed")
        func redirect() async throws {
            try await publish(0, after: 0)
            #expect(await fetch(try fetcher([server.plain + "/moved"]), after: 1) == "newer")
            #expect(try loaded() == [0, 0])
        }

        @Test("Plain HTTP goes to this machine only, unless it is allowed")
        func plain() async throws {
            try await publish(0, after: 0)
            // An address of this machine that does not say so.
            let place = source.replacing("127.0.0.1", with: "0.0.0.0")
            #expect(await fetch(try fetcher([place]), after: 1) == "fetch.not_encrypted")
            #expect(try requests() == [])
            #expect(await fetch(try fetcher([place], isInsecure: true), after: 1) == "newer")
            for url in [
                "http://127.0.0.1.example/x", "http://128.0.0.1/x", "http://127.0.0/x", "http://localhost.example/x",
            ] {
                // libcurl reads 127.0.0 as 127.0.0.0.
                #expect(CurlPlace(url)?.isLoopback == (url == "http://127.0.0/x"), "\(url)")
            }
            for url in ["http://127.0.0.1/x", "http://127.9.9.9:80/x", "http://[::1]/x", "http://LOCALHOST/x"] {
                #expect(CurlPlace(url)?.isLoopback == true, "\(url)")
            }
        }

        @Test("A redirect leads to no other host or port, and never from HTTPS to HTTP")
        func places() throws {
            let place = try #require(CurlPlace("https://a.example/x"))
            for (url, isAllowed) in [
                ("https://a.example/y", true), ("https://A.example:443/y", true), ("http://a.example/y", false),
                ("https://b.example/y", false), ("https://a.example:444/y", false), ("https://a.example.b/y", false),
            ] { #expect(CurlPlace(url)?.continues(place) == isAllowed, "\(url)") }
            #expect(try #require(CurlPlace("https://a.example/y")).continues(#require(CurlPlace("http://a.example/x"))))
        }

        @Test(
            "A source that is no folder on a web server is refused",
            arguments: ["pub", "file:///etc", "https://user@a.example/pub", "https://a.example/pub?x="])
        func sources(url: String) async throws {
            #expect(await fetch(try fetcher([url]), after: 1) == "fetch.url_invalid")
        }

        @Test("A server whose certificate nobody vouches for gets no request")
        func certificate() async throws {
            try await publish(0, after: 0)
            #expect(await fetch(try fetcher([server.encrypted + "/pub"]), after: 1) == "fetch.unreachable")
            #expect(try requests() == [])
        }

        // MARK: Hostile and broken publications

        @Test(
            "A mirror that signs with another key is refused before a list is asked for, and the next source is asked")
        func hostile() async throws {
            try await publish(0, after: 0)
            try await publish(1, after: 60)
            try await publish(3, after: 30, in: "hostile", by: fixture.deviceKey)
            try await publish(3, after: 90, in: "hostile", by: fixture.deviceKey)
            _ = try requests()
            let hostile = server.plain + "/hostile"
            #expect(await fetch(try fetcher([hostile]), after: 91) == "list.signature_invalid")
            #expect(try requests() == ["index.cwt 200"])
            #expect(try contents().isEmpty)
            #expect(await fetch(try fetcher([hostile, source]), after: 91) == "newer")
            #expect(try loaded() == [60, 1])
            #expect(await fetch(try fetcher([hostile]), after: 92) == "list.signature_invalid")
            #expect(try loaded() == [60, 1])
        }

        @Test("Old content is counted and not reported, and another source is asked when a state is overdue")
        func old() async throws {
            for step in 0...2 { try await publish(UInt8(step), after: step * 60) }
            try FileManager.default.copyItem(
                at: server.root.appending(path: "pub"), to: server.root.appending(path: "old"))
            try await publish(0, after: 180)
            let fetcher = try fetcher([source])
            #expect(await fetch(fetcher, after: 181) == "newer")
            let before = try contents()
            let behind = try self.fetcher([server.plain + "/old"])
            #expect(await fetch(behind, after: 182) == "unchanged")
            #expect(await behind.olderAnswers == 1)
            #expect(try contents() == before)
            #expect(faults.take() == [])
            try await publish(1, after: 240)
            let both = try self.fetcher([server.plain + "/old", source])
            #expect(await fetch(both, after: 250) == "unchanged")
            #expect(await fetch(both, after: 310) == "newer")
            #expect(try loaded() == [240, 1])
        }

        @Test("Two states of one moment are reported, and what is in the folder stays")
        func conflicting() async throws {
            for (folder, number) in [("pub", UInt8(1)), ("twin", 2)] {
                try await publish(0, after: 0, in: folder)
                try await publish(number, after: 60, in: folder)
            }
            #expect(await fetch(try fetcher([source]), after: 61) == "newer")
            let before = try contents()
            #expect(await fetch(try fetcher([server.plain + "/twin"]), after: 62) == "list.conflicting")
            #expect(try contents() == before)
        }

        @Test("Another publication of the same issuer is refused")
        func other() async throws {
            try await publish(0, after: 0)
            #expect(await fetch(try fetcher([source]), after: 1) == "newer")
            for step in 1...2 { try await publish(1, after: step * 60, in: "other", name: "other") }
            let before = try contents()
            #expect(await fetch(try fetcher([server.plain + "/other"]), after: 121) == "fetch.other_publication")
            #expect(try contents() == before)
        }

        @Test("An update with a wrong state is reported, and the next longer one leads on")
        func wrongState() async throws {
            try await publish(0, after: 0)
            let fetcher = try fetcher([source])
            #expect(await fetch(fetcher, after: 1) == "newer")
            try await publish(1, after: 60)
            let hash = try StatusTable(bits: 2, size: 4_096).publicationHash(uri: Self.uri)
            let index = try PublicationIndex(
                issuer: Fixture.issuerID, name: "all", bits: 2,
                lists: [PublicationIndex.Entry(uri: Self.uri, size: 4_096, hash: hash)], until: Self.now + 9_000,
                at: Self.now + 60)
            let wrong = try await index.signUpdate(from: Self.now, changes: [(5, 1)], by: fixture.issuerKey)
            try AtomicFile.write(wrong, to: server.root.appending(path: "pub/update.cwt").path)
            #expect(await fetch(fetcher, after: 61) == "newer")
            #expect(faults.take() == ["list.state_mismatch"])
            #expect(try loaded() == [60, 1])
        }

        @Test("A list with other values than the index says is refused, and so is one that is longer than it can be")
        func wrongList() async throws {
            try await publish(0, after: 0)
            let folder = PublicationFolder(server.root.appending(path: "pub").path)
            let table = try StatusTable(bits: 2, size: 4_096)
            // The second one by its URI.
            let path = folder.listPath(table.publicationHash(uri: Self.other))
            let first = folder.listPath(table.publicationHash(uri: Self.uri))
            let good = try FileInput(path).readAll(limit: 1 << 20)
            try AtomicFile.write(try FileInput(first).readAll(limit: 1 << 20), to: path)
            #expect(await fetch(try fetcher([source]), after: 1) == "list.content_mismatch")
            // 1,024 bytes of values, a thousandth, and 4 KiB.
            try AtomicFile.write([UInt8](repeating: 0, count: 5_122), to: path)
            #expect(await fetch(try fetcher([source]), after: 2) == "fetch.too_large")
            try AtomicFile.write([UInt8](repeating: 0, count: 5_121), to: path)
            #expect(await fetch(try fetcher([source]), after: 3) == "list.form_invalid")
            #expect(try contents()["index.cwt"] == nil)
            try AtomicFile.write(good, to: path)
            _ = try requests()
            #expect(await fetch(try fetcher([source]), after: 4) == "newer")
            // The other list was stored when it came.
            #expect(try requests().filter { $0 == "list 200" }.count == 1)
        }

        @Test("A state from the future is reported and not taken, until its time has come")
        func future() async throws {
            try await publish(0, after: 0)
            let fetcher = try fetcher([source])
            #expect(await fetch(fetcher, after: 1) == "newer")
            try await publish(1, after: 600)
            #expect(await fetch(fetcher, after: 60) == "list.from_future")
            #expect(try loaded() == [0, 0])
            #expect(await fetch(fetcher, after: 600) == "newer")
            #expect(try loaded() == [600, 1])
        }

        // MARK: When

        @Test(
            "The next fetch is an interval after the newest state and up to a quarter later; after faults it waits longer"
        )
        func pause() async throws {
            try await publish(0, after: 0)
            let fetcher = try fetcher([source, server.plain + "/error"])
            #expect(await fetch(fetcher, after: 1) == "newer")
            for (age, least) in [(1, 59.0), (59, 1), (60, 60), (170, 10)] {
                for _ in 0..<20 {
                    let pause = await fetcher.pause(at: Self.now + age) / .seconds(1)
                    #expect(least...least + 15 ~= pause)
                }
            }
            let failing = try self.fetcher([server.plain + "/error"])
            for times in [1.0, 2, 4, 4] {
                #expect(await fetch(failing, after: 1) == "fetch.status_unexpected")
                #expect(45 * times...75 * times ~= (await failing.pause(at: Self.now)) / .seconds(1))
            }
        }
    }
#endif
