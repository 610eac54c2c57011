import Foundation
import Hufu
import HufuIssuer
import HufuTestSupport
import Testing

/// The rules of `Registry`, for every store.
@Suite("Registry", .endsInTime)
struct RegistryContractTests {
    @Test("A licence on a device has one entry, which a renewal keeps, with the latest end", arguments: Store.allCases)
    func renewal(store: Store) async throws {
        let fixture = try RegistryFixture(store)
        let registry = try await fixture.make([.test()])
        let first = try await registry.register(
            registry.request(1, device: 1, until: 500), registry.request(1, device: 2), registry.request(2, device: 1))
        let entries = try first.map { try $0.get() }
        #expect(Set(entries).count == 3)
        let again = try await fixture.open().register(
            registry.request(2, device: 1), registry.request(1, device: 1, until: 900))
        #expect(try again.map { try $0.get() } == [entries[2], entries[0]])
        _ = try await registry.register(registry.request(1, device: 1, until: 700))
        let found = try #require(try await registry.entry(at: entries[0]))
        #expect(found.expiresAt == 900 && found.number == 0 && found.reason == nil && found.changedAt == nil)
        #expect(try found.document == registry.name(1) && found.holder == holder(1))
        #expect(
            try await registry.entries(of: registry.name(1)).map(\.status).sorted { $0.index < $1.index }
                == [entries[0], entries[1]].sorted { $0.index < $1.index })
        #expect(try await registry.entry(at: StatusReference(uri: "https://s.example/9", index: 0)) == nil)
    }

    @Test("A card has an entry of its own, however often a licence is printed", arguments: Store.allCases)
    func cards(store: Store) async throws {
        let registry = try await RegistryFixture(store).make([.test()])
        let card = RegistryHolder.newCard()
        let results = try await registry.register(
            [card, card, .newCard()].map { try RegistryRequest(registry.name(1), on: $0, until: 9) }, at: 0)
        let entries = try results.map { try $0.get() }
        #expect(entries[0] == entries[1] && entries[0] != entries[2])
        #expect(try await registry.entry(at: entries[0])?.holder == card)
    }

    @Test("All indices of a list are given out once, and in no order", arguments: Store.allCases)
    func indices(store: Store) async throws {
        let registry = try await RegistryFixture(store).make([.test(size: 1_000)])
        var given: [Int] = []
        for start in stride(from: 0, to: 998, by: 2) {
            let results = try await registry.register(
                registry.request(start), registry.request(start + 1))
            given += try results.map { try $0.get().index }
        }
        _ = try await registry.register(registry.request(998))
        // One is left: a call that needs two does nothing.
        #expect(
            await reason { try await registry.register(registry.request(5_000), registry.request(5_001)) } == .listsFull
        )
        #expect(try await registry.entries(of: registry.name(5_000)) == [])
        let last = try await registry.register(registry.request(999))
        given += [try await registry.entries(of: registry.name(998))[0].status.index, try last[0].get().index]
        #expect(given.sorted() == Array(0..<1_000))
        // Of a random order half of the neighbours are ascending: 500, and 9 to one standard deviation.
        let ascending = zip(given, given.dropFirst()).count { $0 < $1 }
        #expect(400...600 ~= ascending)
        #expect(zip(given, given.dropFirst()).count { $0 + 1 == $1 } < 20)
        // Renewals need no index, and a new list continues.
        #expect(try await registry.register(registry.request(3))[0].get().index == given[3])
        try await registry.add([.test(2)])
        #expect(try await registry.register(registry.request(5_000))[0].get().uri == "https://s.example/2")
    }

    @Test(
        "Of concurrent calls none gets an index of another, and one licence gets one entry", arguments: Store.allCases)
    func concurrency(store: Store) async throws {
        let fixture = try RegistryFixture(store)
        _ = try await fixture.make([.test(size: 4_000)])
        let found = try await withThrowingTaskGroup(of: [(Int, StatusReference)].self) { group in
            for worker in 0..<8 {
                group.addTask {
                    let registry = try await fixture.open()
                    var found: [(Int, StatusReference)] = []
                    for round in 0..<20 {
                        // In another order in each worker: five that all ask for, and five of its own.
                        let numbers =
                            (0..<5).map { (worker.isMultiple(of: 2) ? $0 : 4 - $0) + round * 5 }
                            + (0..<5).map { 10_000 + worker * 1_000 + round * 5 + $0 }
                        let results = try await registry.register(numbers.map { try registry.request($0) }, at: 0)
                        found += try zip(numbers, results).map { ($0, try $1.get()) }
                    }
                    return found
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let byLicence = Dictionary(grouping: found, by: \.0).mapValues { Set($0.map(\.1)) }
        #expect(byLicence.count == 100 + 800)
        #expect(byLicence.values.allSatisfy { $0.count == 1 })
        #expect(Set(byLicence.values.joined()).count == 900)
    }

    @Test("A revoked entry stays revoked, and a new one is given out only on request", arguments: Store.allCases)
    func revocation(store: Store) async throws {
        let registry = try await RegistryFixture(store).make([.test()])
        let entry = try await registry.register(registry.request(1))[0].get()
        for _ in 0..<2 {
            #expect(try await registry.set(RegistryChange(.entry(entry), to: 1, because: "stolen")) == 1)
        }
        #expect(try await registry.register(registry.request(1))[0].reason == .revoked)
        for number in [UInt8(0), 2] {
            #expect(await reason { try await registry.set(RegistryChange(.entry(entry), to: number)) } == .revoked)
        }
        var request = try registry.request(1)
        request.replacesRevoked = true
        let new = try await registry.register(request)[0].get()
        #expect(new != entry)
        #expect(try await registry.register(request, registry.request(1)).map { try $0.get() } == [new, new])
        let found = try await registry.entries(of: registry.name(1))
        #expect(
            Set(found.map { "\($0.status.index) \($0.number) \($0.reason ?? "")" })
                == ["\(entry.index) 1 stolen", "\(new.index) 0 "])
        #expect(found.first { $0.status == entry }?.changedAt == 20)
    }

    @Test("An index that is known already is recorded, and not given out again", arguments: Store.allCases)
    func recording(store: Store) async throws {
        let registry = try await RegistryFixture(store).make([.test(size: 600)])
        func status(_ index: Int, list: Int = 1) throws -> StatusReference {
            try StatusReference(uri: "https://s.example/\(list)", index: index)
        }
        for _ in 0..<2 {
            let results = try await registry.register(
                (0..<300).map { try registry.request($0, status: status($0)) }, at: 0)
            #expect(try results.map { try $0.get() } == (0..<300).map { try status($0) })
        }
        let refused = try await registry.register(
            registry.request(1, status: status(400)), registry.request(900, status: status(7)),
            registry.request(901, status: status(0, list: 2)), registry.request(902, status: status(600)),
            registry.request(903, status: StatusReference(uri: "https://s.example/\u{0}", index: 0)))
        #expect(refused.map(\.reason) == [.holderTaken, .indexTaken, .listUnknown, .entryMissing, .listUnknown])
        let given = try await registry.register((1_000..<1_300).map { try registry.request($0) }, at: 0)
        #expect(Set(try given.map { try $0.get().index }) == Set(300..<600))
    }

    @Test(
        "A range has the same indices whenever it is asked for, and no other range or entry has them",
        arguments: Store.allCases)
    func ranges(store: Store) async throws {
        let fixture = try RegistryFixture(store)
        let registry = try await fixture.make([.test(1, size: 600), .test(2, size: 3_000)])
        let range = try await registry.claimRange("run 7, part 1", count: 700)
        #expect(range.count == 700)
        #expect(try await fixture.open().claimRange("run 7, part 1", count: 700) == range)
        #expect(await reason { try await registry.claimRange("run 7, part 1", count: 701) } == .rangeDiffers)
        let other = try await registry.claimRange("run 7, part 2", count: 100)
        let given = try await registry.register((0..<500).map { try registry.request($0) }, at: 0)
        let all = range + other + (try given.map { try $0.get() })
        #expect(Set(all).count == 1_300)
        #expect(await reason { try await registry.claimRange("too many", count: 3_000) } == .listsFull)
        // The name was not taken by the call that failed.
        #expect(try await registry.claimRange("too many", count: 10).count == 10)
        let recorded = try await registry.register(
            (0..<700).map { try registry.request(9_000 + $0, status: range[$0]) }, at: 0)
        #expect(recorded.allSatisfy { $0.reason == nil })
        for (name, count) in [("", 1), (String(repeating: "x", count: 256), 1), ("x", 0), ("x", 1 << 20 + 1)] {
            #expect(await reason { try await registry.claimRange(name, count: count) } == .requestInvalid)
        }
    }

    @Test("A status changes for one entry, a licence on one device, or a licence on all", arguments: Store.allCases)
    func status(store: Store) async throws {
        let registry = try await RegistryFixture(store).make([.test()])
        let entries = try await registry.register(
            [1, 2, 3].map { try registry.request(1, device: $0) } + [registry.request(2)], at: 0
        ).map { try $0.get() }
        let document = try registry.name(1)
        #expect(try await registry.set(RegistryChange(.entry(entries[0]), to: 1, because: "lost")) == 1)
        #expect(try await registry.set(RegistryChange(.licence(document, holder(2)), to: 2)) == 1)
        #expect(
            try await registry.values(of: "https://s.example/1").map { "\($0.index) \($0.number)" }
                == [(entries[0].index, "1"), (entries[1].index, "2")].sorted { $0.0 < $1.0 }.map { "\($0.0) \($0.1)" })
        // The entry that is revoked is in force no more.
        #expect(try await registry.set(RegistryChange(.licence(document, nil), to: 3, because: "check")) == 2)
        #expect(try await registry.set(RegistryChange(.licence(document, nil), to: 1, because: "court")) == 2)
        #expect(await reason { try await registry.set(RegistryChange(.licence(document, nil), to: 0)) } == .revoked)
        #expect(try await registry.entry(at: entries[0])?.reason == "lost")
        #expect(try await registry.entry(at: entries[3])?.number == 0)
        let missing = try await registry.set(
            [
                RegistryChange(.licence(registry.name(3), nil), to: 1),
                RegistryChange(.licence(document, holder(9)), to: 1),
                RegistryChange(.entry(StatusReference(uri: "https://s.example/1", index: 1_999_999)), to: 1),
                RegistryChange(.entry(StatusReference(uri: "https://s.example/7", index: 1)), to: 1),
                RegistryChange(.licence(registry.name(2), nil), to: 16),
                RegistryChange(.licence(registry.name(2), nil), to: 15),
            ], at: 0)
        #expect(
            missing.map(\.reason) == [.entryMissing, .entryMissing, .entryMissing, .listUnknown, .valueInvalid, nil])
        for text in ["", String(repeating: "x", count: 256), "a\u{0}b"] {
            let change = RegistryChange(.licence(document, nil), to: 1, because: text)
            #expect(await reason { try await registry.set(change) } == .requestInvalid)
        }
    }

    @Test("Each change is in one publication, also if it is made while that is written", arguments: Store.allCases)
    func publications(store: Store) async throws {
        let registry = try await RegistryFixture(store).make([.test()])
        let entries = try await registry.register((0..<4).map { try registry.request($0) }, at: 0)
            .map { try $0.get() }
        _ = try await registry.set(RegistryChange(.entry(entries[0]), to: 1, because: "stolen"))
        // No change, as it has the value already.
        _ = try await registry.set(RegistryChange(.entry(entries[0]), to: 1))
        let first = try await registry.beginPublication()
        _ = try await registry.set(RegistryChange(.entry(entries[1]), to: 2))
        #expect(
            try await registry.changes(of: first)
                == [RegistryPublishedChange(status: entries[0], number: 1, reason: "stolen", changedAt: 20)])
        // Another process takes part in the unfinished publication.
        #expect(try await registry.beginPublication() == first)
        #expect(try await !registry.finishPublication(first, changes: 1, at: 30))
        #expect(try await registry.changes(of: first).map(\.status) == [entries[0], entries[1]])
        _ = try await registry.set(RegistryChange(.entry(entries[2]), to: 3))
        for _ in 0..<2 { #expect(try await registry.finishPublication(first, changes: 2, at: 30)) }
        #expect(try await registry.statistics(at: 0).unpublished == 1)
        let second = try await registry.beginPublication()
        #expect(second == first + 1)
        // One that was written slowly: its tables are older than those of the second.
        #expect(try await !registry.finishPublication(first, changes: 2, at: 30))
        #expect(try await registry.changes(of: second).map(\.number) == [3])
        #expect(try await registry.finishPublication(second, changes: 1, at: 30))
        #expect(try await registry.statistics(at: 0).unpublished == 0)
        #expect(await reason { try await registry.values(of: "https://s.example/2") } == .listUnknown)
    }

    @Test(
        "Of entries that end, each that is not revoked is found once, in parts of any size", arguments: Store.allCases)
    func ending(store: Store) async throws {
        let registry = try await RegistryFixture(store).make([.test(1, size: 20), .test(2, size: 30)])
        let entries = try await registry.register(
            (0..<50).map { try registry.request($0, until: UnixTime(secondsSince1970: $0 * 10)) }, at: 0
        ).map { try $0.get() }
        _ = try await registry.set(RegistryChange(.entry(entries[3]), to: 1))
        _ = try await registry.set(RegistryChange(.entry(entries[4]), to: 2))
        var (found, last) = ([StatusReference](), StatusReference?.none)
        while true {
            let part = try await registry.entries(endingBy: 390, after: last, limit: 7)
            guard let end = part.last else { break }
            #expect(part.count <= 7)
            found += part.map(\.status)
            last = end.status
        }
        #expect(found.count == 39 && Set(found) == Set(entries[..<40]).subtracting([entries[3]]))
    }

    @Test("A challenge is answered once and in time; the same answer may be given again", arguments: Store.allCases)
    func challenges(store: Store) async throws {
        let registry = try await RegistryFixture(store).make([.test()])
        let challenges = (0..<3).map { number in (0..<16).map { UInt8($0 + number) } }
        try await registry.add(challenges: challenges, until: 100)
        try await registry.add(challenges: challenges, until: 9_999)
        func ask(_ answer: ChallengeAnswer, _ number: Int, at now: UnixTime) async throws -> RegistryError.Reason? {
            var request = try registry.request(number)
            request.answer = answer
            return try await registry.register([request], at: now)[0].reason
        }
        let answer = ChallengeAnswer(challenges[0])
        #expect(try await ask(answer, 1, at: 99) == nil)
        #expect(try await ask(answer, 1, at: 101) == nil)
        #expect(try await ask(ChallengeAnswer(challenges[0]), 1, at: 99) == .challengeAnswered)
        #expect(try await ask(ChallengeAnswer(challenges[1]), 2, at: 100) == .challengeExpired)
        #expect(try await ask(ChallengeAnswer([UInt8](repeating: 9, count: 16)), 2, at: 99) == .challengeUnknown)
        #expect(try await registry.entries(of: registry.name(2)) == [])
        #expect(try await registry.statistics(at: 99).openChallenges == 2)
        #expect(await reason { try await registry.add(challenges: [[1, 2, 3]], until: 100) } == .requestInvalid)
    }

    @Test("Exactly one of concurrent answers to a challenge is taken", arguments: Store.allCases)
    func concurrentAnswers(store: Store) async throws {
        let fixture = try RegistryFixture(store)
        let challenges = (0..<20).map { number in [UInt8](repeating: UInt8(number), count: 16) }
        try await fixture.make([.test()]).add(challenges: challenges, until: 100)
        let taken = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    let registry = try await fixture.open()
                    var count = 0
                    for challenge in challenges {
                        var request = try registry.request(Int(challenge[0]), device: worker)
                        request.answer = ChallengeAnswer(challenge)
                        count += try await registry.register([request], at: 0)[0].reason == nil ? 1 : 0
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(taken == 20)
    }

    @Test("After a restore closed lists give out nothing, and what they have stays", arguments: Store.allCases)
    func closing(store: Store) async throws {
        let registry = try await RegistryFixture(store).make([.test()])
        let entry = try await registry.register(registry.request(1))[0].get()
        try await registry.closeLists()
        #expect(await reason { try await registry.register(registry.request(2)) } == .listsFull)
        #expect(await reason { try await registry.claimRange("a", count: 1) } == .listsFull)
        #expect(try await registry.register(registry.request(1))[0].get() == entry)
        try await registry.add([.test(1), .test(2)])
        #expect(try await registry.register(registry.request(2))[0].get().uri == "https://s.example/2")
    }

    @Test("Statistics count lists, entries, values, changes and challenges", arguments: Store.allCases)
    func statistics(store: Store) async throws {
        let registry = try await RegistryFixture(store).make([.test(1), .test(2, bits: 2, size: 100)])
        let entries = try await registry.register((0..<10).map { try registry.request($0) }, at: 0)
        for number in 0..<3 {
            _ = try await registry.set(RegistryChange(.entry(try entries[number].get()), to: number < 2 ? 1 : 3))
        }
        #expect(
            try await registry.statistics(at: 0)
                == RegistryStatistics(
                    lists: [.init(list: .test(1), used: 10), .init(list: .test(2, bits: 2, size: 100), used: 0)],
                    entries: 10, values: [1: 2, 3: 1], unpublished: 3, openChallenges: 0))
        #expect(await reason { try await registry.add([.test(2, bits: 4, size: 100)]) } == .listDiffers)
        #expect(await reason { try await registry.add([.test(1), .test(1, size: 4_000)]) } == .listDiffers)
    }

    @Test(
        "With a key the registry has HMACs of document numbers, and opens with this key only", arguments: Store.allCases
    )
    func pseudonyms(store: Store) async throws {
        let fixture = try RegistryFixture(store)
        #expect(await reason { try await fixture.open() } == .missing)
        let key = String(repeating: "0b", count: 32)
        let naming = try DocumentNaming(pseudonymKey: Array("\(key)\n".utf8))
        let registry = try await fixture.make([.test()], naming: naming)
        _ = try await registry.register(registry.request(1))
        // printf D1 | openssl dgst -sha256 -mac HMAC -macopt hexkey:0b0b…
        let expected = "76562851fa6f731a8639530a1b90e3e8ad017635e78bb69621838fea4f27d923"
        let entries = try await registry.entries(of: registry.name(1))
        #expect(entries.map { $0.json(naming).contains("\"pseudonym\":\"\(expected)\"") } == [true])
        let others = [
            DocumentNaming.documentNumber,
            try DocumentNaming(pseudonymKey: Array(String(repeating: "0c", count: 32).utf8)),
        ]
        for other in others { #expect(await reason { try await fixture.open(naming: other) } == .namingDiffers) }
        #expect(await reason { try await fixture.make(naming: .documentNumber) } == .namingDiffers)
        _ = try await fixture.make([.test()], naming: naming)
        #expect(await reason { try DocumentNaming(pseudonymKey: Array("0b0b".utf8)) } == .keyInvalid)
    }
}
