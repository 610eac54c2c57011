import Foundation
import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Key requests")
struct KeyRequestTests {
    static let challenge = [UInt8](0..<16)

    @Test("A request gives the key that signed it", arguments: COSE.Algorithm.allCases)
    func key(algorithm: COSE.Algorithm) async throws {
        let device = try PrivateKey(algorithm)
        let request = try await KeyRequest(challenge: Self.challenge, signer: device)
        #expect(try KeyRequest(request.bytes).key(answering: Self.challenge) == device.publicKey)
    }

    @Test("A request for another challenge is refused")
    func otherChallenge() async throws {
        let request = try await KeyRequest(challenge: Self.challenge, signer: try PrivateKey(.esp256))
        #expect(throws: KeyRequestError(.challengeMismatch)) {
            try request.key(answering: Array(Self.challenge.reversed()))
        }
        #expect(throws: KeyRequestError(.challengeMismatch)) {
            try request.key(answering: Array(Self.challenge.prefix(8)))
        }
    }

    @Test("A challenge shorter than 8 or longer than 64 bytes is refused", arguments: [0, 7, 65])
    func challengeLength(count: Int) async throws {
        await #expect(throws: KeyRequestError(.challengeInvalid)) {
            try await KeyRequest(challenge: [UInt8](repeating: 1, count: count), signer: try PrivateKey(.esp256))
        }
    }

    @Test("A request with a public key that did not sign it is refused")
    func foreignKey() async throws {
        let (thief, victim) = (try PrivateKey(.esp256), try PrivateKey(.esp256))
        let request = try await KeyRequest(challenge: Self.challenge, signer: Impostor(thief, as: victim.publicKey))
        #expect(throws: KeyRequestError(.signatureInvalid)) { try request.key(answering: Self.challenge) }
    }

    @Test("A request with any byte changed or missing is refused")
    func changedByte() async throws {
        let bytes = try await KeyRequest(challenge: Self.challenge, signer: try PrivateKey(.esp256)).bytes
        for index in bytes.indices {
            var altered = bytes
            altered[index] ^= 1
            #expect(throws: KeyRequestError.self) { try KeyRequest(altered).key(answering: Self.challenge) }
            let part = KeyRequest(Array(bytes[..<index]))
            #expect(throws: KeyRequestError.self) { try part.key(answering: Self.challenge) }
        }
    }

    @Test("The vectors of key requests pass")
    func vectors() throws {
        let cases = try Vectors.cases("request")
        #expect(cases.count > 40)
        for vector in cases {
            let id = try #require(vector["id"] as? String)
            let (input, given) = (vector["input_hex"] as? String, vector["challenge"] as? String)
            let (bytes, challenge) = (
                try #require(input.flatMap { Hex.decode($0) }), try #require(given.flatMap { Hex.decode($0) })
            )
            let expect = try #require(vector["expect"] as? [String: Any])
            let key = try? KeyRequest(bytes).key(answering: challenge)
            #expect((key != nil) == (expect["valid"] as? Bool), "\(id)")
            #expect(key.map { Hex.encode($0.thumbprint) } == (expect["key"] as? String), "\(id)")
        }
    }
}

/// Signs with one key and says that it is another.
private struct Impostor: Signer {
    let key: PrivateKey
    let publicKey: PublicKey

    init(_ key: PrivateKey, as publicKey: PublicKey) {
        self.key = key
        self.publicKey = publicKey
    }

    func signature(for message: [UInt8]) throws -> [UInt8] { try key.signature(for: message) }
}

/// Files of `Vectors/`.
private enum Vectors {
    static func cases(_ file: String) throws -> [[String: Any]] {
        let data = try Data(contentsOf: Repository.vectors.appending(path: "\(file).json"))
        let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(object["cases"] as? [[String: Any]])
    }
}
