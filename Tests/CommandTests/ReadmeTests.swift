import Foundation
import HufuTestSupport
import Testing

/// The examples of the README and of the articles are run, and print what is shown there.
@Suite("README and articles")
struct ReadmeTests {
    private static let documents = [
        "README.md", "Sources/Hufu/Hufu.docc/Privacy.md", "Sources/HufuIssuer/HufuIssuer.docc/OperatingAnIssuer.md",
        "Sources/HufuQR/HufuQR.docc/TransportAndSize.md", "Sources/HufuScanner/HufuScanner.docc/OfflineForAMonth.md",
        "Sources/HufuScanner/HufuScanner.docc/OperatingAScanner.md",
    ]

    @Test("Every example of a document prints what the document shows", arguments: documents)
    func examples(of document: String) throws {
        let text = try String(contentsOf: Repository.root.appending(path: document), encoding: .utf8)
        let directory = try TemporaryDirectory()
        try directory.copy(sample: "cn-resident", as: "license.json")
        var (examples, expected): (Int, [Substring]) = (0, [])
        var shown: [Substring] = []
        func compare() {
            #expect(Array(shown.prefix(expected.count)) == expected)
            expected = []
        }
        var isExample = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "```console" {
                isExample = true
            } else if line == "```" {
                compare()
                isExample = false
            } else if isExample, line.hasPrefix("$ ") {
                compare()
                let result = try directory.result(String(line.dropFirst(2)))
                let isDone = result.status < 2 || result.output.hasPrefix("INDETERMINATE")
                #expect(isDone, "\(line): \(result.errors)")
                // Messages about files that are not the result go to standard error.
                shown = (result.output + result.errors).split(separator: "\n", omittingEmptySubsequences: false)
                examples += 1
            } else if isExample {
                expected.append(line)
            }
        }
        #expect(examples > 0)
    }

    @Test("The picture of the README is a token of the stated length")
    func picture() throws {
        let directory = try TemporaryDirectory()
        let picture = Repository.vectors.appending(path: "samples/token.png").path
        let text = try directory.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable '\(picture)'")
        #expect(text.hasPrefix("HF1:"))
        #expect(text.trimmingCharacters(in: .newlines).utf8.count == 793)
    }
}
