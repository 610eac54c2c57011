#if Desk
    import Foundation
    import Hufu
    import HufuFiles
    import HufuTestSupport
    import Testing

    @testable import HufuDesk

    /// `hufu desk` as a process.
    @Suite("The process of a desk")
    struct ProcessTests {
        /// The command, where the package manager has built it: beside the bundle of these tests.
        private static var program: URL {
            let bundle = URL(
                filePath: CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0])
            return bundle.deletingLastPathComponent().appending(path: "hufu")
        }

        /// A running `hufu desk`, which trusts the issuer of the fixture.
        private final class Running {
            struct NotStarted: Error {}

            let process = Process()
            let port: Int
            let errors: URL

            init(
                in directory: TemporaryDirectory, _ options: [String] = [], lists: [String] = ["--trust", "trust.json"]
            ) throws {
                errors = directory.file("errors.txt")
                let output = Pipe()
                process.executableURL = ProcessTests.program
                process.arguments = ["desk", "--listen", "127.0.0.1:0"] + lists + options
                process.currentDirectoryURL = directory.url
                process.standardOutput = output
                try Data().write(to: errors)
                process.standardError = try FileHandle(forWritingTo: errors)
                try process.run()
                let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
                guard let url = line.split(whereSeparator: \.isWhitespace).last,
                    let port = URL(string: String(url))?.port
                else {
                    process.terminate()
                    throw NotStarted()
                }
                self.port = port
            }

            deinit { kill(process.processIdentifier, SIGKILL) }

            func end(_ signal: Int32) -> Int32 {
                kill(process.processIdentifier, signal)
                process.waitUntilExit()
                return process.terminationStatus
            }

            func verify(_ text: String) throws -> Answer {
                let connection = try Connection(port: port)
                connection.send(
                    "POST /v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: \(text.utf8.count)\r\n\r\n\(text)")
                return try connection.answer()
            }
        }

        private let fixture: Fixture
        private let directory: TemporaryDirectory

        init() throws {
            fixture = try Fixture()
            directory = try TemporaryDirectory()
            try AtomicFile.write(Array(fixture.trust.json.utf8), to: directory.file("trust.json").path)
        }

        private func scan() async throws -> String {
            try await fixture.token(try await fixture.credential(at: .now - 3_600), at: .now).text()
        }

        @Test("A desk that forgets at its end which codes it has admitted says so when it starts")
        func unstored() throws {
            for (options, isWarning) in [
                (["--preset", "gate"], true), (["--preset", "gate", "--replay-store", "replay.db"], false), ([], false),
            ] {
                let desk = try Running(in: directory, options)
                let errors = try String(contentsOf: desk.errors, encoding: .utf8)
                #expect(errors.hasPrefix("hufu: warning: replay.unstored: ") == isWarning, "\(options): \(errors)")
            }
        }

        @Test("The paths of a demonstration's options are those of the folder in which it was started")
        func demonstration() throws {
            let desk = try Running(in: directory, ["--state", "state.json"], lists: ["--demo"])
            #expect(FileManager.default.fileExists(atPath: directory.file("state.json").path))
            #expect(desk.end(SIGTERM) == 0)
        }

        @Test(
            "A request that has begun is answered after SIGTERM and SIGINT, and then the process ends",
            arguments: [SIGTERM, SIGINT])
        func drains(signal: Int32) async throws {
            let desk = try Running(in: directory)
            let (scan, busy, idle) = (
                try await scan(), try Connection(port: desk.port), try Connection(port: desk.port)
            )
            busy.send(
                "POST /v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
                    + "Content-Length: \(scan.utf8.count)\r\n\r\n\(scan.prefix(100))")
            #expect(try desk.verify(scan).code == "ok")
            kill(desk.process.processIdentifier, signal)
            #expect(idle.isClosed(within: .seconds(5)))
            busy.send(String(scan.dropFirst(100)))
            #expect(try busy.answer().code == "ok")
            desk.process.waitUntilExit()
            #expect(desk.process.terminationStatus == 0)
        }

        @Test("A code that was admitted is refused after kill -9 and a restart")
        func durable() async throws {
            let options = ["--replay-store", "codes.sqlite"]
            let scan = try await scan()
            var desk = try Running(in: directory, options)
            #expect(try desk.verify(scan).code == "ok")
            _ = desk.end(SIGKILL)
            desk = try Running(in: directory, options)
            #expect(try desk.verify(scan).code == "replay.repeated")
            #expect(desk.end(SIGTERM) == 0)
        }

        @Test("Standard error has nothing of a licence, a code or a request")
        func noPersonalData() async throws {
            let desk = try Running(in: directory)
            let scan = try await scan()
            _ = try desk.verify(scan)
            _ = try desk.verify(String(scan.dropLast(3)))
            _ = try desk.verify("HF1:SECRET")
            #expect(desk.end(SIGTERM) == 0)
            #expect(try String(contentsOf: desk.errors, encoding: .utf8) == "")
        }

        @Test("With TLS and a token a desk answers at other addresses")
        func encrypted() async throws {
            let make = Process()
            make.executableURL = URL(filePath: "/usr/bin/env")
            make.arguments = [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=desk.example", "-days", "1", "-keyout", "key.pem", "-out", "certificate.pem",
            ]
            make.currentDirectoryURL = directory.url
            make.standardError = FileHandle.nullDevice
            try make.run()
            make.waitUntilExit()
            try AtomicFile.write(Array("0123456789abcdef\n".utf8), to: directory.file("token").path)
            let desk = try Running(
                in: directory,
                [
                    "--listen", "0.0.0.0:0", "--tls-certificate", "certificate.pem", "--tls-key", "key.pem",
                    "--token-file",
                    "token", "--host", "desk.example",
                ])
            // A client without TLS gets no answer.
            let plain = try Connection(port: desk.port)
            plain.send("GET /health HTTP/1.1\r\nHost: desk.example\r\n\r\n")
            #expect(throws: (any Error).self) { try plain.answer() }
            func ask(_ path: String, _ fields: String = "") throws -> String {
                let (client, input, output) = (Process(), Pipe(), Pipe())
                client.executableURL = URL(filePath: "/usr/bin/env")
                client.arguments = ["openssl", "s_client", "-quiet", "-connect", "127.0.0.1:\(desk.port)"]
                (client.standardInput, client.standardOutput) = (input, output)
                client.standardError = FileHandle.nullDevice
                try client.run()
                let request = "GET \(path) HTTP/1.1\r\nHost: desk.example\r\nConnection: close\r\n\(fields)\r\n"
                try input.fileHandleForWriting.write(contentsOf: Data(request.utf8))
                let answer = output.fileHandleForReading.availableData
                client.terminate()
                client.waitUntilExit()
                return String(decoding: answer.prefix(12), as: UTF8.self)
            }
            #expect(try ask("/v1/status") == "HTTP/1.1 401")
            #expect(try ask("/v1/status", "Authorization: Bearer 0123456789abcdef\r\n") == "HTTP/1.1 200")
            #expect(try ask("/health", "Origin: http://desk.example\r\n") == "HTTP/1.1 403")
            #expect(try ask("/health", "Origin: https://desk.example\r\n") == "HTTP/1.1 200")
        }
    }
#endif
