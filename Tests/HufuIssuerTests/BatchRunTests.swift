import Foundation
import Hufu
import HufuFiles
import HufuIssuer
import HufuTestSupport
import Synchronization
import Testing

@Suite("BatchRun", .endsInTime)
struct BatchRunTests {
    private let directory: TemporaryDirectory
    private let fixture: Fixture
    private let lines: [String]

    init() throws {
        fixture = try Fixture(issuer: .ed25519)
        directory = try TemporaryDirectory()
        let samples = SampleLicenses(count: 40, seed: 1, at: Fixture.now)
        lines = samples.indices.map(samples.batchLine)
    }

    private func run(
        _ lines: [String], end: String = "\n", redaction: Redaction = .nothing, checkpoint: String? = "checkpoint",
        signer: (any Signer)? = nil, report: (BatchProgress) -> Void = { _ in }
    ) async throws -> BatchProgress {
        try Data((lines.joined(separator: "\n") + end).utf8).write(to: directory.file("lines"))
        let batch = BatchIssuer(
            try FileInput(directory.file("lines").path),
            by: try Issuer(id: Fixture.issuerID, signer: signer ?? fixture.issuerKey),
            profile: IssuanceProfile(redaction: redaction), clock: { Fixture.now })
        let files = BatchFiles(
            output: directory.file("output").path, rejects: directory.file("rejects").path,
            checkpoint: checkpoint.map { directory.file($0).path })
        return try await BatchRun(batch, to: files)(standardOutput: { _ in }, report: report)
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: directory.file(name)), as: UTF8.self)
    }

    private func code(_ body: () async throws -> BatchProgress) async -> String? {
        do {
            _ = try await body()
            return nil
        } catch { return (error as? any CodedError)?.code ?? "\(error)" }
    }

    @Test("Rejects have the line, its id, and the fault; the output has the other lines only")
    func rejects() async throws {
        var lines = Array(lines.prefix(6))
        lines[2] = "{\"license\": {}, \"id\": \"x\"}"
        lines[4] = "[]"
        let result = try await run(lines)
        #expect(result.issued == 4 && result.rejected == 2 && result.firstRejected == 3)
        let rejects = try text("rejects").split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(rejects.map { $0["line"] as? Int } == [3, 5])
        #expect(rejects.map { $0["id"] as? String } == ["x", nil])
        #expect(rejects.map { $0["code"] as? String } == ["license.field_missing", "json.type_mismatch"])
        #expect(rejects.allSatisfy { $0["message"] is String && $0["location"] is String && $0["advice"] is String })
        #expect(try text("output").split(separator: "\n").count == 4)
        #expect(!(try text("output").contains("\"error\"")))
    }

    @Test("A finished batch is not signed again; lines that were added at the end are")
    func grownInput() async throws {
        let first = try await run(Array(lines.prefix(20)))
        #expect(first.lines == 20 && first.earlier == 0)
        let output = try text("output")
        let again = try await run(Array(lines.prefix(20)))
        #expect(again.lines == 20 && again.earlier == 20)
        #expect(try text("output") == output)
        let grown = try await run(lines)
        #expect(grown.lines == 40 && grown.earlier == 20)
        try FileManager.default.removeItem(at: directory.file("checkpoint"))
        let whole = try text("output")
        for name in ["output", "rejects"] { try FileManager.default.removeItem(at: directory.file(name)) }
        _ = try await run(lines)
        #expect(try text("output") == whole)
    }

    @Test("The status list entry of a line before the checkpoint is taken, also if that line was rejected")
    func statusAfterResume() async throws {
        let bad = #"{"license": {}, "status": "https://s.example/1#7"}"#
        let entry = "https://s.example/1#7"
        let good = lines[0].replacing(#/https://specimen[^"]*/#, with: entry)
        _ = try await run([bad])
        let resumed = try await run([bad, good])
        #expect(resumed.rejected == 2)
        for name in ["output", "rejects", "checkpoint"] {
            try FileManager.default.removeItem(at: directory.file(name))
        }
        #expect(try await run([bad, good]).rejected == 2)
    }

    @Test("Another input, a shorter one, other settings and another key are refused, and the files stay")
    func otherJob() async throws {
        _ = try await run(Array(lines.prefix(20)))
        let output = try text("output")
        var changed = Array(lines.prefix(20))
        changed[3] = lines[30]
        #expect(await code { try await run(changed) } == "checkpoint.input_changed")
        #expect(await code { try await run(Array(lines.prefix(19))) } == "checkpoint.input_shrank")
        #expect(await code { try await run(Array(lines.prefix(20)), redaction: .all) } == "checkpoint.job_changed")
        let other = try PrivateKey(.ed25519)
        #expect(await code { try await run(Array(lines.prefix(20)), signer: other) } == "checkpoint.job_changed")
        // The last line went on behind the place where it ended.
        #expect(
            await code { try await run(Array(lines.prefix(19)) + [lines[19] + "{}"]) } == "checkpoint.input_changed")
        #expect(try text("output") == output)
    }

    @Test("The error for another setting names it with both values")
    func otherSetting() async throws {
        _ = try await run([lines[0]])
        do {
            _ = try await run([lines[0]], redaction: .all)
            Issue.record("no error")
        } catch let error as FileContentError {
            #expect(error.path.hasSuffix("checkpoint") && error.location == "redaction")
            #expect(error.message.contains("0 decoys") && error.message.contains("administrative_number"))
        }
    }

    @Test("A checkpoint without a file for the results is refused")
    func unnamedOutput() async throws {
        try Data(lines[0].utf8).write(to: directory.file("lines"))
        let batch = BatchIssuer(
            try FileInput(directory.file("lines").path), by: fixture.issuer, profile: IssuanceProfile())
        let run = BatchRun(batch, to: BatchFiles(checkpoint: directory.file("checkpoint").path))
        await #expect(throws: CheckpointError.outputUnnamed) {
            try await run(standardOutput: { _ in Issue.record("a result") }, report: { _ in })
        }
    }

    /// Counts its signatures, each of which takes a while after the first 16.
    private final class CountingSigner: Signer {
        let key: PrivateKey
        let signatures = Atomic(0)
        var publicKey: PublicKey { key.publicKey }

        init(_ key: PrivateKey) { self.key = key }

        func signature(for message: [UInt8]) async throws -> [UInt8] {
            let count = signatures.add(1, ordering: .relaxed).newValue
            if count > 16 { try await Task.sleep(for: .milliseconds(100)) }
            return try key.signature(for: message)
        }
    }

    @Test("When the consumer stops early, the lines that are left are not signed")
    func abandoned() async throws {
        let signer = CountingSigner(fixture.issuerKey)
        let all = (0..<100).flatMap { _ in lines }
        try Data(all.joined(separator: "\n").utf8).write(to: directory.file("lines"))
        let batch = BatchIssuer(
            try FileInput(directory.file("lines").path), by: try Issuer(id: Fixture.issuerID, signer: signer),
            profile: IssuanceProfile(), clock: { Fixture.now })
        for try await _ in batch { break }
        try await Task.sleep(for: .milliseconds(200))
        let count = signer.signatures.load(ordering: .relaxed)
        #expect(count < all.count / 2)
        try await Task.sleep(for: .milliseconds(200))
        #expect(signer.signatures.load(ordering: .relaxed) == count)
    }

    @Test("A run whose task is cancelled ends with an error, and the same run continues behind the last line it wrote")
    func cancelled() async throws {
        // More lines than are signed at the same time.
        let all = (0..<30).flatMap { copy in lines.map { $0.withoutStatus(copy) } }
        let task = Task { try await run(all, signer: CountingSigner(fixture.issuerKey)) }
        while ((try? text("output")) ?? "").isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let written = try text("output").split(separator: "\n").count
        #expect(1..<all.count ~= written)
        let result = try await run(all)
        #expect(result.issued == all.count && result.earlier == written)
        let ids = try text("output").split(separator: "\n").map { $0.prefix { $0 != "," } }
        #expect(ids.count == all.count && Set(ids).count == all.count)
    }

    @Test("The codes of the coming steps are signed for each licence; a line with a device key is rejected")
    func minting() async throws {
        let samples = SampleLicenses(count: 5, seed: 1, at: Fixture.now)
        let input = samples.map(\.json) + [lines[0]]
        try Data(input.joined(separator: "\n").utf8).write(to: directory.file("lines"))
        let batch = BatchIssuer(
            minting: try FileInput(directory.file("lines").path), by: fixture.issuer,
            profile: MintingProfile(count: 3), clock: { Fixture.now })
        var tokens: [TokenReport] = []
        var codes: [String?] = []
        for try await result in batch {
            switch result.product {
            case .success(.codes(let reports)): tokens += reports
            case .success(.credential): Issue.record("a credential")
            case .failure(let error): codes.append((error as? any CodedError)?.code)
            }
        }
        #expect(tokens.count == 15 && codes == ["issue.device_key_unexpected"])
        let start = Rotation.standard.step(at: Fixture.now)
        #expect(tokens.prefix(3).map(\.token.issuedAt) == [0, 30, 60].map { start.advanced(by: .seconds($0)) })
        #expect(fixture.verify(tokens[0].token.text(), at: start).license != nil)
    }
}

extension String {
    /// Without the status list entry, and with another id.
    fileprivate func withoutStatus(_ copy: Int) -> String {
        replacing(#/"status":"[^"]*",/#, with: "").replacing(#""id":"#, with: #""id":\#(copy + 1)000"#)
    }
}
