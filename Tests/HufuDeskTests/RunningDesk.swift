#if Desk
    import Dispatch
    import Foundation
    import Hufu
    import HufuFiles
    import HufuScanner
    import HufuTestSupport

    @testable import HufuDesk

    /// Threads of their own for the tasks of a desk.
    private final class DeskThreads: TaskExecutor {
        private let queue = DispatchQueue(label: "desk", attributes: .concurrent)

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
    }

    /// A desk on a free port of this machine, with the issuer and the device of a fixture.
    struct RunningDesk {
        let fixture: Fixture
        let directory: TemporaryDirectory
        let journal: DeskJournal
        let port: Int

        /// Runs `body` with a desk.
        static func run(
            policy: Policy = Policy(utcOffset: 0), replayMemory: (any AsyncReplayMemory)? = nil,
            identity: DeskIdentity? = nil, samples: Bool = false, _ options: DeskOptions = DeskOptions(),
            _ body: @Sendable (RunningDesk) async throws -> Void
        ) async throws {
            let (fixture, directory) = (try Fixture(), try TemporaryDirectory())
            let trust = directory.file("trust.json").path
            try AtomicFile.write(Array(fixture.trust.json.utf8), to: trust)
            let made = samples ? try await DeskSamples.make(in: directory.url.path) : nil
            let journal = DeskJournal()
            let scanner = try await ReloadingScanner(
                made?.sources ?? ListSources(trust: .json(path: trust)), policy: policy, replayMemory: replayMemory,
                report: { journal.note($0) })
            var options = options
            options.address = DeskAddress(host: options.address.host, port: 0)
            let desk = try Desk(
                scanner, zone: LocalTimeZone(fixedOffset: 0), journal: journal, identity: identity,
                samples: made?.samples, options: options)
            let (urls, urlSource) = AsyncStream.makeStream(of: String.self)
            // The tests wait for sockets on the threads of the default executor, so the desk needs threads of its own.
            let server = Task(executorPreference: DeskThreads()) {
                try await desk.serve(untilSignals: []) { urlSource.yield($0) }
                urlSource.finish()
            }
            defer { server.cancel() }
            guard let url = await urls.first(where: { _ in true }), let port = URL(string: url)?.port else {
                return try await server.value
            }
            try await body(RunningDesk(fixture: fixture, directory: directory, journal: journal, port: port))
            server.cancel()
            _ = try? await server.value
        }

        /// The head of a request.
        func head(_ method: String, _ path: String, _ fields: [String] = [], host: String? = nil) -> String {
            let lines = ["\(method) \(path) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")"] + fields
            return lines.joined(separator: "\r\n") + "\r\n\r\n"
        }

        /// Sends a request in a connection of its own.
        func request(
            _ method: String = "GET", _ path: String, _ fields: [String] = [], type: String? = nil,
            body: [UInt8]? = nil, host: String? = nil
        ) throws -> Answer {
            let connection = try Connection(port: port)
            let length = body.map { ["Content-Length: \($0.count)"] } ?? []
            let all = fields + (type.map { ["Content-Type: \($0)"] } ?? []) + length
            connection.send(head(method, path, all, host: host))
            if let body { connection.send(body) }
            return try connection.answer(bodyExpected: method != "HEAD")
        }

        /// The language of an answer.
        func language(_ path: String, _ fields: [String] = []) throws -> String? {
            try request("GET", path, fields).headers["content-language"]
        }

        /// Verifies a text.
        func verify(_ text: String, _ query: String = "", _ fields: [String] = []) throws -> Answer {
            try request("POST", "/v1/verify" + query, fields, type: "text/plain", body: Array(text.utf8))
        }

        /// The text of a token of the present.
        func scan(challenge: [UInt8]? = nil, license: License? = nil) async throws -> String {
            let credential = try await fixture.credential(license, at: .now - 3_600)
            return try await fixture.token(credential, at: .now, challenge: challenge).text()
        }
    }
#endif
