import HufuTestSupport
import Testing

@testable import Hufu

#if !SANITIZED
    // Under the thread sanitizer Hufu has a Mutex of its own.
    import Synchronization
#endif

@Suite("Rollback state") struct RollbackStateTests {
    @Test("The store in memory keeps the contract of rollback state stores")
    func contract() async throws {
        let store = InMemoryRollbackStateStore()
        try await StoreContract.checkRollbackStateStore({ store })
    }

    private func state(_ entries: String) throws -> RollbackState {
        try RollbackState(json: Array(#"{"trust": [\#(entries)], "status": []}"#.utf8))
    }

    private func entry(_ name: String, _ time: Int, _ digit: Character = "0") -> String {
        #"{"name": "\#(name)", "iat": \#(time), "sig_structure_sha256": "\#(String(repeating: digit, count: 64))"}"#
    }

    @Test("Two states are joined to the newer version of each list")
    func union() throws {
        var left = try state(entry("a", 1, "1") + "," + entry("b", 5, "2"))
        left.formUnion(try state(entry("a", 2, "3") + "," + entry("b", 4, "4") + "," + entry("c", 3, "5")))
        #expect(left == (try state(entry("a", 2, "3") + "," + entry("b", 5, "2") + "," + entry("c", 3, "5"))))
        #expect(left.clockFloor == 5)
    }

    @Test("Names that are canonically equivalent are the names of two lists")
    func namesAreBytes() throws {
        let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}")
        let both = try state(entry(composed, 1) + "," + entry(decomposed, 2))
        #expect(both.trust.count == 2)
        #expect(try RollbackState(json: Array(both.json.utf8)) == both)
        #expect(throws: JSONError.self) { try state(entry(composed, 1) + "," + entry(composed, 2)) }
    }

    @Test("Names are written in the order of their bytes, also those that are canonically equivalent")
    func namesHaveOneOrder() throws {
        let names = (0..<8).flatMap { ["\($0)cafe\u{301}", "\($0)caf\u{e9}"] }
        let state = try state(names.map { entry($0, 1) }.joined(separator: ","))
        let written = try JSONReader.read(Array(state.json.utf8))["trust"]?.array().map { try $0["name"]?.string() }
        #expect(written?.map { Array(($0 ?? "").utf8) } == names.map { Array($0.utf8) })
    }

    @Test("The clock floor of status lists survives the JSON form, and the time of a trust list raises it")
    func floorIsStored() throws {
        func state(_ floor: Int) throws -> RollbackState {
            try RollbackState(
                json: Array(#"{"trust": [\#(entry("a", 5))], "status": [], "clock_floor": \#(floor)}"#.utf8))
        }
        #expect(try state(9).clockFloor == 9)
        #expect(try RollbackState(json: Array(state(9).json.utf8)) == state(9))
        #expect(try state(2).clockFloor == 5)
        var joined = try state(2)
        joined.formUnion(try state(9))
        #expect(joined.clockFloor == 9)
    }

    @Test("A file of an earlier version, with hashes of whole lists, is an error that names the cause")
    func earlierVersion() throws {
        let old = entry("a", 1).replacing("sig_structure_sha256", with: "sha256")
        let error = try #require(throws: JSONError.self) { try state(old) }
        #expect(error.message.contains("sig_structure_sha256"))
        #expect(error.advice.contains("new file"))
    }

    private struct BrokenStore: RollbackStateStore {
        struct Fault: Error {}
        func update<Result: Sendable>(_ body: @Sendable (inout RollbackState) throws -> Result) throws -> Result {
            var state = RollbackState()
            _ = try body(&state)
            throw Fault()
        }
    }

    @Test("An update of a live verifier is in the store before it is in use")
    func updateIsStored() async throws {
        let fixture = try Fixture()
        let live = LiveVerifier(Verifier(trust: fixture.trust, policy: fixture.policy))
        let anchor = try PrivateKey(.ed25519, rawRepresentation: Array(repeating: 0x33, count: 32))
        func list(at time: UnixTime) async throws -> [UInt8] {
            try await fixture.trust.sign(name: "n", publisher: "p", signer: anchor, lifetime: .seconds(3_600), at: time)
        }
        let (old, new) = (try await list(at: Fixture.now - 2), try await list(at: Fixture.now - 1))
        let load: @Sendable ([UInt8], inout VerifierLists) throws -> Void = { bytes, lists in
            try lists.load(signedTrust: bytes, name: "n", anchors: [anchor.publicKey], at: Fixture.now)
        }
        func update(_ bytes: [UInt8], _ store: some RollbackStateStore) throws {
            try live.update(storingIn: store) { try load(bytes, &$0) }
        }
        #expect(throws: BrokenStore.Fault.self) { try update(new, BrokenStore()) }
        await #expect(throws: BrokenStore.Fault.self) {
            try await live.update(storingIn: BrokenStore()) { try load(new, &$0) }
        }
        #expect(live.verifier.lists.rollbackState == RollbackState())

        let store = InMemoryRollbackStateStore()
        try update(new, store)
        #expect(live.verifier.lists.trust.validity?.bytes == new)
        #expect(try store.update { $0 } == live.verifier.lists.rollbackState)

        // Another verifier, without lists of its own, refuses older lists because of the store.
        let other = LiveVerifier(Verifier(trust: fixture.trust, policy: fixture.policy))
        await #expect(throws: ListError(.rolledBack, at: "n")) {
            try await other.update(storingIn: store) { try load(old, &$0) }
        }
        #expect(other.verifier.lists.trust.validity == nil)
        try await other.update(storingIn: store) { try load(new, &$0) }
        #expect(other.verifier.lists.trust.validity?.bytes == new)
    }

    /// A store whose update is overtaken by another one of the same verifier.
    private struct SlowStore: AsyncRollbackStateStore {
        let store = InMemoryRollbackStateStore()
        let meanwhile: @Sendable () -> Void

        func update<Result: Sendable>(_ body: @Sendable (inout RollbackState) throws -> Result) async throws -> Result {
            defer { meanwhile() }
            return try store.update(body)
        }
    }

    @Test("An update that was overtaken while its state was stored keeps the change of the faster one")
    func overtakenUpdate() async throws {
        let fixture = try Fixture()
        let live = LiveVerifier(Verifier(trust: fixture.trust, policy: fixture.policy))
        let anchor = try PrivateKey(.ed25519)
        let list = try await fixture.trust.sign(
            name: "n", publisher: "p", signer: anchor, lifetime: .seconds(3_600), at: Fixture.now)
        let isOvertaken = Mutex(false)
        let store = SlowStore {
            let isFirst = isOvertaken.withLock { exchange(&$0, with: true) == false }
            if isFirst { live.updatePolicy { $0.utcOffset = 3_600 } }
        }
        try await live.update(storingIn: store) {
            try $0.load(signedTrust: list, name: "n", anchors: [anchor.publicKey], at: Fixture.now)
        }
        #expect(live.verifier.policy.utcOffset == 3_600)
        #expect(live.verifier.lists.trust.validity?.bytes == list)
    }
}
