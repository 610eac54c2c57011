import Foundation
import Testing

@Suite("hufu key")
struct KeyTests {
    @Test(arguments: ["esp256", "ed25519"])
    func generate(algorithm: String) throws {
        let folder = try Folder()
        try Hufu.expect("key", "generate", "--algorithm", algorithm, "-o", folder["k.pem"], "--public", folder["k.pub"])
        #expect(folder.names == ["k.pem", "k.pub"])
        #expect(try folder.mode("k.pem") == 0o600)
        #expect(try folder.text("k.pem").hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        let pem = try folder.text("k.pub")
        #expect(pem.hasPrefix("-----BEGIN PUBLIC KEY-----\n"))
        // From either half, by either form, the public key is the same.
        #expect(try Hufu.expect("key", "public", folder["k.pem"]) + "\n" == pem)
        let jwk = try Hufu.expect("key", "public", folder["k.pub"], "--format", "jwk")
        #expect(jwk.contains(algorithm == "esp256" ? #""crv":"P-256""# : #""crv":"Ed25519""#))
        #expect(try Hufu.expect("key", "public", "-", stdin: jwk) + "\n" == pem)
    }

    @Test("A key file is never overwritten")
    func existing() throws {
        let folder = try Folder()
        try Hufu.expect("key", "generate", "-o", folder["k.pem"])
        let before = try folder.data("k.pem")
        let result = try Hufu.run("key", "generate", "-o", folder["k.pem"], "--public", folder["k.pub"])
        #expect(result.status == 73)
        #expect(result.stderr.hasPrefix("hufu: \(folder["k.pem"]): file.exists: "))
        #expect(try folder.data("k.pem") == before)
        #expect(folder.names == ["k.pem"])
    }

    @Test("Neither is a public one, nor what a link leads to, be it nothing")
    func others() throws {
        let folder = try Folder()
        try folder.write("mine", "k.pub")
        #expect(try Hufu.run("key", "generate", "-o", folder["k.pem"], "--public", folder["k.pub"]).status == 73)
        #expect(folder.names == ["k.pub"])
        try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: folder["nowhere"])
        #expect(try Hufu.run("key", "generate", "-o", folder["link"]).status == 73)
        #expect(folder.names == ["k.pub", "link"])
        #expect(try folder.text("k.pub") == "mine")
    }

    @Test("Of many at once exactly one makes the file")
    func race() async throws {
        let folder = try Folder()
        let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<8 { group.addTask { try Hufu.run("key", "generate", "-o", folder["k.pem"]).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [0] + Array(repeating: 73, count: 7))
        #expect(folder.names == ["k.pem"])
    }
}
