import Hufu
import HufuScanner
import HufuTestSupport
import Testing

@Suite("Texts for the person at the scanner")
struct VerdictReportTests {
    private func rows(_ verdict: Verdict) -> [String: String] {
        let rows = VerdictReport(verdict).groups.joined().map { ($0.label, $0.text) }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    @Test("A valid verdict shows the disclosed fields, the issuer and the advice")
    func valid() async throws {
        let fixture = try Fixture()
        let verdict = fixture.verify(try await fixture.token().text())
        #expect(VerdictReport(verdict).headline == "VALID")
        let rows = rows(verdict)
        #expect(rows["Name"] == "阿不都热合曼买买提江")
        #expect(rows["Born"] == "1990-03-07, male")
        #expect(rows["In force"] == "from 2021-04-20, until 2031-04-20")
        #expect(rows["Issuer"] == "DMV <https://dmv.example>")
        #expect(rows["Resident address"] == nil)
        #expect(rows["Issuing country"] == "CN")
        #expect(rows["First issue date"] == "2015-04-20")
        #expect(rows["To do"] == verdict.code.advice)
    }

    @Test("Every element of a licence that shows all is in the report, and withheld ones are named or left out")
    func everyElement() async throws {
        let fixture = try Fixture()
        let license = try Fixture.license("us-full")
        func texts(redacting redaction: Redaction, disclosing fields: Set<License.Field>) async throws -> [String:
            String]
        {
            let credential = try await fixture.credential(license, redacting: redaction)
            let token = try await fixture.token(credential, disclosing: fields)
            let verifier = Verifier(trust: try Self.trust(fixture), policy: fixture.policy)
            return rows(verifier.verify(token.text(), at: Fixture.now))
        }
        let all = try await texts(redacting: .nothing, disclosing: [])
        for (label, text) in [
            ("Birth place", "EXAMPLE BAY"), ("Height", "178 cm"), ("Eye colour", "hazel"), ("Organ donor", "yes"),
            ("Age over 21", "yes"), ("Age over 65", "no"), ("Family name truncation", "not truncated"),
            ("Resident postal code", "90000"), ("UN distinguishing sign", "USA"), ("DHS compliance", "compliant"),
        ] {
            #expect(all[label] == text)
        }
        for field in License.Field.allCases {
            guard let text = license.text(of: field), field != .ageOver else { continue }
            #expect(all.values.contains { $0.contains(text) }, "\(field.jsonName)")
        }
        let some = try await texts(redacting: .all, disclosing: [.ageOver])
        #expect(some["Age over 18"] == "yes")
        for label in ["Name", "Number", "Born", "Classes"] { #expect(some[label] == "withheld") }
        #expect(some["Height"] == nil)
    }

    private static func trust(_ fixture: Fixture) throws -> TrustList {
        try TrustList(issuers: [
            TrustList.Issuer(
                id: Fixture.issuerID, name: "DMV", countries: ["US"], keys: [TrustList.Key(fixture.issuerKey.publicKey)]
            )
        ])
    }

    @Test("A verdict without an authenticated licence shows only the advice")
    func unauthenticated() throws {
        let verdict = try Fixture().verify("HF1:")
        #expect(VerdictReport(verdict).headline == "REJECTED")
        #expect(VerdictReport(verdict).groups.map { $0.map(\.label) } == [["To do"]])
    }

    @Test("Control and formatting characters of an issuer's name are escaped")
    func escaped() async throws {
        let fixture = try Fixture()
        let trust = try TrustList(issuers: [
            TrustList.Issuer(
                id: Fixture.issuerID, name: "A\u{1b}[31mB\u{202e}C", keys: [TrustList.Key(fixture.issuerKey.publicKey)])
        ])
        let verdict = Verifier(trust: trust, policy: fixture.policy).verify(
            try await fixture.token().text(), at: Fixture.now)
        #expect(rows(verdict)["Issuer"] == #"A\u{1b}[31mB\u{202e}C <https://dmv.example>"#)
    }

    @Test(
        "An age has at most two units, rounded down",
        arguments: [
            (-5, "0 s"), (0, "0 s"), (59, "59 s"), (60, "1 min"), (3_599, "59 min 59 s"), (3_630, "1 h"),
            (5_400, "1 h 30 min"), (104_400, "1 day 5 h"), (172_800, "2 days"), (Int.max, "106751991167300 days 15 h"),
        ])
    func age(seconds: Int, text: String) { #expect(Age.text(seconds) == text) }

    @Test("Line feeds, escape sequences and direction marks are escaped, other text is unchanged")
    func escapedText() {
        #expect(Escaped.text("a\nb\u{1b}[2J\u{2066}") == #"a\u{a}b\u{1b}[2J\u{2066}"#)
        for text in ["", "王小明", "Ångström", "👩‍👩‍👧", #"\u{a}"#] { #expect(Escaped.text(text) == text) }
    }
}
