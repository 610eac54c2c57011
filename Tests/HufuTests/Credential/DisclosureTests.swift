import HufuTestSupport
import Testing

@testable import Hufu

/// What an issuer lets the holder keep back, and what the holder shows of it.
@Suite("Selective disclosure")
struct DisclosureTests {
    private static func license() throws -> License {
        var license = try Fixture.license("portrait")
        license.ageOver = [18: true, 65: false]
        return license
    }

    /// Never withheld, because they decide whether the licence is in force.
    private static let open: Set<License.Field> = [.issueDate, .expiryDate, .issuingCountry, .standing]

    private func shown(
        _ preset: DisclosurePreset, redacting: Redaction, issuing license: License? = nil
    ) async throws -> (fields: Set<License.Field>, verdict: Verdict) {
        var fixture = try Fixture()
        fixture.policy.status = .ignored
        let country = try Self.license().issuingCountry
        let trust = try TrustList(issuers: [
            TrustList.Issuer(
                id: Fixture.issuerID, countries: [country], keys: [TrustList.Key(fixture.issuerKey.publicKey)])
        ])
        let credential = try await fixture.credential(try license ?? Self.license(), redacting: redacting)
        let token = try await fixture.token(credential, disclosing: try preset.fields(of: credential))
        let verdict = Verifier(trust: trust, policy: fixture.policy).verify(
            token.text(), at: Fixture.now)
        let read = try #require(verdict.license?.license)
        return (Set(License.Field.allCases.filter(read.shows)), verdict)
    }

    @Test("The age preset discloses the age and the portrait, and not the name")
    func age() async throws {
        let (fields, verdict) = try await shown(.age, redacting: .all)
        #expect(verdict.outcome == .valid)
        #expect(verdict.license?.isPartlyWithheld == true)
        #expect(verdict.notices.contains(.withheldEntries))
        #expect(fields.subtracting(Self.open) == [.ageOver, .portrait, .portraitDigest])
        var digest = try Self.license()
        digest = try CodeProfile.live.prepare(digest)
        #expect(
            try await shown(.age, redacting: .all, issuing: digest).fields.subtracting(Self.open)
                == [.ageOver, .portraitDigest])
    }

    @Test("Each preset discloses the fields that it names")
    func presets() async throws {
        let license = try Self.license()
        let whole = Set(License.Field.allCases.filter(license.shows))
        let driving = try await shown(.driving, redacting: .all).fields
        #expect(
            driving.subtracting(Self.open)
                == whole.intersection([
                    .documentNumber, .familyName, .givenName, .drivingPrivileges, .portrait, .portraitDigest,
                ]))
        #expect(try await shown(.nothing, redacting: .all).fields.subtracting(Self.open).isEmpty)
        let all = try await shown(.all, redacting: .all)
        #expect(all.fields == whole)
        #expect(all.verdict.license?.isPartlyWithheld == false)
        // Elements that the issuer left open are shown in every presentation.
        #expect(try await shown(.nothing, redacting: .nothing).fields == whole)
        #expect(
            try await shown(.nothing, redacting: Redaction([.familyName])).fields == whole.subtracting([.familyName]))
    }

    @Test("A verdict lists the required fields that are withheld")
    func lacking() async throws {
        var fixture = try Fixture()
        fixture.policy.requiredFields = [.familyName, .documentNumber, .issuingAuthority, .issueDate]
        let credential = try await fixture.credential(redacting: .all)
        for (fields, lacking) in [
            (Set<License.Field>(), [License.Field.documentNumber, .familyName, .issuingAuthority]),
            ([.familyName, .documentNumber], [.issuingAuthority]),
        ] {
            let verdict = fixture.verify(try await fixture.token(credential, disclosing: fields).text())
            #expect(verdict.code == .licenseWithheld)
            #expect(verdict.lacking == lacking)
            #expect(
                verdict.json.contains(#""lacking":["# + lacking.map { "\"\($0.jsonName)\"" }.joined(separator: ",")))
        }
        let verdict = fixture.verify(
            try await fixture.token(credential, disclosing: fixture.policy.requiredFields.subtracting([.issueDate]))
                .text())
        #expect(verdict.outcome == .valid)
        #expect(verdict.lacking.isEmpty)
    }

    /// The issuer does not read its own credential again.
    @Test(
        "An issued credential is read back equal", arguments: ["cn-resident", "cn-long-term", "portrait", "de", "us"],
        [0, 24])
    func issued(_ sample: String, decoys: Int) async throws {
        let fixture = try Fixture()
        for redaction in [Redaction.nothing, .secondPage, .all, try Redaction([.documentNumber])] {
            let license = try Fixture.license(sample)
            let issued = try await fixture.credential(license, redacting: try redaction.adding(decoys: decoys))
            let read = try Credential(issued.bytes)
            #expect(read == issued)
            #expect((read.issuedAt, read.expiresAt) == (issued.issuedAt, issued.expiresAt))
            // The elements of the second page are withheld together.
            let withheld = redaction.fields.filter { $0.entry.map(license.hasEntry) ?? license.shows($0) }
            #expect(read.withheldFields == withheld)
            let token = try await read.draftToken(for: fixture.deviceKey.publicKey, disclosing: withheld)
            #expect(token.text().utf8.count == Transport.base45.length(of: token.payload.count))
            #expect(token.text(.base32).utf8.count == Transport.base32.length(of: token.payload.count))
            #expect(token.text().utf8.count <= issued.longestTokenLength)
            let hashes = [try read.parts().claims.redactedInLicense, try read.parts().claims.redacted]
            #expect((hashes.compactMap(\.self).isEmpty) == (decoys == 0 && read.withheldFields.isEmpty))
        }
    }

    @Test("Decoys and redacted entries are sorted by hash, so that neither can be told from the other")
    func decoyOrder() async throws {
        let fixture = try Fixture()
        var firsts: Set<Int> = []
        for _ in 0..<20 {
            let credential = try await fixture.credential(redacting: try .secondPage.adding(decoys: 3))
            let reader = CBORReader(credential.bytes.span)
            var hashes: [[UInt8]] = []
            var cursor = reader.cursor(in: try #require(try credential.parts().claims.redactedInLicense))
            for _ in 0..<(try cursor.array()) { hashes.append(Array(credential.bytes[try cursor.byteString()])) }
            #expect(hashes.count == 4)
            #expect(hashes.allSatisfy { $0.count == 32 })
            #expect(Set(hashes).count == 4)
            #expect(hashes == hashes.sorted { $0.lexicographicallyPrecedes($1) })
            let entry = try #require(try credential.parts().disclosures.entries.first)
            let hash = Disclosure.Hash(of: credential.bytes.span.extracting(entry.disclosure)).bytes
            firsts.insert(try #require(hashes.firstIndex(of: hash)))
        }
        #expect(firsts.count > 1)
    }

    @Test("A licence with decoys counts as partly withheld even if everything is disclosed")
    func decoys() async throws {
        let (fields, verdict) = try await shown(.all, redacting: try .all.adding(decoys: 1))
        let license = try Self.license()
        #expect(fields == Set(License.Field.allCases.filter(license.shows)))
        #expect(verdict.outcome == .valid)
        #expect(verdict.license?.isPartlyWithheld == true)
        #expect(try await shown(.all, redacting: try .nothing.adding(decoys: 24)).verdict.outcome == .valid)
        for count in [-1, 25, .max] {
            #expect(throws: SigningError.self) { try Redaction.nothing.adding(decoys: count) }
        }
    }
}
