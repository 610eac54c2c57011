import Foundation
package import Hufu

/// An issuer, a device and a verifier, and the time at which a token is scanned.
package struct Fixture {
    package static let now: UnixTime = 1_795_420_810
    package static let issuerID = "https://dmv.example"

    package let issuerKey: PrivateKey
    package let deviceKey: PrivateKey
    package let issuer: Issuer
    package let trust: TrustList
    package var policy = Policy(utcOffset: 0)

    package init(issuer algorithm: COSE.Algorithm = .esp256, device: COSE.Algorithm = .esp256) throws {
        issuerKey = try PrivateKey(algorithm, rawRepresentation: Array(repeating: 0x11, count: 32))
        deviceKey = try PrivateKey(device, rawRepresentation: Array(repeating: 0x22, count: 32))
        issuer = try Issuer(id: Self.issuerID, signer: issuerKey)
        trust = try TrustList(issuers: [
            TrustList.Issuer(
                id: Self.issuerID, name: "DMV", countries: ["CN"], keys: [TrustList.Key(issuerKey.publicKey)])
        ])
        policy.status = .ignored
    }

    package static func license(_ name: String = "cn-resident") throws -> License {
        let file = Repository.vectors.appending(path: "samples/\(name).json")
        return try License(json: Array(try Data(contentsOf: file)))
    }

    package func credential(
        _ license: License? = nil, lifetime: Duration = .seconds(30 * 86_400), redacting: Redaction = .secondPage,
        status: StatusReference? = nil, at second: UnixTime = now - 3_600
    ) async throws -> Credential {
        try await issuer.issue(
            try license ?? Self.license(), to: deviceKey.publicKey, lifetime: lifetime, status: status,
            redacting: redacting, at: second)
    }

    package func token(
        _ credential: Credential? = nil, at second: UnixTime = now, audience: String = "any", challenge: [UInt8]? = nil,
        disclosing: Set<License.Field> = []
    ) async throws -> Token {
        let credential = if let credential { credential } else { try await self.credential() }
        return try await Holder(credential: credential, signer: deviceKey).present(
            at: second, audience: audience, challenge: challenge, disclosing: disclosing)
    }

    package func verify(_ text: String, challenge: [UInt8]? = nil, at second: UnixTime = now) -> Verdict {
        Verifier(trust: trust, policy: policy).verify(text, challenge: challenge, at: second)
    }
}
