import Foundation
import Hufu
import HufuFiles
import HufuScanner
import HufuTestSupport
import Synchronization
import Testing

/// A scanner with the folder of a publication.
@Suite("Publications of a scanner")
struct PublicationFolderTests {
    private static let (uri, index, now) = ("https://dmv.example/1", 5, Fixture.now)
    private let fixture: Fixture
    private let directory: TemporaryDirectory
    private let folder: PublicationFolder
    private let store = InMemoryRollbackStateStore()
    private let reports = Reports()

    private final class Reports: Sendable {
        private let codes = Mutex<[String]>([])

        func add(_ diagnostic: ScannerDiagnostic) {
            guard case .listRefused(let error) = diagnostic else { return }
            codes.withLock { $0.append((error as? any CodedError)?.code ?? "\(error)") }
        }

        func take() -> [String] {
            codes.withLock { codes in
                defer { codes = [] }
                return codes
            }
        }
    }

    init() throws {
        var fixture = try Fixture()
        fixture.policy.status = .required
        self.fixture = fixture
        directory = try TemporaryDirectory()
        folder = PublicationFolder(directory.file("pub").path)
        try Folder.create(folder.path)
        try Folder.create(folder.path + "/lists")
        try AtomicFile.write(Array(fixture.trust.json.utf8), to: directory.file("trust.json").path)
    }

    private func state(_ number: UInt8, at time: UnixTime) throws -> (PublicationIndex, StatusTable) {
        let table = try StatusTable(bits: 2, size: 16).setting([(index: Self.index, number: number)])
        let entry = PublicationIndex.Entry(uri: Self.uri, size: 16, hash: table.publicationHash(uri: Self.uri))
        let index = try PublicationIndex(
            issuer: Fixture.issuerID, name: "all", bits: 2, lists: [entry], until: time + 86_400, at: time)
        return (index, table)
    }

    private func writeIndex(_ number: UInt8 = 0, at time: UnixTime) async throws {
        let (index, table) = try state(number, at: time)
        let list = try await table.sign(
            uri: Self.uri, issuer: Fixture.issuerID, signer: fixture.issuerKey, lifetime: .seconds(60),
            timeToLive: nil, at: time)
        try AtomicFile.write(list, to: folder.listPath(table.publicationHash(uri: Self.uri)))
        try AtomicFile.write(try await index.sign(by: fixture.issuerKey), to: folder.indexPath)
    }

    private func update(_ number: UInt8, from base: UnixTime, at time: UnixTime) async throws -> [UInt8] {
        try await state(number, at: time).0.signUpdate(
            from: base, changes: [(Self.index, number)], by: fixture.issuerKey)
    }

    private func write(_ bytes: [UInt8], _ file: String = "update.cwt") throws {
        try AtomicFile.write(bytes, to: "\(folder.path)/\(file)")
    }

    private func scanner(isStored: Bool = true, folders: Int = 1) async throws -> ReloadingScanner {
        let sources = ListSources(
            trust: .json(path: directory.file("trust.json").path),
            publications: Array(repeating: folder.path, count: folders))
        return try await ReloadingScanner(
            sources, policy: fixture.policy, storingIn: isStored ? store : nil, at: Self.now,
            report: { [reports] in reports.add($0) })
    }

    private func code(_ scanner: ReloadingScanner) async throws -> Verdict.Code {
        let reference = try StatusReference(uri: Self.uri, index: Self.index)
        let token = try await fixture.token(try await fixture.credential(status: reference))
        return await scanner.verify(Array(token.text().utf8), at: Self.now).code
    }

    private func refresh(_ scanner: ReloadingScanner, at now: UnixTime = now) async throws {
        try await Task.sleep(for: .milliseconds(1_100))
        await scanner.refresh(at: now)
    }

    @Test("An update in the folder applies, and a restarted scanner is in force again without a network")
    func restart() async throws {
        try await writeIndex(at: Self.now - 90)
        let scanner = try await scanner()
        #expect(try await code(scanner) == .ok)
        try write(try await update(1, from: Self.now - 90, at: Self.now - 80))
        try await refresh(scanner)
        #expect(try await code(scanner) == .statusRevoked)
        #expect(reports.take() == [])
        #expect(try await code(self.scanner()) == .statusRevoked)
        // Without the update the folder is older than the mark.
        AtomicFile.remove(folder.path + "/update.cwt")
        let error = await #expect(throws: FileContentError.self) { try await self.scanner() }
        #expect(error?.code == "list.rolled_back")
    }

    @Test("An update that does not lead on makes the scanner load the whole folder")
    func whole() async throws {
        try await writeIndex(at: Self.now - 90)
        let scanner = try await scanner()
        try await writeIndex(at: Self.now - 70)
        try write(try await update(1, from: Self.now - 70, at: Self.now - 60))
        try await refresh(scanner)
        #expect(try await code(scanner) == .statusRevoked)
        #expect(reports.take() == [])
    }

    @Test("A damaged update is reported once and changes nothing; an old one is not even reported")
    func damaged() async throws {
        try await writeIndex(at: Self.now - 90)
        let scanner = try await scanner()
        let good = try await update(1, from: Self.now - 90, at: Self.now - 80)
        try write(Array(good.dropLast()))
        try await refresh(scanner)
        #expect(reports.take() == ["list.form_invalid"])
        #expect(try await code(scanner) == .ok)
        try await refresh(scanner)
        #expect(reports.take() == [])
        try write(good)
        try await refresh(scanner)
        try write(try await update(2, from: Self.now - 90, at: Self.now - 85))
        try await refresh(scanner)
        #expect(reports.take() == [])
        #expect(try await code(scanner) == .statusRevoked)
    }

    @Test("An update from the future is reported once, and applies when its time has come")
    func future() async throws {
        try await writeIndex(at: Self.now - 90)
        let scanner = try await scanner()
        try write(try await update(1, from: Self.now - 90, at: Self.now + 40))
        for _ in 0..<2 { try await refresh(scanner) }
        #expect(reports.take() == ["list.from_future"])
        #expect(try await code(scanner) == .ok)
        try await refresh(scanner, at: Self.now + 10)
        #expect(try await code(scanner) == .statusRevoked)
    }

    @Test("A new trust list drops the state of a key that it does not have, and a later one lets the folder in again")
    func trust() async throws {
        try await writeIndex(1, at: Self.now - 90)
        let scanner = try await scanner()
        let path = directory.file("trust.json").path
        let other = try TrustList(issuers: [
            TrustList.Issuer(
                id: Fixture.issuerID,
                keys: [
                    TrustList.Key(fixture.issuerKey.publicKey, use: .credential),
                    TrustList.Key(fixture.deviceKey.publicKey, use: .status),
                ])
        ])
        try AtomicFile.write(Array(other.json.utf8), to: path)
        try await refresh(scanner)
        #expect(try await code(scanner) == .statusUnavailable)
        try AtomicFile.write(Array(fixture.trust.json.utf8), to: path)
        try await refresh(scanner)
        #expect(try await code(scanner) == .statusRevoked)
    }

    @Test("A scanned update is stored in the folder of its publication, and is in force after a restart")
    func scanned() async throws {
        try await writeIndex(at: Self.now - 90)
        let scanner = try await scanner()
        let text = try UpdateCode.text(of: try await update(1, from: Self.now - 90, at: Self.now - 80))
        let loaded = try await scanner.loadUpdate(Array("]Q1\(text)\r\n".utf8), at: Self.now)
        #expect(loaded.name == "all")
        #expect(try await code(scanner) == .statusRevoked)
        #expect(FileStamp(of: folder.updatePath(at: Self.now - 80)) != nil)
        #expect(try await code(self.scanner()) == .statusRevoked)
        // A second time it changes nothing; an older one is refused, and not stored.
        _ = try await scanner.loadUpdate(Array(text.utf8), at: Self.now)
        let old = try UpdateCode.text(of: try await update(2, from: Self.now - 90, at: Self.now - 85))
        let error = await #expect(throws: ListError.self) {
            try await scanner.loadUpdate(Array(old.utf8), at: Self.now)
        }
        #expect(error?.code == "list.rolled_back")
        #expect(FileStamp(of: folder.updatePath(at: Self.now - 85)) == nil)
        for wrong in ["HFU2:" + text.dropFirst(5), "HFU1:", String(text.dropLast(2)), ""] {
            await #expect(throws: (any Error).self) { try await scanner.loadUpdate(Array(wrong.utf8), at: Self.now) }
        }
    }

    @Test("A scanned update without a folder is in force until the scanner ends, and moves no stored mark")
    func scannedIntoBundle() async throws {
        let anchor = try PrivateKey(.ed25519)
        let trust = try await fixture.trust.sign(
            name: "roads", publisher: "https://roads.example", signer: anchor, lifetime: .seconds(600),
            at: Self.now - 90)
        let (index, table) = try state(0, at: Self.now - 90)
        let list = try await table.sign(
            uri: Self.uri, issuer: Fixture.issuerID, signer: fixture.issuerKey, lifetime: .seconds(60),
            timeToLive: nil, at: Self.now - 90)
        let bundle = try ListBundle(trust: trust, package: [list, try await index.sign(by: fixture.issuerKey)])
        let path = directory.file("road.bundle").path
        try AtomicFile.write(bundle.bytes, to: path)
        func started() async throws -> ReloadingScanner {
            let pin = ListSources.Pin(name: "roads", anchors: [anchor.publicKey])
            return try await ReloadingScanner(
                ListSources(trust: .bundle(path: path, pin: pin)), policy: fixture.policy, storingIn: store,
                at: Self.now, report: { [reports] in reports.add($0) })
        }
        let scanner = try await started()
        let text = try UpdateCode.text(of: try await update(1, from: Self.now - 90, at: Self.now - 80))
        _ = try await scanner.loadUpdate(Array(text.utf8), at: Self.now)
        #expect(try await code(scanner) == .statusRevoked)
        #expect(try await code(started()) == .ok)
    }
}
