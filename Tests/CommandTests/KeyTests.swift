import Foundation
import HufuTestSupport
import Testing

@Suite("hufu key")
struct KeyTests {
    @Test(
        "The private and the public file give the same public key, in PEM and as JWK", arguments: ["esp256", "ed25519"])
    func publicKey(algorithm: String) throws {
        let directory = try TemporaryDirectory()
        try directory.run("hufu key generate --algorithm \(algorithm) -o k.pem --public k.pub")
        #expect(directory.names == ["k.pem", "k.pub"])
        #expect(try directory.mode("k.pem") == 0o600)
        #expect(try directory.text("k.pem").hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        let pem = try directory.text("k.pub")
        #expect(pem.hasPrefix("-----BEGIN PUBLIC KEY-----\n") && pem.hasSuffix("-----END PUBLIC KEY-----\n"))
        #expect(try directory.run("hufu key public k.pem") == pem)
        let jwk = try directory.run("hufu key public k.pub --format jwk")
        #expect(jwk.contains(algorithm == "esp256" ? #""crv":"P-256""# : #""crv":"Ed25519""#))
        #expect(try directory.run("hufu key public -", input: jwk) == pem)
    }

    @Test("hufu key generate overwrites no file and leaves no private key behind when it fails")
    func existingFile() throws {
        let directory = try TemporaryDirectory()
        try directory.run("printf mine > k.pub; ln -s nowhere link")
        // Also no private key is left of a call that was refused for the public one.
        #expect(try directory.result("hufu key generate -o k.pem --public k.pub").status == 73)
        #expect(try directory.result("hufu key generate -o link").status == 73)
        #expect(directory.names == ["k.pub", "link"])
        #expect(try directory.text("k.pub") == "mine")
    }

    @Test("Exactly one of eight processes that generate the same file succeeds")
    func parallel() throws {
        let directory = try TemporaryDirectory()
        let output = try directory.run(
            "seq 8 | xargs -P 8 -I{} sh -c 'hufu key generate -o k.pem 2>/dev/null; echo $?'")
        #expect(output.split(separator: "\n").sorted() == ["0"] + Array(repeating: "73", count: 7))
        #expect(directory.names == ["k.pem"])
    }
}
