import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Challenges")
struct ChallengeTests {
    private struct Counter: RandomNumberGenerator {
        var state: UInt64 = 0
        mutating func next() -> UInt64 {
            state += 1
            return state
        }
    }

    @Test("A token that contains the challenge answers it")
    func answer() async throws {
        let fixture = try Fixture()
        let challenge = Challenge()
        let token = try await fixture.token(challenge: try Challenge.bytes(of: challenge.text))
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        #expect(
            verifier.verify(token.text(), answering: [challenge], at: Fixture.now, moment: challenge.shownAt).code
                == .ok)
    }

    /// Within its lifetime a token that is filmed and shown elsewhere is rejected by nothing else.
    @Test("If a challenge is required, a token without it is rejected")
    func relay() async throws {
        var fixture = try Fixture()
        let relayed = try await fixture.token().text()
        let answered = try await fixture.token(challenge: Challenge().bytes).text()
        #expect(fixture.verify(relayed).code == .ok)
        // Unasked for, an answer is no better than none.
        #expect(fixture.verify(answered).code == .tokenChallengeMismatch)
        fixture.policy.requiresChallenge = true
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        for text in [relayed, answered] {
            #expect(fixture.verify(text).code == .tokenChallengeMismatch)
            #expect(
                verifier.verify(text, answering: [Challenge()], at: Fixture.now).code == .tokenChallengeMismatch)
        }
        let card = try await fixture.issuer.mint(try Fixture.license(), lifetime: .seconds(30), at: Fixture.now)
        #expect(
            verifier.verify(card.text(), answering: [Challenge()], at: Fixture.now).code
                == .credentialKindNotAllowed)
    }

    @Test("A challenge is closed by its first valid answer")
    func once() async throws {
        let fixture = try Fixture()
        let challenge = Challenge()
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        let date = Fixture.now
        // A rejected code does not use up the challenge: the next scan can answer it.
        #expect(
            verifier.verify("HF1:", answering: [challenge], at: date, moment: challenge.shownAt).code == .payloadEmpty)
        let other = try await fixture.token(challenge: Array(repeating: 7, count: 16))
        #expect(
            verifier.verify(other.text(), answering: [challenge], at: date, moment: challenge.shownAt).code
                == .tokenChallengeMismatch)
        #expect(!challenge.isAnswered)
        let token = try await fixture.token(challenge: challenge.bytes)
        #expect(verifier.verify(token.text(), answering: [challenge], at: date, moment: challenge.shownAt).code == .ok)
        #expect(challenge.isAnswered)
        #expect(
            verifier.verify(token.text(), answering: [challenge], at: date, moment: challenge.shownAt).code
                == .tokenChallengeMismatch)
    }

    @Test("A code whose verification ends before step 11 does not use up the challenge")
    func strangersAnswerNothing() async throws {
        let fixture = try Fixture()
        let anchor = try PrivateKey(.ed25519, rawRepresentation: Array(repeating: 0x33, count: 32))
        let signed = try await fixture.trust.sign(
            name: "n", publisher: "p", signer: anchor, lifetime: .seconds(60), at: Fixture.now - 3_600)
        let lists = try VerifierLists(
            signedTrust: signed, name: "n", anchors: [anchor.publicKey], at: Fixture.now - 3_600)
        let verifier = Verifier(lists: lists, policy: fixture.policy)
        let challenge = Challenge()
        // The issuer may be on a newer list, so that the verdict is indeterminate.
        let stranger = try Issuer(id: "https://stranger.example", signer: fixture.issuerKey)
        let credential = try await stranger.issue(
            try Fixture.license(), to: fixture.deviceKey.publicKey, at: Fixture.now - 3_600)
        let other = try await fixture.token(credential, challenge: challenge.bytes)
        #expect(
            verifier.verify(other.text(), answering: [challenge], at: Fixture.now, moment: challenge.shownAt).code
                == .trustExpired)
        #expect(!challenge.isAnswered)
        // An indeterminate verdict of a code that answers uses it up.
        let token = try await fixture.token(challenge: challenge.bytes)
        #expect(
            verifier.verify(token.text(), answering: [challenge], at: Fixture.now, moment: challenge.shownAt).code
                == .trustExpired)
        #expect(challenge.isAnswered)
        #expect(
            verifier.verify(token.text(), answering: [challenge], at: Fixture.now, moment: challenge.shownAt).code
                == .tokenChallengeMismatch)
    }

    @Test(
        "A challenge can be answered until it has the challenge age of the policy, by a clock that does not go back",
        arguments: [(-1, false), (0, true), (119, true), (120, false)])
    func expiry(age: Int, isOpen: Bool) async throws {
        let fixture = try Fixture()
        let moment = ContinuousClock.now
        let challenge = Challenge(shownAt: moment)
        let token = try await fixture.token(challenge: challenge.bytes)
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        let verdict = verifier.verify(
            token.text(), answering: [challenge], at: Fixture.now, moment: moment + .seconds(age))
        #expect(verdict.code == (isOpen ? .ok : .tokenChallengeMismatch))
        #expect(verdict.answerAge == (isOpen ? age : nil))
    }

    @Test("Exactly one of parallel answers to a challenge is valid")
    func parallel() async throws {
        let fixture = try Fixture()
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        for _ in 0..<20 {
            let challenge = Challenge()
            let text = try await fixture.token(challenge: challenge.bytes).text()
            let valid = await withTaskGroup(of: Verdict.Code.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        verifier.verify(text, answering: [challenge], at: Fixture.now, moment: challenge.shownAt).code
                    }
                }
                return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(valid == [.ok: 1, .tokenChallengeMismatch: 7])
        }
    }

    @Test("The text of a challenge is alphanumeric, and another text is refused")
    func text() throws {
        var random = Counter()
        let challenge = Challenge(using: &random)
        #expect(challenge.bytes.count == 16)
        #expect(challenge.text.wholeMatch(of: /HFC1:[0-9A-F]{32}/) != nil)
        #expect(Challenge().text != Challenge().text)
        for end in ["", "\n", "\r\n", "\r"] {
            #expect(try Challenge.bytes(of: challenge.text + end) == challenge.bytes)
            #expect(try Challenge.bytes(of: "]Q1" + challenge.text + end) == challenge.bytes)
        }
        // A device that is shown something else signs nothing; a scanner takes a challenge for no licence.
        let other = "HFC2:" + challenge.text.dropFirst(5)
        for text in ["", "HFC1:", challenge.text + "00", other, challenge.text + " ", "HF1:BB8"] {
            #expect(throws: PresentingError(.challengeInvalid)) { try Challenge.bytes(of: text) }
        }
        #expect(try Fixture().verify(challenge.text).code == .payloadPrefixUnknown)
    }
}
