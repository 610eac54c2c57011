import HufuTestSupport
import Testing

@testable import Hufu

@Suite("From the licence to the verdict")
struct EndToEndTests {
    @Test(
        "An issued and presented licence is valid and has its open fields", arguments: COSE.Algorithm.allCases,
        COSE.Algorithm.allCases)
    func endToEnd(issuer: COSE.Algorithm, device: COSE.Algorithm) async throws {
        let fixture = try Fixture(issuer: issuer, device: device)
        let token = try await fixture.token()
        let verdict = fixture.verify(token.text())
        #expect(verdict.code == .ok)
        #expect(verdict.kind == .holder)
        var expected = try Fixture.license()
        expected.residentAddress = nil
        expected.administrativeNumber = nil
        expected.record = nil
        expected.points = nil
        #expect(verdict.license?.license == expected)
        #expect(verdict.license?.isPartlyWithheld == true)
    }

    @Test("The second page is shown only if the holder discloses it")
    func secondPage() async throws {
        let fixture = try Fixture()
        let token = try await fixture.token(disclosing: [.points])
        let verdict = fixture.verify(token.text(.base32))
        #expect(verdict.code == .ok)
        #expect(verdict.license?.license == (try Fixture.license()))
        #expect(verdict.license?.isPartlyWithheld == false)
    }
}
