import HufuTestSupport
import Testing

@testable import Hufu

/// Profile section 12: which status lists stay when a newer trust list is loaded.
@Suite("Status lists under a newer trust list") struct NewerTrustTests {
    private static let (name, uri) = ("scanners", "https://s.example/1")
    private let fixture: Fixture
    private let anchor: PrivateKey
    private let statusKey: PrivateKey
    private let list: [UInt8]

    init() async throws {
        fixture = try Fixture()
        anchor = try PrivateKey(.ed25519, rawRepresentation: Array(repeating: 0x33, count: 32))
        statusKey = try PrivateKey(.ed25519, rawRepresentation: Array(repeating: 0x44, count: 32))
        list = try await StatusTable(bits: 1, size: 8).sign(
            uri: Self.uri, issuer: Fixture.issuerID, signer: statusKey, keyID: [1], lifetime: .seconds(3_600),
            timeToLive: nil,
            at: Fixture.now - 60)
    }

    private func key(_ change: (inout TrustList.Key) -> Void = { _ in }) -> TrustList.Key {
        var key = TrustList.Key(statusKey.publicKey, id: [1], use: .status)
        change(&key)
        return key
    }

    private func trust(_ keys: [TrustList.Key], issuer: String = Fixture.issuerID) throws -> TrustList {
        try TrustList(issuers: [TrustList.Issuer(id: issuer, keys: keys)])
    }

    /// The URIs of the lists that are left after the newer trust list was loaded, in its signed and in its JSON form.
    private func left(under newer: TrustList) async throws -> [String] {
        var lists = VerifierLists(trust: try trust([key()]))
        try lists.load(statusList: list, at: Fixture.now)
        var other = lists
        let signed = try await newer.sign(
            name: Self.name, publisher: "p", signer: anchor, lifetime: .seconds(3_600), at: Fixture.now)
        try lists.load(signedTrust: signed, name: Self.name, anchors: [anchor.publicKey], at: Fixture.now)
        try other.load(trust: newer, at: Fixture.now)
        let uris = lists.statusLists.map(\.uri)
        #expect(other.statusLists.map(\.uri) == uris)
        return uris
    }

    @Test("A list stays if its key is the same, in use at its time, and not revoked yet")
    func stays() async throws {
        #expect(try await left(under: trust([key()])) == [Self.uri])
        let bounded = key { key in
            (key.notBefore, key.notAfter) = (Fixture.now - 60, Fixture.now - 59)
            key.revokedAt = Fixture.now + 1
        }
        let another = TrustList.Key(fixture.issuerKey.publicKey)
        #expect(try await left(under: trust([another, bounded])) == [Self.uri])
    }

    @Test("A list is dropped if its issuer or its key is not there any more")
    func gone() async throws {
        #expect(try await left(under: trust([key()], issuer: "https://other.example")).isEmpty)
        #expect(try await left(under: trust([key { $0.id = [2] }])).isEmpty)
        #expect(try await left(under: trust([key { $0.use = .credential }])).isEmpty)
    }

    @Test("A list is dropped if its kid names another key")
    func replacedKey() async throws {
        let thief = try PrivateKey(.ed25519, rawRepresentation: Array(repeating: 0x55, count: 32))
        #expect(try await left(under: trust([key { $0.publicKey = thief.publicKey }])).isEmpty)
    }

    @Test("A list is dropped if the span of its key does not include its time")
    func outsideSpan() async throws {
        #expect(try await left(under: trust([key { $0.notAfter = Fixture.now - 60 }])).isEmpty)
        #expect(try await left(under: trust([key { $0.notBefore = Fixture.now - 59 }])).isEmpty)
    }

    @Test("A list is dropped if its key is revoked")
    func revoked() async throws {
        #expect(try await left(under: trust([key { $0.revokedAt = Fixture.now }])).isEmpty)
    }

    @Test("The issue time of a dropped list is kept, so that an older list is refused")
    func rollback() async throws {
        var lists = VerifierLists(trust: try trust([key()]))
        try lists.load(statusList: list, at: Fixture.now)
        try lists.load(trust: try trust([key { $0.id = [2] }]), at: Fixture.now)
        try lists.load(trust: try trust([key()]), at: Fixture.now)
        let older = try await StatusTable(bits: 1, size: 8).sign(
            uri: Self.uri, issuer: Fixture.issuerID, signer: statusKey, keyID: [1], lifetime: .seconds(3_600),
            timeToLive: nil,
            at: Fixture.now - 61)
        #expect(throws: ListError(.rolledBack, at: Self.uri)) { try lists.load(statusList: older, at: Fixture.now) }
        try lists.load(statusList: list, at: Fixture.now)
    }
}
