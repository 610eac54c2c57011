internal import Foundation
package import Hufu

/// An issuer, a holder and a scanner with fixed keys at a fixed time, and what the scanner reads.
package struct Fixture: Sendable {
    /// When everything happens; the sample licences are in force then.
    package static let now = UnixTime(secondsSince1970: 1_795_420_810)
    private static let issuedAt = now.advanced(by: .seconds(-3600))

    package let algorithm: COSE.Algorithm
    /// The sample whose entries are all filled in.
    package let license: License
    package let issuerKey: PrivateKey
    package let deviceKey: PrivateKey
    package let issuer: Issuer
    package let holder: Holder
    package let trust: TrustList

    /// The scanned codes: a token of the holder's device around its credential, a code that the issuer signs anew
    /// every time step, and a printed card.
    package let recording: Recording
    package let holderScan: [UInt8]
    package let issuerScan: [UInt8]
    package let staticScan: [UInt8]

    package init(_ algorithm: COSE.Algorithm) throws { try self.init(algorithm, Recording.read(algorithm)) }

    /// Makes the recordings anew.
    package static func record() async throws {
        var recordings: [String: Recording] = [:]
        for algorithm in COSE.Algorithm.allCases {
            let (license, issuerKey, deviceKey) = try fixedParts(algorithm)
            let issuer = try Issuer(id: issuerID, signer: issuerKey)
            let credential = try await issuer.issue(
                license, to: deviceKey.publicKey, at: issuedAt)
            recordings[algorithm.name] = Recording(
                credential: credential.text(),
                token: Recording.Code(try await Holder(credential: credential, signer: deviceKey).present(at: now)),
                code: Recording.Code(try await issuer.mint(license, lifetime: .seconds(30), at: now)),
                card: Recording.Code(try await issuer.mint(license, lifetime: .seconds(365 * 86_400), at: now)))
        }
        try Recording.write(recordings)
    }

    private static let issuerID = "https://dmv.example"

    private static func fixedParts(_ algorithm: COSE.Algorithm) throws -> (License, PrivateKey, PrivateKey) {
        (
            try License(json: sample("cn-resident.json")), try PrivateKey(pem: TestKey.pem(algorithm, .issuer)),
            try PrivateKey(pem: TestKey.pem(algorithm, .device))
        )
    }

    private init(_ algorithm: COSE.Algorithm, _ recording: Recording) throws {
        self.algorithm = algorithm
        self.recording = recording
        holderScan = Array(recording.token.text.utf8)
        issuerScan = Array(recording.code.text.utf8)
        staticScan = Array(recording.card.text.utf8)
        (license, issuerKey, deviceKey) = try Self.fixedParts(algorithm)
        issuer = try Issuer(id: Self.issuerID, signer: issuerKey)
        holder = try Holder(credential: Credential(text: recording.credential), signer: deviceKey)
        trust = try TrustList(issuers: [Self.entry(issuer.id, issuerKey)])
    }

    /// The work of a batch for one line.
    package func issue(_ json: [UInt8]) async throws -> String { try await issue(try License(json: json)) }

    /// The same for a licence that was read before.
    package func issue(_ license: License) async throws -> String {
        try await issue(license, to: deviceKey.publicKey, using: SystemRandomNumberGenerator())
    }

    /// The same for another device, with salts from a source of random numbers.
    package func issue(
        _ license: License, to deviceKey: PublicKey, using random: some RandomNumberGenerator
    ) async throws -> String {
        var random = random
        return try await issuer.issue(license, to: deviceKey, at: Self.issuedAt, using: &random).text()
    }

    package static func entry(_ id: String, _ key: PrivateKey) -> TrustList.Issuer {
        TrustList.Issuer(id: id, countries: ["CN"], keys: [TrustList.Key(key.publicKey)])
    }

    /// A file of `Vectors/samples`.
    package static func sample(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Vectors/samples")
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }
}

/// Scans that are no licences, each getting a step further than the one before.
extension Fixture {
    /// Another code than a licence's.
    package var garbage: [UInt8] { Array("https://example.com/menu?table=4".utf8) + holderScan.dropFirst(32) }
    /// The right text, but the first two bytes of the payload are zero.
    package var damaged: [UInt8] { Array(holderScan.prefix(4)) + Array("000".utf8) + holderScan.dropFirst(7) }
    /// The right structure, but the issuer, which is the first of the claims, is a byte string.
    package func withoutIssuer() throws -> [UInt8] {
        var payload = Array(recording.token.payload)
        guard let text = payload.firstRange(of: Array(issuer.id.utf8)) else { throw Failure("no issuer in the code") }
        let head = text.lowerBound - 1
        payload[head] ^= 0x20
        // Base45 writes two bytes as three digits, the least first.
        let pair = head / 2
        let number = Int(payload[2 * pair]) << 8 | Int(payload[2 * pair + 1])
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)
        let digits = [number % 45, number / 45 % 45, number / 2025].map { alphabet[$0] }
        return holderScan.prefix(4 + 3 * pair) + digits + holderScan.dropFirst(4 + 3 * pair + 3)
    }
    /// The right text, but the last byte of the payload is missing.
    package var truncated: [UInt8] { Array(holderScan.prefix(4 + (holderScan.count - 4) / 3 * 3 - 3)) }
    /// A trust list that everything is unknown to.
    package func strangers() throws -> TrustList {
        try TrustList(issuers: [Self.entry("https://other.example", issuerKey)])
    }
    /// A trust list in which the issuer has another key under the same kid: the signature is wrong.
    package func impostor() throws -> TrustList {
        let key = TrustList.Key(deviceKey.publicKey, id: issuer.keyID)
        return try TrustList(issuers: [TrustList.Issuer(id: issuer.id, countries: ["CN"], keys: [key])])
    }
}
