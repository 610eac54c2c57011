import Foundation
import Hufu
import HufuFiles
import HufuIssuer
import HufuTestSupport
import Synchronization
import Testing

@Suite("BatchIssuer", .endsInTime)
struct BatchIssuerTests {
    private let directory: TemporaryDirectory
    private let fixture: Fixture
    /// A licence on one line.
    private let license: String

    init() throws {
        fixture = try Fixture()
        license = try Fixture.license().json
        directory = try TemporaryDirectory()
    }

    private func batch(
        _ lines: [String], signer: (any Signer)? = nil, deviceKey: PublicKey?, profile: IssuanceProfile = .init()
    ) throws -> BatchIssuer {
        let file = directory.file("lines")
        try Data(lines.joined(separator: "\n").utf8).write(to: file)
        let issuer = try Issuer(id: Fixture.issuerID, signer: signer ?? fixture.issuerKey)
        return BatchIssuer(
            try FileInput(file.path), by: issuer, profile: profile, deviceKey: deviceKey, clock: { Fixture.now })
    }

    private func code(_ result: BatchResult) -> String? {
        switch result.product {
        case .success: nil
        case .failure(let error): (error as? any CodedError)?.code ?? "\(error)"
        }
    }

    @Test("Each line that is not blank has a result with its number, and an error stops no other line")
    func results() async throws {
        let lines = [
            license, "", "{\"license\": \(license), \"id\": [1]}", "[]", "{\"license\": {}, \"id\": \"x\"}",
            String(repeating: "x", count: 1 << 17), license,
        ]
        var results: [BatchResult] = []
        for try await result in try batch(lines, deviceKey: fixture.deviceKey.publicKey) { results.append(result) }
        #expect(results.map(\.line) == [1, 3, 4, 5, 6, 7])
        #expect(
            results.map(code) == [
                nil, nil, "json.type_mismatch", "license.field_missing", "batch.line_too_long", nil,
            ])
        #expect(results.map(\.id) == [nil, "[1]", nil, "\"x\"", nil, nil])
        #expect(results[0].documentNumber == "650599199003070014")
        guard case .credential(let text) = try results.last?.product.get() else {
            Issue.record("no credential")
            return
        }
        let token = try await fixture.token(try Credential(text: text))
        #expect(fixture.verify(token.text()).code == .ok)
    }

    /// Answers the first request last.
    private final class SlowSigner: Signer {
        let key: PrivateKey
        private let isFirst = Atomic(true)
        var publicKey: PublicKey { key.publicKey }

        init(_ key: PrivateKey) { self.key = key }

        func signature(for message: [UInt8]) async throws -> [UInt8] {
            if isFirst.exchange(false, ordering: .relaxed) { try await Task.sleep(for: .milliseconds(500)) }
            return try key.signature(for: message)
        }
    }

    @Test("Results have the order of their lines even if the first signature is the last to be made")
    func order() async throws {
        let lines = (1...200).map { "{\"license\": \(license), \"id\": \($0)}" }
        let batch = try batch(
            lines, signer: SlowSigner(fixture.issuerKey), deviceKey: fixture.deviceKey.publicKey)
        var ids: [String?] = []
        for try await result in batch { ids.append(result.id) }
        #expect(ids == (1...200).map { "\($0)" })
    }

    /// Signs when this number of signatures is asked for at the same time, and in any case ten seconds after its start.
    private final class MeetingSigner: Signer {
        let key: PrivateKey
        let count: Int
        let waiting = Atomic(0)
        private let start = ContinuousClock.now
        var publicKey: PublicKey { key.publicKey }

        init(_ key: PrivateKey, count: Int) { (self.key, self.count) = (key, count) }

        func signature(for message: [UInt8]) async throws -> [UInt8] {
            waiting.add(1, ordering: .relaxed)
            while waiting.load(ordering: .relaxed) < count, start.duration(to: .now) < .seconds(10) {
                try await Task.sleep(for: .milliseconds(5))
            }
            return try key.signature(for: message)
        }
    }

    @Test("A slow signer has all lines of a short batch at the same time")
    func shortBatch() async throws {
        let signer = MeetingSigner(fixture.issuerKey, count: 40)
        let batch = try batch(
            Array(repeating: license, count: 40), signer: signer, deviceKey: fixture.deviceKey.publicKey)
        for try await result in batch {
            #expect(signer.waiting.load(ordering: .relaxed) == 40)
            #expect(code(result) == nil)
        }
    }

    @Test("A line without a device key is an error unless the profile is that of cards")
    func deviceKey() async throws {
        func codes(_ profile: IssuanceProfile) async throws -> [String?] {
            var codes: [String?] = []
            for try await result in try batch([license], deviceKey: nil, profile: profile) {
                codes.append(code(result))
            }
            return codes
        }
        #expect(try await codes(IssuanceProfile()) == ["issue.device_key_missing"])
        #expect(try await codes(IssuanceProfile(codeProfile: .live)) == ["issue.device_key_missing"])
        #expect(try await codes(IssuanceProfile(codeProfile: .card)) == [nil])
    }

    @Test("Only the first of several lines with the same status list entry is issued")
    func repeatedStatus() async throws {
        let entries = [
            "https://s.example/1#7", "https://s.example/1#8", "https://s.example/2#7", "https://s.example/1#7",
        ]
        let lines = entries.map { "{\"license\": \(license), \"status\": \"\($0)\"}" }
        var codes: [String?] = []
        for try await result in try batch(lines, deviceKey: fixture.deviceKey.publicKey) { codes.append(code(result)) }
        #expect(codes == [nil, nil, nil, "issue.status_repeated"])
    }

    @Test("Implausible data are issued with a warning, or are an error of the line if the profile is strict")
    func warnings() async throws {
        let lines = [license, license.replacing("1990-03-07", with: "1890-03-07")].map {
            $0.replacing("\"nationality\":\"CN\",", with: "")
        }
        func results(isStrict: Bool) async throws -> [BatchResult] {
            let profile = IssuanceProfile(isStrict: isStrict)
            var results: [BatchResult] = []
            for try await result in try batch(lines, deviceKey: fixture.deviceKey.publicKey, profile: profile) {
                results.append(result)
            }
            return results
        }
        let issued = try await results(isStrict: false)
        #expect(issued.map(code) == [nil, nil])
        #expect(issued.map { $0.warnings.map(\.field) } == [[], ["birth_date"]])
        #expect(issued.map { $0.json.contains(#""warnings":[{"code":"license.implausible_date""#) } == [false, true])
        #expect(try await results(isStrict: true).map(code) == [nil, "license.implausible_date"])
    }

    @Test(
        "A file that is not JSON Lines is an error of the whole batch",
        arguments: ["[{}]\n", "{\n\"license\": {}}\n", "a,b,c\n", "\u{feff}[1]", "{\u{0}}"])
    func otherFormat(text: String) async throws {
        let batch = try batch([text], deviceKey: nil)
        let error = await #expect(throws: FileContentError.self) { for try await _ in batch {} }
        #expect(error?.code == "batch.not_json_lines")
    }

    @Test("A result is there before the next line is written")
    func pipe() async throws {
        try directory.makePipe("pipe")
        let writer = try FileHandle(forUpdating: directory.file("pipe"))
        let batch = BatchIssuer(
            try FileInput(directory.file("pipe").path), by: fixture.issuer, profile: IssuanceProfile(),
            deviceKey: fixture.deviceKey.publicKey, clock: { Fixture.now })
        var results = batch.makeAsyncIterator()
        for number in 1...3 {
            try writer.write(contentsOf: Data((license + "\n").utf8))
            #expect(try await results.next()?.line == number)
        }
        try writer.close()
        #expect(try await results.next() == nil)
    }
}
