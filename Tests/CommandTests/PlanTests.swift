import Foundation
import HufuTestSupport
import Testing

/// `hufu plan` says beforehand how large a code will be, and it is.
@Suite("hufu plan")
struct PlanTests {
    private struct Plan: Decodable {
        struct Part: Decodable {
            let place: String
            let name: String
            let bytes: Int
        }

        struct Symbol: Decodable {
            let version: Int
            let modules: Int
            let mm: Double
        }

        struct Way: Decodable {
            let version: Int
            let isEnough: Bool
            let names: [String]
        }

        let bytes: Int
        let characters: Int
        let parts: [Part]
        let level: String
        let symbols: [String: Symbol?]
        let leaveOut: [Way]

        init(_ json: String) throws {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            self = try decoder.decode(Plan.self, from: Data(json.utf8))
        }

        func size(_ name: String) -> Int { parts.filter { $0.name == name }.reduce(0) { $0 + $1.bytes } }
    }

    private static let issuing =
        "--issuer https://i.example --status 'https://i.example/s#7' --at \(CommandFixture.now)"

    @Test(
        "The plan has the size of the token that is then presented with the same options",
        arguments: [
            ("esp256", "", ""), ("ed25519", "", ""), ("esp256", "--redact none", ""),
            ("esp256", "--redact all --decoys 2", "--preset driving --max-version 40"),
            ("esp256", "--redact all", "--preset all --max-version 40"),
            ("esp256", "", "--disclose points --transport base32"), ("esp256", "--redact sub", "--preset none"),
        ])
    func plan(phone: String, issue: String, present: String) throws {
        let fixture = try CommandFixture(phone: phone)
        let redact = issue.replacing("sub", with: "document_number")
        try fixture.issue("cn-resident", "--status 'https://i.example/s#7' \(redact)")
        let token = try fixture.present(present)
        let plan = try Plan(
            fixture.run(
                "hufu plan cn-resident.json \(Self.issuing) --key issuer.pem --holder-key phone.pub --json "
                    + "\(redact) \(present)"
            ))
        #expect(plan.characters == token.utf8.count)
        #expect(plan.parts.reduce(0) { $0 + $1.bytes } == plan.bytes)
        #expect(plan.bytes == Self.bytes(of: token))
        #expect(plan.parts.allSatisfy { $0.bytes > 0 })
    }

    /// RFC 9285 and RFC 4648: two bytes are three characters, five are eight; four characters are the prefix.
    private static func bytes(of token: String) -> Int {
        let digits = token.utf8.count - 4
        return token.hasPrefix("HF1Z") ? digits * 5 / 8 : digits / 3 * 2 + (digits % 3 == 2 ? 1 : 0)
    }

    @Test("A card is planned for print")
    func card() throws {
        let fixture = try CommandFixture()
        try fixture.directory.copy(sample: "portrait", as: "license.json")
        let card = try fixture.run(
            "hufu issue license.json --issuer https://i.example --key issuer.pem --profile card "
                + "--at \(CommandFixture.now)"
        )
        let options = "--issuer https://i.example --profile card --at \(CommandFixture.now)"
        let plan = try Plan(fixture.run("hufu plan license.json \(options) --json --module-mm 0.5"))
        #expect(plan.characters == card.utf8.count - 1)
        #expect(plan.level == "Q")
        let symbol = try #require(plan.symbols["Q"] ?? nil)
        #expect(symbol.modules == 4 * symbol.version + 17)
        #expect(symbol.mm == Double(symbol.modules + 8) / 2)
        let text = try fixture.run("hufu plan license.json \(options)")
        #expect(text.contains("license: portrait\n"))
        #expect(text.contains("For version 20 leave out portrait (\(plan.size("portrait")))."))
    }

    @Test("Fields that are left out as the plan advises save the bytes that it states")
    func leaveOut() throws {
        let fixture = try CommandFixture()
        let sample = Repository.vectors.appending(path: "samples/cn-resident.json")
        var license = try #require(
            try JSONSerialization.jsonObject(with: try Data(contentsOf: sample)) as? [String: Any])
        license["record"] = String(repeating: "记", count: 90)
        func plan() throws -> Plan {
            let text = try JSONSerialization.data(withJSONObject: license)
            try fixture.write(String(decoding: text, as: UTF8.self), "license.json")
            return try Plan(
                fixture.run(
                    "hufu plan license.json \(Self.issuing) --profile live --redact none --max-version 22 --json"))
        }
        let whole = try plan()
        #expect((whole.symbols["M"] ?? nil).map { $0.version > 22 } == true)
        #expect(!whole.leaveOut.isEmpty)
        for way in whole.leaveOut {
            #expect(way.isEnough)
            #expect(way.names.first == "second_page")
        }
        license["record"] = nil
        let second = try plan()
        #expect(whole.size("second_page") - second.size("second_page") == whole.bytes - second.bytes)
        for name in ["resident_address", "administrative_number", "points"] { license[name] = nil }
        let rest = try plan()
        // Heads of lengths may be shorter, too.
        #expect(0...4 ~= whole.bytes - rest.bytes - whole.size("second_page"))
        #expect((rest.symbols["M"] ?? nil).map { $0.version <= 20 } == true)
        #expect(rest.leaveOut.allSatisfy { $0.names.isEmpty })
    }

    @Test("A licence that cannot be issued is not planned")
    func invalidLicense() throws {
        let fixture = try CommandFixture()
        try fixture.write("{}", "license.json")
        let result = try fixture.result("hufu plan license.json --issuer https://i.example")
        #expect(result.status == 65)
        #expect(result.errors.contains("license.json: "))
    }
}
