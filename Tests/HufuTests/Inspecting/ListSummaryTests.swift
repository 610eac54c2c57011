import HufuTestSupport
import Testing

@testable import Hufu

@Suite("List summary") struct ListSummaryTests {
    @Test("A summary shows issuers and checks no points of their keys")
    func pointsAreNotChecked() async throws {
        let fixture = try Fixture()
        var list = try await fixture.trust.sign(
            name: "n", publisher: "p", signer: fixture.issuerKey, lifetime: .seconds(3_600), at: Fixture.now)
        // The x of the issuer's key becomes one that is not on the curve: larger than the field's prime.
        let x = Array(fixture.issuerKey.publicKey.coordinates.prefix(32))
        let place = try #require(list.indices.first { list[$0...].starts(with: x) })
        list.replaceSubrange(place..<place + 32, with: Array(repeating: 0xff, count: 32))
        let summary = try ListSummary(list)
        #expect(summary.issuers == [ListSummary.Issuer(id: Fixture.issuerID, name: "DMV")])
        #expect(summary.name == "n")
        #expect(throws: ListError(.signatureInvalid)) {
            try TrustList(signed: list, name: "n", anchors: [fixture.issuerKey.publicKey])
        }
    }
}
