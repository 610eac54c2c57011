import Testing

@testable import Hufu

@Suite("Base64 and hex")
struct BinaryTextTests {
    static let vectors: [(String, String)] = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test("Base64 of RFC 4648 is encoded and decoded", arguments: vectors)
    func base64(_ content: String, _ text: String) {
        #expect(Base64.encode(Array(content.utf8)) == text)
        #expect(Base64.decode(text) == Array(content.utf8))
        let url = text.filter { $0 != "=" }
        #expect(Base64.encode(Array(content.utf8), .url) == url)
        #expect(Base64.decode(url, .url) == Array(content.utf8))
    }

    @Test(
        "Base64 with missing padding, other characters or non-zero trailing bits is refused",
        arguments: [
            "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "=", "====", "Zg==Zg==", "Zm9v ", "Zm9v\n", "Zm-_",
            "Zm9v=",
            "Z=g=", "é===",
        ])
    func base64Strict(_ text: String) { #expect(Base64.decode(text) == nil) }

    @Test(
        "Base64url with padding, other characters or non-zero trailing bits is refused",
        arguments: ["Z", "Zg==", "Zh", "Zm+/", "Zm9vY"])
    func base64URLStrict(_ text: String) { #expect(Base64.decode(text, .url) == nil) }

    @Test("All byte values survive Base64, Base64url and hex")
    func allBytes() {
        let bytes = [UInt8](0...255)
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(Base64.decode(Base64.encode(bytes, .url), .url) == bytes)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.encode([0x00, 0x9f, 0xaf]) == "009faf")
    }

    @Test("Hex of odd length or with other characters is refused")
    func hexStrict() {
        #expect(Hex.decode("AF") == [0xaf])
        #expect(Hex.decode("AF", lowerCaseOnly: true) == nil)
        for text in ["a", "0g", " 0", "0x00", "é"] { #expect(Hex.decode(text) == nil) }
    }
}
