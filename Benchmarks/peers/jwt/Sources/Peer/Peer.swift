import Crypto
import Foundation
import JWTKit

/// `Peer ES256|EdDSA` prints how many tokens jwt-kit verifies per second of processor time, from the text to the
/// checked claims, and how many bare signatures the library verifies that it has them checked by.
@main
struct Peer {
    static func main() async throws {
        let keys = JWTKeyCollection()
        let message = Array(repeating: UInt8(0x5a), count: 500)
        let isValid: @Sendable () -> Bool
        switch CommandLine.arguments.last {
        case "ES256":
            let key = P256.Signing.PrivateKey()
            let (publicKey, bytes) = (key.publicKey, try key.signature(for: message).rawRepresentation)
            await keys.add(ecdsa: try ES256PrivateKey(backing: key), kid: "k")
            isValid = {
                guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: bytes) else { return false }
                return publicKey.isValidSignature(signature, for: message)
            }
        case "EdDSA":
            let key = Curve25519.Signing.PrivateKey()
            let (publicKey, signature) = (key.publicKey, try key.signature(for: message))
            await keys.add(eddsa: EdDSA.PrivateKey(backing: key), kid: "k")
            isValid = { publicKey.isValidSignature(signature, for: message) }
        default:
            print("usage: Peer ES256|EdDSA")
            exit(64)
        }
        let token = try await keys.sign(Claims(exp: .init(value: .now + 3600)), kid: "k")
        print(
            try await rate { _ = try await keys.verify(token, as: Claims.self) },
            try await rate { guard isValid() else { exit(1) } })
    }

    private static func rate(_ work: @Sendable () async throws -> Void) async throws -> Double {
        let start = clock()
        var runs = 0
        // POSIX counts a second as a million.
        while clock() - start < 400_000 {
            for _ in 0..<50 { try await work() }
            runs += 50
        }
        return Double(runs) * 1e6 / Double(clock() - start)
    }
}

/// The claims of an identity document, about as many as in the sample licence.
struct Claims: JWTPayload {
    var iss = "https://dmv.example"
    var sub = "650599199003070014"
    var exp: ExpirationClaim
    var iat = 1_795_417_210
    var name = "阿不都热合曼买买提江"
    var authority = "新疆维吾尔自治区哈密市公安局交通警察支队"
    var born = "1990-03-07"
    var from = "2021-04-20"
    var until = "2031-04-20"
    var country = "CN"
    var classes = ["C1", "D"]

    func verify(using _: some JWTAlgorithm) throws { try exp.verifyNotExpired() }
}
