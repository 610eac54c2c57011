internal import Foundation
internal import Hufu

extension Workload {
    /// How far a scan gets that ends there: each layer takes what the one before takes, and its own.
    static func layers(_ fixture: Fixture) throws -> [Workload] {
        let (known, strangers) = (
            Verifier(trust: fixture.trust, policy: Policy(utcOffset: 0)),
            Verifier(trust: try fixture.strangers(), policy: Policy(utcOffset: 0))
        )
        return [
            try verdict("layers: Base45", .cborInvalid, known, fixture.damaged),
            try verdict("layers: CBOR, COSE", .credentialClaimsInvalid, known, fixture.withoutIssuer()),
            try verdict("layers: claims", .issuerUnknown, strangers, fixture.holderScan),
        ]
    }

    /// Verifications of valid codes.
    static func verifications(_ fixture: Fixture, _ baseline: CryptoBaseline) throws -> [Workload] {
        let plain = Verifier(trust: fixture.trust, policy: Policy(utcOffset: 0))
        let cached = Verifier(trust: fixture.trust, policy: Policy(utcOffset: 0), cache: CredentialCache())
        let counter = Verifier(trust: fixture.trust, policy: Policy(.counter, utcOffset: 0))
        let algorithm = fixture.algorithm
        let (one, both): (Work, Work) = ({ use(baseline.verify(algorithm)) }, { use(baseline.verifyBoth(algorithm)) })
        return [
            try verdict(
                "verify: holder, first scan, \(algorithm.name)", .ok, plain, fixture.holderScan, baseline: both),
            // The check of the verdict is the first scan.
            try verdict(
                "verify: holder, known, \(algorithm.name)", .ok, cached, fixture.holderScan,
                baseline: { use(baseline.verifyToken(algorithm)) }),
            try verdict("verify: issuer, \(algorithm.name)", .ok, plain, fixture.issuerScan, baseline: one),
            try verdict("verify: static, \(algorithm.name)", .ok, counter, fixture.staticScan, baseline: one),
        ]
    }

    /// Verifications of invalid codes, in ascending order of cost. Those that end before a signature is checked have
    /// one beside them too.
    static func refusals(_ fixture: Fixture, _ baseline: CryptoBaseline) throws -> [Workload] {
        let plain = Verifier(trust: fixture.trust, policy: Policy(utcOffset: 0))
        let (strangers, impostor) = (
            Verifier(trust: try fixture.strangers(), policy: Policy(utcOffset: 0)),
            Verifier(trust: try fixture.impostor(), policy: Policy(utcOffset: 0))
        )
        let (scan, algorithm) = (fixture.holderScan, fixture.algorithm)
        let (one, both): (Work, Work) = ({ use(baseline.verify(algorithm)) }, { use(baseline.verifyBoth(algorithm)) })
        return [
            try verdict("verify: garbage", .payloadPrefixUnknown, plain, fixture.garbage, baseline: one),
            try verdict("verify: truncated", .cborInvalid, plain, fixture.truncated, baseline: one),
            try verdict("verify: unknown issuer", .issuerUnknown, strangers, scan, baseline: one),
            try verdict("verify: forged signature", .credentialSignatureInvalid, impostor, scan, baseline: one),
            try verdict(
                "verify: expired", .tokenExpired, plain, scan, at: Fixture.now.advanced(by: .seconds(600)),
                baseline: both),
        ]
    }

    /// One scan, which has to end as expected.
    private static func verdict(
        _ name: String, _ code: Verdict.Code, _ verifier: Verifier, _ scan: [UInt8], at now: UnixTime = Fixture.now,
        baseline: Work? = nil
    ) throws -> Workload {
        let found = verifier.verify(scan, at: now).code
        guard found == code else { throw Failure("\(name): \(found.rawValue) instead of \(code.rawValue)") }
        return Workload(name, { use(verifier.verify(scan, at: now)) }, baseline: baseline)
    }
}
