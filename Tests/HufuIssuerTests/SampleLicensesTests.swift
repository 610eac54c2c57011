import Foundation
import Hufu
import HufuFiles
import HufuIssuer
import HufuTestSupport
import Testing

@Suite("SampleLicenses", .endsInTime)
struct SampleLicensesTests {
    @Test("The same seed and day make the same licences, in parts too; another seed makes others")
    func seed() {
        let samples = SampleLicenses(count: 50, seed: 4, at: Fixture.now)
        let later = SampleLicenses(count: 30, seed: 4, at: Fixture.now.advanced(by: .seconds(3_600)))
        #expect(Array(later) == Array(samples.prefix(30)))
        #expect(zip(samples, SampleLicenses(count: 50, seed: 5, at: Fixture.now)).allSatisfy { $0 != $1 })
        #expect(samples.batchLine(7) == later.batchLine(7))
    }

    @Test("Every licence is issued with strict rules, as a card and for a phone, on the day and a year later")
    func rules() async throws {
        let fixture = try Fixture()
        let samples = SampleLicenses(count: 400, seed: 11, at: Fixture.now)
        let card = IssuanceProfile(codeProfile: .card, isStrict: true)
        let live = IssuanceProfile(codeProfile: .live, redaction: .nothing, isStrict: true)
        for license in samples {
            _ = try await card.issue(license, by: fixture.issuer, to: nil, at: Fixture.now)
            _ = try await live.issue(license, by: fixture.issuer, to: fixture.deviceKey.publicKey, at: Fixture.now)
            // The end of a licence may have come by then, but no element contradicts another.
            try license.validateForIssuing(at: Fixture.now.advanced(by: .seconds(365 * 86_400)))
        }
    }

    @Test("All numbers are different, and each country has its share")
    func distribution() {
        let samples = SampleLicenses(count: 10_000, seed: 2, at: Fixture.now)
        var countries: [String: Int] = [:]
        var numbers: Set<String> = []
        var abnormal = 0
        for license in samples {
            countries[license.issuingCountry, default: 0] += 1
            numbers.insert(license.documentNumber ?? "")
            if let standing = license.standing, standing.codes != "A" { abnormal += 1 }
        }
        #expect(numbers.count == samples.count)
        for (country, share) in ["CN": 50, "DE": 15, "FR": 10, "IT": 5, "US": 20] {
            #expect(abs((countries[country] ?? 0) - share * 100) < 200, "\(country)")
        }
        #expect(100..<500 ~= abnormal)
    }

    /// Weights and check characters as GB 11643 has them.
    private func checkCharacter(_ number: String) -> Character {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(weights, number).reduce(0) { $0 + $1.0 * ($1.1.wholeNumberValue ?? 0) }
        return Array("10X98765432")[sum % 11]
    }

    @Test(
        "No person has the number of a Chinese sample: its area is not assigned, and it and its check digit are right")
    func chineseNumbers() {
        for license in SampleLicenses(count: 500, seed: 3, at: Fixture.now) {
            #expect(license.issuingAuthority?.hasPrefix("SPECIMEN ") == true)
            guard license.issuingCountry == "CN", let number = license.documentNumber else { continue }
            #expect(number.hasPrefix("650599"))
            #expect(number.last == checkCharacter(number))
        }
    }

    @Test("Each line of a batch has a key and a status list entry of its own, and is issued")
    func batch() async throws {
        let directory = try TemporaryDirectory()
        let samples = SampleLicenses(count: 100, seed: 6, at: Fixture.now)
        let lines = samples.indices.map(samples.batchLine).joined(separator: "\n")
        try AtomicFile.write(Array(lines.utf8), to: directory.file("lines").path)
        let batch = BatchIssuer(
            try FileInput(directory.file("lines").path), by: try Fixture().issuer,
            profile: IssuanceProfile(isStrict: true), clock: { Fixture.now })
        var ids: [String?] = []
        for try await result in batch {
            _ = try result.product.get()
            ids.append(result.id)
        }
        #expect(ids == (1...100).map { "\($0)" })
        #expect(Set(lines.split(separator: "\"").filter { $0.hasPrefix("https://specimen.example/") }).count == 100)
    }
}
