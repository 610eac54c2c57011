import Foundation
import Hufu
import HufuTestSupport
import Testing

@Suite("Help and version")
struct HelpTests {
    /// The names under each heading of `hufu --help`.
    private func groups() throws -> [(heading: String, names: [String])] {
        var groups: [(heading: String, names: [String])] = []
        for line in try TemporaryDirectory().run("hufu --help").split(separator: "\n") {
            if let heading = line.wholeMatch(of: /([A-Z]* ?)SUBCOMMANDS:/)?.1 {
                groups.append((heading.trimmingCharacters(in: .whitespaces), []))
            } else if let name = line.prefixMatch(of: #/  ([a-z]+) /#)?.1, !groups.isEmpty {
                groups[groups.count - 1].names.append(String(name))
            }
        }
        return groups
    }

    @Test("Subcommands are grouped by user, each listed once")
    func groupedSubcommands() throws {
        let groups = try groups()
        #expect(
            groups.map(\.heading) == ["", "ISSUER", "HOLDER", "SCANNER", "CI"])
        let names = groups.flatMap(\.names)
        #expect(Set(names).count == names.count)
        let expected = [
            "bundle", "challenge", "conformance", "demo", "desk", "inspect", "issue", "key", "lists", "mint", "plan",
            "policy",
            "present", "registry", "render", "request", "sample", "scan", "status", "trust", "verify",
        ]
        #expect(names.sorted() == expected)
        #expect(groups.first { $0.heading == "SCANNER" }?.names.contains("verify") == true)
    }

    @Test("Every subcommand has help of its own within 80 columns")
    func subcommands() throws {
        let directory = try TemporaryDirectory()
        let names = try groups().flatMap(\.names)
        #expect(!names.isEmpty)
        for name in names {
            let help = try directory.run("hufu \(name) --help")
            #expect(help.contains("USAGE: hufu \(name)"))
            // The argument parser does not break the line of the usage.
            let lines = help.split(separator: "\n").filter { !$0.hasPrefix("USAGE: ") }
            #expect(lines.allSatisfy { $0.count <= 80 }, "\(name)")
        }
    }

    @Test("--version prints the version of the library, a semantic one", arguments: ["", "verify ", "status set "])
    func version(subcommand: String) throws {
        #expect(try TemporaryDirectory().run("hufu \(subcommand)--version") == PackageVersion.current + "\n")
        #expect(PackageVersion.current.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?/) != nil)
    }
}
