internal import Foundation
internal import Hufu

extension Workload {
    /// How far a scan gets that ends there: each layer takes what the one before takes, and its own.
    static func layers(_ scene: Scene) throws -> [Workload] {
        let (known, strangers) = (Verifier(trust: scene.trust), Verifier(trust: try scene.strangers()))
        return [
            try verdict("layers: Base45", .cborInvalid, known, scene.damaged),
            try verdict("layers: CBOR, COSE", .credentialClaimsInvalid, known, scene.withoutIssuer()),
            try verdict("layers: claims", .issuerUnknown, strangers, scene.holderScan),
        ]
    }

    /// What is valid.
    static func verifications(_ scene: Scene, _ floor: Floor) throws -> [Workload] {
        let plain = Verifier(trust: scene.trust)
        let cached = Verifier(trust: scene.trust, cache: CredentialCache())
        let counter = Verifier(trust: scene.trust, policy: .counter)
        let algorithm = scene.algorithm
        let (one, both): (Work, Work) = ({ use(floor.verify(algorithm)) }, { use(floor.verifyBoth(algorithm)) })
        return [
            try verdict("verify: holder, first scan, \(algorithm.name)", .ok, plain, scene.holderScan, floor: both),
            // The check of the verdict is the first scan.
            try verdict(
                "verify: holder, known, \(algorithm.name)", .ok, cached, scene.holderScan,
                floor: { use(floor.verifyToken(algorithm)) }),
            try verdict("verify: issuer, \(algorithm.name)", .ok, plain, scene.issuerScan, floor: one),
            try verdict("verify: static, \(algorithm.name)", .ok, counter, scene.staticScan, floor: one),
        ]
    }

    /// What is not, from the cheapest to the dearest. Those that end before a signature is checked have one beside them too.
    static func refusals(_ scene: Scene, _ floor: Floor) throws -> [Workload] {
        let plain = Verifier(trust: scene.trust)
        let (strangers, impostor) = (Verifier(trust: try scene.strangers()), Verifier(trust: try scene.impostor()))
        let (scan, algorithm) = (scene.holderScan, scene.algorithm)
        let (one, both): (Work, Work) = ({ use(floor.verify(algorithm)) }, { use(floor.verifyBoth(algorithm)) })
        return [
            try verdict("verify: garbage", .payloadPrefixUnknown, plain, scene.garbage, floor: one),
            try verdict("verify: truncated", .cborInvalid, plain, scene.truncated, floor: one),
            try verdict("verify: unknown issuer", .issuerUnknown, strangers, scan, floor: one),
            try verdict("verify: forged signature", .credentialSignatureInvalid, impostor, scan, floor: one),
            try verdict("verify: expired", .tokenExpired, plain, scan, at: Scene.now + 600, floor: both),
        ]
    }

    /// One scan, which has to end as expected.
    private static func verdict(
        _ name: String, _ code: Verdict.Code, _ verifier: Verifier, _ scan: [UInt8], at now: Date = Scene.now,
        floor: Work? = nil
    ) throws -> Workload {
        let found = verifier.verify(scan, at: now).code
        guard found == code else { throw Failure("\(name): \(found.rawValue) instead of \(code.rawValue)") }
        return Workload(name, { use(verifier.verify(scan, at: now)) }, floor: floor)
    }
}
