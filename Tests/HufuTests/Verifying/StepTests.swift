import Testing

@testable import Hufu

/// Each check of the profile by a scan in which everything else is right, and by each pair of faults in one scan, so
/// that the order of the checks is that of the profile.
@Suite("Steps of the verification algorithm")
struct StepTests {
    /// The verdict with these faults, the later ones made first: an earlier one may have to relate to them.
    private func verdict(_ faults: InjectedFault...) async throws -> Verdict {
        var fixture = try ScanFixture()
        for fault in faults.reversed() { try fault.edit(&fixture) }
        return try await fixture.verdict()
    }

    @Test("Without a fault the verdict is valid")
    func valid() async throws {
        let verdict = try await verdict()
        #expect(verdict.code == .ok)
        #expect(verdict.notices == [.withheldEntries])
        let card = try await ScanFixture(isCard: true).verdict()
        #expect(card.code == .ok)
        #expect(card.kind == .static)
    }

    @Test("Each fault has its code, and licence and issuer are shown only after step 8", arguments: InjectedFault.all)
    func codes(fault: InjectedFault) async throws {
        let verdict = try await verdict(fault)
        #expect(verdict.code == fault.code)
        #expect(verdict.notices.isEmpty)
        // Licence and issuer are shown after step 8, and not before.
        let isAuthentic = fault.code.step > 8 || fault.code.step == 1
        #expect((verdict.license != nil) == isAuthentic)
        #expect((verdict.issuer != nil) == isAuthentic)
    }

    @Test("Every code is reached by a fault, and by those of one step only")
    func coverage() {
        #expect(Set(InjectedFault.all.map(\.code)).union([.ok]) == Set(Verdict.Code.allCases))
        let codes = InjectedFault.steps.flatMap { Set($0.map(\.code)) }
        let unique = codes.filter { $0.step != 3 }
        #expect(unique.count == Set(unique).count)
    }

    /// By a card, which has no token: a token outside its credential's period has a code of its own.
    @Test(
        "A card is checked against its validity period",
        arguments: [
            (Verdict.Code.credentialLifetimeExceeded, -3_600, -3_600 + 3_660 * 86_400 + 1),
            (.ok, -3_600, -3_600 + 3_660 * 86_400),
            (.credentialNotYetValid, 31, 86_400), (.ok, 30, 86_400),
            (.credentialExpired, -3_600, -30), (.ok, -3_600, -29),
        ])
    func cardTime(code: Verdict.Code, from: Int, until: Int) async throws {
        var fixture = try ScanFixture(isCard: true)
        fixture.credentialLife = ScanFixture.now + from..<ScanFixture.now + until
        #expect(try await fixture.verdict().code == code)
    }

    /// The code of a scan with two faults: that of the first, unless that is indeterminate and the second rejects.
    private static func expected(_ first: InjectedFault, _ second: InjectedFault) -> Verdict.Code {
        if first.code.outcome == .rejected { return first.code }
        // With an untrusted clock nothing is compared with it.
        if first.code == .clockUntrusted, second.isTimed { return first.code }
        // Whom an expired list does not know, a newer one might.
        if first.code == .trustExpired, [.issuerUnknown, .issuerKeyUnknown].contains(second.code) { return first.code }
        // Step 14 is performed only for a token that is valid up to step 13.
        return second.code.outcome == .rejected && second.code.step < 14 ? second.code : first.code
    }

    @Test(
        "The earlier of two faults decides, unless it is indeterminate and the later one rejects",
        arguments: InjectedFault.all.indices)
    func pairs(index: Int) async throws {
        let first = InjectedFault.all[index]
        for second in InjectedFault.all[(index + 1)...] where first.parts.isDisjoint(with: second.parts) {
            let verdict = try await verdict(first, second)
            #expect(
                verdict.code == Self.expected(first, second), "\(first.testDescription), \(second.testDescription)")
        }
    }

    @Test("The pairs contain each step with the next one")
    func neighbours() {
        for (step, next) in zip(InjectedFault.steps, InjectedFault.steps.dropFirst()) {
            let pairs = step.flatMap { first in next.map { first.parts.isDisjoint(with: $0.parts) } }
            #expect(pairs.contains(true))
        }
    }

    @Test(
        "The worse of status and standing is the verdict",
        arguments: [
            (UInt8(0), Verdict.Code.ok), (1, .statusRevoked), (2, .statusSuspended), (3, .ok), (9, .statusUnknown),
        ],
        [
            ("A", Verdict.Code.ok), ("H", .ok), ("X", .licenseStandingUnknown), ("B", .licenseSuspended),
            ("E", .licenseEnded),
        ])
    func statusAndStanding(
        status: (value: UInt8, code: Verdict.Code), standing: (codes: String, code: Verdict.Code)
    ) async throws {
        var fixture = try ScanFixture()
        fixture.statusValue = status.value
        fixture.standing.codes = standing.codes
        let verdict = try await fixture.verdict()
        let severity: [Verdict.Outcome] = [.valid, .indeterminate, .rejected]
        let worse = try #require(severity.last { [status.code.outcome, standing.code.outcome].contains($0) })
        #expect(verdict.outcome == worse)
        // Of two that are equally bad the status is asked first.
        #expect(verdict.code == (status.code.outcome == worse ? status.code : standing.code))
        if worse == .valid {
            #expect(verdict.notices.contains(.statusAttention) == (status.value == 3))
            #expect(verdict.notices.contains(.standingAttention) == (standing.codes == "H"))
        }
    }
}
