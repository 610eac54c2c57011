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
        #expect(rows["Address"] == nil)
        #expect(rows["To do"] == verdict.code.advice)
    }

    @Test("A verdict without an authenticated licence shows nothing but what to do")
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
