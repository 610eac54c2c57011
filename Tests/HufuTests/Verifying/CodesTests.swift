import Foundation
import HufuTestSupport
import Testing

@testable import Hufu

/// The codes are an interface: library, published table, profile, README, schemas and vectors say the same about each.
@Suite("Verdict codes in documents and schemas")
struct CodesTests {
    private struct Table: Decodable {
        struct Entry: Decodable, Equatable {
            let code: String
            let step: Int
            let verdict: String
            let message: String
            let advice: String
        }

        struct Notice: Decodable, Equatable {
            let notice: String
            let message: String
        }

        let description: String
        let profile: Int
        let codes: [Entry]
        let notices: [Notice]
    }

    private let table: Table

    init() throws { table = try JSONDecoder().decode(Table.self, from: try Self.data("codes.json")) }

    private static func data(_ name: String) throws -> Data {
        try Data(contentsOf: Repository.vectors.appending(path: name))
    }

    private static func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

    private static func object(_ name: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: try data(name)) as? [String: Any])
    }

    @Test("The library and codes.json have the same codes, messages and advice")
    func library() {
        let codes = Verdict.Code.allCases.map { code in
            Table.Entry(
                code: code.rawValue, step: code.step, verdict: code.outcome.rawValue, message: code.message,
                advice: code.advice)
        }
        for (code, entry) in zip(codes, table.codes) { #expect(code == entry) }
        #expect(codes.count == table.codes.count)
        #expect(
            Verdict.Notice.allCases.map { Table.Notice(notice: $0.rawValue, message: $0.message) } == table.notices)
    }

    /// The order of the codes is that of the checks, in the step that the profile gives each.
    @Test("The profile names every code in its step")
    func profile() throws {
        let profile = try Self.text("PROFILE.md")
        let algorithm = try #require(profile.components(separatedBy: "\n## 14.").last).components(
            separatedBy: "\n## 15.")
        let steps = try #require(algorithm.first).components(separatedBy: "\n### Step ")
        for entry in table.codes where entry.code != "ok" {
            let step = try #require(steps.first { $0.hasPrefix("\(entry.step):") })
            #expect(step.contains("`\(entry.code)`"), "\(entry.code)")
            #expect(
                profile.contains("`\(entry.code)` †") == (entry.verdict == "indeterminate"), "\(entry.code)")
        }
        for notice in table.notices { #expect(algorithm.last?.contains("| `\(notice.notice)` |") == true) }
        let numbers = table.codes.dropFirst().map(\.step)
        #expect(numbers == numbers.sorted())
    }

    @Test("The README of the vectors has every code")
    func readme() throws {
        let readme = try Self.text("README.md")
        for entry in table.codes {
            let step = entry.code == "ok" ? "" : String(entry.step)
            let row = "\n| `\(entry.code)` | \(step) | \(entry.verdict) | \(entry.message) | \(entry.advice) |\n"
            #expect(readme.contains(row), "\(entry.code)")
        }
        for notice in table.notices { #expect(readme.contains("\n| `\(notice.notice)` | \(notice.message) |\n")) }
    }

    @Test("The schemas list every code and notice")
    func schemas() throws {
        let codes = table.codes.map(\.code)
        let notices = table.notices.map(\.notice)
        let shapes = try #require(try Self.object("schema.json")["$defs"] as? [String: [String: Any]])
        #expect(shapes["code"]?["enum"] as? [String] == codes)
        #expect((shapes["notices"]?["items"] as? [String: Any])?["enum"] as? [String] == notices)
        let names = try #require(try Self.object("verdict.schema.json")["properties"] as? [String: [String: Any]])
        #expect(names["code"]?["enum"] as? [String] == codes)
        #expect((names["notices"]?["items"] as? [String: Any])?["enum"] as? [String] == notices)
    }

    @Test("Every code and every notice occurs in a vector")
    func vectors() throws {
        var (codes, notices): (Set<String>, Set<String>) = ([], [])
        for name in try FileManager.default.contentsOfDirectory(atPath: Repository.vectors.path).filter({
            $0.hasSuffix(".json")
        }) {
            for one in try Self.object(name)["cases"] as? [[String: Any]] ?? [] {
                for scan in one["scans"] as? [[String: Any]] ?? [one] {
                    let expected = scan["expect"] as? [String: Any]
                    // Without a verdict it is a code of issuing, which is not in the table.
                    if expected?["verdict"] != nil, let code = expected?["code"] as? String { codes.insert(code) }
                    notices.formUnion(expected?["notices"] as? [String] ?? [])
                }
            }
        }
        #expect(codes == Set(table.codes.map(\.code)))
        #expect(notices == Set(table.notices.map(\.notice)))
    }
}
