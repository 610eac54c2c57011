import Foundation
import Hufu
import HufuTestSupport
import Testing

/// The examples in Swift of the README. `Tests/Library` and the Python package run those in C and Python.
@Suite("The README's issuer, holder and scanner in Swift")
struct ReadmeExampleTests {
    private final class Calls {
        var names: [String] = []
        func show(_ license: VerifiedLicense?) { names.append(license == nil ? "nothing" : "show") }
        func refuse(_ message: String, _ advice: String) { names.append("refuse") }
        func ask(_ advice: String) { names.append("ask") }
    }

    private func scan(_ file: [UInt8], _ scannedText: String, _ calls: Calls) throws {
        let (show, refuse, ask) = (calls.show, calls.refuse, calls.ask)
        // README
        let trust = try TrustList(json: file)
        // Licence days are the scanner's local days.
        let policy = Policy(.roadside, utcOffset: 8 * 3600)
        // A value: any number of threads may use it.
        let verifier = Verifier(trust: trust, policy: policy)
        let verdict = verifier.verify(scannedText)
        switch verdict.outcome {
        case .valid: show(verdict.license)
        case .rejected: refuse(verdict.code.message, verdict.code.advice)
        case .indeterminate: ask(verdict.code.advice)
        }
        // README
    }

    private func issue(_ keyFile: [UInt8], _ licenseFile: [UInt8], _ phoneKeyFile: [UInt8]) async throws -> String? {
        var sent: String?
        func send(_ text: String) { sent = text }
        // README
        let issuer = try Issuer(id: "https://dl.example", signer: PrivateKey(fileContents: keyFile))
        let device = try PublicKey(fileContents: phoneKeyFile)
        let credential = try await issuer.issue(License(json: licenseFile), to: device)
        send(credential.text())
        // README
        return sent
    }

    private func present(_ stored: String, _ secureElement: any Signer) async throws -> (text: String, end: UnixTime)? {
        var drawn: (text: String, end: UnixTime)?
        func draw(_ text: String, until end: UnixTime) { drawn = (text, end) }
        // README
        let holder = try Holder(credential: Credential(text: stored), signer: secureElement)
        let token = try await holder.present()
        draw(token.text(), until: token.expiresAt)
        // README
        return drawn
    }

    @Test("The examples are those that are run here")
    func text() throws {
        let examples = try Repository.examples()
        #expect(examples.count == 3)
        for example in examples { #expect(try Repository.readme(has: example)) }
    }

    @Test("What the issuer sends, the holder shows and the scanner accepts")
    func path() async throws {
        let (key, phone) = (try PrivateKey(.esp256), try PrivateKey(.esp256))
        let sample = try Data(contentsOf: Repository.vectors.appending(path: "samples/us.json"))
        let sent = try await issue(Array(key.pem.utf8), Array(sample), Array(phone.publicKey.pem.utf8))
        let stored = try #require(sent)
        let drawn = try await present(stored, phone)
        let shown = try #require(drawn)
        #expect(shown.end > UnixTime.now)
        let entry = TrustList.Issuer(id: "https://dl.example", keys: [TrustList.Key(key.publicKey)])
        let calls = Calls()
        try scan(Array(try TrustList(issuers: [entry]).json.utf8), shown.text, calls)
        #expect(calls.names == ["show"])
    }

    @Test("It shows a valid licence, refuses a damaged code, and asks where a status list is missing")
    func outcomes() async throws {
        let (key, phone) = (try PrivateKey(.esp256), try PrivateKey(.esp256))
        let issuer = try Issuer(id: "https://i.example", signer: key)
        let entry = TrustList.Issuer(id: "https://i.example", keys: [TrustList.Key(key.publicKey)])
        let file = Array(try TrustList(issuers: [entry]).json.utf8)
        let sample = Repository.vectors.appending(path: "samples/us.json")
        let license = try License(json: Array(try Data(contentsOf: sample)))
        let calls = Calls()
        for status in [nil, try StatusReference("https://i.example/s#1")] {
            let credential = try await issuer.issue(license, to: phone.publicKey, status: status)
            let text = try await Holder(credential: credential, signer: phone).present().text()
            try scan(file, text, calls)
            if status == nil { try scan(file, String(text.dropLast(4)), calls) }
        }
        #expect(calls.names == ["show", "refuse", "ask"])
    }
}
