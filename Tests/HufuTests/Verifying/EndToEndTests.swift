import HufuTestSupport
import Testing

@testable import Hufu

@Suite("From the licence to the verdict")
struct EndToEndTests {
    @Test(
        "An issued and presented licence is valid and has its open fields", arguments: COSE.Algorithm.allCases,
        COSE.Algorithm.allCases)
    func endToEnd(issuer: COSE.Algorithm, device: COSE.Algorithm) async throws {
        let fixture = try Fixture(issuer: issuer, device: device)
        let token = try await fixture.token()
        let verdict = fixture.verify(token.text())
        #expect(verdict.code == .ok)
        #expect(verdict.kind == .holder)
        var expected = try Fixture.license()
        expected.residentAddress = nil
        expected.administrativeNumber = nil
        expected.record = nil
        expected.points = nil
        #expect(verdict.license?.license == expected)
        #expect(verdict.license?.isPartlyWithheld == true)
    }

    @Test("The second page is shown only if the holder discloses it")
    func secondPage() async throws {
        let fixture = try Fixture()
        let token = try await fixture.token(disclosing: [.points])
        let verdict = fixture.verify(token.text(.base32))
        #expect(verdict.code == .ok)
        #expect(verdict.license?.license == (try Fixture.license()))
        #expect(verdict.license?.isPartlyWithheld == false)
    }

    @Test(
        "Headers have the older numbers of algorithms where the writer asks for them, and the verdict is the same",
        arguments: COSE.Algorithm.allCases, COSE.Algorithm.allCases)
    func olderNumbers(issuer: COSE.Algorithm, device: COSE.Algorithm) async throws {
        let fixture = try Fixture(issuer: issuer, device: device)
        let older = try Issuer(id: Fixture.issuerID, signer: fixture.issuerKey, naming: .polymorphic)
        let credential = try await older.issue(
            try Fixture.license(), to: fixture.deviceKey.publicKey, at: Fixture.now - 60)
        let holder = try Holder(credential: credential, signer: fixture.deviceKey, naming: .polymorphic)
        let token = try await holder.present(at: Fixture.now)
        // A protected header begins with the map's head, the key 1 and the number: -7 is 26, -8 is 27 (RFC 8949).
        func number(_ algorithm: COSE.Algorithm) -> UInt8 {
            switch algorithm {
            case .esp256: 0x26
            case .ed25519: 0x27
            }
        }
        #expect(credential.bytes.dropFirst(3).prefix(3) == [0xa3, 0x01, number(issuer)])
        let outer = try #require(token.payload.firstIndex(of: 0xa3))
        #expect(token.payload[outer...].prefix(3) == [0xa3, 0x01, number(device)])
        #expect(fixture.verify(token.text()).code == .ok)
    }

    @Test("A device key in full makes the credential 33 bytes longer, and the verdict is the same")
    func fullDeviceKey() async throws {
        let fixture = try Fixture()
        func credential(_ form: DeviceKeyForm, to key: PublicKey) async throws -> Credential {
            var random = SeededGenerator(seed: 1)
            return try await fixture.issuer.issue(
                try Fixture.license(), to: key, deviceKeyForm: form, at: Fixture.now - 60, using: &random)
        }
        let key = fixture.deviceKey.publicKey
        let (compressed, full) = (
            try await credential(.compressed, to: key), try await credential(.full, to: key)
        )
        // 58 20 and y in place of f5; the head of the payload has two bytes of length in both.
        #expect(full.bytes.count - compressed.bytes.count == 33)
        for credential in [compressed, full] {
            #expect(fixture.verify(try await fixture.token(credential).text()).code == .ok)
        }
        let other = try PrivateKey(.ed25519).publicKey
        let sizes = (
            try await credential(.compressed, to: other).bytes.count, try await credential(.full, to: other).bytes.count
        )
        #expect(sizes.0 == sizes.1)
    }
}
