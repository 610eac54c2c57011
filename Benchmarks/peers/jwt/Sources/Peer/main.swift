import Foundation
import JWTKit

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

let seconds = 2.0
let keys = JWTKeyCollection()
let key = ES256PrivateKey()
await keys.add(ecdsa: key, kid: "k")
let token = try await keys.sign(Claims(exp: .init(value: .now + 3600)), kid: "k")

/// Verifications per second, from the text of the token to its checked claims.
func measure() async throws -> Double {
    let start = ContinuousClock.now
    var runs = 0
    while ContinuousClock.now - start < .seconds(seconds) {
        for _ in 0..<50 { _ = try await keys.verify(token, as: Claims.self) }
        runs += 50
    }
    return Double(runs) / seconds
}
print(try await measure())
