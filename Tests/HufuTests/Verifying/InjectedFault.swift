import Testing

@testable import Hufu

/// One thing that is wrong with a fixture, and the code that it has to get.
struct InjectedFault: Sendable, CustomTestStringConvertible {
    let name: String
    let code: Verdict.Code
    /// The parts of the fixture that the fault changes: two faults that share a part cannot be combined.
    let parts: Set<String>
    /// Whether finding it means comparing something with the clock.
    let isTimed: Bool
    let edit: @Sendable (inout ScanFixture) throws -> Void

    init(
        _ code: Verdict.Code, _ name: String = "", _ parts: Set<String> = [], isTimed: Bool = false,
        _ edit: @escaping @Sendable (inout ScanFixture) throws -> Void
    ) {
        self.name = name
        self.code = code
        self.parts = parts
        self.isTimed = isTimed
        self.edit = edit
    }

    var testDescription: String { name.isEmpty ? code.rawValue : "\(code.rawValue): \(name)" }

    /// The steps of the algorithm, and in each its checks, in their order.
    static let steps: [[InjectedFault]] = [
        configuration, text, envelope(\.token!, isInner: false), envelope(\.credential, isInner: true), claims, issuer,
        signatures, disclosures, issuerKey, credentialTime, liveness, status, license, replay,
    ]
    static let all = steps.flatMap { $0 }

    private static let configuration = [
        InjectedFault(.clockUntrusted) { $0.clockFloor = ScanFixture.now + 31 },
        InjectedFault(.trustExpired, isTimed: true) { $0.trustExpires = ScanFixture.now - 30 },
    ]

    private static let text = [
        InjectedFault(.payloadEmpty, "nothing", ["prefix", "body", "length"]) { $0.textEdits.append { _ in "\r\n" } },
        InjectedFault(.payloadTooLarge, "", ["length"]) {
            $0.textEdits.append { $0 + String(repeating: "A", count: 4_297 - $0.utf8.count) }
        },
        InjectedFault(.payloadVersionUnsupported, "", ["prefix"]) { $0.textEdits.append { "HF2Z" + $0.dropFirst(4) } },
        InjectedFault(.payloadPrefixUnknown, "", ["prefix"]) { $0.textEdits.append { "HG1Z" + $0.dropFirst(4) } },
        InjectedFault(.payloadTextInvalid, "", ["body"]) {
            $0.textEdits.append { $0.prefix(8) + "a" + $0.dropFirst(9) }
        },
    ]

    /// Steps 3 and 4: the same for both envelopes, except for bytes after the payload.
    private static func envelope(_ path: any WritableKeyPath<ScanFixture, Envelope> & Sendable, isInner: Bool)
        -> [InjectedFault]
    {
        let own = isInner ? "inner " : "outer "
        let item = InjectedFault(.cborInvalid, own + "a", ["payload"]) { $0.behindPayload = [0] }
        return (isInner ? [] : [item]) + [
            InjectedFault(.coseStructureInvalid, own + "b", [own + "signature"]) {
                $0[keyPath: path].signatureLength = 63
            },
            InjectedFault(.cborInvalid, own + "c", [own + "protected"]) {
                $0[keyPath: path].editProtected = { $0 + [0] }
            },
            InjectedFault(.coseStructureInvalid, own + "c, no map", [own + "protected"]) {
                $0[keyPath: path].editProtected = { [0x81] + $0 }
            },
            InjectedFault(.coseHeaderInvalid, own + "d", [own + "15"]) {
                $0[keyPath: path].header.add(15) { $0.map { _ in } }
            },
            InjectedFault(.coseCriticalUnknown, own + "e", [own + "crit"]) {
                $0[keyPath: path].header.add(2) { $0.encoded([0x81, 0x18, 99]) }
                $0[keyPath: path].header.add(99) { $0.null() }
            },
            InjectedFault(.coseAlgorithmUnsupported, own + "f", [own + "alg"]) {
                $0[keyPath: path].header.add(1) { $0.integer(-35) }
            },
            InjectedFault(.cborInvalid, own + "g", [own + "payload"]) { $0[keyPath: path].editPayload = { $0 + [0] } },
            InjectedFault(.coseStructureInvalid, own + "g, no map", [own + "payload"]) {
                $0[keyPath: path].editPayload = { [0x81] + $0 }
            },
        ]
    }

    private static let claims = [
        InjectedFault(.credentialClaimsInvalid) { $0.credential.claims.add(CWT.Claim.audience) { $0.text("any") } },
        InjectedFault(.tokenClaimsInvalid, "", ["token claims"]) {
            $0.token?.claims.add(CWT.Claim.subject) { $0.text("x") }
        },
    ]

    private static let issuer = [
        InjectedFault(.issuerUnknown) { $0.trustedIssuer = "https://other.example" },
        InjectedFault(.issuerKeyUnknown) { $0.trustedKey.use = .status },
        InjectedFault(.issuerAlgorithmMismatch, "", ["inner alg"]) { $0.credential.header.add(1) { $0.integer(-19) } },
    ]

    /// Where there is no token, nothing can be wrong with it.
    private static let tokenParts = Set(envelope(\.token!, isInner: false).flatMap(\.parts))
        .union(["token claims", "token key", "token signature"])

    private static let signatures = [
        InjectedFault(.credentialSignatureInvalid) { $0.credential.isAltered = true },
        InjectedFault(.tokenMissing, "", tokenParts) { $0.token = nil },
        InjectedFault(.tokenKeyInvalid, "", ["token key"]) { fixture in
            // The x of the base point, and a y that is not its own.
            let x = try #require(Hex.decode("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"))
            fixture.setDeviceKey { writer in
                writer.map { map in
                    map.add(1) { $0.integer(2) }
                    map.add(-1) { $0.integer(1) }
                    map.add(-2) { $0.byteString(x) }
                    map.add(-3) { $0.byteString(x) }
                }
            }
        },
        InjectedFault(.tokenAlgorithmMismatch, "", ["outer alg"]) { $0.token?.header.add(1) { $0.integer(-19) } },
        InjectedFault(.tokenSignatureInvalid, "", ["token signature"]) { $0.token?.isAltered = true },
    ]

    private static let disclosures = [
        InjectedFault(.credentialDisclosureInvalid) {
            $0.credential.unprotected.add(17) { $0.encoded([0x81, 0x41, 0x80]) }
        },
        InjectedFault(.licenseInvalid) { $0.license.add(5) { $0.integer(3) } },
    ]

    private static let issuerKey = [
        InjectedFault(.issuerKeyRevoked, isTimed: true) { $0.trustedKey.revokedAt = ScanFixture.now },
        InjectedFault(.issuerKeyOutsideValidity) { $0.trustedKey.notAfter = $0.credentialLife.lowerBound },
        InjectedFault(.issuerOutOfScope) { $0.countries = ["DE"] },
    ]

    private static let longestLife = 400 * ScanFixture.day

    private static let credentialTime = [
        InjectedFault(.credentialLifetimeExceeded) { fixture in
            let life = fixture.credentialLife
            if life.upperBound > ScanFixture.now {
                fixture.credentialLife = life.lowerBound..<life.lowerBound + longestLife + 1
            } else {
                fixture.credentialLife = life.upperBound - longestLife - 1..<life.upperBound
                fixture.standing.asOf = fixture.credentialLife.lowerBound
            }
        },
        // A token lies inside its credential's time, and so is in the future or over with it.
        InjectedFault(.credentialNotYetValid, "", ["credential time"], isTimed: true) {
            $0.credentialLife = ScanFixture.now + 31..<ScanFixture.now + ScanFixture.day
            $0.tokenLife = ScanFixture.now + 31..<ScanFixture.now + 61
        },
        InjectedFault(.credentialExpired, "", ["credential time"], isTimed: true) {
            $0.credentialLife = ScanFixture.now - 3_600..<ScanFixture.now - 30
            $0.tokenLife = ScanFixture.now - 60..<ScanFixture.now - 30
        },
    ]

    private static let liveness = [
        InjectedFault(.credentialKindNotAllowed) { $0.policy.kinds = [.issuer] },
        InjectedFault(.tokenAudienceMismatch) { $0.policy.audiences = ["police"] },
        InjectedFault(.tokenChallengeMismatch) { $0.challenge = Array(0..<16) },
        InjectedFault(.tokenLifetimeExceeded) { $0.policy.maximumTokenLifetime = .seconds(29) },
        InjectedFault(.tokenOutsideCredential) { fixture in
            let (life, token) = (fixture.credentialLife, fixture.tokenLife)
            fixture.credentialLife =
                token.lowerBound > ScanFixture.now
                ? life.lowerBound..<token.upperBound - 1 : token.lowerBound + 1..<life.upperBound
        },
        InjectedFault(.tokenNotYetValid, "", ["token time"], isTimed: true) {
            $0.tokenLife = ScanFixture.now + 31..<ScanFixture.now + 61
        },
        InjectedFault(.tokenExpired, "", ["token time"], isTimed: true) {
            $0.tokenLife = ScanFixture.now - 60..<ScanFixture.now - 30
        },
    ]

    private static let status = [
        InjectedFault(.statusUnavailable, "", ["status value", "status age"]) { $0.loadsStatus = false },
        InjectedFault(.statusRevoked, "", ["status value"]) { $0.statusValue = 1 },
        InjectedFault(.statusExpired, "", ["status age"], isTimed: true) { $0.statusExpires = ScanFixture.now - 30 },
        InjectedFault(.statusStale, "", ["status value of an old list"], isTimed: true) {
            $0.policy.maximumStatusAge = .seconds(3_570)
        },
        InjectedFault(.statusIndexOutOfRange, "", ["status value"]) { $0.index = 16 },
        InjectedFault(.statusSuspended, "", ["status value"]) { $0.statusValue = 2 },
        InjectedFault(.statusUnknown, "", ["status value"]) { $0.statusValue = 4 },
    ]

    private static let license = [
        InjectedFault(.licenseWithheld) { $0.policy.requiredFields = [.record] },
        InjectedFault(.licenseNotYetValid, isTimed: true) {
            $0.license.add(8) { $0.integer(ScanFixture.now.secondsSince1970 / ScanFixture.day + 1) }
        },
        InjectedFault(.licenseExpired, isTimed: true) {
            $0.license.add(9) { $0.integer(ScanFixture.now.secondsSince1970 / ScanFixture.day - 1) }
        },
        InjectedFault(.licenseEnded, "", ["standing"]) { $0.standing.codes = "AE" },
        InjectedFault(.licenseSuspended, "", ["standing"]) { $0.standing.codes = "AB" },
        InjectedFault(.licenseStandingUnknown, "", ["standing"]) { $0.standing.codes = "AX" },
        InjectedFault(.licenseStandingStale, isTimed: true) { $0.policy.maximumStandingAge = .seconds(7_170) },
    ]

    private static let replay = [
        InjectedFault(.replayRepeated) { $0.hasSeenToken = true },
        InjectedFault(.replayMemoryFull) { $0.hasFreeMemory = false },
    ]
}
