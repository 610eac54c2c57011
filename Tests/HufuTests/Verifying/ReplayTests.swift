import HufuTestSupport
import Testing

@testable import Hufu

#if !SANITIZED
    // Under the thread sanitizer Hufu has a Mutex of its own.
    import Synchronization
#endif

@Suite("Replay")
struct ReplayTests {
    /// A fixture whose policy admits each token once.
    private func singleUse() throws -> Fixture {
        var fixture = try Fixture()
        fixture.policy.requiresSingleUse = true
        return fixture
    }

    @Test("A token is admitted once, and the next one of the same credential again")
    func once() async throws {
        let fixture = try singleUse()
        let memory = InMemoryReplayMemory()
        let credential = try await fixture.credential()
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy, replayMemory: memory)
        func scan(_ token: Token, at second: UnixTime = Fixture.now) -> Verdict.Code {
            verifier.verify(token.text(), at: second).code
        }
        let first = try await fixture.token(credential)
        #expect(scan(first) == .ok)
        #expect(scan(first) == .replayRepeated)
        // Another signature of the same step is the same token; the next step is another.
        #expect(scan(try await fixture.token(credential)) == .replayRepeated)
        #expect(scan(try await fixture.token(credential, at: Fixture.now + 30), at: Fixture.now + 30) == .ok)
    }

    /// From (r, s) anybody can compute (r, n - s) without the key.
    @Test("A token with the other valid ECDSA signature is the same token")
    func signatureTwin() async throws {
        let fixture = try singleUse()
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy, replayMemory: InMemoryReplayMemory())
        let token = try await fixture.token()
        var twin = token.payload
        let order = try #require(Hex.decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"))
        var borrow = 0
        for index in (0..<32).reversed() {
            let place = twin.count - 32 + index
            let difference = Int(order[index]) - Int(twin[place]) - borrow
            borrow = difference < 0 ? 1 : 0
            twin[place] = UInt8(difference & 0xff)
        }
        #expect(try Fixture().verify(Transport.base45.encode(twin)).code == .ok)
        #expect(verifier.verify(token.text(), at: Fixture.now).code == .ok)
        let verdict = verifier.verify(Transport.base45.encode(twin), at: Fixture.now)
        #expect(verdict.code == .replayRepeated)
    }

    @Test("A token whose verdict is not valid is not remembered")
    func notValid() async throws {
        var fixture = try singleUse()
        fixture.policy.status = .required
        let memory = InMemoryReplayMemory()
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy, replayMemory: memory)
        #expect(
            verifier.verify(try await fixture.token().text(), at: Fixture.now).code == .statusUnavailable)
        #expect(memory.count == 0)
    }

    @Test("A policy that checks replay admits nothing without a memory")
    func withoutMemory() async throws {
        let fixture = try singleUse()
        #expect(fixture.verify(try await fixture.token().text()).code == .replayMemoryFull)
    }

    /// Whether its own entry was removed cannot be known then.
    @Test("After the clock went back, a token that may have been admitted before is not admitted")
    func clock() async throws {
        let fixture = try singleUse()
        let credential = try await fixture.credential()
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy, replayMemory: InMemoryReplayMemory())
        let (old, new) = (
            try await fixture.token(credential), try await fixture.token(credential, at: Fixture.now + 60)
        )
        #expect(verifier.verify(old.text(), at: Fixture.now).code == .ok)
        #expect(verifier.verify(new.text(), at: Fixture.now + 60).code == .ok)
        #expect(verifier.verify(old.text(), at: Fixture.now).code == .replayMemoryFull)
    }

    private struct BrokenMemory: ReplayMemory {
        struct Failure: Error {}
        func admit(_ entry: ReplayEntry, at now: UnixTime) throws -> ReplayAnswer { throw Failure() }
    }

    /// A memory behind a network: it answers later.
    private actor RemoteMemory: AsyncReplayMemory {
        private let memory = InMemoryReplayMemory()
        func admit(_ entry: ReplayEntry, at now: UnixTime) async -> ReplayAnswer {
            await Task.yield()
            return memory.admit(entry, at: now)
        }
    }

    @Test("The error of a replay memory is a diagnostic, and the token is not admitted")
    func failureIsReported() async throws {
        let fixture = try singleUse()
        let reports = Mutex<[String]>([])
        let verifier = Verifier(
            trust: fixture.trust, policy: fixture.policy, replayMemory: BrokenMemory(),
            diagnostics: { diagnostic in reports.withLock { $0.append("\(diagnostic)") } })
        let token = Array(try await fixture.token().text().utf8)
        #expect(verifier.verify(token, at: Fixture.now).code == .replayMemoryFull)
        #expect(await verifier.verify(token, at: Fixture.now, admittingTo: BrokenMemory()).code == .replayMemoryFull)
        #expect(reports.withLock { $0 } == Array(repeating: "the replay memory failed: Failure()", count: 2))
    }

    @Test("A replay memory that the policy needs and the verifier does not have is a diagnostic")
    func absenceIsReported() async throws {
        let fixture = try singleUse()
        let reports = Mutex<[String]>([])
        let verifier = Verifier(
            trust: fixture.trust, policy: fixture.policy,
            diagnostics: { diagnostic in reports.withLock { $0.append("\(diagnostic)") } })
        let token = Array(try await fixture.token().text().utf8)
        #expect(verifier.verify(token, at: Fixture.now).code == .replayMemoryFull)
        #expect(reports.withLock { $0.count } == 1)
        // Not needed for this one.
        #expect(verifier.verify("HF1:", at: Fixture.now).code == .payloadEmpty)
        #expect(reports.withLock { $0.count } == 1)
    }

    @Test("An asynchronous replay memory admits a token once, in place of the verifier's own")
    func asynchronousMemory() async throws {
        let fixture = try singleUse()
        let own = InMemoryReplayMemory()
        let live = LiveVerifier(Verifier(trust: fixture.trust, policy: fixture.policy, replayMemory: own))
        let remote = RemoteMemory()
        let token = Array(try await fixture.token().text().utf8)
        #expect(await live.verify(token, at: Fixture.now, admittingTo: remote).code == .ok)
        #expect(await live.verify(token, at: Fixture.now, admittingTo: remote).code == .replayRepeated)
        #expect(own.count == 0)
        #expect(await live.verify(Array("HF1:".utf8), at: Fixture.now, admittingTo: remote).code == .payloadEmpty)
    }

    @Test("One of many answers to a challenge is admitted, also with an asynchronous memory")
    func asynchronousAnswers() async throws {
        let fixture = try singleUse()
        let live = LiveVerifier(Verifier(trust: fixture.trust, policy: fixture.policy))
        let challenge = Challenge()
        let token = Array(try await fixture.token(challenge: challenge.bytes).text().utf8)
        let codes = await withTaskGroup(of: Verdict.Code.self) { group in
            for _ in 0..<8 {
                // A memory each, so that only the challenge can tell them apart.
                let remote = RemoteMemory()
                group.addTask {
                    await live.verify(
                        token, answering: [challenge], at: Fixture.now, moment: challenge.shownAt, admittingTo: remote
                    ).code
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(codes == [.ok: 1, .tokenChallengeMismatch: 7])
        #expect(
            live.verify(token, answering: [challenge], at: Fixture.now, moment: challenge.shownAt).code
                == .tokenChallengeMismatch)
    }

    @Test("The memory of one process keeps the contract of replay memories")
    func contract() async throws {
        try await StoreContract.checkReplayMemory({ InMemoryReplayMemory(capacity: $0) })
    }
}
