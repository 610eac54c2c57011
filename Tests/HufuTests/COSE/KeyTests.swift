import Testing

@testable import Hufu

@Suite("Keys")
struct KeyTests {
    private func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

    private func p256(x: String, y: String) throws -> PublicKey {
        try PublicKey(.esp256, point: EncodedPoint.uncompressed(x: try bytes(x)[...], y: try bytes(y)[...]))
    }

    /// RFC 9679 section 6: the example key and its thumbprint.
    @Test("The thumbprint is that of RFC 9679")
    func thumbprint() throws {
        let key = try p256(
            x: "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d",
            y: "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c")
        #expect(Hex.encode(key.thumbprint) == "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec")
        #expect(Hex.encode(key.keyID) == "496bd8afadf307e5")
    }

    /// Appendix A.3: another implementation signed it, over the Sig_structure that is built here.
    @Test("The signed CWT of RFC 8392 is verified")
    func rfc8392() throws {
        let token = try bytes(
            "d28443a10126a104524173796d6d657472696345434453413235365850a70175636f61703a2f2f61732e6578616d"
                + "706c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612ae"
                + "b0051a5610d9f0061a5610d9f007420b7158405427c1ff28d23fbad1f29c4c7c6a555e601d6fa29f9179bc3d7438"
                + "bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c57209120e1c9e30")
        var reader = CBORReader(token.span)
        #expect(try reader.tag() == 18)
        #expect(try reader.array() == 4)
        let protected = try reader.byteString()
        try reader.validateItem(.code)
        let payload = try reader.byteString()
        let signature = try reader.byteString()
        let key = try p256(
            x: "143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f",
            y: "60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9")
        let message = COSE.signatureStructure(protected: token[protected], payload: token[payload])
        #expect(key.isValidSignature(token[signature], for: message))
        #expect(!key.isValidSignature(token[signature], for: message.dropLast() + [0]))
    }

    /// RFC 8032 section 7.1, TEST 2.
    @Test("Key and signature of RFC 8032 are those of Ed25519 here")
    func rfc8032() throws {
        let key = try PrivateKey(
            .ed25519, rawRepresentation: try bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
        #expect(
            Hex.encode(key.publicKey.coordinates) == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        let signature = try bytes(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        )
        #expect(key.publicKey.isValidSignature(signature[...], for: [0x72]))
    }

    /// The five y of the eight points whose order divides 8, with both signs, and their encodings beyond p.
    @Test(
        "Ed25519 points of small order or with a non-canonical encoding are refused",
        arguments: [
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        ])
    func smallOrder(hex: String) throws {
        let key = try bytes(hex)
        #expect(throws: KeyError(.pointInvalid)) { try PublicKey(.ed25519, point: key[...]) }
    }

    /// Which y from 2 to 12 are on the curve was computed with Python's integers from the equation of RFC 8032.
    @Test("Ed25519 keys off the curve are refused")
    func offCurve() throws {
        let onCurve = (2...12).filter { y in
            (try? PublicKey(.ed25519, point: ([UInt8(y)] + [UInt8](repeating: 0, count: 31))[...])) != nil
        }
        #expect(onCurve == [3, 4, 5, 6, 9, 10])
    }

    @Test("Every generated Ed25519 key is on the curve")
    func generatedKeys() throws {
        for _ in 0..<200 {
            let key = try PrivateKey(.ed25519).publicKey
            #expect(EdwardsPoint.isOnCurve(key.coordinates[...]))
            #expect(EdwardsPoint.isCanonicalOfLargeOrder(key.coordinates[...]))
        }
    }

    @Test("P-256 keys off the curve are refused")
    func p256OffCurve() throws {
        let x = "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
        let y = "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19d"
        #expect(throws: KeyError(.pointInvalid)) { try p256(x: x, y: y) }
        let ones = [UInt8](repeating: 0xff, count: 32)
        #expect(throws: KeyError(.pointInvalid)) {
            try VerificationKey(.esp256, point: EncodedPoint.compressed(x: ones[...], isOdd: true))
        }
    }

    @Test("A key is the same after PEM, JWK and COSE_Key", arguments: COSE.Algorithm.allCases)
    func forms(algorithm: COSE.Algorithm) throws {
        let key = try PrivateKey(algorithm)
        #expect(try PrivateKey(pem: key.pem).publicKey == key.publicKey)
        #expect(try PublicKey(pem: key.publicKey.pem) == key.publicKey)
        #expect(try PublicKey(jwk: Array(key.publicKey.jwk.utf8)) == key.publicKey)
        for compressed in [true, false] {
            let bytes = CBORWriter.encode { key.publicKey.coseKey(to: &$0, compressed: compressed) }
            var reader = CBORReader(bytes.span)
            #expect(try PublicKey(try PublicKey.Unchecked(&reader), in: bytes) == key.publicKey)
        }
    }

    @Test("A private key in place of a public one, and the reverse, are refused as such")
    func wrongHalf() throws {
        let key = try PrivateKey(.ed25519)
        #expect(throws: KeyError(.privateInsteadOfPublic)) { try PublicKey(pem: key.pem) }
        #expect(throws: KeyError(.publicInsteadOfPrivate)) { try PrivateKey(pem: key.publicKey.pem) }
        #expect(throws: KeyError(.formatUnknown)) { try PrivateKey(pem: "no key") }
        #expect(throws: KeyError(.privateInsteadOfPublic, at: "d")) {
            try PublicKey(jwk: Array(#"{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}"#.utf8))
        }
        #expect(throws: KeyError(.memberInvalid, at: "x")) {
            try PublicKey(jwk: Array(#"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#.utf8))
        }
    }

    /// RFC 8037 appendix A.2.
    @Test("The JWK of RFC 8037 is read and written")
    func jwk() throws {
        let text = #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
        let key = try PublicKey(jwk: Array(text.utf8))
        #expect(Hex.encode(key.coordinates) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        #expect(key.jwk == text)
    }
}
