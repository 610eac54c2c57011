import HufuTestSupport
import Testing

@testable import Hufu

/// One thing that is wrong with a scene, and the code that it has to get.
struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let code: Verdict.Code
    /// What it needs for itself: two faults that share something cannot be in one scene.
    let parts: Set<String>
    /// Whether finding it means comparing something with the clock.
    let isTimed: Bool
    let edit: @Sendable (inout Scene) throws -> Void

    init(
        _ code: Verdict.Code, _ name: String = "", _ parts: Set<String> = [], isTimed: Bool = false,
        _ edit: @escaping @Sendable (inout Scene) throws -> Void
    ) {
        self.name = name
        self.code = code
        self.parts = parts
        self.isTimed = isTimed
        self.edit = edit
    }

    var testDescription: String { name.isEmpty ? code.rawValue : "\(code.rawValue): \(name)" }

    /// The steps of the algorithm, and in each its checks, in their order.
    static let steps: [[Fault]] = [
        configuration, text, envelope(\.token!, isInner: false), envelope(\.credential, isInner: true), claims, issuer,
        signatures, disclosures, issuerKey, credentialTime, liveness, status, license, replay,
    ]
    static let all = steps.flatMap { $0 }

    private static let configuration = [
        Fault(.clockUntrusted) { $0.clockFloor = Scene.now + 31 },
        Fault(.trustExpired, isTimed: true) { $0.trustExpires = Scene.now - 30 },
    ]

    private static let text = [
        Fault(.payloadEmpty, "nothing", ["prefix", "body", "length"]) { $0.textEdits.append { _ in "\r\n" } },
        Fault(.payloadTooLarge, "", ["length"]) {
            $0.textEdits.append { $0 + String(repeating: "A", count: 4_297 - $0.utf8.count) }
        },
        Fault(.payloadVersionUnsupported, "", ["prefix"]) { $0.textEdits.append { "HF2Z" + $0.dropFirst(4) } },
        Fault(.payloadPrefixUnknown, "", ["prefix"]) { $0.textEdits.append { "HG1Z" + $0.dropFirst(4) } },
        Fault(.payloadTextInvalid, "", ["body"]) { $0.textEdits.append { $0.prefix(8) + "a" + $0.dropFirst(9) } },
    ]

    /// Steps 3 and 4: the same for both envelopes, but for what is behind the payload.
    private static func envelope(_ path: any WritableKeyPath<Scene, Envelope> & Sendable, isInner: Bool) -> [Fault] {
        let own = isInner ? "inner " : "outer "
        let item = Fault(.cborInvalid, own + "a", ["payload"]) { $0.behindPayload = [0] }
        return (isInner ? [] : [item]) + [
            Fault(.coseStructureInvalid, own + "b", [own + "signature"]) { $0[keyPath: path].signatureLength = 63 },
            Fault(.cborInvalid, own + "c", [own + "protected"]) { $0[keyPath: path].editProtected = { $0 + [0] } },
            Fault(.coseStructureInvalid, own + "c, no map", [own + "protected"]) {
                $0[keyPath: path].editProtected = { [0x81] + $0 }
            },
            Fault(.coseHeaderInvalid, own + "d", [own + "15"]) { $0[keyPath: path].header.add(15) { $0.map { _ in } } },
            Fault(.coseCriticalUnknown, own + "e", [own + "crit"]) {
                $0[keyPath: path].header.add(2) { $0.encoded([0x81, 0x18, 99]) }
                $0[keyPath: path].header.add(99) { $0.null() }
            },
            Fault(.coseAlgorithmUnsupported, own + "f", [own + "alg"]) {
                $0[keyPath: path].header.add(1) { $0.integer(-7) }
            },
            Fault(.cborInvalid, own + "g", [own + "payload"]) { $0[keyPath: path].editPayload = { $0 + [0] } },
            Fault(.coseStructureInvalid, own + "g, no map", [own + "payload"]) {
                $0[keyPath: path].editPayload = { [0x81] + $0 }
            },
        ]
    }

    private static let claims = [
        Fault(.credentialClaimsInvalid) { $0.credential.claims.add(CWT.Claim.audience) { $0.text("any") } },
        Fault(.tokenClaimsInvalid, "", ["token claims"]) { $0.token?.claims.add(CWT.Claim.subject) { $0.text("x") } },
    ]

    private static let issuer = [
        Fault(.issuerUnknown) { $0.trustedIssuer = "https://other.example" },
        Fault(.issuerKeyUnknown) { $0.trustedKey.use = .status },
        Fault(.issuerAlgorithmMismatch, "", ["inner alg"]) { $0.credential.header.add(1) { $0.integer(-19) } },
    ]

    /// Where there is no token, nothing can be wrong with it.
    private static let tokenParts = Set(envelope(\.token!, isInner: false).flatMap(\.parts))
        .union(["token claims", "token key", "token signature"])

    private static let signatures = [
        Fault(.credentialSignatureInvalid) { $0.credential.isAltered = true },
        Fault(.tokenMissing, "", tokenParts) { $0.token = nil },
        Fault(.tokenKeyInvalid, "", ["token key"]) { scene in
            // The x of the base point, and a y that is not its own.
            let x = try #require(Hex.decode("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"))
            scene.setDeviceKey { writer in
                writer.map { map in
                    map.add(1) { $0.integer(2) }
                    map.add(-1) { $0.integer(1) }
                    map.add(-2) { $0.byteString(x) }
                    map.add(-3) { $0.byteString(x) }
                }
            }
        },
        Fault(.tokenAlgorithmMismatch, "", ["outer alg"]) { $0.token?.header.add(1) { $0.integer(-19) } },
        Fault(.tokenSignatureInvalid, "", ["token signature"]) { $0.token?.isAltered = true },
    ]

    private static let disclosures = [
        Fault(.credentialDisclosureInvalid) {
            $0.credential.unprotected.add(17) { $0.encoded([0x81, 0x41, 0x80]) }
        },
        Fault(.licenseInvalid) { $0.license.add(5) { $0.integer(3) } },
    ]

    private static let issuerKey = [
        Fault(.issuerKeyRevoked, isTimed: true) { $0.trustedKey.revokedAt = Scene.now },
        Fault(.issuerKeyOutsideValidity) { $0.trustedKey.notAfter = $0.credentialLife.lowerBound },
        Fault(.issuerOutOfScope) { $0.countries = ["DE"] },
    ]

    private static let longestLife = 400 * Scene.day

    private static let credentialTime = [
        Fault(.credentialLifetimeExceeded) { scene in
            let life = scene.credentialLife
            if life.upperBound > Scene.now {
                scene.credentialLife = life.lowerBound..<life.lowerBound + longestLife + 1
            } else {
                scene.credentialLife = life.upperBound - longestLife - 1..<life.upperBound
                scene.standing.asOf = scene.credentialLife.lowerBound
            }
        },
        // A token lies inside its credential's time, and so is in the future or over with it.
        Fault(.credentialNotYetValid, "", ["credential time"], isTimed: true) {
            $0.credentialLife = Scene.now + 31..<Scene.now + Scene.day
            $0.tokenLife = Scene.now + 31..<Scene.now + 61
        },
        Fault(.credentialExpired, "", ["credential time"], isTimed: true) {
            $0.credentialLife = Scene.now - 3_600..<Scene.now - 30
            $0.tokenLife = Scene.now - 60..<Scene.now - 30
        },
    ]

    private static let liveness = [
        Fault(.credentialKindNotAllowed) { $0.policy.kinds = [.issuer] },
        Fault(.tokenAudienceMismatch) { $0.policy.audiences = ["police"] },
        Fault(.tokenChallengeMismatch) { $0.challenge = Array(0..<16) },
        Fault(.tokenLifetimeExceeded) { $0.policy.maximumTokenLifetime = 29 },
        Fault(.tokenOutsideCredential) { scene in
            let (life, token) = (scene.credentialLife, scene.tokenLife)
            scene.credentialLife =
                token.lowerBound > Scene.now
                ? life.lowerBound..<token.upperBound - 1 : token.lowerBound + 1..<life.upperBound
        },
        Fault(.tokenNotYetValid, "", ["token time"], isTimed: true) { $0.tokenLife = Scene.now + 31..<Scene.now + 61 },
        Fault(.tokenExpired, "", ["token time"], isTimed: true) { $0.tokenLife = Scene.now - 60..<Scene.now - 30 },
    ]

    private static let status = [
        Fault(.statusUnavailable, "", ["status value", "status age"]) { $0.loadsStatus = false },
        Fault(.statusRevoked, "", ["status value"]) { $0.statusValue = 1 },
        Fault(.statusExpired, "", ["status age"], isTimed: true) { $0.statusExpires = Scene.now - 30 },
        Fault(.statusStale, "", ["status value of an old list"], isTimed: true) { $0.policy.maximumStatusAge = 3_570 },
        Fault(.statusIndexOutOfRange, "", ["status value"]) { $0.index = 16 },
        Fault(.statusSuspended, "", ["status value"]) { $0.statusValue = 2 },
        Fault(.statusUnknown, "", ["status value"]) { $0.statusValue = 4 },
    ]

    private static let license = [
        Fault(.licenseWithheld) { $0.policy.requiredFields = [.record] },
        Fault(.licenseNotYetValid, isTimed: true) { $0.license.add(8) { $0.integer(Scene.now.secondsSince1970 / Scene.day + 1) } },
        Fault(.licenseExpired, isTimed: true) { $0.license.add(9) { $0.integer(Scene.now.secondsSince1970 / Scene.day - 1) } },
        Fault(.licenseEnded, "", ["standing"]) { $0.standing.codes = "AE" },
        Fault(.licenseSuspended, "", ["standing"]) { $0.standing.codes = "AB" },
        Fault(.licenseStandingUnknown, "", ["standing"]) { $0.standing.codes = "AX" },
        Fault(.licenseStandingStale, isTimed: true) { $0.policy.maximumStandingAge = 7_170 },
    ]

    private static let replay = [
        Fault(.replayRepeated) { $0.hasSeenToken = true },
        Fault(.replayMemoryFull) { $0.hasFreeMemory = false },
    ]
}
