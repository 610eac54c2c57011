import HufuTestSupport
import Testing

@testable import Hufu

/// Cases of the single rules are in `Vectors/hfc2.json` and `Vectors/answers.json`.
@Suite("Signed challenges")
struct SignedChallengeTests {
    private static let authority = "https://police.example"

    private let fixture: Fixture
    private let authorityKey: PrivateKey
    private let scannerKey: PrivateKey
    /// The holder's trust list.
    private let trust: TrustList
    private let redacted: Set<License.Field> = [.documentNumber, .familyName, .drivingPrivileges, .residentAddress]

    init() throws {
        fixture = try Fixture()
        authorityKey = try PrivateKey(.esp256, rawRepresentation: Array(repeating: 0x44, count: 32))
        scannerKey = try PrivateKey(.ed25519, rawRepresentation: Array(repeating: 0x55, count: 32))
        trust = try TrustList(issuers: [
            TrustList.Issuer(
                id: Self.authority, name: "Ministry", keys: [TrustList.Key(authorityKey.publicKey, use: .verifier)])
        ])
    }

    private func certificate(
        id: String = "police-7", name: String = "Highway police, patrol 7",
        elements: Set<License.Element> = [.documentNumber, .entry(.secondPage)], key: PrivateKey? = nil,
        lifetime: Duration = .seconds(86_400), at now: UnixTime = Fixture.now
    ) async throws -> VerifierCertificate {
        try await VerifierCertificate(
            id: id, name: name, elements: elements, key: (key ?? scannerKey).publicKey, authority: Self.authority,
            signer: authorityKey, lifetime: lifetime, at: now)
    }

    private func challenge(
        _ certificate: VerifierCertificate? = nil, asking elements: Set<License.Element> = [.documentNumber],
        lifetime: Duration = .seconds(60), at now: UnixTime = Fixture.now
    ) async throws -> SignedChallenge {
        let certificate = if let certificate { certificate } else { try await self.certificate() }
        return try await SignedChallenge(
            certificate: certificate, asking: elements, signer: scannerKey, lifetime: lifetime, at: now)
    }

    private func holder() async throws -> Holder {
        let credential = try await fixture.credential(redacting: Redaction(redacted.union(License.Field.secondPage)))
        return try Holder(credential: credential, signer: fixture.deviceKey)
    }

    @Test("A holder answers the challenge of a certified scanner with what is asked for and nothing else")
    func roundTrip() async throws {
        let challenge = try await challenge(asking: [.documentNumber, .entry(.secondPage)])
        #expect(challenge.answer.count == 32)
        let known = try IdentifiedChallenge(text: "]Q1\(challenge.text)\r\n", trust: trust, at: Fixture.now)
        #expect(known.authority == "Ministry")
        #expect(known.challenge.certificate.name == "Highway police, patrol 7")
        let holder = try await holder()
        let preview = try holder.credential.preview(for: known.challenge)
        #expect(preview.disclosed == [.documentNumber, .entry(.secondPage)])
        #expect(preview.shown.contains(License.Element(of: .birthDate)))
        #expect(preview.unallowed == preview.shown)
        #expect(preview.absent.isEmpty)

        let token = try await holder.answer(known, at: Fixture.now)
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        let moment = ContinuousClock.now
        let shown = Challenge(challenge, shownAt: moment)
        let verdict = verifier.verify(
            token.text(), answering: [shown], at: Fixture.now, moment: moment + .milliseconds(3_900))
        #expect(verdict.code == .ok)
        #expect(verdict.answerAge == 3)
        #expect(verdict.json.contains(#""answer_age":3,"#))
        let license = try #require(verdict.license?.license)
        #expect(license.documentNumber != nil)
        #expect(license.familyName == nil)
        #expect(license.drivingPrivileges == nil)
        // The answer is for this challenge only, and once.
        #expect(shown.isAnswered)
        #expect(
            verifier.verify(token.text(), answering: [shown], at: Fixture.now, moment: moment).code
                == .tokenChallengeMismatch)
        let again = try await self.challenge(asking: [.documentNumber, .entry(.secondPage)])
        #expect(
            verifier.verify(token.text(), answering: [Challenge(again)], at: Fixture.now).code
                == .tokenChallengeMismatch)
        #expect(verifier.verify(token.text(), at: Fixture.now).code == .tokenAudienceMismatch)
    }

    @Test("Exactly one of parallel answers to a signed challenge is valid")
    func parallel() async throws {
        let challenge = try await challenge()
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        let known = try IdentifiedChallenge(challenge, trust: trust, at: Fixture.now)
        let text = try await holder().answer(known, at: Fixture.now).text()
        for _ in 0..<20 {
            let moment = ContinuousClock.now
            let shown = [Challenge(shownAt: moment), Challenge(challenge, shownAt: moment), Challenge(shownAt: moment)]
            let codes = await withTaskGroup(of: Verdict.Code.self) { group in
                for _ in 0..<8 {
                    group.addTask { verifier.verify(text, answering: shown, at: Fixture.now, moment: moment).code }
                }
                return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(codes == [.ok: 1, .tokenChallengeMismatch: 7])
            #expect(shown.map(\.isAnswered) == [false, true, false])
        }
    }

    @Test("The last eight challenges can be answered")
    func open() async throws {
        let challenge = try await challenge()
        let known = try IdentifiedChallenge(challenge, trust: trust, at: Fixture.now)
        let text = try await holder().answer(known, at: Fixture.now).text()
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        let newer = (0..<8).map { _ in Challenge() }
        let shown = Challenge(challenge)
        #expect(
            verifier.verify(text, answering: [shown] + newer, at: Fixture.now, moment: shown.shownAt).code
                == .tokenChallengeMismatch)
        #expect(
            verifier.verify(text, answering: [shown] + newer.dropLast(), at: Fixture.now, moment: shown.shownAt).code
                == .ok)
    }

    @Test("The example challenge fits QR version 16 at level M, and a text beyond version 20 is not made")
    func size() async throws {
        let p256 = try PrivateKey(.esp256, rawRepresentation: Array(repeating: 0x66, count: 32))
        let elements = Set([0, 1, 2, 13, 14, 18].compactMap(License.Element.init(number:)))
        let certificate = try await certificate(elements: elements, key: p256)
        let example = try await SignedChallenge(
            certificate: certificate, asking: elements, signer: p256, at: Fixture.now)
        // ISO/IEC 18004 table 7: alphanumeric characters of versions 16 and 20 at level M.
        #expect(example.text.utf8.count <= 656)
        #expect(SignedChallenge.maximumLength == 970)
        let all = Set(License.Element.allCases)
        let most = try await challenge(try await self.certificate(elements: all), asking: all)
        #expect(most.text.utf8.count <= SignedChallenge.maximumLength)
        let authority = "https://" + String(repeating: "a", count: 247)
        let larger = try await VerifierCertificate(
            id: String(repeating: "i", count: 64), name: String(repeating: "n", count: 96), elements: all,
            key: scannerKey.publicKey, authority: authority, signer: authorityKey, lifetime: .seconds(60),
            at: Fixture.now)
        await #expect(throws: ChallengeError(.tooLarge)) { try await challenge(larger, asking: all) }
    }

    @Test("A certificate with an id, name or life that holders refuse is not made")
    func certificates() async throws {
        for (id, name) in [
            ("", "x"), ("any", "x"), (String(repeating: "x", count: 65), "x"), ("x", ""), ("x\u{202e}", "x"),
            ("x", String(repeating: "x", count: 97)), ("x", "a\nb"),
        ] {
            await #expect(throws: ChallengeError(.contentInvalid)) { try await certificate(id: id, name: name) }
        }
        await #expect(throws: ChallengeError(.contentInvalid)) { try await certificate(elements: []) }
        let longest = VerifierCertificate.maximumLifetime
        #expect(try await certificate(lifetime: longest).expiresAt == Fixture.now + 31 * 86_400)
        for lifetime in [longest + .seconds(1), .zero] {
            await #expect(throws: ChallengeError(.lifetimeExceeded)) { try await certificate(lifetime: lifetime) }
        }
        let made = try await certificate()
        #expect(try VerifierCertificate(made.bytes) == made)
        #expect(throws: ChallengeError.self) { try VerifierCertificate(made.bytes.dropLast()) }
    }

    @Test("A challenge that holders refuse is not made")
    func challenges() async throws {
        let certificate = try await certificate()
        await #expect(throws: ChallengeError(.notAllowed, at: "sex")) {
            try await challenge(certificate, asking: [.documentNumber, License.Element(of: .sex)])
        }
        await #expect(throws: ChallengeError(.lifetimeExceeded)) {
            try await challenge(certificate, lifetime: .seconds(121))
        }
        await #expect(throws: ChallengeError(.notYetValid)) { try await challenge(certificate, at: Fixture.now - 1) }
        await #expect(throws: ChallengeError(.expired)) { try await challenge(certificate, at: Fixture.now + 86_400) }
        await #expect(throws: ChallengeError(.keyMismatch)) {
            try await SignedChallenge(
                certificate: certificate, asking: [], signer: fixture.deviceKey, at: Fixture.now)
        }
        // It ends with its certificate.
        let last = try await challenge(certificate, at: Fixture.now + 86_390)
        #expect(last.expiresAt == certificate.expiresAt)
        #expect(throws: Never.self) { try IdentifiedChallenge(last, trust: trust, at: Fixture.now + 86_390) }
    }

    @Test("A challenge from its text is the one that was shown")
    func texts() async throws {
        let signed = try await challenge()
        let read = try Challenge(text: signed.text + "\n")
        #expect(read.bytes == signed.answer)
        #expect(read.text == signed.text)
        let plain = Challenge()
        #expect(try Challenge(text: plain.text).bytes == plain.bytes)
        #expect(throws: ChallengeError.self) { try Challenge(text: "HFC2:" + plain.text.dropFirst(5)) }
        #expect(throws: PresentingError(.challengeInvalid)) { try Challenge(text: "HF1:BB8") }
    }

    @Test("Elements have the numbers and names of the profile")
    func elements() {
        #expect(License.Element.allCases.map(\.number) == Array(0...58))
        for element in License.Element.allCases {
            #expect(License.Element(number: element.number) == element)
            #expect(License.Element(jsonName: element.jsonName) == element)
        }
        #expect(License.Element(number: 59) == nil)
        #expect(License.Element(jsonName: "sub") == .documentNumber)
        #expect(License.Element(jsonName: "points") == .entry(.secondPage))
        #expect(License.Element(jsonName: "second_page")?.number == 18)
        #expect(License.Element(jsonName: "licence") == nil)
    }
}
