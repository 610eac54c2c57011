import Foundation
import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Policies")
struct PolicyTests {
    private func policy(_ json: String) throws -> Policy { try Policy(json: Array(json.utf8)) }

    private func refusal(_ json: String) -> JSONError? {
        do { _ = try policy(json) } catch { return error as? JSONError }
        return nil
    }

    @Test("The presets have the values of the profile's table")
    func presets() throws {
        let profile = try String(contentsOf: Repository.vectors.appending(path: "PROFILE.md"), encoding: .utf8)
        let section =
            try #require(profile.range(of: "## 13. Policy"))
            .upperBound..<(#require(profile.range(of: "## 14.")).lowerBound)
        var rows: [String: [String]] = [:]
        for line in profile[section].split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            if cells.count == 6 { rows[cells[0]] = Array(cells[2...]) }
        }
        func names(_ names: some Sequence<String>) -> String { names.sorted().joined(separator: ", ") }
        func age(_ seconds: Int?, or none: String) -> String { seconds.map { "\($0 / 3600) h" } ?? none }
        let settings: [(String, (Policy) -> String)] = [
            ("kinds", { names($0.kinds.map(\.rawValue)) }), ("audiences", { names($0.audiences) }),
            ("skew", { "\($0.skew) s" }), ("longest token life", { "\($0.maximumTokenLifetime) s" }),
            ("status", { $0.status.rawValue.replacing("_", with: " ") }),
            ("oldest status", { age($0.maximumStatusAge, or: "none") }),
            (
                "required entries",
                { policy in
                    let entries = policy.requiredFields.map { $0 == .documentNumber ? "sub" : $0.jsonName }
                    return entries.isEmpty ? "none" : names(entries)
                }
            ),
            ("standing age", { age($0.maximumStandingAge, or: "not checked") }),
            ("replay", { $0.requiresSingleUse ? "on" : "off" }),
            ("challenge", { $0.requiresChallenge ? "required" : "off" }),
        ]
        #expect(Policy.presets.map(\.name) == ["default", "roadside", "gate", "counter"])
        for (setting, text) in settings {
            let found = rows.removeValue(forKey: setting)
            let cells = try #require(found, "\(setting)")
            for (preset, cell) in zip(Policy.presets, cells) {
                let expected = cell.contains(", ") ? names(cell.split(separator: ", ").map(String.init)) : cell
                #expect(text(preset.policy) == expected, "\(preset.name): \(setting)")
            }
        }
        // What no preset changes: the classes of letters, and the offset, which a scanner's place gives.
        #expect(Set(rows.keys) == ["setting", "standing classes", "UTC offset"])
        for (_, preset) in Policy.presets {
            #expect(preset.utcOffset == 0)
            #expect(preset.standingClasses == .default)
        }
    }

    @Test("A policy is written as JSON and read back equal")
    func roundTrip() throws {
        for (name, preset) in Policy.presets {
            #expect(try policy(preset.json) == preset, "\(name)")
            #expect(try policy(#"{"preset": "\#(name)"}"#) == preset, "\(name)")
        }
        var other = Policy.gate
        other.maximumStatusAge = nil
        other.maximumStandingAge = 0
        other.requiresChallenge = true
        other.utcOffset = -3600
        other.standingClasses = StandingClass.Table(valid: "A", attention: "", suspended: "ZB", ended: "E")
        #expect(try policy(other.json) == other)
        #expect(try policy(#"{"preset": "gate", "skew": 5, "oldest_status": null}"#).maximumStatusAge == nil)
        #expect(try policy("{}") == Policy())
    }

    @Test("The schema has the names that the reader accepts")
    func schema() throws {
        let file = try Data(contentsOf: Repository.vectors.appending(path: "policy.schema.json"))
        let schema = try #require(try JSONSerialization.jsonObject(with: file) as? [String: Any])
        let properties = try #require(schema["properties"] as? [String: Any])
        let written = try #require(
            try JSONSerialization.jsonObject(with: Data(Policy().json.utf8)) as? [String: Any])
        #expect(Set(properties.keys) == Set(written.keys).union(["preset"]))
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        let elements = try #require(definitions["element"]?["enum"] as? [String])
        #expect(elements.sorted() == (License.Field.allCases.map(\.jsonName) + ["sub"]).sorted())
    }

    @Test(
        "A mistake in a policy is refused, and the advice helps",
        arguments: [
            (#"{"skw": 30}"#, "json.name_unknown", "skew"), (#"{"Kinds": []}"#, "json.name_unknown", "kinds"),
            (#"{"preset": "raodside"}"#, "json.value_invalid", "roadside"),
            (#"{"kinds": ["holdr"]}"#, "json.value_invalid", "holder"),
            (#"{"status": "require"}"#, "json.value_invalid", "required"),
            (#"{"required_entries": ["familyname"]}"#, "json.value_invalid", "family_name"),
            (#"{"standing_classes": {"vald": "A"}}"#, "json.name_unknown", "valid"),
            (#"{"standing_classes": {"valid": "AB", "ended": "B"}}"#, "json.value_invalid", "Correct"),
            (#"{"standing_classes": {"valid": "a"}}"#, "json.value_invalid", "Correct"),
            (#"{"skew": -1}"#, "json.value_invalid", "Correct"),
            (#"{"skew": 1.5}"#, "json.number_unsupported", "fraction"),
            (#"{"skew": 9007199254740992}"#, "json.value_invalid", "Correct"),
            (#"{"utc_offset": 86401}"#, "json.value_invalid", "Correct"),
            (#"{"audiences": [""]}"#, "json.value_invalid", "Correct"),
            (#"{"replay": "on"}"#, "json.type_mismatch", "Correct"),
            (#"{"skew": null}"#, "json.type_mismatch", "Leave"),
            (#"{"skew": 1, "skew": 2}"#, "json.name_repeated", ""), ("[]", "json.type_mismatch", "Correct"),
        ])
    func mistakes(json: String, code: String, advice: String) throws {
        let error = try #require(refusal(json))
        #expect(error.code == code)
        #expect(advice.isEmpty || error.advice.contains(advice), "\(error.advice)")
    }

    /// A letter that the file leaves out is unknown.
    @Test("The standing letters of a policy file replace the default ones")
    func standingTable() async throws {
        for (table, codes, code, standing) in [
            (#"{"valid": "E", "suspended": "A"}"#, "E", Verdict.Code.ok, StandingClass.valid),
            (#"{"valid": "E", "suspended": "A"}"#, "A", .licenseSuspended, .suspended),
            (#"{"valid": "E", "suspended": "A"}"#, "B", .licenseStandingUnknown, .unknown),
            (#"{"attention": "Z"}"#, "Z", .ok, .attention), (#"{"ended": "Z"}"#, "Z", .licenseEnded, .ended),
        ] {
            var fixture = try ScanFixture()
            fixture.policy.standingClasses = try policy(#"{"standing_classes": \#(table)}"#).standingClasses
            fixture.standing.codes = codes
            let verdict = try await fixture.verdict()
            #expect(verdict.code == code)
            #expect(verdict.standing == standing)
        }
    }
}
