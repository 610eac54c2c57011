import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Replay")
struct ReplayTests {
    private func entry(_ number: Int, until: UnixTime = 100, skew: Int = 10) -> ReplayEntry {
        ReplayEntry(
            credential: [UInt8(truncatingIfNeeded: number)], issuedAt: UnixTime(secondsSince1970: number), expiresAt: until - skew, expiry: until)
    }

    @Test("A token is admitted once, and the next one of the same credential again")
    func once() async throws {
        var fixture = try Fixture()
        fixture.policy.replay = true
        let memory = InMemoryReplayMemory()
        let credential = try await fixture.credential()
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy, replay: memory)
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
        var fixture = try Fixture()
        fixture.policy.replay = true
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy, replay: InMemoryReplayMemory())
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
        var fixture = try Fixture()
        fixture.policy.replay = true
        fixture.policy.status = .required
        let memory = InMemoryReplayMemory()
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy, replay: memory)
        #expect(
            verifier.verify(try await fixture.token().text(), at: Fixture.now).code == .statusUnavailable)
        #expect(memory.count == 0)
    }

    @Test("A policy that checks replay admits nothing without a memory")
    func withoutMemory() async throws {
        var fixture = try Fixture()
        fixture.policy.replay = true
        #expect(fixture.verify(try await fixture.token().text()).code == .replayMemoryFull)
    }

    @Test("f")
    func full() {
        let memory = InMemoryReplayMemory(capacity: 2)
        #expect(memory.admit(entry(1, until: 50), at: 0) == .admitted)
        #expect(memory.admit(entry(2), at: 0) == .admitted)
        #expect(memory.admit(entry(3), at: 49) == .full)
        #expect(memory.admit(entry(1, until: 50), at: 49) == .repeated)
        #expect(memory.admit(entry(3), at: 50) == .admitted)
        #expect(memory.admit(entry(2), at: 50) == .repeated)
        #expect(memory.count == 2)
    }

    /// What was forgotten may come again when the clock goes back; nobody can tell it from what never came.
    @Test("c")
    func clock() async throws {
        let memory = InMemoryReplayMemory()
        #expect(memory.admit(entry(1, until: 50), at: 40) == .admitted)
        #expect(memory.admit(entry(2, until: 80), at: 50) == .admitted)
        #expect(memory.admit(entry(1, until: 50), at: 45) == .full)
        #expect(memory.admit(entry(3, until: 50), at: 45) == .full)
        #expect(memory.admit(entry(2, until: 80), at: 45) == .repeated)
        #expect(memory.admit(entry(4, until: 51), at: 45) == .admitted)

        var fixture = try Fixture()
        fixture.policy.replay = true
        let credential = try await fixture.credential()
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy, replay: InMemoryReplayMemory())
        let (old, new) = (
            try await fixture.token(credential), try await fixture.token(credential, at: Fixture.now + 60)
        )
        #expect(verifier.verify(old.text(), at: Fixture.now).code == .ok)
        #expect(verifier.verify(new.text(), at: Fixture.now + 60).code == .ok)
        #expect(verifier.verify(old.text(), at: Fixture.now).code == .replayMemoryFull)
    }

    /// A strict gate forgets a token while a lenient one, which shares its memory, would still take it.
    @Test("s")
    func skew() {
        let memory = InMemoryReplayMemory()
        #expect(memory.admit(entry(1, until: 110, skew: 10), at: 100) == .admitted)
        #expect(memory.admit(entry(2, until: 200, skew: 10), at: 110) == .admitted)
        #expect(memory.admit(entry(1, until: 130, skew: 30), at: 110) == .full)
    }

    @Test("p")
    func parallel() async {
        let memory = InMemoryReplayMemory()
        let admitted = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<1_000).count { memory.admit(entry($0), at: 0) == .admitted } }
            }
            return await group.reduce(0, +)
        }
        #expect(admitted == 1_000)
    }
}
