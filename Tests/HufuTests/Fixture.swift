import Foundation
import HufuTestSupport
import Testing

@testable import Hufu

/// The whole way in one place: an issuer, a device, a scanner, and the moment at which they meet.
struct Fixture {
    static let now: UnixTime = 1_795_420_810
    static let issuerID = "https://dmv.example"

    let issuerKey: PrivateKey
    let deviceKey: PrivateKey
    let issuer: Issuer
    let trust: TrustList
    var policy = Policy()

    init(issuer algorithm: COSE.Algorithm = .esp256, device: COSE.Algorithm = .esp256) throws {
        issuerKey = try PrivateKey(algorithm, rawRepresentation: Array(repeating: 0x11, count: 32))
        deviceKey = try PrivateKey(device, rawRepresentation: Array(repeating: 0x22, count: 32))
        issuer = try Issuer(id: Self.issuerID, signer: issuerKey)
        trust = try TrustList(issuers: [
            TrustList.Issuer(
                id: Self.issuerID, name: "DMV", countries: ["CN"], keys: [TrustList.Key(issuerKey.publicKey)])
        ])
        policy.status = .ignored
    }

    static func license(_ name: String = "cn-resident") throws -> License {
        let file = Repository.vectors.appending(path: "samples/\(name).json")
        return try License(json: Array(try Data(contentsOf: file)))
    }

    func credential(
        _ license: License? = nil, lifetime: Int = 30 * 86_400, redacting: Redaction = .secondPage,
        status: StatusReference? = nil, at second: UnixTime = now - 3_600
    ) async throws -> Credential {
        try await issuer.issue(
            try license ?? Self.license(), to: deviceKey.publicKey, lifetime: lifetime, status: status,
            redacting: redacting, at: second)
    }

    func token(
        _ credential: Credential? = nil, at second: UnixTime = now, audience: String = "any", challenge: [UInt8]? = nil,
        disclosing: Set<License.Field> = []
    ) async throws -> Token {
        let credential = if let credential { credential } else { try await self.credential() }
        return try await Holder(credential: credential, signer: deviceKey).present(
            at: second, audience: audience, challenge: challenge, disclosing: disclosing)
    }

    func verify(_ text: String, challenge: [UInt8]? = nil, at second: UnixTime = now) -> Verdict {
        Verifier(trust: trust, policy: policy).verify(text, challenge: challenge, at: second)
    }
}
