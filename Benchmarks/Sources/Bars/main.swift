import Crypto
import Foundation
import Hufu

/// The same cryptographic calls that a verification makes, and nothing else.
struct Floor {
    private let message = [UInt8](repeating: 0x5a, count: 500)
    private let signature: P256.Signing.ECDSASignature
    private let key: P256.Signing.PublicKey
    private let compressed: [UInt8]

    init() throws {
        let privateKey = P256.Signing.PrivateKey()
        signature = try privateKey.signature(for: message)
        key = privateKey.publicKey
        compressed = Array(key.compressedRepresentation)
    }

    func verify() { use(key.isValidSignature(signature, for: message)) }

    func verifyWithNewKey() {
        guard let key = try? P256.Signing.PublicKey(compressedRepresentation: compressed) else { return }
        use(key.isValidSignature(signature, for: message))
    }
}

func license() throws -> License {
    let samples = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Vectors/samples")
    return try License(json: Array(try Data(contentsOf: samples.appending(path: "cn-resident.json"))))
}

let now = Date(timeIntervalSince1970: 1_795_420_810)
let (issuerKey, deviceKey) = (try PrivateKey(.esp256), try PrivateKey(.esp256))
let issuer = try Issuer(id: "https://dmv.example", signer: issuerKey)
let trust = try TrustList(issuers: [
    TrustList.Issuer(id: issuer.id, countries: ["CN"], keys: [TrustList.Key(issuerKey.publicKey)])
])
let credential = try await issuer.issue(try license(), to: deviceKey.publicKey, at: now - 3600)
let holderScan = Array(try await Holder(credential: credential, signer: deviceKey).present(at: now).text().utf8)
let issuerScan = Array(try await issuer.mint(try license(), lifetime: 30, at: now).text().utf8)
let verifier = Verifier(trust: trust)
guard [holderScan, issuerScan].allSatisfy({ verifier.verify($0, at: now).outcome == .valid }) else {
    fatalError("what is to be measured is not valid")
}

let floor = try Floor()
let results = [
    Comparison(name: "holder kind, first scan / its cryptography", limit: 1.25).measure {
        use(verifier.verify(holderScan, at: now))
    } against: {
        floor.verify()
        floor.verifyWithNewKey()
    },
    Comparison(name: "issuer kind / one P-256 verification", limit: 1.25).measure {
        use(verifier.verify(issuerScan, at: now))
    } against: {
        floor.verify()
    },
]
exit(results.allSatisfy(\.self) ? 0 : 1)
