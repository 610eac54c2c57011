@testable import Hufu

extension FuzzTarget {
    /// Codes whose headers and claims are arbitrary, and signed by keys of this target: what lies behind the signatures.
    ///
    /// Input: two bytes of choices; the protected header, unprotected header and payload of the credential; what stands
    /// before and after the credential in the protected header of the token; its payload; the challenge.
    static let token = FuzzTarget(
        name: "token", longest: 4_096,
        seeds: { vectors in
            var seeds: [[UInt8]] = []
            for name in [
                "credential", "token", "license", "disclosure", "rotation", "trust", "precedence", "challenge",
                "replay", "status",
            ] {
                seeds += try vectors.cases(name, most: 80).compactMap { field in
                    let scan = field["input"] ?? field["scans"]?[0]?["input"]
                    guard let text = try scan?.string() else { return nil }
                    return SignedCode(text, challenge: field["challenge"]?.hexadecimalBytes ?? [])?.input
                }
            }
            return seeds
        },
        body: { input in
            let code = SignedCode(input)
            let scan = Array(Transport.base45.encode(code.payload).utf8)
            let verifier = SignedCode.verifiers[code.verifier]
            let challenge = code.challenge.isEmpty ? nil : code.challenge
            let verdict = verifier.verify(scan, challenge: challenge, at: .ofVectors)
            let json = verdict.json
            for _ in 0..<2 {
                let again = SignedCode.caching[code.verifier].verify(scan, challenge: challenge, at: .ofVectors)
                require(again.json == json, "a known credential gets the same verdict")
            }
            _ = require("a verdict is JSON") { try JSONReader.read(Array(json.utf8)) }
            let report = Inspector.inspect(scan)
            if let license = verdict.license?.license {
                let again = require("a verified licence is read from its JSON form") {
                    try License(json: Array(license.json.utf8), allowingWithheld: true)
                }
                require(again.json == license.json, "a licence has one JSON form")
            }
            if let credential = try? Credential(code.credential) {
                _ = (credential.withheldFields, credential.openFields)
                _ = try? Holder(credential: credential, signer: code.device)
            }
            guard verdict.outcome == .valid else { return }
            require(!code.isCorrupted, "a valid code has valid signatures")
            require(report.fault == nil, "a valid code opens")
            require(verdict.issuer?.keyID == code.issuer.publicKey.keyID, "a valid code is signed by the key it names")
            guard code.isToken else { return }
            let bound = require("a valid token contains a credential") { try Credential(code.credential).parts() }
            let device = require("a valid token contains the key of a device") { () throws in
                guard let key = bound.claims.deviceKey else { throw PresentingError(.keyMismatch) }
                return try PublicKey(key, in: code.credential)
            }
            require(device == code.device.publicKey, "a valid token is signed by the device of its credential")
        })
}

/// A code of arbitrary parts, signed.
private struct SignedCode {
    private static let issuers = OwnKeys.named("issuer", "issuer-2", "issuer-ed", "foreign", "stranger")
    private static let devices = OwnKeys.named("device", "device-2", "device-ed", "stranger")

    /// Verifiers that differ in what they demand; the second half has a cache of credentials.
    static let verifiers = makeVerifiers { nil }
    static let caching = makeVerifiers { CredentialCache(capacity: 64) }

    private static func makeVerifiers(_ cache: () -> CredentialCache?) -> [Verifier] {
        require("the lists of the vectors are loaded") {
            let vectors = Vectors()
            let trust = try TrustList(
                json: JSONWriter.bytes(vectors.file("credential")["trusts"]?["main"]?.value ?? .null))
            var lists = VerifierLists(trust: trust)
            for list in try Vectors.values(vectors.file("status")["status_lists"]) {
                guard let bytes = list.hexadecimalBytes else { continue }
                try? lists.load(statusList: bytes, at: .ofVectors)
            }
            return Policy.Preset.allCases.map { preset in
                var policy = Policy(preset, utcOffset: 0)
                if preset != .gate { policy.kinds = [.holder, .issuer, .static] }
                if preset == .default { policy.status = .ignored }
                policy.requiresSingleUse = false
                return Verifier(lists: lists, policy: policy, cache: cache())
            }
        }
    }

    let isToken: Bool
    let isCorrupted: Bool
    let (issuer, device): (PrivateKey, PrivateKey)
    let verifier: Int
    let challenge: [UInt8]
    let credential: [UInt8]
    let payload: [UInt8]

    init(_ input: [UInt8]) {
        var parts = Parts(input)
        let (choices, keys) = (parts.byte(), parts.byte())
        isToken = choices & 1 == 0
        verifier = Int(choices >> 1) % Self.verifiers.count
        issuer = Self.issuers.choice(keys & 0xf)
        device = Self.devices.choice(keys >> 4)
        let (inner, outer) = (choices & 0x40 != 0, choices & 0x80 != 0)
        isCorrupted = inner || (isToken && outer)
        credential = Envelope(&parts).signed(by: issuer, isCorrupted: inner)
        let (before, after, claims) = (parts.string(), parts.string(), parts.string())
        challenge = parts.string()
        guard isToken else {
            payload = credential
            return
        }
        var token = Envelope()
        token.protected = before + credential + after
        token.payload = claims
        payload = token.signed(by: device, isCorrupted: outer)
    }

    /// The input for a scanned text; `nil` if its parts cannot be told apart.
    init?(_ text: String, challenge: [UInt8]) {
        let scan = Array(text.utf8)
        guard let payload = try? Transport.decode(scan.span), let outer = Envelope(payload) else { return nil }
        (self.payload, self.challenge, isCorrupted, verifier) = (payload, challenge, false, 0)
        let place = outer.protected.firstRange(of: [0x0d, 0xd2])
        let inner = place.map { Array(outer.protected[($0.lowerBound + 1)...]) } ?? []
        isToken = place != nil
        credential = isToken ? inner : payload
        issuer = Self.issuers.choice(Self.issuers.number(namedIn: credential))
        device = Self.devices.choice(Self.devices.number(namedIn: credential))
    }

    /// The parts of the code as an input.
    var input: [UInt8] {
        let keys = Self.issuers.number(namedIn: credential) | Self.devices.number(namedIn: credential) << 4
        var (before, after, claims): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
        var inner = credential
        if isToken, let outer = Envelope(payload) {
            var reader = LenientCBORReader(inner, in: inner.indices)
            try? reader.skipItem()
            after = Array(inner[reader.offset...])
            inner = Array(inner[..<reader.offset])
            before = Array(outer.protected.dropLast(inner.count + after.count))
            claims = outer.payload
        }
        let parts = Envelope(inner) ?? Envelope()
        return [isToken ? 0 : 1, keys] + parts.input + Parts.join(before, after, claims, challenge)
    }
}
