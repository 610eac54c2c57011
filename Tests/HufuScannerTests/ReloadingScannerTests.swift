import Foundation
import Hufu
import HufuFiles
import HufuScanner
import HufuTestSupport
import Synchronization
import Testing

/// A scanner as a library: its lists are files, and its faults are reported to a function.
@Suite("ReloadingScanner")
struct ReloadingScannerTests {
    private static let uri = "https://dmv.example/status/1"
    private static let index = 5

    private let directory: TemporaryDirectory
    private let fixture: Fixture
    private let reports = Reports()

    /// The diagnostics that a scanner reported.
    private final class Reports: Sendable {
        private let diagnostics = Mutex<[ScannerDiagnostic]>([])

        func add(_ diagnostic: ScannerDiagnostic) { diagnostics.withLock { $0.append(diagnostic) } }

        /// What was reported since the last call: the code of an error, or the case.
        func take() -> [String] {
            let all = diagnostics.withLock { diagnostics in
                defer { diagnostics = [] }
                return diagnostics
            }
            return all.map { diagnostic in
                switch diagnostic {
                case .listRefused(let error): (error as? any CodedError)?.code ?? "\(error)"
                case .bundledListsRefused(_, let count, let total, let first): "\(count)/\(total) \(first.code)"
                case .rollbackStateUnavailable(let error): "state: \(error)"
                case .verification(.replayMemoryMissing): "replay memory missing"
                case .verification(.replayMemoryFailed): "replay memory failed"
                }
            }
        }
    }

    init() throws {
        var fixture = try Fixture()
        fixture.policy.status = .whenNamed
        self.fixture = fixture
        directory = try TemporaryDirectory()
        try write(Array(fixture.trust.json.utf8), "trust.json")
    }

    private func write(_ bytes: [UInt8], _ file: String) throws {
        try AtomicFile.write(bytes, to: directory.file(file).path)
    }

    private func statusList(_ value: UInt8, at time: UnixTime) async throws -> [UInt8] {
        try await StatusTable(bits: 2, size: 16).setting([(index: Self.index, number: value)]).sign(
            uri: Self.uri, issuer: Fixture.issuerID, signer: fixture.issuerKey, lifetime: .seconds(86_400),
            timeToLive: nil,
            at: time)
    }

    private func scan(_ challenge: [UInt8]? = nil) async throws -> [UInt8] {
        let reference = try StatusReference(uri: Self.uri, index: Self.index)
        let token = try await fixture.token(
            try await fixture.credential(status: reference), challenge: challenge)
        return Array(token.text().utf8)
    }

    private var sources: ListSources {
        ListSources(
            trust: .json(path: directory.file("trust.json").path), statusLists: [directory.file("status.cwt").path])
    }

    private func scanner(
        storingIn store: (any AsyncRollbackStateStore)? = nil, policy: Policy? = nil
    ) async throws -> ReloadingScanner {
        try await ReloadingScanner(
            sources, policy: policy ?? fixture.policy, storingIn: store, at: Fixture.now,
            report: { [reports] in reports.add($0) })
    }

    /// Files are looked at once a second.
    private func refresh(_ scanner: ReloadingScanner) async throws {
        try await Task.sleep(for: .milliseconds(1_100))
        await scanner.refresh(at: Fixture.now)
    }

    @Test("A list that replaces its file applies after a refresh, and a bad one leaves the last good one in use")
    func replacedFile() async throws {
        try write(try await statusList(0, at: Fixture.now - 20), "status.cwt")
        let scanner = try await scanner()
        let scan = try await scan()
        #expect(await scanner.verify(scan, at: Fixture.now).code == .ok)

        try write(try await statusList(1, at: Fixture.now - 10), "status.cwt")
        try await refresh(scanner)
        #expect(await scanner.verify(scan, at: Fixture.now).code == .statusRevoked)
        #expect(reports.take().isEmpty)

        try write([0], "status.cwt")
        try await refresh(scanner)
        #expect(reports.take() == ["list.form_invalid"])
        #expect(await scanner.verify(scan, at: Fixture.now).code == .statusRevoked)
        // The same file again is neither loaded nor reported.
        try await refresh(scanner)
        #expect(reports.take().isEmpty)

        try write(try await statusList(0, at: Fixture.now - 20), "status.cwt")
        try await refresh(scanner)
        #expect(reports.take() == ["list.rolled_back"])
        #expect(await scanner.verify(scan, at: Fixture.now).code == .statusRevoked)
    }

    @Test("A missing list is an error when the scanner starts")
    func missingFile() async throws {
        let error = await #expect(throws: FileError.self) { try await scanner() }
        #expect(error?.reason == .missing)
        #expect(error?.path == directory.file("status.cwt").path)
    }

    /// A store that can be taken away.
    private final class Store: RollbackStateStore {
        struct Failure: Error {}

        let isBroken = Atomic(false)
        private let store = InMemoryRollbackStateStore()

        func update<Result: Sendable>(
            _ body: @Sendable (inout RollbackState) throws -> Result
        ) throws -> Result {
            if isBroken.load(ordering: .relaxed) { throw Failure() }
            return try store.update(body)
        }
    }

    @Test("While the rollback state cannot be stored no new list is used, and the fault is reported")
    func brokenStore() async throws {
        try write(try await statusList(0, at: Fixture.now - 20), "status.cwt")
        let store = Store()
        let scanner = try await scanner(storingIn: store)
        let scan = try await scan()
        store.isBroken.store(true, ordering: .relaxed)
        try write(try await statusList(1, at: Fixture.now - 10), "status.cwt")
        try await refresh(scanner)
        #expect(reports.take() == ["state: Failure()"])
        #expect(await scanner.verify(scan, at: Fixture.now).code == .ok)
    }

    @Test("A list that an earlier scanner with the same store has superseded is refused at the start")
    func sharedStore() async throws {
        let store = Store()
        try write(try await statusList(0, at: Fixture.now - 10), "status.cwt")
        _ = try await scanner(storingIn: store)
        try write(try await statusList(0, at: Fixture.now - 20), "status.cwt")
        let error = await #expect(throws: FileContentError.self) { try await scanner(storingIn: store) }
        #expect(error?.code == "list.rolled_back")
    }

    @Test("Refused lists of a bundle are counted in one report, and the others are in use")
    func bundle() async throws {
        let anchor = try PrivateKey(.ed25519)
        let stranger = try await StatusTable(bits: 1, size: 8).sign(
            uri: "https://stranger.example/1", issuer: "https://stranger.example", signer: fixture.deviceKey,
            lifetime: .seconds(60), timeToLive: nil, at: Fixture.now)
        let trust = try await fixture.trust.sign(
            name: "roads", publisher: "https://roads.example", signer: anchor, lifetime: .seconds(60), at: Fixture.now)
        let bundle = try await ListBundle(
            trust: trust, package: [stranger, statusList(1, at: Fixture.now), stranger])
        try write(bundle.bytes, "road.bundle")
        let pin = ListSources.Pin(name: "roads", anchors: [anchor.publicKey])
        let scanner = try await ReloadingScanner(
            ListSources(trust: .bundle(path: directory.file("road.bundle").path, pin: pin)), policy: fixture.policy,
            at: Fixture.now, report: { [reports] in reports.add($0) })
        #expect(reports.take() == ["2/3 list.issuer_unknown"])
        #expect(try await scanner.verify(scan(), at: Fixture.now).code == .statusRevoked)
    }

    @Test("A replay memory that the policy needs and the scanner does not have is reported")
    func replayMemory() async throws {
        try write(try await statusList(0, at: Fixture.now - 20), "status.cwt")
        var policy = fixture.policy
        policy.requiresSingleUse = true
        let scanner = try await scanner(policy: policy)
        #expect(try await scanner.verify(scan(), at: Fixture.now).code == .replayMemoryFull)
        #expect(reports.take() == ["replay memory missing"])
    }

    @Test("A challenge is answered once")
    func challenge() async throws {
        try write(try await statusList(0, at: Fixture.now - 20), "status.cwt")
        let scanner = try await scanner()
        let challenge = Challenge()
        let scan = try await scan(challenge.bytes)
        #expect(await scanner.verify(scan, at: Fixture.now).code == .tokenChallengeMismatch)
        for code in [Verdict.Code.ok, .tokenChallengeMismatch] {
            let verdict = await scanner.verify(
                scan, answering: [challenge], at: Fixture.now, moment: challenge.shownAt)
            #expect(verdict.code == code)
        }
    }
}
