import Crypto
import HufuTestSupport
import Testing

@testable import Hufu

/// A scan and everything around it, taken apart so far that a test can break one part and leave all others right,
/// signatures included. Unbroken, it is valid.
struct ScanFixture {
    static let now = Fixture.now
    static let issuer = "https://dmv.example"
    static let list = "https://dmv.example/status/1"
    static let index = 5
    static let day = 86_400

    // What the scanner has.
    var policy = Policy(utcOffset: 0)
    var challenge: [UInt8]?
    var clockFloor: UnixTime?
    var trustExpires = now + day
    var trustedIssuer = issuer
    var trustedKey: TrustList.Key
    var countries = ["CN"]
    var loadsStatus = true
    var statusExpires = now + day
    var statusValue: UInt8 = 0
    var index = Self.index
    var hasSeenToken = false
    var hasFreeMemory = true

    // What the issuer and the device have signed.
    var credential: Envelope
    var token: Envelope?
    var credentialLife = now - 3_600..<now + 30 * day
    var tokenLife = now - 10..<now + 20
    var standing = (codes: "A", asOf: now - 7_200)
    var license: CBORMap

    // What became of it on its way.
    var behindPayload: [UInt8] = []
    var textEdits: [(String) -> String] = []

    private let statusKey: PrivateKey
    private let anchor: PrivateKey

    /// - Parameter isCard: a static code instead of a token.
    init(isCard: Bool = false) throws {
        func key(_ byte: UInt8) throws -> PrivateKey {
            try PrivateKey(.esp256, rawRepresentation: Array(repeating: byte, count: 32))
        }
        let (issuerKey, deviceKey) = (try key(0x11), try key(0x22))
        statusKey = try key(0x33)
        anchor = try key(0x44)
        trustedKey = TrustList.Key(issuerKey.publicKey, use: .credential)
        policy.status = .required
        policy.requiresSingleUse = true
        if isCard { policy.kinds = [.static] }

        credential = Envelope(key: issuerKey)
        credential.header.add(COSE.Label.algorithm) { $0.integer(-9) }
        credential.header.add(COSE.Label.type) { $0.integer(isCard ? 61 : 293) }
        credential.header.add(COSE.Label.keyID) { $0.byteString(issuerKey.publicKey.keyID) }
        credential.claims.add(CWT.Claim.issuer) { $0.text(Self.issuer) }
        credential.claims.add(CWT.Claim.subject) { $0.text("650599199003070014") }
        license = CBORMap()
        var random = SystemRandomNumberGenerator()
        for entry in try Fixture.license().encodedEntries() {
            if entry.entry == .secondPage, !isCard {
                var disclosures = COSE.EncodedDisclosures()
                let hash = disclosures.add(using: &random) { writer in
                    writer.encoded(entry.value)
                    writer.encoded(entry.key)
                }
                license.addRedacted([hash])
            } else {
                license.add(entry.entry.rawValue) { $0.encoded(entry.value) }
            }
        }
        guard !isCard else { return }
        setDeviceKey { deviceKey.publicKey.coseKey(to: &$0, compressed: true) }
        var token = Envelope(key: deviceKey)
        token.header.add(COSE.Label.algorithm) { $0.integer(-9) }
        token.header.add(COSE.Label.type) { $0.integer(294) }
        token.claims.add(CWT.Claim.audience) { $0.text("any") }
        self.token = token
    }

    /// Binds the credential to a key.
    mutating func setDeviceKey(_ key: (inout CBORWriter) -> Void) {
        credential.claims.add(CWT.Claim.confirmation) { writer in writer.map { $0.add(1, key) } }
    }

    /// The verdict of the scanner on all of it.
    func verdict() async throws -> Verdict {
        var credential = credential
        credential.claims.addTimes(credentialLife)
        credential.claims.add(CWT.Claim.status) { writer in
            writer.map { map in
                map.add("status_list") { writer in
                    writer.map { map in
                        map.add("idx") { $0.integer(index) }
                        map.add("uri") { $0.text(Self.list) }
                    }
                }
            }
        }
        credential.claims.add(CWT.Claim.license) { writer in
            var license = license
            license.add(17) { writer in
                writer.array(2)
                writer.text(standing.codes)
                writer.integer(standing.asOf.secondsSince1970)
            }
            writer.map(license)
        }
        let inner = try credential.signed()
        var payload = inner.item
        if var token {
            token.claims.addTimes(tokenLife)
            token.header.add(COSE.Label.kcwt) { $0.encoded(inner.item) }
            payload = try token.signed().item
        }
        let text = textEdits.reduce(Transport.base32.encode(payload + behindPayload)) { $1($0) }

        let lists = try await lists()
        func verdict(_ cache: CredentialCache?) -> Verdict {
            let memory = InMemoryReplayMemory(capacity: (hasSeenToken ? 1 : 0) + (hasFreeMemory ? 1 : 0))
            if hasSeenToken {
                let digest = Array(SHA256.hash(data: inner.structure))
                let entry = ReplayEntry(
                    credential: digest, issuedAt: tokenLife.lowerBound, expiresAt: .lastFormattable,
                    expiry: .lastFormattable)
                _ = memory.admit(entry, at: Self.now)
            }
            let verifier = Verifier(lists: lists, policy: policy, replayMemory: memory, cache: cache)
            return verifier.verify(text, challenge: challenge, at: Self.now)
        }
        let plain = verdict(nil)
        // Known or not, a credential gets the verdict that it gets without a cache.
        let cache = CredentialCache(capacity: 1)
        for _ in 0..<2 { #expect(verdict(cache).isSame(as: plain)) }
        return plain
    }

    private func lists() async throws -> VerifierLists {
        let trust = try TrustList(issuers: [
            TrustList.Issuer(
                id: trustedIssuer, name: "DMV", countries: countries,
                keys: [trustedKey, TrustList.Key(statusKey.publicKey, use: .status)])
        ])
        func signed(_ name: String, from: UnixTime, until: UnixTime) async throws -> [UInt8] {
            try await trust.sign(
                name: name, publisher: "roads", signer: anchor, lifetime: .seconds(until - from), at: from)
        }
        let from = Self.now - Self.day
        var lists = try VerifierLists(
            signedTrust: try await signed("roads", from: from, until: trustExpires), name: "roads",
            anchors: [anchor.publicKey], at: from)
        if let clockFloor {
            // The clock was right when another list was loaded, and has gone back since.
            let later = try await signed("seas", from: clockFloor, until: clockFloor + Self.day)
            let before = lists
            try lists.load(signedTrust: later, name: "seas", anchors: [anchor.publicKey], at: clockFloor)
            lists = VerifierLists(trust: before.trust, rollbackState: lists.rollbackState)
        }
        if loadsStatus, trustedIssuer == Self.issuer {
            let lifetime = statusExpires - (Self.now - 3_600)
            let list = try await StatusTable(bits: 4, size: 16).setting([(Self.index, statusValue)]).sign(
                uri: Self.list, issuer: Self.issuer, signer: statusKey, lifetime: .seconds(lifetime),
                timeToLive: .seconds(min(3_600, lifetime)), at: Self.now - 3_600)
            try lists.load(statusList: list, at: Self.now)
        }
        return lists
    }
}

/// A COSE_Sign1 before it is signed. It is signed as it is, however wrong.
struct Envelope {
    let key: PrivateKey
    var header = CBORMap()
    var unprotected = CBORMap()
    var claims = CBORMap()
    var editProtected: ([UInt8]) -> [UInt8] = { $0 }
    var editPayload: ([UInt8]) -> [UInt8] = { $0 }
    var isAltered = false
    var signatureLength = 64

    init(key: PrivateKey) { self.key = key }

    func signed() throws -> (item: [UInt8], structure: [UInt8]) {
        let protected = editProtected(CBORWriter.encode { $0.map(header) })
        let payload = editPayload(CBORWriter.encode { $0.map(claims) })
        let structure = CBORWriter.encode { writer in
            writer.array(4)
            writer.text("Signature1")
            writer.byteString(protected)
            writer.byteString([])
            writer.byteString(payload)
        }
        var signature = try key.signature(for: structure)
        if isAltered { signature[63] ^= 1 }
        let item = CBORWriter.encode { writer in
            writer.tag(18)
            writer.array(4)
            writer.byteString(protected)
            writer.map(unprotected)
            writer.byteString(payload)
            writer.byteString(signature.prefix(signatureLength))
        }
        return (item, structure)
    }
}

extension CBORMap {
    fileprivate mutating func addTimes(_ life: Range<UnixTime>) {
        add(CWT.Claim.expiresAt) { $0.integer(life.upperBound.secondsSince1970) }
        add(CWT.Claim.issuedAt) { $0.integer(life.lowerBound.secondsSince1970) }
    }
}
