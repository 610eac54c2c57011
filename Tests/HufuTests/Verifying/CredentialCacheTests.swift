import HufuTestSupport
import Testing

@testable import Hufu

/// A cache changes the cost of a verification and no verdict: `ScanFixture` runs every step with and without one.
@Suite("CredentialCache")
struct CredentialCacheTests {
    private let cache = CredentialCache(capacity: 100)

    private func verify(_ scan: [UInt8], _ fixture: Fixture, trust: TrustList? = nil) -> Verdict {
        let verifier = Verifier(trust: trust ?? fixture.trust, policy: fixture.policy, cache: cache)
        return verifier.verify(scan, at: Fixture.now)
    }

    private func fingerprint(_ credential: Credential, _ key: PublicKey) throws -> CredentialCache.Fingerprint {
        CredentialCache.fingerprint(try credential.parts().envelope, in: credential.bytes, by: key)
    }

    /// The same credential with another byte at the end of the issuer's signature, and a good token around it.
    private func forged(_ fixture: Fixture) async throws -> Credential {
        var bytes = try await fixture.credential().bytes
        bytes[bytes.count - 1] ^= 1
        return try Credential(bytes)
    }

    @Test(
        "The issuer's signature of a cached credential is not verified again", arguments: COSE.Algorithm.allCases,
        COSE.Algorithm.allCases)
    func hit(issuer: COSE.Algorithm, device: COSE.Algorithm) async throws {
        let fixture = try Fixture(issuer: issuer, device: device)
        let credential = try await forged(fixture)
        let scan = Array(try await fixture.token(credential).text().utf8)
        #expect(verify(scan, fixture).code == .credentialSignatureInvalid)
        // Nothing but the cache vouches for this one.
        let key = fixture.issuerKey.publicKey
        cache.insert(try fingerprint(credential, key), fixture.deviceKey.publicKey.verificationKey)
        #expect(verify(scan, fixture).code == .ok)
    }

    @Test("A credential is cached after it was verified, and only then")
    func insertion() async throws {
        let fixture = try Fixture()
        let key = fixture.issuerKey.publicKey
        let (genuine, forged) = (try await fixture.credential(), try await forged(fixture))
        #expect(verify(Array(try await fixture.token(genuine).text().utf8), fixture).code == .ok)
        let known = cache.key(of: try fingerprint(genuine, key))
        #expect(known?.coordinates == fixture.deviceKey.publicKey.coordinates)
        #expect(verify(Array(try await fixture.token(forged).text().utf8), fixture).code == .credentialSignatureInvalid)
        #expect(cache.key(of: try fingerprint(forged, key)) == nil)
    }

    /// Anybody can make a second ECDSA signature out of a first.
    @Test("A cached credential with another signature is verified again")
    func otherBytes() async throws {
        let fixture = try Fixture()
        let credential = try await fixture.credential()
        #expect(verify(Array(try await fixture.token(credential).text().utf8), fixture).code == .ok)
        for place in try credential.parts().envelope.signature {
            var bytes = credential.bytes
            bytes[place] ^= 0x10
            let scan = Array(try await fixture.token(try Credential(bytes)).text().utf8)
            #expect(verify(scan, fixture).code == .credentialSignatureInvalid)
        }
    }

    @Test("A cached credential is still checked against the trust list")
    func otherTrustList() async throws {
        let fixture = try Fixture()
        let scan = Array(try await fixture.token().text().utf8)
        #expect(verify(scan, fixture).code == .ok)
        func trust(_ key: PublicKey, revokedAt: UnixTime? = nil) throws -> TrustList {
            let id = fixture.issuerKey.publicKey.keyID
            return try TrustList(issuers: [
                TrustList.Issuer(id: Fixture.issuerID, keys: [TrustList.Key(key, id: id, revokedAt: revokedAt)])
            ])
        }
        let other = try trust(fixture.deviceKey.publicKey)
        #expect(verify(scan, fixture, trust: other).code == .credentialSignatureInvalid)
        let revoked = try trust(fixture.issuerKey.publicKey, revokedAt: Fixture.now)
        #expect(verify(scan, fixture, trust: revoked).code == .issuerKeyRevoked)
        #expect(verify(scan, fixture, trust: try TrustList(issuers: [])).code == .issuerUnknown)
        #expect(verify(scan, fixture).code == .ok)
    }

    /// One set has eight slots.
    @Test("A full cache replaces an entry by the new one")
    func eviction() throws {
        let small = CredentialCache(capacity: 0)
        let key = try Fixture().deviceKey.publicKey.verificationKey
        let fingerprints = (1...100).map { CredentialCache.Fingerprint(repeating: $0) }
        for fingerprint in fingerprints {
            small.insert(fingerprint, key)
            #expect(small.key(of: fingerprint)?.coordinates == key.coordinates)
        }
        #expect(fingerprints.count { small.key(of: $0) != nil } == 8)
    }

    /// Eight slots for forty credentials, so that the tasks replace each other's entries all the time.
    @Test("Tasks that share a full cache get the same verdicts as without a cache")
    func parallel() async throws {
        let (fixture, small) = (try Fixture(), CredentialCache(capacity: 0))
        var scans: [(scan: [UInt8], code: Verdict.Code)] = []
        for _ in 0..<20 {
            scans.append((Array(try await fixture.token().text().utf8), .ok))
            scans.append(
                (Array(try await fixture.token(try await forged(fixture)).text().utf8), .credentialSignatureInvalid))
        }
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy, cache: small)
        let wrong = await withTaskGroup(of: Int.self) { [scans] group in
            for task in 0..<4 {
                group.addTask {
                    (0..<200).count { round in
                        let (scan, code) = scans[(round * 7 + task * 13) % scans.count]
                        return verifier.verify(scan, at: Fixture.now).code != code
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}

extension Verdict {
    /// Whether they say the same.
    func isSame(as other: Verdict) -> Bool {
        code == other.code && detail == other.detail && kind == other.kind && issuer == other.issuer
            && license == other.license && status == other.status && standing == other.standing
            && clockOffset == other.clockOffset && tokenExpires == other.tokenExpires
            && credentialExpires == other.credentialExpires && notices == other.notices
    }
}
