import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Trust lists")
struct TrustListTests {
    static let name = "roads"

    private func signed(
        _ list: TrustList, by key: PrivateKey, name: String = name, lifetime: Duration = .seconds(86_400),
        at second: UnixTime = Fixture.now
    ) async throws -> [UInt8] {
        try await list.sign(
            name: name, publisher: "https://roads.example", signer: key, lifetime: lifetime, at: second)
    }

    @Test("The JSON and the signed form have the same content")
    func forms() async throws {
        let (a, b, anchor) = (try PrivateKey(.esp256), try PrivateKey(.ed25519), try PrivateKey(.ed25519))
        let list = try TrustList(issuers: [
            TrustList.Issuer(
                id: "https://a.example", name: "Amt A", countries: ["CN", "DE"],
                keys: [
                    TrustList.Key(a.publicKey, use: .credential, notBefore: 10, notAfter: 20, revokedAt: 15),
                    TrustList.Key(b.publicKey, id: [1], use: .status),
                ]),
            TrustList.Issuer(id: "https://b.example", keys: [TrustList.Key(b.publicKey, id: [1])]),
        ])
        #expect(try TrustList(json: Array(list.json.utf8)).issuers == list.issuers)
        let bytes = try await signed(list, by: anchor)
        let read = try TrustList(signed: bytes, name: Self.name, anchors: [anchor.publicKey])
        #expect(read.issuers == list.issuers)
        #expect(read.validity?.issuedAt == Fixture.now)
        #expect(read.validity?.expiresAt == Fixture.now + 86_400)
    }

    @Test("A signed list is accepted only with the pinned name and key, and with every byte unchanged")
    func pinning() async throws {
        let fixture = try Fixture()
        let (anchor, stranger) = (try PrivateKey(.ed25519), try PrivateKey(.ed25519))
        let bytes = try await signed(fixture.trust, by: anchor)
        #expect(throws: ListError(.keyUnknown, at: Self.name)) {
            try TrustList(signed: bytes, name: Self.name, anchors: [stranger.publicKey])
        }
        #expect(throws: ListError(.nameMismatch, at: Self.name)) {
            try TrustList(signed: bytes, name: "seas", anchors: [stranger.publicKey, anchor.publicKey])
        }
        for index in bytes.indices {
            var flipped = bytes
            flipped[index] ^= 1
            #expect(throws: (any Error).self, "byte \(index)") {
                try TrustList(signed: flipped, name: Self.name, anchors: [anchor.publicKey])
            }
        }
    }

    @Test(
        "A list with one wrong issuer or key is refused as a whole",
        arguments: [
            (#"{"issuers": [{"id": "a", "name": "A", "keys": []}]}"#, "trust.key_invalid"),
            (#"{"issuers": [{"id": "", "name": "A", "keys": [KEY]}]}"#, "trust.issuer_invalid"),
            (#"{"issuers": [{"id": "a", "name": "A", "countries": [], "keys": [KEY]}]}"#, "trust.issuer_invalid"),
            (#"{"issuers": [{"id": "a", "name": "A", "countries": ["cn"], "keys": [KEY]}]}"#, "trust.issuer_invalid"),
            (#"{"issuers": [{"id": "a", "name": "A", "keys": [KEY, KEY]}]}"#, "trust.key_repeated"),
            (
                #"{"issuers": [{"id": "a", "name": "A", "keys": [KEY]}, {"id": "a", "name": "B", "keys": [KEY]}]}"#,
                "trust.issuer_repeated"
            ),
            (#"{"issuers": [{"id": "a", "name": "A", "keys": [KEY], "nmae": 1}]}"#, "json.name_unknown"),
            (#"{"issuers": [{"id": "a", "id": "a", "name": "A", "keys": [KEY]}]}"#, "json.name_repeated"),
            (#"{"issuers": [{"id": "a", "name": "A", "keys": [SMALL]}]}"#, "key.point_invalid"),
            (#"{"issuers": [{"id": "a", "name": "A", "keys": [OFF]}]}"#, "key.point_invalid"),
            (#"{"issuers": [{"id": "a", "name": "A", "keys": [BEYOND]}]}"#, "key.point_invalid"),
        ])
    func invalid(text: String, code: String) throws {
        func key(_ x: String) -> String {
            #"{"kid": "01", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": "X"}, "use": ["credential"]}"#
                .replacing("X\"", with: x + "\"")
        }
        let json = text.replacing("KEY", with: key("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
            .replacing("SMALL", with: key("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
            .replacing("OFF", with: key("AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
            // y = p + 3: a good point, in its other encoding.
            .replacing("BEYOND", with: key("8P_______________________________________38"))
        do {
            _ = try TrustList(json: Array(json.utf8))
            Issue.record("accepted")
        } catch { #expect((error as? any CodedError)?.code == code) }
    }

    @Test("A clock before the newest trust list is not trusted")
    func clockFloor() async throws {
        let fixture = try Fixture()
        let anchor = try PrivateKey(.ed25519)
        let bytes = try await signed(fixture.trust, by: anchor)
        let lists = try VerifierLists(
            signedTrust: bytes, name: Self.name, anchors: [anchor.publicKey], at: Fixture.now)
        let verifier = Verifier(lists: lists, policy: fixture.policy)
        let late = Array(try await fixture.token(at: Fixture.now - 30).text().utf8)
        #expect(verifier.verify(late, at: Fixture.now - 30).code == .ok)
        let early = Array(try await fixture.token(at: Fixture.now - 31).text().utf8)
        let verdict = verifier.verify(early, at: Fixture.now - 31)
        #expect(verdict.code == .clockUntrusted)
        #expect(verdict.outcome == .indeterminate)
        #expect(verdict.clockOffset == nil)
    }

    /// Otherwise a list, signed with an anchor that was stolen for a moment, could set the floor so late that no
    /// clock is ever trusted again.
    @Test("A trust list from the future is refused and changes nothing")
    func future() async throws {
        let fixture = try Fixture()
        let anchor = try PrivateKey(.ed25519)
        let now = Fixture.now
        var lists = try VerifierLists(
            signedTrust: try await signed(fixture.trust, by: anchor, at: Fixture.now - 60), name: Self.name,
            anchors: [anchor.publicKey], at: now)
        let rollbackState = lists.rollbackState
        #expect(rollbackState.clockFloor == Fixture.now - 60)
        let nobody = try TrustList(issuers: [
            TrustList.Issuer(id: "https://other.example", keys: [TrustList.Key(anchor.publicKey)])
        ])
        for ahead in [31, 10 * 365 * 86_400] {
            let poison = try await signed(nobody, by: anchor, at: Fixture.now + ahead)
            #expect(throws: ListError(.fromFuture, at: Self.name)) {
                try lists.load(signedTrust: poison, name: Self.name, anchors: [anchor.publicKey], at: now)
            }
            #expect(throws: ListError(.fromFuture, at: Self.name)) {
                try VerifierLists(signedTrust: poison, name: Self.name, anchors: [anchor.publicKey], at: now)
            }
        }
        #expect(lists.rollbackState == rollbackState)
        let verifier = Verifier(lists: lists, policy: fixture.policy)
        #expect(verifier.verify(try await fixture.token().text(), at: now).code == .ok)
        try lists.load(
            signedTrust: try await signed(fixture.trust, by: anchor, at: Fixture.now + 30), name: Self.name,
            anchors: [anchor.publicKey], at: now)
        #expect(lists.rollbackState.clockFloor == Fixture.now + 30)
    }

    @Test("An expired trust list gives indeterminate verdicts, also for issuers that it does not have")
    func expired() async throws {
        let fixture = try Fixture()
        let anchor = try PrivateKey(.ed25519)
        let bytes = try await signed(fixture.trust, by: anchor, lifetime: .seconds(60), at: Fixture.now - 90)
        let lists = try VerifierLists(
            signedTrust: bytes, name: Self.name, anchors: [anchor.publicKey], at: Fixture.now - 90)
        let verifier = Verifier(lists: lists, policy: fixture.policy)
        let text = try await fixture.token().text()
        #expect(verifier.verify(text, at: Fixture.now - 1).code == .ok)
        #expect(verifier.verify(text, at: Fixture.now).code == .trustExpired)
        let stranger = try Issuer(id: "https://stranger.example", signer: fixture.issuerKey)
        let foreign = try await stranger.mint(try Fixture.license(), lifetime: .seconds(30), at: Fixture.now)
        #expect(verifier.verify(foreign.text(), at: Fixture.now).code == .trustExpired)
        #expect(fixture.verify(foreign.text()).code == .issuerUnknown)
    }

    @Test("A new trust list removes status lists whose key it revokes")
    func droppedLists() async throws {
        let fixture = try Fixture()
        let anchor = try PrivateKey(.ed25519)
        let now = Fixture.now
        var lists = VerifierLists(trust: fixture.trust)
        let status = try await StatusTable(bits: 1, size: 8).sign(
            uri: "https://s.example", issuer: Fixture.issuerID, signer: fixture.issuerKey, lifetime: .seconds(60),
            timeToLive: nil, at: now)
        try lists.load(statusList: status, at: now)
        #expect(lists.statusLists.count == 1)
        let key = TrustList.Key(fixture.issuerKey.publicKey, revokedAt: Fixture.now)
        let revoked = try TrustList(issuers: [TrustList.Issuer(id: Fixture.issuerID, keys: [key])])
        try lists.load(
            signedTrust: try await signed(revoked, by: anchor), name: Self.name, anchors: [anchor.publicKey], at: now)
        #expect(lists.statusLists.isEmpty)
    }

    @Test("A bundle is loaded without its refused status lists, and a damaged bundle is not loaded")
    func bundle() async throws {
        let fixture = try Fixture()
        let anchor = try PrivateKey(.ed25519)
        let now = Fixture.now
        func status(_ issuer: String) async throws -> [UInt8] {
            try await StatusTable(bits: 1, size: 8).sign(
                uri: "https://s.example", issuer: issuer, signer: fixture.issuerKey, lifetime: .seconds(60),
                timeToLive: nil,
                at: now)
        }
        let bundle = try ListBundle(
            trust: try await signed(fixture.trust, by: anchor),
            package: [try await status("https://stranger.example"), try await status(Fixture.issuerID)])
        #expect(try ListBundle(bundle.bytes) == bundle)
        var lists = VerifierLists(trust: try TrustList(issuers: []))
        let refused = try lists.load(bundle, name: Self.name, anchors: [anchor.publicKey], at: now)
        #expect(refused.mapValues(\.reason) == [0: .issuerUnknown])
        #expect(lists.statusLists.map(\.uri) == ["https://s.example"])
        #expect(throws: ListError.self) { try ListBundle(bundle.bytes.dropLast()) }
        #expect(throws: ListError.self) { try ListBundle([]) }
    }

    /// Its signature is valid, so nothing but the claims can refuse it.
    @Test("A signed list without a required claim is refused")
    func missingClaims() async throws {
        let fixture = try Fixture()
        let claims: [Int: (inout CBORWriter) -> Void] = [
            CWT.Claim.issuer: { $0.text(Fixture.issuerID) }, CWT.Claim.subject: { $0.text(Self.name) },
            CWT.Claim.expiresAt: { $0.integer(2) }, CWT.Claim.issuedAt: { $0.integer(1) },
        ]
        for missing in claims.keys {
            for type in [COSE.ContentType.trustList, .statusList] {
                let signed = try await COSE.Sign1Message(
                    type: type, by: fixture.issuerKey,
                    header: { map in map.add(COSE.Label.keyID) { $0.byteString(fixture.issuerKey.publicKey.keyID) } },
                    payload: { map in for (key, value) in claims where key != missing { map.add(key, value) } })
                let bytes = signed.encode()
                #expect(throws: ListError.self) {
                    if type == .statusList {
                        _ = try StatusList(bytes, trust: fixture.trust)
                    } else {
                        _ = try TrustList(signed: bytes, name: Self.name, anchors: [fixture.issuerKey.publicKey])
                    }
                }
            }
        }
    }

    /// Swift's strings are equal if they are canonically equivalent.
    @Test("Identifiers are compared byte by byte")
    func bytewise() async throws {
        let (composed, decomposed) = ("https://caf\u{e9}.example", "https://cafe\u{301}.example")
        var fixture = try Fixture()
        let trust = try TrustList(issuers: [
            TrustList.Issuer(id: composed, keys: [TrustList.Key(fixture.issuerKey.publicKey)])
        ])
        #expect(trust.issuer(composed) != nil)
        #expect(trust.issuer(decomposed) == nil)
        fixture.policy.audiences = [Audience(composed)]
        #expect(fixture.verify(try await fixture.token(audience: composed).text()).code == .ok)
        #expect(fixture.verify(try await fixture.token(audience: decomposed).text()).code == .tokenAudienceMismatch)
    }

    @Test("A lifetime out of range is refused")
    func lifetimes() async throws {
        let fixture = try Fixture()
        for seconds in [0, -1, Int.min, Int.max, UnixTime.maximumSeconds] {
            let lifetime = Duration.seconds(seconds)
            await #expect(throws: SigningError(.lifetimeInvalid)) {
                try await self.signed(fixture.trust, by: fixture.issuerKey, lifetime: lifetime)
            }
            await #expect(throws: SigningError(.lifetimeInvalid)) { try await fixture.credential(lifetime: lifetime) }
        }
    }
}
