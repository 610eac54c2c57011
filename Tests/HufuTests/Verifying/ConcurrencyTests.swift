import Foundation
import HufuTestSupport
import Testing

@testable import Hufu

/// 64 tasks verify while lists are replaced every 10 ms. `make sanitize` runs these with 100,000 tokens under the
/// thread sanitizer.
@Suite("Verifying while lists are replaced")
struct ConcurrencyTests {
    static let uri = "https://dmv.example/status/1"
    static let other = "https://other.example"
    static let tasks = 64
    static let tokens = ProcessInfo.processInfo.environment["HUFU_TOKENS"].flatMap { Int($0) } ?? 2_000

    /// Lists of two kinds by turns. In odd ones licence 7 is revoked, and the other issuer is not on the trust list.
    struct Publisher: Sendable {
        let fixture: Fixture
        let anchor: PrivateKey
        let start = Fixture.now - 1_000_000

        init(_ fixture: Fixture) throws {
            self.fixture = fixture
            anchor = try PrivateKey(.ed25519)
        }

        func load(into lists: inout VerifierLists, trust: [UInt8], status: [UInt8]) throws {
            let now = Fixture.now
            try lists.load(signedTrust: trust, name: "roads", anchors: [anchor.publicKey], at: now)
            try lists.load(statusList: status, at: now)
        }

        func publish(_ number: Int) async throws -> (trust: [UInt8], status: [UInt8]) {
            let date = start + number
            var issuers = fixture.trust.issuers
            if number % 2 == 0 {
                issuers.append(TrustList.Issuer(id: other, keys: [TrustList.Key(fixture.issuerKey.publicKey)]))
            }
            let trust = try await TrustList(issuers: issuers).sign(
                name: "roads", publisher: "https://roads.example", signer: anchor, lifetime: .seconds(2_000_000),
                at: date)
            let changes: [(index: Int, number: UInt8)] = [(6, 1), (7, UInt8(number % 2))]
            let status = try await StatusTable(bits: 2, size: 1 << 16).setting(changes).sign(
                uri: uri, issuer: Fixture.issuerID, signer: fixture.issuerKey, lifetime: .seconds(2_000_000),
                timeToLive: nil,
                at: date)
            return (trust, status)
        }
    }

    /// Each scan occurs many times among the tokens.
    private func scans(_ fixture: Fixture) async throws -> [[UInt8]] {
        var scans: [[UInt8]] = []
        func add(_ token: Token) { scans.append(Array(token.text().utf8)) }
        let license = try Fixture.license()
        for index in [4, 5, 6, 7, 1 << 16] {
            let reference = try StatusReference(uri: Self.uri, index: index)
            let credential = try await issued(license, by: fixture.issuer, to: fixture, status: reference)
            for offset in [0, -30, -120, 300] { add(try await fixture.token(credential, at: Fixture.now + offset)) }
        }
        let credential = try await issued(license, by: fixture.issuer, to: fixture)
        add(try await fixture.token(credential, audience: "police"))
        for id in [Self.other, "https://stranger.example"] {
            let issuer = try Issuer(id: id, signer: fixture.issuerKey)
            add(try await fixture.token(try await issued(license, by: issuer, to: fixture)))
        }
        var forged = try await fixture.token(credential).payload
        forged[forged.count - 1] ^= 1
        scans.append(Array(Transport.base45.encode(forged).utf8))
        return scans + [Array("HF1:GGW".utf8), []]
    }

    @Test("64 tasks get the verdicts of a single task")
    func parallel() async throws {
        var fixture = try Fixture()
        fixture.policy.status = .whenNamed
        let publisher = try Publisher(fixture)
        let scans = try await scans(fixture)
        var lists = VerifierLists(trust: fixture.trust)
        func serially(_ number: Int) async throws -> [String] {
            let (trust, status) = try await publisher.publish(number)
            try publisher.load(into: &lists, trust: trust, status: status)
            let verifier = Verifier(lists: lists, policy: fixture.policy)
            return scans.map { verifier.verify($0, at: Fixture.now).summary }
        }
        let expected = [try await serially(0), try await serially(1)]
        #expect(zip(expected[0], expected[1]).count { $0 != $1 } == 3)
        #expect(Set(expected.joined()).count > 8)

        // All tasks share one set of the cache, which changes no verdict.
        let cache = CredentialCache(capacity: 0)
        let scanner = LiveVerifier(Verifier(lists: lists, policy: fixture.policy, cache: cache))
        let wrong = try await replacing(scanner, by: publisher) {
            await withTaskGroup(of: Int.self) { group in
                for task in 0..<Self.tasks {
                    group.addTask {
                        stride(from: task, to: Self.tokens, by: Self.tasks).count { token in
                            let (verifier, index) = (scanner.verifier, token % scans.count)
                            let verdict = verifier.verify(scans[index], at: Fixture.now)
                            // All lists of a verifier are of one moment.
                            let moment = verifier.lists.trust.validity?.issuedAt ?? 0
                            let isOne = verifier.lists.statusLists.allSatisfy { $0.issuedAt == moment }
                            let isAged = verdict.statusAge.map { $0 == Fixture.now - moment } ?? true
                            let kind = (moment - publisher.start) % 2
                            return !isOne || !isAged || verdict.summary != expected[kind][index]
                        }
                    }
                }
                return await group.reduce(0, +)
            }
        }
        #expect(wrong == 0)
    }

    @Test("Exactly one of all tasks that scan a token admits it")
    func replay() async throws {
        var fixture = try Fixture()
        fixture.policy.status = .whenNamed
        fixture.policy.requiresSingleUse = true
        let publisher = try Publisher(fixture)
        let scans = try await tokens(fixture, max(10, Self.tokens / 100))
        let scanner = LiveVerifier(
            Verifier(
                trust: fixture.trust, policy: fixture.policy, replayMemory: InMemoryReplayMemory(capacity: scans.count))
        )
        let verdicts = try await replacing(scanner, by: publisher) {
            await withTaskGroup(of: [Int: [Verdict.Code]].self) { group in
                for task in 0..<Self.tasks {
                    group.addTask {
                        var verdicts: [Int: [Verdict.Code]] = [:]
                        for token in stride(from: task, to: Self.tokens, by: Self.tasks) {
                            // Neighbouring tasks scan the same token at about the same time.
                            let index = token / 8 % scans.count
                            let verdict = scanner.verify(scans[index], at: Fixture.now)
                            verdicts[index, default: []].append(verdict.code)
                        }
                        return verdicts
                    }
                }
                return await group.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
            }
        }
        #expect(verdicts.count == scans.count)
        let wrong = verdicts.filter { _, codes in
            codes.count { $0 == .ok } != 1 || codes.contains { $0 != .ok && $0 != .replayRepeated }
        }
        #expect(wrong.keys.sorted() == [])
    }

    /// With a seeded generator, because the thread sanitizer's compiler crashes on values without a size, as the
    /// system's generator is.
    private func issued(
        _ license: License, by issuer: Issuer, to fixture: Fixture, status: StatusReference? = nil
    ) async throws -> Credential {
        var random = SeededGenerator(seed: 1)
        return try await issuer.issue(
            license, to: fixture.deviceKey.publicKey, status: status, at: Fixture.now - 3_600,
            using: &random)
    }

    private func tokens(_ fixture: Fixture, _ count: Int) async throws -> [[UInt8]] {
        var license = try Fixture.license()
        var scans: [[UInt8]] = []
        for number in 0..<count {
            license.givenName = "\(number)"
            let token = try await fixture.token(try await issued(license, by: fixture.issuer, to: fixture))
            scans.append(Array(token.text().utf8))
        }
        return scans
    }

    /// Runs `body` while new lists come every 10 ms.
    private func replacing<Value: Sendable>(
        _ scanner: LiveVerifier, by publisher: Publisher, _ body: @escaping @Sendable () async -> Value
    ) async throws -> Value {
        let replacing = Task.detached(priority: .high) {
            var number = 2
            while !Task.isCancelled {
                let (trust, status) = try await publisher.publish(number)
                try scanner.update { lists in
                    try publisher.load(into: &lists, trust: trust, status: status)
                }
                number += 1
                try? await Task.sleep(for: .milliseconds(10))
            }
            return number - 2
        }
        let value = await body()
        replacing.cancel()
        let count = try await replacing.value
        #expect(count >= 3, "\(count) replacements")
        return value
    }

    @Test("An update that throws leaves the state unchanged")
    func failedUpdate() async throws {
        let fixture = try Fixture()
        let publisher = try Publisher(fixture)
        let scanner = LiveVerifier(Verifier(trust: fixture.trust, policy: fixture.policy))
        let (trust, status) = try await publisher.publish(0)
        #expect(throws: ListError.self) {
            try scanner.update { lists in
                try publisher.load(into: &lists, trust: trust, status: status)
                try lists.load(statusList: [0], at: Fixture.now)
            }
        }
        #expect(scanner.verifier.lists.rollbackState == RollbackState())
        #expect(scanner.verifier.lists.statusLists.isEmpty)
    }

    @Test("A change of the policy counts for the verifications that begin after it")
    func policy() async throws {
        let fixture = try Fixture()
        let scanner = LiveVerifier(Verifier(trust: fixture.trust, policy: fixture.policy))
        let token = Array(try await fixture.token().text().utf8)
        #expect(scanner.verify(token, at: Fixture.now).code == .ok)
        scanner.updatePolicy { $0.requiresChallenge = true }
        #expect(scanner.verify(token, at: Fixture.now).code == .tokenChallengeMismatch)
    }

    @Test("An update does not copy the status tables that it keeps")
    func copies() async throws {
        let fixture = try Fixture()
        let publisher = try Publisher(fixture)
        let scanner = LiveVerifier(Verifier(trust: fixture.trust, policy: fixture.policy))
        let (trust, status) = try await publisher.publish(0)
        func address(_ lists: VerifierLists) -> UInt? {
            let packed = lists.statusLists.first { $0.uri == Self.uri }?.table.packed
            return unsafe packed?.withUnsafeBytes { unsafe $0.baseAddress.map { UInt(bitPattern: $0) } }
        }
        var loaded: UInt?
        try scanner.update { lists in
            try publisher.load(into: &lists, trust: trust, status: status)
            loaded = address(lists)
        }
        let before = scanner.verifier
        let another = try await StatusTable(bits: 1, size: 8).sign(
            uri: "https://dmv.example/status/2", issuer: Fixture.issuerID, signer: fixture.issuerKey,
            lifetime: .seconds(60),
            timeToLive: nil, at: Fixture.now)
        try scanner.update { lists in try lists.load(statusList: another, at: Fixture.now) }
        #expect(loaded != nil)
        #expect(address(before.lists) == loaded)
        #expect(address(scanner.verifier.lists) == loaded)
        #expect(before.lists.statusLists.count == 1)
        #expect(scanner.verifier.lists.statusLists.count == 2)
    }
}

extension Verdict {
    /// All that does not depend on the age of lists.
    fileprivate var summary: String {
        "\(code.rawValue) \(String(describing: kind)) \(String(describing: status)) \(notices) "
            + (license?.license.documentNumber ?? "nothing")
    }
}
