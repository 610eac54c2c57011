import Foundation
import Hufu
import HufuFiles
import HufuTestSupport
import Testing

@testable import HufuIssuer

@Suite("Publishing states of a publication")
struct PublicationPublisherTests {
    private static let now = Fixture.now
    private let fixture: Fixture
    private let directory: TemporaryDirectory

    init() throws {
        fixture = try Fixture()
        directory = try TemporaryDirectory()
    }

    private var publisher: PublicationPublisher {
        PublicationPublisher(directory.file("pub").path, issuer: Fixture.issuerID, name: "all")
    }

    private func tables(_ entries: [(index: Int, number: UInt8)] = []) throws -> [StatusTableFile] {
        [
            try StatusTableFile(uri: "b", table: StatusTable(bits: 2, size: 8)),
            try StatusTableFile(uri: "a", table: StatusTable(bits: 2, size: 8).setting(entries)),
        ]
    }

    private func names(in folder: String) throws -> [String] {
        try Folder.names(in: folder).filter { !$0.hasPrefix(".") }
    }

    private func bytes(_ file: String) throws -> [UInt8]? {
        let path = "\(publisher.folder.path)/\(file)"
        return FileStamp(of: path) == nil ? nil : try FileInput(path).readAll(limit: 1 << 20)
    }

    /// The lists of a scanner that has loaded these files of the folder, and all status lists in it.
    private func loaded(_ files: [String], into lists: VerifierLists? = nil, at now: UnixTime) throws -> VerifierLists {
        var result = lists ?? VerifierLists(trust: fixture.trust)
        let names = try names(in: publisher.folder.listsPath).map { "lists/\($0)" }
        let package = try (files + names).compactMap(bytes)
        _ = result.load(package: package.map { $0[...] }, at: now)
        return result
    }

    @Test("The first state has an index and its lists, and no update")
    func first() async throws {
        let report = try await publisher.publish(tables([(3, 1)]), by: fixture.issuerKey, at: Self.now)
        #expect(report == PublicationPublisher.Report(issuedAt: Self.now, changes: 0, hasIndex: true))
        #expect(try names(in: publisher.folder.path) == ["index.cwt", "lists"])
        let state = try #require(try loaded(["index.cwt"], at: Self.now).publicationStates.first)
        #expect(state.uris == ["a", "b"])
        #expect(state.number(at: 3, in: "a") == 1)
    }

    @Test("Each update leads to the newest state, also one that goes over a value that has come back")
    func updates() async throws {
        for (step, number) in [UInt8(0), 1, 0, 2].enumerated() {
            var publisher = publisher
            publisher.allowsReinstatement = true
            let now = Self.now + step * 60
            let report = try await publisher.publish(tables([(3, number)]), by: fixture.issuerKey, at: now)
            #expect(report.hasIndex == (step == 0))
            #expect(report.changes == (step == 0 ? 0 : 1))
        }
        let now = Self.now + 180
        for file in ["update-7d.cwt", "update-1d.cwt", "update-1h.cwt", "update-10m.cwt"] {
            let state = try #require(try loaded(["index.cwt", file], at: now).publicationStates.first)
            #expect(state.issuedAt == now)
            #expect(state.number(at: 3, in: "a") == 2)
        }
        // The one from the state before does not reach back to the index.
        #expect(try loaded(["index.cwt", "update.cwt"], at: now).publicationStates.first?.issuedAt == Self.now)
    }

    @Test("A state is not later than the last: nothing is published")
    func time() async throws {
        _ = try await publisher.publish(tables(), by: fixture.issuerKey, at: Self.now)
        let journal = try FileInput(publisher.folder.journalPath).readAll(limit: 1 << 20)
        for now in [Self.now, Self.now - 1] {
            let error = await #expect(throws: PublisherError.self) {
                try await publisher.publish(tables([(3, 1)]), by: fixture.issuerKey, at: now)
            }
            #expect(error?.reason == .timeNotLater)
        }
        #expect(try FileInput(publisher.folder.journalPath).readAll(limit: 1 << 20) == journal)
    }

    @Test("A revoked licence gets another value only if that is allowed")
    func reinstatement() async throws {
        _ = try await publisher.publish(tables([(3, 1)]), by: fixture.issuerKey, at: Self.now)
        let error = await #expect(throws: PublisherError.self) {
            try await publisher.publish(tables(), by: fixture.issuerKey, at: Self.now + 60)
        }
        #expect(error?.reason == .reinstated)
        #expect(error?.location == "a#3")
        var willing = publisher
        willing.allowsReinstatement = true
        #expect(try await willing.publish(tables(), by: fixture.issuerKey, at: Self.now + 60).changes == 1)
    }

    @Test("A changed set of lists, another key and a day each make an index, and no update reaches back over a new set")
    func indexes() async throws {
        _ = try await publisher.publish(tables(), by: fixture.issuerKey, at: Self.now)
        #expect(try await publisher.publish(tables(), by: fixture.issuerKey, at: Self.now + 60).hasIndex == false)
        let set = try tables() + [StatusTableFile(uri: "c", table: StatusTable(bits: 2, size: 8))]
        #expect(try await publisher.publish(set, by: fixture.issuerKey, at: Self.now + 120).hasIndex)
        #expect(try bytes("update.cwt") == nil)
        #expect(try await publisher.publish(set, by: fixture.issuerKey, at: Self.now + 180).hasIndex == false)
        #expect(try bytes("update-7d.cwt") != nil)
        let state = try loaded(["index.cwt", "update-7d.cwt"], at: Self.now + 180).publicationStates.first
        #expect(state?.issuedAt == Self.now + 180)
        #expect(try await publisher.publish(set, by: fixture.deviceKey, at: Self.now + 240).hasIndex)
        #expect(try await publisher.publish(set, by: fixture.deviceKey, at: Self.now + 300).hasIndex == false)
        #expect(try await publisher.publish(set, by: fixture.deviceKey, at: Self.now + 240 + 86_400).hasIndex)
    }

    @Test("A list stays for 48 hours after the last index that names it")
    func retention() async throws {
        var publisher = publisher
        publisher.allowsReinstatement = true
        func count() throws -> Int { try names(in: publisher.folder.listsPath).count }
        _ = try await publisher.publish(tables(), by: fixture.issuerKey, at: Self.now)
        #expect(try count() == 2)
        _ = try await publisher.publish(tables([(1, 1)]), by: fixture.issuerKey, at: Self.now + 86_400)
        #expect(try count() == 3)
        _ = try await publisher.publish(tables([(1, 1)]), by: fixture.issuerKey, at: Self.now + 3 * 86_400 - 1)
        #expect(try count() == 3)
        _ = try await publisher.publish(tables([(1, 1)]), by: fixture.issuerKey, at: Self.now + 3 * 86_400)
        #expect(try count() == 2)
    }

    @Test("A state that was not published to its end is published again with its own time and values")
    func unfinished() async throws {
        _ = try await publisher.publish(tables(), by: fixture.issuerKey, at: Self.now)
        // What a process leaves that is killed before it signs.
        struct Killed: Error {}
        struct Dying: Signer {
            let publicKey: PublicKey
            func signature(for message: [UInt8]) async throws -> [UInt8] { throw Killed() }
        }
        await #expect(throws: Killed.self) {
            try await publisher.publish(
                tables([(3, 3)]), by: Dying(publicKey: fixture.issuerKey.publicKey), at: Self.now + 60)
        }
        let report = try await publisher.publish(tables([(3, 2)]), by: fixture.issuerKey, at: Self.now + 61)
        #expect(report.changes == 1)
        // update.cwt leads from the state that was published late.
        let before = try loaded(["index.cwt"], at: Self.now)
        #expect(
            try loaded(["update.cwt"], into: before, at: Self.now + 61).publicationStates.first?.issuedAt == Self.now)
        #expect(
            try loaded(["update-1h.cwt"], into: before, at: Self.now + 61).publicationStates.first?.number(
                at: 3, in: "a") == 2)
    }

    @Test("Changes to attention wait for the next hour, and others do not")
    func hold() async throws {
        var publisher = publisher
        publisher.holdsAttention = true
        let hour = UnixTime(secondsSince1970: Self.now.secondsSince1970 / 3_600 * 3_600)
        _ = try await publisher.publish(tables(), by: fixture.issuerKey, at: hour)
        #expect(
            try await publisher.publish(tables([(3, 3), (4, 1)]), by: fixture.issuerKey, at: hour + 60).changes == 1)
        #expect(
            try await publisher.publish(tables([(3, 3), (4, 1)]), by: fixture.issuerKey, at: hour + 3_600).changes == 1)
    }

    @Test("Decoys are named in the update and change nothing")
    func decoys() async throws {
        var publisher = publisher
        publisher.decoys = 5
        _ = try await publisher.publish(tables(), by: fixture.issuerKey, at: Self.now)
        let size = try #require(try bytes("index.cwt")).count
        #expect(size > 0)
        #expect(try await publisher.publish(tables([(3, 1)]), by: fixture.issuerKey, at: Self.now + 60).changes == 1)
        let state = try #require(try loaded(["index.cwt", "update-1h.cwt"], at: Self.now + 60).publicationStates.first)
        #expect((0..<8).map { state.number(at: $0, in: "a") } == [0, 0, 0, 1, 0, 0, 0, 0])
    }

    @Test("The lists are also written as single ones, signed anew for each state, under host and path of their URIs")
    func tokens() async throws {
        var publisher = publisher
        publisher.tokens = directory.file("tokens").path
        let uris = ["https://dmv.example/a/1", "https://dmv.example/2"]
        func publish(_ number: UInt8, at now: UnixTime) async throws -> [StatusValue?] {
            let tables = try uris.map {
                try StatusTableFile(uri: $0, table: StatusTable(bits: 2, size: 8).setting([(3, number)]))
            }
            _ = try await publisher.publish(tables, by: fixture.issuerKey, at: now)
            var lists = VerifierLists(trust: fixture.trust)
            for name in ["dmv.example/a/1", "dmv.example/2"] {
                try lists.load(
                    statusList: FileInput(directory.file("tokens/\(name)").path).readAll(limit: 1 << 20), at: now)
            }
            #expect(lists.statusLists.allSatisfy { $0.issuedAt == now })
            #expect(Set(lists.statusLists.map(\.uri)) == Set(uris))
            return lists.statusLists.map { $0.table.value(at: 3) }
        }
        #expect(try await publish(0, at: Self.now) == [.valid, .valid])
        #expect(try await publish(1, at: Self.now + 60) == [.revoked, .revoked])
    }

    @Test(
        "A URI that has no place in a folder is refused before anything is published",
        arguments: [
            "a", "https://dmv.example", "https://dmv.example/", "https://dmv.example/../x", "https://dmv.example/./x",
            "https://dmv.example//x", "https://../x", "https://dmv.example/x?y", "https://dmv.example/x#y", "ftp://a/b",
            "https://dmv.example/a\0b",
        ])
    func unfitURI(uri: String) async throws {
        var publisher = publisher
        publisher.tokens = directory.file("tokens").path
        let error = await #expect(throws: PublisherError.self) {
            try await publisher.publish(
                [StatusTableFile(uri: uri, table: StatusTable(bits: 2, size: 8))], by: fixture.issuerKey,
                at: Self.now)
        }
        #expect(error?.reason == .uriUnfit)
        #expect(FileStamp(of: publisher.folder.journalPath) == nil)
    }
}
