import Foundation
import HufuTestSupport
import Testing

@testable import Hufu

/// `make histories` runs 1,000 histories; `HUFU_SEED` repeats a run.
@Suite("Publications of status lists")
struct PublicationTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let histories = environment["HUFU_HISTORIES"].flatMap { Int($0) } ?? 10
    private static let seed = environment["HUFU_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...9999)

    @Test("Changes of every width are read as they were written, and each cut is noticed", arguments: [1, 2, 4, 8])
    func changes(bits: Int) throws {
        var dice = SeededGenerator(seed: 5)
        let size = 1 << 20
        let positions = Set((0..<300).map { _ in Int.random(in: 0..<size, using: &dice) } + [0, size - 1]).sorted()
        let changes = positions.map { (position: $0, number: UInt8.random(in: 0...UInt8(1 << bits - 1), using: &dice)) }
        let bytes = try #require(PublicationChanges.encode(changes, bits: bits, size: size))
        let found = try #require(PublicationChanges.decode(bytes[...], bits: bits, size: size))
        #expect(found.elementsEqual(changes, by: ==))
        for end in bytes.indices {
            guard let part = PublicationChanges.decode(bytes[..<end], bits: bits, size: size) else { continue }
            #expect(PublicationChanges.encode(part, bits: bits, size: size) == Array(bytes[..<end]))
        }
        let disorder: [[(position: Int, number: UInt8)]] = [[(1, 0), (1, 0)], [(size, 0)]]
        for wrong in disorder {
            #expect(PublicationChanges.encode(wrong, bits: bits, size: size) == nil)
        }
    }

    @Test("An update of 1 MiB is read, and one byte more is too large")
    func size() async throws {
        let fixture = try Fixture()
        func update(_ size: Int) async throws -> [UInt8] {
            try await COSE.Sign1Message(
                type: .statusUpdate, by: fixture.issuerKey,
                header: { map in map.add(COSE.Label.keyID) { $0.byteString(fixture.issuerKey.publicKey.keyID) } },
                payload: { map in
                    map.add(CWT.Claim.issuer) { $0.text(Fixture.issuerID) }
                    map.add(CWT.Claim.subject) { $0.text("all") }
                    map.add(CWT.Claim.expiresAt) { $0.time(Fixture.now + 9) }
                    map.add(CWT.Claim.issuedAt) { $0.time(Fixture.now) }
                    map.add(CWT.Claim.publicationUpdate) { writer in
                        writer.array(3)
                        writer.time(Fixture.now - 1)
                        writer.byteString([UInt8](repeating: 0, count: 32))
                        writer.byteString([UInt8](repeating: 0, count: size))
                    }
                }
            ).encode()
        }
        let (limit, content) = (PublicationIndex.maximumSize, 1_048_000)
        let rest = limit - (try await update(content)).count
        for (size, code) in [(content + rest, "list.base_missing"), (content + rest + 1, "list.too_large")] {
            let bytes = try await update(size)
            #expect(bytes.count == limit + size - content - rest)
            var lists = VerifierLists(trust: fixture.trust)
            #expect(lists.load(package: [bytes[...]], at: Fixture.now)[0]?.code == code)
        }
    }

    @Test("An index names at most 2,048 lists")
    func count() async throws {
        let fixture = try Fixture()
        func entries(_ count: Int) -> [PublicationIndex.Entry] {
            (0..<count).map {
                PublicationIndex.Entry(uri: "\(100_000 + $0)", size: 4, hash: [UInt8](repeating: 0, count: 32))
            }
        }
        for (count, code) in [(2_048, "list.incomplete"), (2_049, "list.form_invalid")] {
            // The public initializer would refuse 2,049.
            let index = PublicationIndex(
                issuer: Fixture.issuerID, name: "all", issuedAt: Fixture.now, expiresAt: Fixture.now + 9,
                timeToLive: nil, bits: 2, lists: entries(count))
            let bytes = try await index.sign(by: fixture.issuerKey)
            var lists = VerifierLists(trust: fixture.trust)
            #expect(lists.load(package: [bytes[...]], at: Fixture.now)[0]?.code == code)
        }
        #expect(throws: PublicationError.self) {
            try PublicationIndex(
                issuer: Fixture.issuerID, name: "all", bits: 2, lists: entries(2_049), until: Fixture.now + 9,
                at: Fixture.now)
        }
    }

    @Test("A state that was read before does not change when an update is applied")
    func values() async throws {
        var publisher = try Publisher(lists: 2, size: 20_000, dice: SeededGenerator(seed: 3))
        var lists = VerifierLists(trust: publisher.trust)
        #expect(lists.load(package: try await publisher.whole(), at: publisher.now).isEmpty)
        let before = lists
        let update = try await publisher.publish([19_999, 20_000], to: 1, at: publisher.now + 60)
        #expect(lists.load(package: [update[...]], at: publisher.now).isEmpty)
        for (lists, number) in [(before, UInt8(0)), (lists, 1)] {
            #expect(lists.publicationStates.first?.number(at: 19_999, in: "list 0") == number)
            #expect(lists.publicationStates.first?.number(at: 0, in: "list 1") == number)
            #expect(lists.publicationStates.first?.number(at: 1, in: "list 1") == 0)
        }
    }

    /// 300,000 entries of 2 bits are 147 chunks in 10 groups: some rounds put layers of changes together, others all.
    @Test("After many changes a list has the hash and numbers of a list of the same values, and its copies have theirs")
    func manyChanges() throws {
        var dice = SeededGenerator(seed: 6)
        var table = try StatusTable(bits: 2, size: 300_000)
        var list = PublishedList(uri: "list", table)
        var copies: [(list: PublishedList, table: StatusTable)] = []
        for round in 0..<60 {
            copies.append((list, table))
            let positions = (0..<round % 5 + 1).map { _ in Int.random(in: 0..<300_000, using: &dice) } + [299_999]
            let changes = Set(positions).sorted().map { place in
                (position: 7 + place, number: UInt8.random(in: 0...3, using: &dice))
            }
            list.set(changes[...], from: 7)
            table = try table.setting(changes.map { (index: $0.position - 7, number: $0.number) })
            #expect(list.hash == PublishedList(uri: "list", table).hash)
            #expect(changes.allSatisfy { list.number(at: $0.position - 7) == $0.number })
        }
        copies.append((list, table))
        for (list, table) in copies {
            #expect(list.hash == PublishedList(uri: "list", table).hash)
            #expect((0..<300_000).allSatisfy { list.number(at: $0) == table.number(at: $0) })
            #expect(list.number(at: 300_000) == nil)
        }
    }

    @Test("Marks of publications survive their file, and two states join to the newer marks")
    func marks() async throws {
        var publisher = try Publisher(lists: 2, size: 8, dice: SeededGenerator(seed: 4))
        var lists = VerifierLists(trust: publisher.trust)
        _ = lists.load(package: try await publisher.whole(), at: publisher.now)
        let first = lists.rollbackState
        let update = try await publisher.publish([3], to: 1, at: publisher.now + 60)
        _ = lists.load(package: [update[...]], at: publisher.now)
        let second = lists.rollbackState
        #expect(try RollbackState(json: Array(second.json.utf8)) == second)
        #expect(first != second)
        var joined = first
        joined.formUnion(second)
        #expect(joined == second)
        joined.formUnion(first)
        #expect(joined == second)
    }

    @Test("Over random histories a scanner with updates and one with whole lists have the same state and verdicts")
    func histories() async throws {
        var caughtUp = 0
        for number in 0..<Self.histories { caughtUp += try await history(Self.seed + UInt64(number)) }
        print("seed \(Self.seed): \(Self.histories) histories, \(caughtUp) states compared")
        #expect(caughtUp > Self.histories)
    }

    /// Positions changed and changed back, keys rolled over, restarts, and updates that are missed, repeated, cut, or
    /// of another publication.
    private func history(_ seed: UInt64) async throws -> Int {
        var dice = SeededGenerator(seed: seed)
        let size = [8, 2_048, 2_052, 32_772].randomElement(using: &dice) ?? 8
        var publisher = try Publisher(
            lists: Int.random(in: 1...3, using: &dice), size: size, dice: SeededGenerator(seed: seed))
        var lists = VerifierLists(trust: publisher.trust)
        var folder = try await publisher.whole()
        #expect(lists.load(package: folder, at: publisher.now).isEmpty)
        var caughtUp = 0
        for _ in 0..<10 {
            if Int.random(in: 0..<6, using: &dice) == 0 { publisher.rollOver() }
            let updates = try await publisher.publishAtRandom(at: publisher.now + 60)
            let now = publisher.now
            if Int.random(in: 0..<5, using: &dice) == 0 {
                // After a restart the state is in force again, from what was stored.
                let hash = lists.publicationStates.first?.hash
                let stored = try RollbackState(json: Array(lists.rollbackState.json.utf8))
                lists = VerifierLists(trust: publisher.trust, rollbackState: stored)
                _ = lists.load(package: folder, at: now)
                #expect(lists.publicationStates.first?.hash == hash, "seed \(seed)")
            }
            if Int.random(in: 0..<3, using: &dice) == 0 { continue }
            try await checkHostile(updates, publisher, &lists, &dice, "seed \(seed)")
            var isLoaded = false
            for update in updates {
                let refused = lists.load(package: [update[...]], at: now)[0]
                if refused == nil { folder.append(update[...]) }
                isLoaded = refused == nil
                if isLoaded { break }
                #expect(refused?.code == "list.base_missing", "seed \(seed)")
            }
            if !isLoaded {
                folder = try await publisher.whole()
                #expect(lists.load(package: folder, at: now).isEmpty, "seed \(seed)")
            }
            try await compare(publisher, lists, &dice, "seed \(seed)")
            caughtUp += 1
        }
        return caughtUp
    }

    private func checkHostile(
        _ updates: [[UInt8]], _ publisher: Publisher, _ lists: inout VerifierLists, _ dice: inout SeededGenerator,
        _ comment: Comment
    ) async throws {
        let update = try #require(updates.randomElement(using: &dice))
        let other = try await publisher.index(name: "another").signUpdate(from: 1, changes: [], by: publisher.key)
        let stranger = try await publisher.index().signUpdate(from: 1, changes: [], by: publisher.fixture.deviceKey)
        let unknown = try await publisher.index(issuer: "nobody").signUpdate(from: 1, changes: [], by: publisher.key)
        let before = lists.publicationStates.first
        for (bytes, code) in [
            (Array(update.dropLast(Int.random(in: 1..<update.count, using: &dice))), "list.form_invalid"),
            (other, "list.base_missing"), (stranger, "list.key_unknown"), (unknown, "list.issuer_unknown"),
        ] {
            #expect(lists.load(package: [bytes[...]], at: publisher.now)[0]?.code == code, comment)
            #expect(lists.publicationStates.first?.hash == before?.hash, comment)
            #expect(lists.publicationStates.first?.issuedAt == before?.issuedAt, comment)
        }
        // With the changes left out the state is another, unless there are none.
        let missing = try await publisher.index().signUpdate(from: 1, changes: [], by: publisher.key)
        var probe = lists
        let code = probe.load(package: [missing[...]], at: publisher.now)[0]?.code
        #expect(code == nil || code == "list.state_mismatch", comment)
        #expect(code == nil || probe.publicationStates.first?.hash == before?.hash, comment)
    }

    private func compare(
        _ publisher: Publisher, _ lists: VerifierLists, _ dice: inout SeededGenerator, _ comment: Comment
    ) async throws {
        let state = try #require(lists.publicationStates.first, comment)
        #expect(state.issuedAt == publisher.now, comment)
        #expect(try publisher.index().hash == state.hash, comment)
        var whole = VerifierLists(trust: publisher.trust)
        for list in try await publisher.lists() { try whole.load(statusList: list, at: publisher.now) }
        for list in whole.statusLists {
            let isSame = (0...list.table.size).allSatisfy {
                state.number(at: $0, in: list.uri) == list.table.number(at: $0)
            }
            #expect(isSame, comment)
        }
        let list = Int.random(in: 0..<publisher.tables.count, using: &dice)
        let index = Int.random(in: 0...publisher.size, using: &dice)
        let reference = try StatusReference(uri: "list \(list)", index: index)
        let fixture = publisher.fixture
        let token = try await fixture.token(
            try await fixture.credential(status: reference, at: publisher.now - 60), at: publisher.now)
        var policy = fixture.policy
        policy.status = .required
        let verdicts = [lists, whole].map {
            Verifier(lists: $0, policy: policy).verify(token.text(), at: publisher.now)
        }
        #expect(verdicts[0].code == verdicts[1].code, comment)
        #expect(verdicts[0].status == verdicts[1].status, comment)
        #expect(verdicts[0].statusAge == verdicts[1].statusAge, comment)
    }
}

/// Tables that change, and the updates that lead to them.
private struct Publisher {
    let fixture: Fixture
    /// With two keys for status lists.
    let trust: TrustList
    let size: Int
    let expiresAt = Fixture.now + 100_000
    private(set) var tables: [StatusTable]
    private(set) var now = Fixture.now
    private(set) var key: PrivateKey
    private let secondKey: PrivateKey
    private var history: [(time: UnixTime, positions: Set<Int>)]
    private var dice: SeededGenerator

    init(lists: Int, size: Int, dice: SeededGenerator) throws {
        fixture = try Fixture()
        self.size = size
        self.dice = dice
        key = fixture.issuerKey
        secondKey = try PrivateKey(.ed25519, rawRepresentation: Array(repeating: 0x33, count: 32))
        trust = try TrustList(issuers: [
            TrustList.Issuer(
                id: Fixture.issuerID,
                keys: [TrustList.Key(fixture.issuerKey.publicKey), TrustList.Key(secondKey.publicKey, use: .status)])
        ])
        tables = try (0..<lists).map { _ in try StatusTable(bits: 2, size: size) }
        history = [(Fixture.now, [])]
    }

    mutating func rollOver() { key = key.publicKey == secondKey.publicKey ? fixture.issuerKey : secondKey }

    func index(
        issuer: String = Fixture.issuerID, name: String = "all", expiresAt: UnixTime? = nil
    ) throws -> PublicationIndex {
        try PublicationIndex(
            issuer: issuer, name: name, bits: 2,
            lists: tables.enumerated().map { number, table in
                PublicationIndex.Entry(
                    uri: "list \(number)", size: table.size, hash: table.publicationHash(uri: "list \(number)"))
            }, until: expiresAt ?? self.expiresAt, at: now)
    }

    func lists() async throws -> [[UInt8]] {
        var lists: [[UInt8]] = []
        for (number, table) in tables.enumerated() {
            lists.append(
                try await table.sign(
                    uri: "list \(number)", issuer: Fixture.issuerID, signer: key, lifetime: .seconds(expiresAt - now),
                    timeToLive: nil, at: now))
        }
        return lists
    }

    func whole() async throws -> [ArraySlice<UInt8>] {
        let index = try await index().sign(by: key)
        return try await lists().map { $0[...] } + [index[...]]
    }

    /// Changes positions to a number, and returns the update from the state before.
    mutating func publish(_ positions: [Int], to number: UInt8, at time: UnixTime) async throws -> [UInt8] {
        try set(positions.map { ($0, number) }, at: time)
        return try await update(from: history[history.count - 2].time)
    }

    /// Changes a few positions, often some that were changed before, and returns updates from the state before, from
    /// the third state before and from the first.
    mutating func publishAtRandom(at time: UnixTime) async throws -> [[UInt8]] {
        let recent = history.suffix(3).flatMap(\.positions).sorted()
        let changes = (0..<Int.random(in: 0...3, using: &dice)).map { _ in
            let isRecent = Bool.random(using: &dice)
            let fresh = Int.random(in: 0..<size * tables.count, using: &dice)
            let position = isRecent ? recent.randomElement(using: &dice) ?? fresh : fresh
            return (position, UInt8.random(in: 0...3, using: &dice))
        }
        try set(changes, at: time)
        var updates: [[UInt8]] = []
        for back in [1, 3, history.count - 1] where back < history.count {
            updates.append(try await update(from: history[history.count - 1 - back].time))
        }
        return updates
    }

    private mutating func set(_ changes: [(Int, UInt8)], at time: UnixTime) throws {
        now = time
        for (position, number) in changes {
            tables[position / size] = try tables[position / size].setting([(position % size, number)])
        }
        history.append((time, Set(changes.map(\.0))))
    }

    private func update(from base: UnixTime) async throws -> [UInt8] {
        let positions = Set(history.filter { $0.time > base }.flatMap(\.positions)).sorted()
        return try await index().signUpdate(
            from: base, changes: positions.map { ($0, tables[$0 / size].number(at: $0 % size) ?? 0) }, by: key)
    }
}
