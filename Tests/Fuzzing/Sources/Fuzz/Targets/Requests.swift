import HufuScanner

@testable import Hufu

extension FuzzTarget {
    /// Key requests, scanners' certificates and signed challenges of arbitrary content, signed by keys of this target.
    ///
    /// Input: two bytes of choices; the parts of an envelope; for a challenge what stands before and after the certificate
    /// in its protected header, and its payload.
    static let requests = FuzzTarget(
        name: "requests", longest: 2_048,
        seeds: { vectors in
            let requests = try vectors.cases("request").compactMap { field in
                field["input_hex"]?.hexadecimalBytes.flatMap { SignedRequest(request: $0)?.input }
            }
            let challenges = try vectors.cases("hfc2", most: 300).compactMap { field in
                (try? field["text"]?.string()).flatMap { SignedRequest(challenge: $0)?.input }
            }
            return requests + challenges
        },
        body: { input in
            let request = SignedRequest(input)
            if request.isChallenge { request.checkChallenge() } else { request.checkKeyRequest() }
        })
}

private struct SignedRequest {
    private static let devices = OwnKeys.named("device", "device-2", "device-ed", "stranger")
    private static let certifiers = OwnKeys.named("certifier", "certifier-ed", "certifier-2", "rogue")
    private static let scanners = OwnKeys.named("scanner", "scanner-ed", "rogue", "device")
    private static let authorities = require("the vectors have authorities") {
        try TrustList(json: JSONWriter.bytes(Vectors().file("hfc2")["trusts"]?["main"]?.value ?? .null))
    }
    private static let credentials = require("the vectors have credentials") {
        try Vectors.values(Vectors().file("hfc2")["credentials"]).compactMap { field in
            field.hexadecimalBytes.flatMap { try? Credential($0) }
        }
    }

    let isChallenge: Bool
    private let (inner, outer): (PrivateKey, PrivateKey)
    private let (isInnerCorrupted, isOuterCorrupted): (Bool, Bool)
    private let envelope: Envelope
    private let (before, after, claims): ([UInt8], [UInt8], [UInt8])
    private let choices: (UInt8, UInt8)

    init(_ input: [UInt8]) {
        var parts = Parts(input)
        choices = (parts.byte(), parts.byte())
        isChallenge = choices.0 & 1 == 1
        (isInnerCorrupted, isOuterCorrupted) = (choices.0 & 0x40 != 0, choices.0 & 0x80 != 0)
        inner = (isChallenge ? Self.certifiers : Self.devices).choice(choices.1 & 0xf)
        outer = Self.scanners.choice(choices.1 >> 4)
        envelope = Envelope(&parts)
        (before, after, claims) = (parts.string(), parts.string(), parts.string())
    }

    /// The input for a key request.
    init?(request: [UInt8]) {
        guard let envelope = Envelope(request) else { return nil }
        let number = Self.devices.number(namedIn: envelope.payload)
        self.init([0, number] + envelope.input)
    }

    /// The input for the text of a signed challenge.
    init?(challenge text: String) {
        guard let bytes = try? SignedChallenge.bytes(of: Array(text.utf8)), let outer = Envelope(bytes),
            let place = outer.protected.firstRange(of: [0x0d, 0xd2])
        else { return nil }
        let tail = Array(outer.protected[(place.lowerBound + 1)...])
        var reader = LenientCBORReader(tail, in: tail.indices)
        guard (try? reader.skipItem()) != nil, let certificate = Envelope(Array(tail[..<reader.offset])) else {
            return nil
        }
        let keys =
            Self.certifiers.number(namedIn: certificate.protected) | Self.scanners.number(namedIn: certificate.payload)
            << 4
        self.init(
            [1, keys] + certificate.input
                + Parts.join(Array(outer.protected[...place.lowerBound]), Array(tail[reader.offset...]), outer.payload))
    }

    var input: [UInt8] {
        [choices.0, choices.1] + envelope.input + (isChallenge ? Parts.join(before, after, claims) : [])
    }

    func checkKeyRequest() {
        let request = KeyRequest(envelope.signed(by: inner, isCorrupted: isInnerCorrupted))
        guard let answer = try? request.answer() else { return }
        require(!isInnerCorrupted, "a key request with a wrong signature is refused")
        require(answer.key == inner.publicKey, "a key request proves the key that has signed it")
        require(8...64 ~= answer.challenge.count, "a challenge of an issuer has 8 to 64 bytes")
        require((try? request.key(answering: answer.challenge)) == answer.key, "the request answers its own challenge")
        require((try? request.key(answering: answer.challenge + [0])) == nil, "the request answers no other challenge")
    }

    func checkChallenge() {
        let certificate = envelope.signed(by: inner, isCorrupted: isInnerCorrupted)
        if let read = try? VerifierCertificate(certificate) {
            require(read.bytes == certificate, "a certificate keeps its bytes")
        }
        _ = Inspector.inspect(certificate)
        var message = Envelope()
        (message.protected, message.payload) = (before + certificate + after, claims)
        let bytes = message.signed(by: outer, isCorrupted: isOuterCorrupted)
        guard let challenge = try? SignedChallenge(bytes) else { return }
        let text = challenge.text
        _ = Inspector.inspect(Array(text.utf8))
        if text.utf8.count <= SignedChallenge.maximumLength {
            let again = require("a challenge is read from its text") { () throws(ChallengeError) in
                try SignedChallenge(text: text)
            }
            require(again.bytes == bytes, "a challenge has one text")
        }
        for credential in Self.credentials.prefix(2) { _ = try? credential.preview(for: challenge) }
        guard let known = try? IdentifiedChallenge(challenge, trust: Self.authorities, at: .ofVectors) else { return }
        require(!isInnerCorrupted && !isOuterCorrupted, "a challenge with a wrong signature is not answered")
        let isCertified = Self.authorities.issuers.contains { authority in
            authority.keys.contains { $0.use.contains(.verifier) && $0.publicKey == inner.publicKey }
        }
        require(isCertified, "a scanner that is answered was certified by a known authority")
        require(challenge.certificate.publicKey == outer.publicKey, "a challenge is signed by the scanner it names")
        for credential in Self.credentials.prefix(2) {
            guard let preview = try? credential.preview(for: challenge) else { continue }
            _ = ChallengeReport(known, preview).lines
        }
    }
}
