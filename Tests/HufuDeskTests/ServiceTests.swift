#if Desk
    import Foundation
    import Hufu
    import HufuScanner
    import HufuTestSupport
    import Testing

    @testable import HufuDesk

    /// The interface for programs.
    @Suite("Service")
    struct ServiceTests {
        private static var policy: Policy {
            var policy = Policy(utcOffset: 0)
            policy.status = .ignored
            return policy
        }

        @Test("A text is answered with the verdict that the library gives, as JSON")
        func verdict() async throws {
            try await RunningDesk.run(policy: Self.policy) { desk async throws in
                let scan = try await desk.scan()
                let answer = try desk.verify(scan + "\r\n")
                #expect(answer.status == 200)
                #expect(answer.headers["content-type"] == "application/json")
                #expect(answer.json["verdict"] as? String == "valid")
                let license = answer.json["license"] as? [String: Any]
                let number = try Fixture.license().documentNumber
                #expect(license?["document_number"] as? String == number)
                let garbage = try desk.verify("HF1:GARBAGE")
                #expect(garbage.status == 200)
                #expect(garbage.json["verdict"] as? String == "rejected")
            }
        }

        @Test("A report has the verdict, and rows whose names are the same in every language")
        func report() async throws {
            try await RunningDesk.run(policy: Self.policy) { desk async throws in
                let scan = try await desk.scan()
                func rows(_ query: String) throws -> (names: [String], labels: [String], headline: String) {
                    let json = try desk.verify(scan, "?view=report" + query).json
                    #expect((json["verdict"] as? [String: Any])?["code"] as? String == "ok")
                    let groups = try #require(json["groups"] as? [[[String: String]]]).flatMap(\.self)
                    return (
                        groups.compactMap { $0["name"] }, groups.compactMap { $0["label"] },
                        json["headline"] as? String ?? ""
                    )
                }
                let (english, chinese) = (try rows(""), try rows("&language=zh-Hans"))
                #expect(english.names.starts(with: ["name", "number", "born", "classes", "in_force"]))
                #expect(english.names == chinese.names)
                #expect(english.labels.first == "Name")
                #expect(chinese.labels.first == "姓名")
                #expect(english.headline == "VALID")
                #expect(chinese.headline == "有效")
            }
        }

        @Test("The language is that of the query, else of the desk, else of the browser")
        func language() async throws {
            try await RunningDesk.run { desk async throws in
                #expect(try desk.language("/") == "en")
                #expect(try desk.language("/", ["Accept-Language: fr, zh-CN;q=0.8, en;q=0.1"]) == "zh-Hans")
                #expect(try desk.language("/?language=en", ["Accept-Language: zh"]) == "en")
            }
            var options = DeskOptions()
            options.language = .simplifiedChinese
            try await RunningDesk.run(options) { desk async throws in
                #expect(try desk.language("/", ["Accept-Language: en"]) == "zh-Hans")
                #expect(try desk.language("/?language=en") == "en")
            }
        }

        @Test("A challenge is answered once, by a code that was made for it")
        func challenge() async throws {
            try await RunningDesk.run(policy: Self.policy) { desk async throws in
                let made = try desk.request("POST", "/v1/challenges")
                #expect(made.status == 201)
                let id = try #require(made.json["id"] as? String)
                let text = try #require(made.json["text"] as? String)
                let picture = try desk.request("GET", try #require(made.json["picture"] as? String))
                #expect(picture.headers["content-type"] == "image/png")
                #expect(picture.body.starts(with: [0x89] + Array("PNG".utf8)))

                let query = "?challenge=\(id)"
                #expect(try desk.verify(await desk.scan(), query).code == "token.challenge_mismatch")
                let answer = try await desk.scan(challenge: Challenge.bytes(of: text))
                #expect(
                    try desk.verify(answer, "?challenge=" + String(repeating: "0", count: 32)).code
                        == "token.challenge_mismatch")
                let valid = try desk.verify(answer, query)
                #expect(valid.code == "ok")
                #expect(valid.json["answer_age"] as? Int != nil)
                #expect(try desk.verify(answer, query).code == "token.challenge_mismatch")
                #expect(try desk.request("GET", "/v1/challenges/\(id).png").status == 404)
            }
        }

        @Test("An empty challenge id demands an answer where no challenge is shown, so that no code is accepted")
        func missingChallenge() async throws {
            try await RunningDesk.run(policy: Self.policy) { desk async throws in
                let scan = try await desk.scan()
                for query in ["?challenge=", "?challenge", "?challenge=&challenge="] {
                    #expect(try desk.verify(scan, query).code == "token.challenge_mismatch", "\(query)")
                }
                #expect(try desk.verify(scan).code == "ok")
            }
        }

        @Test("A query parameter that a path does not know is refused by its name, before a code is verified")
        func unknownParameter() async throws {
            try await RunningDesk.run(policy: Self.policy) { desk async throws in
                let scan = try await desk.scan()
                for (query, name) in [
                    ("?challange=0123", "challange"), ("?view=report&Challenge=0123", "Challenge"),
                    ("?challeng%65=0123", "challeng%65"), ("?challenge=0123&x", "x"), ("?=0123", ""),
                ] {
                    let answer = try desk.verify(scan, query)
                    #expect(answer.status == 400, "\(query)")
                    #expect(answer.code == "http.request_invalid")
                    #expect(answer.json["detail"] as? String == "query: challenge, language, view, not \"\(name)\"")
                }
                let scans = try desk.request("GET", "/v1/scans").json["scans"] as? [[String: String]]
                #expect(scans?.isEmpty == true)
                for (method, path) in [
                    ("GET", "/?view=report"), ("GET", "/page.js?v=1"), ("GET", "/health?view=report"),
                    ("GET", "/v1/status?challenge="), ("POST", "/v1/challenges?ask=portrait"),
                ] {
                    #expect(try desk.request(method, path).code == "http.request_invalid", "\(path)")
                }
                #expect(try desk.verify(scan, "?view=verdict&language=zh-Hans").code == "ok")
            }
        }

        @Test("A signed challenge names the scanner, asks for elements, and is answered once, by what it asks for")
        func signedChallenge() async throws {
            let (authorityKey, scannerKey) = (try PrivateKey(.esp256), try PrivateKey(.ed25519))
            let authority = "https://police.example"
            let certificate = try await VerifierCertificate(
                id: "counter-7", name: "Counter 7", elements: [.documentNumber, .entry(.secondPage)],
                key: scannerKey.publicKey, authority: authority, signer: authorityKey, lifetime: .seconds(3_600))
            let holderTrust = try TrustList(issuers: [
                TrustList.Issuer(
                    id: authority, name: "Ministry", keys: [TrustList.Key(authorityKey.publicKey, use: .verifier)])
            ])
            let identity = try await DeskIdentity(certificate: certificate, signer: scannerKey)
            try await RunningDesk.run(policy: Self.policy, identity: identity) { desk async throws in
                func make(_ body: String) throws -> Answer {
                    try desk.request("POST", "/v1/challenges", type: "application/json", body: Array(body.utf8))
                }
                #expect(try make(#"{"ask": ["portrait"]}"#).code == "challenge.not_allowed")
                let made = try make(#"{"ask": ["document_number"], "valid_for": 30}"#)
                #expect(made.status == 201)
                #expect(made.json["signed"] as? Bool == true)
                let id = try #require(made.json["id"] as? String)
                let text = try #require(made.json["text"] as? String)

                let known = try IdentifiedChallenge(text: text, trust: holderTrust)
                #expect(known.authority == "Ministry")
                #expect(known.challenge.certificate.name == "Counter 7")
                let credential = try await desk.fixture.credential(
                    redacting: Redaction([.documentNumber, .familyName, .residentAddress]), at: .now - 3_600)
                let holder = try Holder(credential: credential, signer: desk.fixture.deviceKey)
                let answer = try await holder.answer(known).text()
                // For another challenge, or none, the answer is worth nothing.
                let other = try #require(try make(#"{"ask": ["document_number"]}"#).json["id"] as? String)
                #expect(try desk.verify(answer, "?challenge=\(other)").code == "token.challenge_mismatch")
                #expect(try desk.verify(answer).code == "token.audience_mismatch")
                let verdict = try desk.verify(answer, "?challenge=\(other)&challenge=\(id)")
                #expect(verdict.code == "ok")
                let license = try #require(verdict.json["license"] as? [String: Any])
                #expect(license["document_number"] as? String == (try Fixture.license().documentNumber))
                #expect(license["family_name"] == nil)
                #expect(license["resident_address"] == nil)
                #expect(try desk.verify(answer, "?challenge=\(id)").code == "token.challenge_mismatch")
            }
        }

        @Test("Problems are told in the language of the request")
        func problems() async throws {
            try await RunningDesk.run { desk async throws in
                func titles(_ query: String) throws -> [String?] {
                    [
                        try desk.request("GET", "/nothing" + query).json["title"] as? String,
                        try desk.request("POST", "/v1/verify" + query, type: "image/gif", body: [0]).json["title"]
                            as? String,
                    ]
                }
                #expect(
                    try titles("?language=en") == [
                        "nothing has this path", "this path does not take a body of this type",
                    ])
                #expect(try titles("?language=zh-Hans") == ["此路径不存在", "此路径不接受这种类型的正文"])
            }
        }

        @Test("A policy with replay admits a code once, whoever asks")
        func replay() async throws {
            var policy = Self.policy
            policy.requiresSingleUse = true
            try await RunningDesk.run(policy: policy, replayMemory: InMemoryReplayMemory()) { desk async throws in
                let scan = try await desk.scan()
                #expect(try desk.verify(scan).code == "ok")
                #expect(try desk.verify(scan).code == "replay.repeated")
            }
        }

        @Test("The status names lists and counts, and the scans have time, outcome and code only")
        func status() async throws {
            try await RunningDesk.run(samples: true) { desk async throws in
                let sample = try desk.request("GET", "/v1/samples/valid.txt").text
                #expect(try desk.verify(sample).code == "ok")
                #expect(
                    try desk.verify(try desk.request("GET", "/v1/samples/expired.txt").text).code == "token.expired")
                #expect(
                    try desk.verify(try desk.request("GET", "/v1/samples/revoked.txt").text).code == "status.revoked")
                let status = try desk.request("GET", "/v1/status").json
                #expect(status["counts"] as? [String: Int] == ["valid": 1, "rejected": 2, "indeterminate": 0])
                let lists = try #require(status["lists"] as? [[String: Any]])
                #expect(lists.compactMap { $0["kind"] as? String } == ["trust", "status"])
                let scans = try #require(try desk.request("GET", "/v1/scans").json["scans"] as? [[String: String]])
                #expect(scans.map { $0["code"] } == ["status.revoked", "token.expired", "ok"])
                #expect(scans.allSatisfy { Set($0.keys) == ["at", "verdict", "code"] })
                let metrics = try desk.request("GET", "/metrics").text
                #expect(metrics.contains("hufu_scans_total{verdict=\"valid\",code=\"ok\"} 1\n"))
                #expect(metrics.contains("hufu_requests_total{path=\"/v1/verify\",status=\"200\"} 3\n"))
            }
        }

        @Test("A form without JavaScript is answered with a page, in which every text is escaped")
        func form() async throws {
            try await RunningDesk.run(policy: Self.policy) { desk async throws in
                let type = "application/x-www-form-urlencoded"
                let scan = try await desk.scan().addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                let answer = try desk.request(
                    "POST", "/", type: type, body: Array("language=zh-Hans&text=\(scan)%0D%0A".utf8))
                #expect(answer.status == 200)
                #expect(answer.headers["content-type"] == "text/html; charset=utf-8")
                #expect(answer.text.contains("有效"))
                let number = try #require(Fixture.license().documentNumber)
                #expect(answer.text.contains(number))
            }
        }

        @Test("A single use of a code is not counted twice by HEAD, and HEAD has no body")
        func head() async throws {
            try await RunningDesk.run { desk async throws in
                let answer = try desk.request("HEAD", "/health")
                #expect(answer.status == 200)
                #expect(try desk.request("HEAD", "/v1/verify").status == 405)
            }
        }
    }
#endif
