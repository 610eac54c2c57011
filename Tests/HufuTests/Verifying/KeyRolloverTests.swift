import HufuTestSupport
import Testing

@testable import Hufu

/// An issuer changes its key, and scanners that learn of it sooner or later.
@Suite("Change of an issuer's key")
struct KeyRolloverTests {
    static let (begin, end) = (Fixture.now - 1_000, Fixture.now + 1_000)

    let fixture: Fixture
    let next: PrivateKey

    init() throws {
        fixture = try Fixture()
        next = try PrivateKey(.ed25519)
    }

    /// The old key until `end`, the new one from `begin` on.
    private func overlapping() throws -> TrustList {
        try TrustList(issuers: [
            TrustList.Issuer(id: "https://other.example", keys: [TrustList.Key(next.publicKey)]),
            TrustList.Issuer(
                id: Fixture.issuerID,
                keys: [
                    TrustList.Key(fixture.issuerKey.publicKey, notAfter: Self.end),
                    TrustList.Key(next.publicKey, notBefore: Self.begin),
                ]),
        ])
    }

    private func code(_ key: PrivateKey, issuedAt second: UnixTime, _ trust: TrustList) async throws -> Verdict.Code {
        let issuer = try Issuer(id: Fixture.issuerID, signer: key)
        let token = try await issuer.mint(try Fixture.license(), lifetime: .seconds(30), at: second)
        return Verifier(trust: trust, policy: fixture.policy).verify(token.text(), at: second).code
    }

    @Test("Each key is accepted in its own validity period, both while the periods overlap")
    func overlap() async throws {
        let (old, trust) = (fixture.issuerKey, try overlapping())
        #expect(try await code(old, issuedAt: Self.begin - 1, trust) == .ok)
        #expect(try await code(next, issuedAt: Self.begin - 1, trust) == .issuerKeyOutsideValidity)
        #expect(try await code(old, issuedAt: Self.begin, trust) == .ok)
        #expect(try await code(next, issuedAt: Self.begin, trust) == .ok)
        #expect(try await code(old, issuedAt: Self.end - 1, trust) == .ok)
        #expect(try await code(old, issuedAt: Self.end, trust) == .issuerKeyOutsideValidity)
        #expect(try await code(next, issuedAt: Self.end, trust) == .ok)
        // A scanner that has not heard of the new key cannot know it.
        #expect(try await code(next, issuedAt: Self.begin, fixture.trust) == .issuerKeyUnknown)
    }

    @Test("A credential signed by the old key is valid under a status list signed by the new one")
    func oldCredential() async throws {
        let uri = "https://dmv.example/status/1"
        let credential = try await fixture.credential(status: try StatusReference(uri: uri, index: 1))
        let text = try await fixture.token(credential).text()
        func list(_ number: UInt8, at second: UnixTime) async throws -> [UInt8] {
            try await StatusTable(bits: 1, size: 8).setting([(index: 1, number: number)]).sign(
                uri: uri, issuer: Fixture.issuerID, signer: next, lifetime: .seconds(3_600), timeToLive: nil,
                at: second)
        }
        let now = Fixture.now
        var lists = VerifierLists(trust: try overlapping())
        try lists.load(statusList: try await list(0, at: Fixture.now - 2), at: now)
        #expect(Verifier(lists: lists, policy: Policy(utcOffset: 0)).verify(text, at: now).code == .ok)
        try lists.load(statusList: try await list(1, at: Fixture.now - 1), at: now)
        #expect(Verifier(lists: lists, policy: Policy(utcOffset: 0)).verify(text, at: now).code == .statusRevoked)
    }

    @Test(
        "A signed trust list with one invalid key is refused as a whole",
        arguments: [
            "0100000000000000000000000000000000000000000000000000000000000000",
            "0200000000000000000000000000000000000000000000000000000000000000",
            "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ])
    func badKey(hex: String) async throws {
        let point = try #require(Hex.decode(hex))
        func refusal(_ x: [UInt8]) async throws -> (any Error)? {
            let signed = try await COSE.Sign1Message(
                type: .trustList, by: next,
                header: { map in map.add(COSE.Label.keyID) { $0.byteString(next.publicKey.keyID) } },
                payload: { map in
                    map.add(CWT.Claim.issuer) { $0.text("https://roads.example") }
                    map.add(CWT.Claim.subject) { $0.text("roads") }
                    map.add(CWT.Claim.expiresAt) { $0.integer(2) }
                    map.add(CWT.Claim.issuedAt) { $0.integer(1) }
                    map.add(CWT.Claim.trust) { writer in
                        writer.array(1)
                        writer.map { map in
                            map.add(1) { $0.text(Fixture.issuerID) }
                            map.add(2) { $0.text("DMV") }
                            map.add(4) { writer in
                                writer.array(1)
                                writer.map { map in
                                    map.add(1) { $0.byteString([1]) }
                                    map.add(2) { writer in
                                        writer.map { map in
                                            map.add(1) { $0.integer(1) }
                                            map.add(-1) { $0.integer(6) }
                                            map.add(-2) { $0.byteString(x) }
                                        }
                                    }
                                    map.add(3) { $0.integer(3) }
                                }
                            }
                        }
                    }
                })
            do { _ = try TrustList(signed: signed.encode(), name: "roads", anchors: [next.publicKey]) } catch {
                return error
            }
            return nil
        }
        #expect(try await refusal(point) as? KeyError == KeyError(.pointInvalid))
        #expect(try await refusal(next.publicKey.coordinates) == nil)
    }
}
