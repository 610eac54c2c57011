import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Inspector") struct InspectorTests {
    private let scannerKey: PrivateKey

    init() throws { scannerKey = try PrivateKey(.ed25519) }

    private func certificate() async throws -> VerifierCertificate {
        try await VerifierCertificate(
            id: "police-7", name: "Patrol 7", elements: [.documentNumber, .entry(.secondPage)],
            key: scannerKey.publicKey, authority: "https://police.example", signer: PrivateKey(.esp256),
            lifetime: .seconds(86_400), at: Fixture.now)
    }

    @Test("A signed challenge is shown with its certificate, and elements by their names")
    func challenge() async throws {
        let challenge = try await SignedChallenge(
            certificate: certificate(), asking: [.documentNumber], signer: scannerKey, at: Fixture.now)
        let report = Inspector.inspect(Array("]Q1\(challenge.text)\r\n".utf8))
        #expect(report.fault == nil)
        #expect(
            report.layers.map(\.title) == [
                "text", "payload", "challenge: protected header", "challenge: claims", "challenge: signature",
                "certificate: protected header", "certificate: claims", "certificate: signature",
            ])
        let claims = try #require(report.layers.first { $0.title == "challenge: claims" })
        #expect(
            claims.content.contains(
                """
                    / request / -65542: [
                        / document_number / 0
                    ]
                """))
        let names = try #require(report.layers.first { $0.title == "certificate: claims" }).content
        #expect(names.contains("/ sub / 2: \"police-7\""))
        #expect(names.contains("/ verifier / -65541: [\n        \"Patrol 7\",\n        [\n"))
        #expect(names.contains("/ second_page / "))
        #expect(report.jsonValue["layers"] != nil && report.jsonValue["fault"] == nil)
    }

    @Test("The file of a scanner's certificate is shown")
    func certificateFile() async throws {
        let bytes = try await certificate().bytes
        let report = Inspector.inspect(bytes)
        #expect(report.fault == nil)
        #expect(report.layers.first == Inspector.Layer(title: "file", size: bytes.count, content: ""))
        #expect(report.layers.map(\.title).suffix(1) == ["certificate: signature"])
    }

    @Test("The layers of a damaged challenge or certificate are shown up to the fault")
    func damaged() async throws {
        let challenge = try await SignedChallenge(
            certificate: certificate(), asking: [], signer: scannerKey, at: Fixture.now)
        let cut = Inspector.inspect(Array(Base45.encode(challenge.bytes.dropLast(), prefix: "HFC2:").utf8))
        #expect(cut.layers.map(\.title) == ["text", "payload"])
        #expect(cut.fault?.hasPrefix("challenge.form_invalid: byte ") == true)
        #expect(cut.jsonValue["fault"] != nil)
        let file = Inspector.inspect(try await certificate().bytes + [0])
        #expect(file.layers.map(\.title) == ["file"])
        #expect(file.fault?.hasPrefix("challenge.form_invalid: byte ") == true)
        #expect(Inspector.inspect(Array("HFC2:?".utf8)).fault == "challenge.form_invalid")
    }
}
