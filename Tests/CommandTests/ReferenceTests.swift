import Foundation
import HufuTestSupport
import Testing

/// The second implementation, in Python, which was written from the published profile.
@Suite("The Python reference")
struct ReferenceTests {
    private static let folder = Repository.root.appending(path: "Tests/Reference")

    /// The environment that the set-up of `make test` makes; without it these tests fail.
    private static let python = Repository.python.path

    @Test("The reference passes its own tests")
    func ownTests() throws {
        let directory = try TemporaryDirectory()
        let result = try directory.result(
            "cd '\(Self.folder.path)' && PYTHONDONTWRITEBYTECODE=1 '\(Self.python)' -m unittest 2>&1")
        #expect(result.status == 0, "\(result.output.suffix(2_000))")
        #expect(result.output.contains("Ran 1"))
    }

    @Test("The generator of the vectors passes its own tests, and writes the committed files")
    func generator() throws {
        let directory = try TemporaryDirectory()
        let folder = Repository.vectors.path
        let result = try directory.result(
            "cd '\(folder)' && PYTHONDONTWRITEBYTECODE=1 '\(Self.python)' -m unittest generator.tests 2>&1")
        #expect(result.status == 0, "\(result.output.suffix(2_000))")
    }

    /// Valid tokens changed at random in every layer, mostly signed again afterwards, so that faults deeper than the
    /// signature are reached. `make differential` runs many more.
    @Test("The library and the reference agree on 2,000 mutated tokens")
    func mutations() throws {
        let directory = try TemporaryDirectory()
        let result = try directory.result(
            "cd '\(Self.folder.path)' && PYTHONDONTWRITEBYTECODE=1 '\(Self.python)' mutate.py --count 2000 "
                + "--seed 20261123 --adapter 'hufu conformance --serve' 2>&1")
        #expect(result.status == 0, "\(result.output.prefix(4_000))")
        #expect(result.output.contains("2000 cases, 0 disagreements"))
        for code in [
            "ok", "license.invalid", "credential.disclosure_invalid", "status.revoked", "token.signature_invalid",
        ] {
            #expect(result.output.contains("\(code) "), "\(code) was never reached")
        }
    }

    @Test("The library and the reference agree on 1,000 mutated challenges of scanners")
    func challenges() throws {
        let directory = try TemporaryDirectory()
        let result = try directory.result(
            "cd '\(Self.folder.path)' && PYTHONDONTWRITEBYTECODE=1 '\(Self.python)' mutate.py --count 1000 "
                + "--seed 20261127 --challenges 'hufu conformance' 2>&1")
        #expect(result.status == 0, "\(result.output.prefix(4_000))")
        #expect(result.output.contains("1000 challenges, 0 disagreements"))
        for code in ["ok", "form_invalid", "key_unknown", "signature_invalid", "lifetime_exceeded", "not_allowed"] {
            #expect(result.output.contains("\(code) "), "\(code) was never reached")
        }
    }
}
