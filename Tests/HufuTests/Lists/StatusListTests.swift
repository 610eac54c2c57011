import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Status lists")
struct StatusListTests {
    static let uri = "https://dmv.example/status/1"

    private func list(
        _ fixture: Fixture, _ changes: [(Int, UInt8)] = [], bits: Int = 4, size: Int = 64,
        issuer: String = Fixture.issuerID,
        uri: String = uri, signer: PrivateKey? = nil, lifetime: Duration = .seconds(86_400),
        timeToLive: Duration? = .seconds(3_600),
        at second: UnixTime = Fixture.now - 60
    ) async throws -> [UInt8] {
        try await StatusTable(bits: bits, size: size).setting(changes.map { ($0.0, $0.1) }).sign(
            uri: uri, issuer: issuer, signer: signer ?? fixture.issuerKey, lifetime: lifetime, timeToLive: timeToLive,
            at: second)
    }

    private func lists(_ fixture: Fixture, _ list: [UInt8]?) throws -> VerifierLists {
        var lists = VerifierLists(trust: fixture.trust)
        if let list { try lists.load(statusList: list, at: Fixture.now) }
        return lists
    }

    private func verify(
        _ fixture: Fixture, _ lists: VerifierLists, index: Int = 5, policy: Policy = Policy(utcOffset: 0),
        at second: UnixTime = Fixture.now
    ) async throws -> Verdict {
        let reference = try StatusReference(uri: Self.uri, index: index)
        let token = try await fixture.token(try await fixture.credential(status: reference), at: second)
        return Verifier(lists: lists, policy: policy).verify(token.text(), at: second)
    }

    @Test(
        "Each status value has its verdict",
        arguments: [
            (UInt8(0), Verdict.Code.ok), (1, .statusRevoked), (2, .statusSuspended), (3, .ok), (4, .statusUnknown),
            (15, .statusUnknown),
        ])
    func values(number: UInt8, code: Verdict.Code) async throws {
        let fixture = try Fixture()
        let verdict = try await verify(fixture, try lists(fixture, try await list(fixture, [(5, number)])))
        #expect(verdict.code == code)
        #expect(verdict.status == StatusValue(number: number))
        #expect(verdict.notices.contains(.statusAttention) == (number == 3))
        #expect(verdict.statusAge == 60)
    }

    @Test("Without the status list the verdict is indeterminate")
    func missingList() async throws {
        let fixture = try Fixture()
        let verdict = try await verify(fixture, try lists(fixture, nil))
        #expect(verdict.code == .statusUnavailable)
        #expect(verdict.outcome == .indeterminate)
        #expect(verdict.license != nil)
    }

    @Test("A list of the same URI by another issuer is not used")
    func otherIssuer() async throws {
        let fixture = try Fixture()
        let other = try PrivateKey(.ed25519)
        let trust = try TrustList(
            issuers: fixture.trust.issuers + [
                TrustList.Issuer(id: "https://other.example", keys: [TrustList.Key(other.publicKey)])
            ])
        var lists = VerifierLists(trust: trust)
        let list = try await list(fixture, [(5, 1)], issuer: "https://other.example", signer: other)
        try lists.load(statusList: list, at: Fixture.now)
        #expect(try await verify(fixture, lists).code == .statusUnavailable)
    }

    /// URIs are compared byte by byte.
    @Test(
        "A list of a similar URI is not used",
        arguments: [uri + "/", String(uri.dropLast()), uri + "\u{301}", uri.uppercased()])
    func otherURI(uri: String) async throws {
        let fixture = try Fixture()
        let lists = try lists(fixture, try await list(fixture, [(5, 1)], uri: uri))
        #expect(try await verify(fixture, lists).code == .statusUnavailable)
    }

    /// A value of a stale list that says revoked still rejects.
    @Test("A list is stale from the second on at which its time to live and the skew are over")
    func age() async throws {
        let fixture = try Fixture()
        let edge = Fixture.now - 60 + 3_600 + 30
        let (valid, revoked) = (
            try lists(fixture, try await list(fixture)), try lists(fixture, try await list(fixture, [(5, 1)]))
        )
        #expect(try await verify(fixture, valid, at: edge - 1).code == .ok)
        let stale = try await verify(fixture, valid, at: edge)
        #expect(stale.code == .statusStale)
        #expect(stale.status == .valid)
        #expect(stale.statusAge == 3_630)
        #expect(try await verify(fixture, revoked, at: edge).code == .statusRevoked)
        let expired = try lists(fixture, try await list(fixture, lifetime: .seconds(90), timeToLive: nil))
        #expect(try await verify(fixture, expired, at: Fixture.now + 59).code == .ok)
        #expect(try await verify(fixture, expired, at: Fixture.now + 60).code == .statusExpired)
    }

    @Test("The policy's maximum age overrides the list's time to live")
    func policyAge() async throws {
        let fixture = try Fixture()
        var policy = Policy(utcOffset: 0)
        policy.maximumStatusAge = .seconds(30)
        policy.skew = .seconds(0)
        #expect(
            try await verify(fixture, try lists(fixture, try await list(fixture)), policy: policy).code == .statusStale)
    }

    @Test("An index past the end of the list is rejected", arguments: [1, 2, 4, 8])
    func index(bits: Int) async throws {
        let fixture = try Fixture()
        let lists = try lists(fixture, try await list(fixture, [(0, 1), (63, 1)], bits: bits))
        #expect(try await verify(fixture, lists, index: 0).code == .statusRevoked)
        #expect(try await verify(fixture, lists, index: 1).code == .ok)
        #expect(try await verify(fixture, lists, index: 62).code == .ok)
        #expect(try await verify(fixture, lists, index: 63).code == .statusRevoked)
        #expect(try await verify(fixture, lists, index: 64).code == .statusIndexOutOfRange)
        #expect(try await verify(fixture, lists, index: UnixTime.maximumSeconds).code == .statusIndexOutOfRange)
    }

    @Test("A new list applies to the next verification")
    func revocation() async throws {
        let fixture = try Fixture()
        var lists = try lists(fixture, try await list(fixture))
        #expect(try await verify(fixture, lists).code == .ok)
        try lists.load(
            statusList: try await list(fixture, [(5, 1)], at: Fixture.now), at: Fixture.now)
        #expect(try await verify(fixture, lists).code == .statusRevoked)
    }

    @Test("An older list, or another of the same time, is refused, also after a restart")
    func rollback() async throws {
        let fixture = try Fixture()
        let (old, new) = (try await list(fixture), try await list(fixture, [(5, 1)], at: Fixture.now))
        let twin = try await list(fixture, at: Fixture.now)
        var lists = try lists(fixture, new)
        let now = Fixture.now
        #expect(throws: ListError(.rolledBack, at: Self.uri)) { try lists.load(statusList: old, at: now) }
        #expect(throws: ListError(.conflicting, at: Self.uri)) { try lists.load(statusList: twin, at: now) }
        try lists.load(statusList: new, at: now)
        // Nothing but the rollback state survives a restart.
        var restarted = VerifierLists(
            trust: fixture.trust, rollbackState: try RollbackState(json: Array(lists.rollbackState.json.utf8)))
        #expect(throws: ListError(.rolledBack, at: Self.uri)) { try restarted.load(statusList: old, at: now) }
        #expect(try await verify(fixture, lists).code == .statusRevoked)
    }

    @Test("A list from the future is refused and changes nothing")
    func future() async throws {
        let fixture = try Fixture()
        var lists = try lists(fixture, nil)
        let poison = try await list(fixture, at: Fixture.now + 10 * 365 * 86_400)
        let now = Fixture.now
        #expect(throws: ListError(.fromFuture, at: Self.uri)) { try lists.load(statusList: poison, at: now) }
        #expect(lists.rollbackState == RollbackState())
        try lists.load(statusList: try await list(fixture, at: Fixture.now + 30), at: now)
        let early = try await list(fixture, at: Fixture.now + 31)
        #expect(throws: ListError(.fromFuture, at: Self.uri)) { try lists.load(statusList: early, at: now) }
    }

    @Test("A list is accepted only by a valid key of its issuer for status lists")
    func signer() async throws {
        let fixture = try Fixture()
        let stranger = try PrivateKey(.esp256)
        let now = Fixture.now
        func refusal(_ key: TrustList.Key, signer: PrivateKey? = nil) async throws -> ListError.Reason? {
            let trust = try TrustList(issuers: [TrustList.Issuer(id: Fixture.issuerID, keys: [key])])
            let list = try await list(fixture, signer: signer)
            do throws(ListError) { _ = try StatusList(list, trust: trust, at: now) } catch { return error.reason }
            return nil
        }
        let key = fixture.issuerKey.publicKey
        #expect(try await refusal(TrustList.Key(key, use: .status)) == nil)
        #expect(try await refusal(TrustList.Key(key, use: .credential)) == .keyUnknown)
        #expect(try await refusal(TrustList.Key(stranger.publicKey)) == .keyUnknown)
        #expect(try await refusal(TrustList.Key(stranger.publicKey, id: key.keyID)) == .signatureInvalid)
        #expect(
            try await refusal(TrustList.Key(try PrivateKey(.ed25519).publicKey, id: key.keyID)) == .algorithmMismatch)
        #expect(try await refusal(TrustList.Key(key, revokedAt: Fixture.now)) == .keyRevoked)
        #expect(try await refusal(TrustList.Key(key, revokedAt: Fixture.now + 1)) == nil)
        #expect(try await refusal(TrustList.Key(key, notBefore: Fixture.now - 59)) == .keyOutsideValidity)
        #expect(try await refusal(TrustList.Key(key, notAfter: Fixture.now - 60)) == .keyOutsideValidity)
    }
}
