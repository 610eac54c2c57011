#if Desk
    import Foundation
    import Hufu
    import HufuScanner
    import HufuTestSupport
    import Testing

    @testable import HufuDesk

    /// What clients do that mean harm, or foreign pages in the browser of a clerk.
    @Suite("Attacks on the service")
    struct AttackTests {
        /// Bounds that a test can wait for.
        private static var shortTimes: DeskOptions {
            var options = DeskOptions()
            options.limits.headerTime = .milliseconds(700)
            options.limits.bodyTime = .milliseconds(700)
            return options
        }

        @Test(
            "A host name that resolves to this machine is refused",
            arguments: [
                "evil.example", "evil.example:8169", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "[::2]",
            ])
        func foreignHost(host: String) async throws {
            try await RunningDesk.run { desk async throws in
                for path in ["/", "/v1/status", "/health", "/nothing"] {
                    let answer = try desk.request("GET", path, host: host)
                    #expect(answer.status == 421 || host.isEmpty && answer.status == 400)
                }
            }
        }

        @Test("The names of the loopback interface, and those that the operator names, are this desk's")
        func ownHost() async throws {
            var options = DeskOptions()
            options.hostNames = ["Desk.example"]
            try await RunningDesk.run(options) { desk async throws in
                for host in [
                    "127.0.0.1:\(desk.port)", "localhost:\(desk.port)", "LOCALHOST", "[::1]:1", "desk.example",
                ] {
                    #expect(try desk.request("GET", "/health", host: host).status == 200, "\(host)")
                }
            }
        }

        @Test("A page of another origin reaches nothing, and one of this desk everything")
        func foreignOrigin() async throws {
            try await RunningDesk.run { desk async throws in
                let own = "http://127.0.0.1:\(desk.port)"
                let foreign = [
                    "null", "https://127.0.0.1:\(desk.port)", "http://127.0.0.1:1", "http://evil.example",
                    "http://localhost:\(desk.port)",
                    own + ".evil.example",
                ]
                for origin in foreign {
                    #expect(try desk.verify("x", "", ["Origin: \(origin)"]).code == "http.origin_foreign", "\(origin)")
                    #expect(try desk.request("GET", "/v1/scans", ["Origin: \(origin)"]).status == 403)
                }
                #expect(try desk.verify("x", "", ["Origin: \(own)"]).status == 200)
                for site in ["cross-site", "same-site"] {
                    #expect(try desk.verify("x", "", ["Sec-Fetch-Site: \(site)"]).status == 403)
                    let fields = ["Sec-Fetch-Site: \(site)", "Sec-Fetch-Mode: navigate"]
                    #expect(try desk.request("GET", "/", fields).status == 200)
                    #expect(try desk.request("POST", "/v1/challenges", fields).status == 403)
                }
            }
        }

        @Test("A desk that others reach answers only with its token, and the page without")
        func token() async throws {
            let secret = "0123456789abcdefghijklmnop"
            var options = DeskOptions()
            options.token = try BearerToken(secret + "\n")
            try await RunningDesk.run(options) { desk async throws in
                for path in ["/v1/status", "/v1/scans", "/metrics"] {
                    let answer = try desk.request("GET", path)
                    #expect(answer.code == "http.token_missing")
                    #expect(answer.headers["www-authenticate"] == "Bearer")
                    for wrong in [secret.dropLast(), secret + "0", secret.uppercased()] as [any StringProtocol] {
                        let answer = try desk.request("GET", path, ["Authorization: Bearer \(wrong)"])
                        #expect(answer.status == 401)
                        #expect(answer.code == "http.token_wrong")
                    }
                    #expect(try desk.request("GET", path, ["Authorization: Basic \(secret)"]).status == 401)
                    #expect(try desk.request("GET", path, ["Authorization: bearer \(secret)"]).status == 200)
                }
                #expect(try desk.verify("x").status == 401)
                #expect(try desk.verify("x", "", ["Authorization: Bearer \(secret)"]).status == 200)
                let type = "application/x-www-form-urlencoded"
                #expect(try desk.request("POST", "/", type: type, body: Array("text=x&token=wrong".utf8)).status == 401)
                #expect(
                    try desk.request("POST", "/", type: type, body: Array("text=x&token=\(secret)".utf8)).status == 200)
                for path in ["/", "/health", "/openapi.json"] { #expect(try desk.request("GET", path).status == 200) }
            }
        }

        @Test("A desk that other machines reach does not start without TLS and token")
        func unprotected() throws {
            for text in ["0.0.0.0:1", "[::]:1", "192.0.2.1:1", "desk.example:1", "127.0.0.1.example:1"] {
                var options = DeskOptions()
                options.address = try DeskAddress(text)
                #expect(throws: DeskError(.tlsRequired, text)) { try options.check() }
                options.tls = DeskCertificate(certificatePath: "c", keyPath: "k")
                #expect(throws: DeskError(.tokenRequired, text)) { try options.check() }
                options.token = try BearerToken("0123456789abcdef")
                #expect(throws: Never.self) { try options.check() }
            }
            for text in ["127.0.0.1:1", "127.9.9.9:1", "localhost:1", "[::1]:1"] {
                var options = DeskOptions()
                options.address = try DeskAddress(text)
                #expect(throws: Never.self) { try options.check() }
            }
            for text in [
                "", "1", ":1", "127.0.0.1", "127.0.0.1:65536", "127.0.0.1:-1", "a b:1", "::1:1", "[::1]", "a:+1",
            ] {
                #expect(throws: DeskError(.addressInvalid, text)) { try DeskAddress(text) }
            }
        }

        @Test("A body of 100 MB is refused before it is read, stated or in chunks, and others are answered meanwhile")
        func largeBody() async throws {
            try await RunningDesk.run { desk async throws in
                for path in ["/v1/verify", "/nothing", "/v1/challenges"] {
                    let stated = try Connection(port: desk.port)
                    stated.send(desk.head("POST", path, ["Content-Type: text/plain", "Content-Length: 104857600"]))
                    let answer = try stated.answer()
                    #expect(answer.status == 413 || path == "/nothing" && answer.status == 404)
                    #expect(answer.headers["connection"] == "close")
                    // Sending all of it gets nowhere.
                    let part = [UInt8](repeating: 0x41, count: 1 << 20)
                    let start = ContinuousClock.now
                    while stated.send(part), ContinuousClock.now - start < .seconds(60) {}
                    #expect(ContinuousClock.now - start < .seconds(30))
                    #expect(try desk.request("GET", "/health").status == 200)
                }
                let chunked = try Connection(port: desk.port)
                chunked.send(
                    desk.head("POST", "/v1/verify", ["Content-Type: text/plain", "Transfer-Encoding: chunked"]))
                let chunk = Array("2000\r\n".utf8) + [UInt8](repeating: 0x41, count: 0x2000) + Array("\r\n".utf8)
                for _ in 0..<8 { chunked.send(chunk) }
                #expect(try chunked.answer().code == "http.body_too_large")
            }
        }

        @Test("Slow headers are dropped, and slow bodies answered, within the time limits")
        func slowRequests() async throws {
            try await RunningDesk.run(Self.shortTimes) { desk async throws in
                let (headers, body) = (try Connection(port: desk.port), try Connection(port: desk.port))
                body.send(desk.head("POST", "/v1/verify", ["Content-Type: text/plain", "Content-Length: 1000"]))
                headers.send("GET / HTTP/1.1\r\n")
                let start = ContinuousClock.now
                // A byte from time to time does not extend the limit.
                var isOpen = true
                while isOpen, ContinuousClock.now - start < .seconds(60) {
                    body.send("A")
                    headers.send("X-\(Int.random(in: 0...9)): 1\r\n")
                    isOpen = !headers.isReadable(within: .milliseconds(100))
                }
                #expect(ContinuousClock.now - start < .seconds(30))
                #expect(headers.receive().isEmpty)
                #expect(try body.answer().code == "http.too_slow")
                #expect(body.isClosed(within: .seconds(30)))
                // Neither does a whole request: the time counts from its answer.
                let idle = try Connection(port: desk.port)
                idle.send(desk.head("GET", "/health"))
                #expect(try idle.answer().status == 200)
                #expect(idle.isClosed(within: .seconds(30)))
            }
        }

        /// Tests/Desk/test_connections.py holds more connections than a process with Foundation can have.
        @Test("Of too many idle connections each further one closes another, and the busy ones stay")
        func idleConnections() async throws {
            var options = DeskOptions()
            options.limits.connections = 100
            try await RunningDesk.run(options) { desk async throws in
                let busy = try Connection(port: desk.port)
                busy.send(desk.head("POST", "/v1/verify", ["Content-Type: text/plain", "Content-Length: 8"]))
                let idle = try (0..<120).map { _ in try Connection(port: desk.port) }
                let end = ContinuousClock.now + .seconds(10)
                var closed = 0
                while closed < 21, ContinuousClock.now < end {
                    closed = idle.count { $0.isClosed(within: .milliseconds(1)) }
                }
                #expect(closed == 21)
                busy.send("HF1:1234")
                #expect(try busy.answer().status == 200)
                #expect(try desk.request("GET", "/health").status == 200)
            }
        }

        @Test(
            "No path leads out of the page's files",
            arguments: [
                "/../Package.swift", "/..%2fPackage.swift", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/.git/config",
                "/index.html", "/verdict.html", "/v1/samples/../../etc/passwd.txt", "/v1/samples/valid.txt",
                "/v1/challenges/..%2f..%2fetc.png", "/v1", "/v1/", "/%00", "/en.json/", "/v1/challenges/.png",
            ])
        func paths(path: String) async throws {
            try await RunningDesk.run { desk async throws in
                let answer = try desk.request("GET", path)
                #expect(answer.status == 404)
                #expect(answer.code == "http.not_found")
            }
        }

        @Test("Markup in licences, issuers and codes appears as text only")
        func markup() async throws {
            let attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;"
            try await RunningDesk.run { desk async throws in
                var license = try Fixture.license()
                license.familyName = attack
                license.givenName = attack
                license.issuingAuthority = attack
                let scan = try await desk.scan(license: license)
                let type = "application/x-www-form-urlencoded"
                let text = try #require(scan.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
                for body in ["text=\(text)", "text=%3Cscript%3E", "text=x&language=%3Cscript%3E"] {
                    let page = try desk.request("POST", "/?language=%3Cscript%3E", type: type, body: Array(body.utf8))
                    #expect(page.status == 200)
                    #expect(!page.text.contains("<script>alert"))
                    #expect(!page.text.contains("<img"))
                    if body.contains("HF1") {
                        #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;"))
                    }
                }
                let report = try desk.verify(scan, "?view=report")
                #expect(report.headers["content-type"] == "application/json")
                #expect(report.headers["x-content-type-options"] == "nosniff")
                // An element of JavaScript that reads the page of an error finds no markup either.
                #expect(try !desk.request("GET", "/<script>").text.contains("<script>"))
            }
        }

        @Test("Every answer has a strict policy of contents, and none sets a cookie")
        func headers() async throws {
            try await RunningDesk.run { desk async throws in
                let answers = [
                    try desk.request("GET", "/"), try desk.request("GET", "/nothing"), try desk.verify("x"),
                    try desk.request("GET", "/v1/status"), try desk.request("GET", "/", host: "evil.example"),
                ]
                for answer in answers {
                    let policy = try #require(answer.headers["content-security-policy"])
                    #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
                    #expect(!policy.contains("unsafe"))
                    #expect(policy.contains("frame-ancestors 'none'"))
                    #expect(answer.headers["x-content-type-options"] == "nosniff")
                    #expect(answer.headers["referrer-policy"] == "same-origin")
                    #expect(answer.headers["set-cookie"] == nil)
                    #expect(answer.headers["cache-control"]?.hasPrefix("no-") == true)
                }
            }
        }

        @Test("Broken requests are refused, and the desk goes on")
        func brokenRequests() async throws {
            try await RunningDesk.run { desk async throws in
                var generator = SeededGenerator(seed: 17)
                let noise = (0..<64).map { _ in
                    [UInt8](repeating: 0, count: 64).map { _ in UInt8.random(in: 0...255, using: &generator) }
                }
                let texts = [
                    "GET / HTTP/9.9\r\n\r\n", "GET\r\n\r\n",
                    "POST /v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
                    "POST /v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
                    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + String(repeating: "a", count: 100_000) + "\r\n\r\n",
                ]
                for bytes in noise + texts.map({ Array($0.utf8) }) {
                    let connection = try Connection(port: desk.port)
                    connection.send(bytes + Array("\r\n\r\n".utf8))
                    let answer = connection.receive(within: .seconds(2))
                    let start = String(decoding: answer.prefix(12), as: UTF8.self)
                    #expect(answer.isEmpty || start.hasPrefix("HTTP/1.1 4"), "\(start)")
                }
                #expect(try desk.request("GET", "/health").status == 200)
            }
        }
    }
#endif
