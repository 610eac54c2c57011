import Foundation
import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Policies")
struct PolicyTests {
    private func policy(_ json: String) throws(JSONError) -> Policy { try Policy(json: Array(json.utf8), utcOffset: 0) }

    private func refusal(_ json: String) -> JSONError? {
        do throws(JSONError) { _ = try policy(json) } catch { return error }
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
        func age(_ duration: Duration?, or none: String) -> String {
            duration.map { "\($0.components.seconds / 3_600) h" } ?? none
        }
        let settings: [(String, (Policy) -> String)] = [
            ("kinds", { names($0.kinds.map(\.rawValue)) }), ("audiences", { names($0.audiences.map(\.name)) }),
            ("skew", { "\($0.skew.components.seconds) s" }),
            ("longest token life", { "\($0.maximumTokenLifetime.components.seconds) s" }),
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
            ("challenge age", { "\($0.challengeAge.components.seconds) s" }),
        ]
        #expect(Policy.Preset.allCases.map(\.rawValue) == ["default", "roadside", "gate", "counter"])
        for (setting, text) in settings {
            let found = rows.removeValue(forKey: setting)
            let cells = try #require(found, "\(setting)")
            for (preset, cell) in zip(Policy.Preset.allCases, cells) {
                let expected = cell.contains(", ") ? names(cell.split(separator: ", ").map(String.init)) : cell
                #expect(text(Policy(preset, utcOffset: 0)) == expected, "\(preset): \(setting)")
            }
        }
        // What no preset changes: the classes of letters, and the offset, which a scanner's place gives.
        #expect(Set(rows.keys) == ["setting", "standing classes", "UTC offset"])
        for preset in Policy.Preset.allCases {
            let policy = Policy(preset, utcOffset: 28_800)
            #expect(policy.utcOffset == 28_800)
            #expect(policy.standingClasses == .default)
        }
    }

    @Test("Audiences are written in the order of their bytes, also those that are canonically equivalent")
    func audiencesHaveOneOrder() throws {
        let names = (0..<8).flatMap { ["\($0)cafe\u{301}", "\($0)caf\u{e9}"] }
        var policy = Policy(utcOffset: 0)
        policy.audiences = Set(names.reversed().map { Audience($0) })
        let written = try JSONReader.read(Array(policy.json.utf8))["audiences"]?.array().map { try $0.string() }
        #expect(written?.map { Array($0.utf8) } == names.map { Array($0.utf8) })
    }

    @Test("A policy is written as JSON and read back equal")
    func roundTrip() throws {
        for preset in Policy.Preset.allCases {
            let expected = Policy(preset, utcOffset: 0)
            #expect(try policy(expected.json) == expected, "\(preset)")
            #expect(try policy(#"{"preset": "\#(preset)"}"#) == expected, "\(preset)")
        }
        var other = Policy(.gate, utcOffset: 0)
        other.maximumStatusAge = nil
        other.maximumStandingAge = .zero
        other.requiresChallenge = true
        other.challengeAge = .seconds(7)
        other.utcOffset = -3600
        other.standingClasses = StandingClass.Table(valid: "A", attention: "", suspended: "ZB", ended: "E")
        #expect(try policy(other.json) == other)
        #expect(try policy(#"{"preset": "gate", "skew": 5, "oldest_status": null}"#).maximumStatusAge == nil)
        #expect(try policy("{}") == Policy(utcOffset: 0))
    }

    @Test("The schema has the names that the reader accepts")
    func schema() throws {
        let file = try Data(contentsOf: Repository.vectors.appending(path: "policy.schema.json"))
        let schema = try #require(try JSONSerialization.jsonObject(with: file) as? [String: Any])
        let properties = try #require(schema["properties"] as? [String: Any])
        let written = try #require(
            try JSONSerialization.jsonObject(with: Data(Policy(utcOffset: 0).json.utf8)) as? [String: Any])
        #expect(Set(properties.keys) == Set(written.keys).union(["preset", "time_zone"]))
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        let elements = try #require(definitions["element"]?["enum"] as? [String])
        #expect(elements.sorted() == (License.Field.allCases.map(\.jsonName) + ["sub"]).sorted())
    }

    @Test(
        "A mistake in a policy is refused, and the advice names the remedy",
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

    @Test("The file's offset from UTC takes the place of the caller's")
    func offset() throws {
        #expect(try Policy(json: Array("{}".utf8), utcOffset: 28_800).utcOffset == 28_800)
        #expect(try Policy(json: Array(#"{"utc_offset": 0}"#.utf8), utcOffset: 28_800).utcOffset == 0)
    }

    @Test("A file may name a time zone where the program knows time zones, and no offset beside it")
    func timeZone() throws {
        func offset(_ json: String) throws -> Int {
            try Policy(json: Array(json.utf8), utcOffset: 0, offsetOfTimeZone: { $0 == "Asia/Urumqi" ? 21_600 : nil })
                .utcOffset
        }
        #expect(try offset(#"{"time_zone": "Asia/Urumqi"}"#) == 21_600)
        #expect(try offset("{}") == 0)
        for json in [#"{"time_zone": "Asia/Nowhere"}"#, #"{"time_zone": "Asia/Urumqi", "utc_offset": 21600}"#] {
            #expect(throws: JSONError.self) { try offset(json) }
        }
        #expect(refusal(#"{"time_zone": "Asia/Urumqi"}"#)?.code == "json.name_unknown")
    }

    @Test("Audiences that are canonically equivalent are two audiences")
    func audiences() async throws {
        let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}")
        let both = try policy(#"{"audiences": ["\#(composed)", "\#(decomposed)"]}"#)
        #expect(both.audiences.count == 2)
        #expect(try policy(both.json) == both)
        var fixture = try Fixture()
        fixture.policy.audiences = both.audiences
        for audience in [composed, decomposed] {
            #expect(fixture.verify(try await fixture.token(audience: audience).text()).code == .ok)
        }
    }

    /// Values out of range do not trap; they count as the nearest bound.
    @Test(
        "Any duration and offset of a policy is accepted without a trap",
        arguments: [
            Duration.seconds(Int64.max), .seconds(Int64.min), .seconds(0), .milliseconds(-1), .days(1 << 40),
            .seconds(Int64.max) + .milliseconds(999),
        ])
    func extremes(duration: Duration) async throws {
        var fixture = try Fixture()
        let token = try await fixture.token().text()
        for offset in [Int.min, 0, Int.max] {
            fixture.policy = Policy(utcOffset: offset)
            fixture.policy.skew = duration
            (fixture.policy.maximumStatusAge, fixture.policy.maximumStandingAge) = (duration, duration)
            #expect(fixture.verify(token).code == (duration > .zero ? .ok : .licenseStandingStale))
            fixture.policy.maximumTokenLifetime = duration
            #expect(fixture.verify(token).code == (duration > .zero ? .ok : .tokenLifetimeExceeded))
            // The file holds the bounds.
            #expect(try policy(fixture.policy.json).limits == fixture.policy.limits)
        }
        var lists = VerifierLists(trust: fixture.trust)
        let signed = try await fixture.trust.sign(
            name: "n", publisher: "p", signer: fixture.issuerKey, lifetime: .seconds(60), at: Fixture.now)
        func load() throws {
            try lists.load(
                signedTrust: signed, name: "n", anchors: [fixture.issuerKey.publicKey], skew: duration, at: Fixture.now)
        }
        if duration < .zero {
            #expect(throws: ListError(.fromFuture, at: "n")) { try load() }
        } else {
            try load()
        }
    }
}
