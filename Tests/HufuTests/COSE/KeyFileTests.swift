import Foundation
import Testing

@testable import Hufu

/// The files of `Tests/Keys`, which OpenSSL and OpenSSH made; `Tests/Keys/make` has the commands.
@Suite("Key files")
struct KeyFileTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Keys")

    private static func file(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static func text(_ name: String) throws -> String { String(decoding: try file(name), as: UTF8.self) }

    /// The base64 of a file with one block, in one line.
    private static func body(_ name: String) throws -> String {
        try text(name).split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
    }

    /// The 32-byte coordinates behind the constant beginning of OpenSSL's SubjectPublicKeyInfo.
    private static func coordinates(of name: String) throws -> [UInt8] {
        let info = try #require(Data(base64Encoded: body(name)))
        return Array(info.suffix(name.hasPrefix("ed25519") ? 32 : 64))
    }

    private func refusal(_ contents: [UInt8]) -> KeyError? {
        do {
            _ = try KeyFile(contents)
            return nil
        } catch { return error as? KeyError }
    }

    private func privateKey(_ text: String) throws -> PrivateKey { try PrivateKey(fileContents: Array(text.utf8)) }

    // MARK: Keys that are read

    @Test(
        "A private key of OpenSSL is read, and has the public half that OpenSSL computes",
        arguments: [
            ("p256.pem", "p256.pub"), ("p256-sec1.pem", "p256.pub"), ("p256-sec1-parameters.pem", "p256.pub"),
            ("p256-sec1-no-public.pem", "p256.pub"), ("p256-sec1-compressed.pem", "p256.pub"),
            ("p256-bag.pem", "p256.pub"),
            ("certificate-and-key.pem", "p256.pub"), ("ed25519.pem", "ed25519.pub"),
        ])
    func privateKeys(file: String, publicFile: String) throws {
        let key = try PrivateKey(fileContents: Self.file(file))
        #expect(try key.publicKey.coordinates == Self.coordinates(of: publicFile))
        #expect(throws: KeyError(.privateInsteadOfPublic)) { try PublicKey(fileContents: Self.file(file)) }
    }

    @Test(
        "A public key of OpenSSL is read",
        arguments: [
            ("p256.pub", "p256.pub"), ("p256-compressed.pub", "p256.pub"), ("ed25519.pub", "ed25519.pub"),
        ])
    func publicKeys(file: String, publicFile: String) throws {
        #expect(try PublicKey(fileContents: Self.file(file)).coordinates == Self.coordinates(of: publicFile))
        #expect(throws: KeyError(.publicInsteadOfPrivate)) { try PrivateKey(fileContents: Self.file(file)) }
    }

    @Test("A written key is the same file that OpenSSL writes")
    func written() throws {
        for file in ["p256.pem", "ed25519.pem"] { #expect(try privateKey(Self.text(file)).pem == Self.text(file)) }
        for file in ["p256.pub", "ed25519.pub"] {
            #expect(try PublicKey(fileContents: Self.file(file)).pem == Self.text(file))
        }
    }

    @Test(
        "Line lengths, white space and text around a block make no difference",
        arguments: [
            "p256.pem", "p256.pub", "ed25519.pem", "ed25519.pub", "p256-sec1.pem",
        ])
    func layout(file: String) throws {
        let text = try Self.text(file)
        let lines = text.split(separator: "\n").map(String.init)
        let (begin, body, end) = (lines[0], try Self.body(file), try #require(lines.last))
        func folded(_ width: Int) -> String {
            stride(from: 0, to: body.count, by: width).map { String(body.dropFirst($0).prefix(width)) }
                .joined(separator: "\n")
        }
        let expected = try KeyFile(Array(text.utf8)).publicKey
        for other in [
            "\(begin)\n\(body)\n\(end)", "\(begin)\n\(folded(76))\n\(end)\n", "\(begin)\n\(folded(1))\n\(end)\n",
            lines.map { $0 + "  \t" }.joined(separator: "\n"), lines.joined(separator: "\r\n"),
            lines.joined(separator: "\r"), lines.joined(separator: " "), lines.joined(separator: "\n\n"),
            "\u{feff}" + text, "Key of the office:\n" + text + "Keep it.\n", "  " + text,
            "a line with -----BEGIN NOTHING----- in it\n" + text,
        ] {
            #expect(try KeyFile(Array(other.utf8)).publicKey == expected, "\(other)")
        }
    }

    /// RFC 8410 section 10.3, where the private key in version 2 has an attribute and its public half.
    private static let rfc8410 = """
        -----BEGIN PRIVATE KEY-----
        MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
        Z9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PRIVATE KEY-----
        """

    private static func pem(_ hex: String, label: String = "PRIVATE KEY") throws -> String {
        "-----BEGIN \(label)-----\n\(Data(try #require(Hex.decode(hex))).base64EncodedString())\n-----END \(label)-----\n"
    }

    @Test("PKCS #8 version 2 is read, with its public half as RFC 5958 and as ring encode it")
    func version2() throws {
        let expected = try PublicKey(
            pem: """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
                -----END PUBLIC KEY-----
                """)
        #expect(try privateKey(Self.rfc8410).publicKey == expected)
        let secret = "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842"
        let point = Hex.encode(expected.coordinates)
        let ring = "3053020101300506032b657004220420" + secret + "a123032100" + point
        #expect(try privateKey(Self.pem(ring)).publicKey == expected)
        let other =
            "3053020101300506032b657004220420" + secret + "a123032100"
            + Hex.encode(try Self.coordinates(of: "ed25519.pub"))
        #expect(throws: KeyError(.halvesDiffer)) { try privateKey(Self.pem(other)) }
    }

    @Test("An EC scalar without its leading zeros is read as the same number")
    func shortScalar() throws {
        // SEC 1 with the curve, and without a public half; the scalar is 0x010203.
        let curve = "a00a06082a8648ce3d030107"
        let short = "3014020101" + "0403010203" + curve
        let whole = "3031020101" + "0420" + String(repeating: "00", count: 29) + "010203" + curve
        let keys = try [short, whole].map { try privateKey(Self.pem($0, label: "EC PRIVATE KEY")).publicKey }
        #expect(keys[0] == keys[1])
    }

    /// RFC 7517 appendix A.2 and RFC 8037 appendix A.1.
    private static let jwks = [
        #"""
        {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
         "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE",
         "use":"enc","kid":"1"}
        """#,
        #"""
        {"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
         "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
        """#,
    ]

    @Test("A private JWK is read, alone and in a set of one", arguments: jwks)
    func privateJWK(text: String) throws {
        let key = try privateKey(text)
        #expect(try privateKey(#"{"keys": [\#(text)]}"#).publicKey == key.publicKey)
        #expect(text.contains(Base64.encode(key.publicKey.x, .url)))
        #expect(throws: KeyError(.privateInsteadOfPublic)) { try PublicKey(fileContents: Array(text.utf8)) }
        #expect(throws: KeyError(.privateInsteadOfPublic, at: "d")) { try PublicKey(jwk: Array(text.utf8)) }
    }

    @Test("A private JWK with another public half is refused")
    func mismatchedJWK() {
        let text = Self.jwks[1].replacing("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", with: "GLu_RbmEzf6FQbrB")
        #expect(refusal(Array(text.utf8))?.reason == .memberInvalid)
        let other = Self.jwks[1].replacing("nWGx", with: "nWGy")
        #expect(refusal(Array(other.utf8)) == KeyError(.halvesDiffer))
    }

    @Test("A set of keys is read if it has one key, and refused if it has none or two")
    func keySets() throws {
        let key = try PublicKey(pem: Self.text("p256.pub"))
        #expect(try PublicKey(fileContents: Array(#"{"keys": [\#(key.jwk)]}"#.utf8)) == key)
        #expect(try PublicKey(jwk: Array(#"{"keys": [\#(key.jwk)]}"#.utf8)) == key)
        #expect(refusal(Array(#"{"keys": [\#(key.jwk), \#(key.jwk)]}"#.utf8)) == KeyError(.severalKeys, at: "keys"))
        #expect(refusal(Array(#"{"keys": []}"#.utf8)) == KeyError(.formatUnknown, at: "keys"))
    }

    // MARK: Keys that are refused

    @Test(
        "Another curve or kind of key is refused by its name",
        arguments: [
            ("SM2", "SM2"), ("secp256k1", "secp256k1"), ("secp384r1", "P-384"), ("secp521r1", "P-521"),
            ("brainpoolP256r1", "brainpoolP256r1"),
        ])
    func otherCurves(file: String, name: String) throws {
        for file in ["\(file).pem", "\(file).pub"] {
            #expect(try refusal(Self.file(file)) == KeyError(.typeUnsupported, at: name), "\(file)")
        }
    }

    @Test(
        "Other kinds of keys are refused by their names",
        arguments: [
            ("ed448.pem", "Ed448"), ("x25519.pem", "X25519"), ("rsa.pem", "RSA"), ("rsa-traditional.pem", "RSA"),
            ("p256-explicit.pem", "a curve that is given by its parameters"),
        ])
    func otherKinds(file: String, name: String) throws {
        #expect(try refusal(Self.file(file)) == KeyError(.typeUnsupported, at: name))
    }

    @Test(
        "A JWK of another kind or curve is refused by its name",
        arguments: [
            (#"{"kty": "RSA", "n": "AA", "e": "AQAB"}"#, #"kty "RSA""#),
            (#"{"kty": "oct", "k": "AA"}"#, #"kty "oct""#),
            (#"{"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}"#, #"crv "P-384""#),
            (#"{"kty": "OKP", "crv": "X25519", "x": "AA"}"#, #"crv "X25519""#),
            (#"{"kty": "EC", "crv": "Ed25519", "x": "AA", "y": "AA"}"#, #"crv "Ed25519""#),
            // With KELVIN SIGN, which Swift's == takes for a K.
            ("{\"kty\": \"O\u{212a}P\", \"crv\": \"Ed25519\", \"x\": \"AA\"}", "kty \"O\u{212a}P\""),
        ])
    func otherJWKs(text: String, name: String) {
        #expect(refusal(Array(text.utf8)) == KeyError(.typeUnsupported, at: name))
    }

    @Test(
        "A file in another format is recognised",
        arguments: [
            ("encrypted.pem", KeyError.Reason.encrypted), ("encrypted-sec1.pem", .encrypted),
            ("encrypted.der", .encrypted),
            ("certificate.pem", .certificate), ("certificate.der", .certificate), ("p256.der", .der),
            ("p256-sec1.der", .der), ("p256-public.der", .der), ("p256.p12", .pkcs12), ("openssh-ecdsa", .openSSH),
            ("openssh-ecdsa.pub", .openSSH), ("openssh-ed25519", .openSSH), ("openssh-ed25519.pub", .openSSH),
            ("request.pem", .formatUnknown), ("p256-hybrid.pub", .pointInvalid), ("make", .formatUnknown),
        ])
    func otherFormats(file: String, reason: KeyError.Reason) throws {
        #expect(try refusal(Self.file(file))?.reason == reason)
    }

    @Test("A text in UTF-16 is recognised, with and without a byte order mark")
    func utf16() throws {
        let text = try Self.text("p256.pem")
        for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian] {
            #expect(refusal(Array(try #require(text.data(using: encoding)))) == KeyError(.encodedAsUTF16))
        }
    }

    @Test("An empty file is named as such", arguments: ["", "\n", " \r\n\t", "\u{feff}"])
    func empty(text: String) { #expect(refusal(Array(text.utf8)) == KeyError(.empty)) }

    @Test("A file with two keys is refused, whatever their order")
    func severalKeys() throws {
        let keys = try [Self.text("p256.pem"), Self.text("ed25519.pub")]
        #expect(refusal(Array(keys.joined().utf8)) == KeyError(.severalKeys))
        #expect(refusal(Array(keys.reversed().joined().utf8)) == KeyError(.severalKeys))
    }

    @Test("Labels of blocks are compared by bytes, and END has the label of BEGIN")
    func labels() throws {
        let text = try Self.text("ed25519.pub")
        for other in [
            text.replacing("END PUBLIC", with: "END PRIVATE"),
            text.replacing("END PUBLIC KEY", with: "END PUBLIC \u{212a}EY"),
            text.replacing("-----END PUBLIC KEY-----", with: ""),
            text.replacing("END PUBLIC KEY-----", with: "END PUBLIC KEY"),
        ] {
            #expect(refusal(Array(other.utf8))?.reason == .encodingInvalid, "\(other)")
        }
        for other in [text.replacing("KEY", with: "\u{212a}EY"), text.replacing("PUBLIC", with: "public")] {
            #expect(refusal(Array(other.utf8))?.reason == .formatUnknown, "\(other)")
        }
    }

    @Test(
        "Every truncation and every altered byte of an encoding is refused or gives another key",
        arguments: [
            "p256.pem", "p256-sec1.pem", "p256.pub", "p256-compressed.pub", "ed25519.pem", "ed25519.pub",
        ])
    func damaged(file: String) throws {
        let der = Array(try #require(Data(base64Encoded: Self.body(file))))
        let label = try #require(try Self.text(file).split(separator: "-----").first).dropFirst("BEGIN ".count)
        func publicKey(_ der: [UInt8]) -> PublicKey? {
            try? KeyFile(Array(PEM.encode(der, label: String(label)).utf8)).publicKey
        }
        let original = try #require(publicKey(der))
        for count in der.indices { #expect(publicKey(Array(der.prefix(count))) == nil) }
        #expect(publicKey(der + [0]) == nil)
        // In either version the public half may be absent.
        let version = Array("PRIVATE KEY".utf8) == Array(label.utf8) ? try #require(der.firstIndex(of: 0x02)) + 2 : nil
        for index in der.indices where index != version {
            for bit in [0, 7] {
                var altered = der
                altered[index] ^= 1 << UInt8(bit)
                #expect(publicKey(altered) != original, "byte \(index), bit \(bit)")
            }
        }
    }

    @Test("Base64 with other characters, or without its padding, is refused")
    func base64() throws {
        let text = try Self.text("p256.pem")
        let body = try Self.body("p256.pem")
        for other in [
            text.replacing("\nM", with: "\n*M", maxReplacements: 1), text.replacing("=", with: ""),
            text.replacing(body.prefix(10), with: body.prefix(9)),
            text.replacing("\nM", with: "\nComment: no\nM", maxReplacements: 1),
        ] where other != text {
            #expect(refusal(Array(other.utf8))?.reason == .encodingInvalid, "\(other)")
        }
    }

    @Test(
        "DER with another length form than the shortest is refused",
        arguments: [
            // SubjectPublicKeyInfo of Ed25519 with its length in two bytes, with an indefinite length, and with a
            // length of five bytes.
            "30812a300506032b6570032100", "3080300506032b6570032100", "30850000000000300506032b6570032100",
        ])
    func derLengths(prefix: String) throws {
        let point = Hex.encode(try Self.coordinates(of: "ed25519.pub"))
        #expect(refusal(Array(try Self.pem(prefix + point, label: "PUBLIC KEY").utf8))?.reason == .encodingInvalid)
    }
}
