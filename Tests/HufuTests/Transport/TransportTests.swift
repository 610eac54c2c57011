import Testing

@testable import Hufu

@Suite("Transports")
struct TransportTests {
    private func decode(_ text: String) -> Result<[UInt8], TransportError> {
        let bytes = Array(text.utf8)
        do throws(TransportError) { return .success(try Transport.decode(bytes.span)) } catch { return .failure(error) }
    }

    private func reason(_ text: String) -> TransportError.Reason? {
        if case .failure(let error) = decode(text) { error.reason } else { nil }
    }

    /// Sections 4.3 and 4.4.
    @Test(
        "Base45 is that of RFC 9285",
        arguments: [
            ("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0"),
        ])
    func base45(plain: String, text: String) {
        #expect(Transport.base45.encode(Array(plain.utf8)) == "HF1:" + text)
        #expect(decode("HF1:" + text) == .success(Array(plain.utf8)))
    }

    /// Section 10.
    @Test(
        "Base32 is that of RFC 4648 without padding",
        arguments: [
            ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func base32(plain: String, text: String) {
        #expect(Transport.base32.encode(Array(plain.utf8)) == "HF1Z" + text)
        #expect(decode("HF1Z" + text) == .success(Array(plain.utf8)))
    }

    /// GGW is 65,536; `::` is 1,980 and no byte; a trailing space is a digit, so it changes the length.
    @Test(
        "Text that is not Base45 is refused",
        arguments: ["GGW", ":::", "::", "A", "BB8A", "bb8", "BB_", "BB8 ", "U8", "\u{e9}B8"])
    func base45Invalid(text: String) { #expect(reason("HF1:" + text) == .textInvalid) }

    @Test("The largest pair and triple of Base45 are accepted")
    func base45Largest() {
        #expect(decode("HF1:FGW") == .success([0xff, 0xff]))
        #expect(decode("HF1:U5") == .success([0xff]))
    }

    @Test(
        "Text that is not Base32 is refused",
        arguments: ["M", "MZX", "MZXW6Y", "MZ", "MZXR", "my", "M1", "MY=", "MZXW6=="])
    func base32Invalid(text: String) { #expect(reason("HF1Z" + text) == .textInvalid) }

    @Test("All pairs of bytes survive both transports")
    func roundTrip() {
        for value in 0...0xffff {
            let bytes = [UInt8(value >> 8), UInt8(value & 0xff)]
            for transport in Transport.allCases { #expect(decode(transport.encode(bytes)) == .success(bytes)) }
        }
    }

    @Test(
        "A text without a payload is refused as empty",
        arguments: ["", "]Q1", "\r\n", "\n", "]Q3\r", "HF1:", "HF1Z", "HF1:\r\n"])
    func empty(text: String) { #expect(reason(text) == .empty) }

    @Test("Another version of the prefix is refused as such", arguments: ["HF2:BB8", "HF0ZMY", "HF9:"])
    func otherVersion(text: String) { #expect(reason(text) == .versionUnsupported) }

    @Test(
        "Text with another prefix is refused as such",
        arguments: [
            "HC1:BB8", "hf1:BB8", "HF1", "HF1;BB8", "HFA:BB8", "BB8", " HF1:BB8", "]Q7HF1:BB8", "]Q1]Q1HF1:BB8",
            "\u{feff}HF1:BB8",
        ])
    func otherPrefix(text: String) { #expect(reason(text) == .prefixUnknown) }

    @Test(
        "Tabs and line ends around the text, and one symbology identifier, are removed",
        arguments: [
            "]Q1HF1:BB8", "]Q0HF1:BB8\r\n", "]Q6HF1ZIFBA\n", "HF1:BB8\r", "HF1:BB8\n\n", "HF1:BB8\n\r",
            "HF1:BB8\t\r\n\n",
            "\t\n]Q1HF1:BB8\n", "\rHF1:BB8",
        ])
    func scannerAdditions(text: String) { #expect(decode(text) == .success(Array("AB".utf8))) }

    @Test(
        "Tabs and line ends inside the text, and other white space around it, are not removed",
        arguments: ["HF1:BB8\u{b}", "HF1:BB8\u{c}", "HF1:B\nB8", "HF1:\tBB8", "HF1:BB8\u{a0}", "HF1:BB8\0"])
    func otherWhiteSpace(text: String) { #expect(reason(text) == .textInvalid) }

    /// ISO/IEC 18004, table 5: the 45 characters of alphanumeric mode.
    @Test("Every character of a transport is in the alphanumeric mode of QR codes", arguments: Transport.allCases)
    func alphanumeric(transport: Transport) {
        let characters = Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)
        #expect(characters.isSuperset(of: transport.codec.prefixText.utf8))
        #expect(characters.isSuperset(of: transport.codec.alphabet.description.utf8))
    }

    @Test("Lengths are computed as the text has them", arguments: Transport.allCases)
    func lengths(transport: Transport) {
        for count in 0..<64 {
            let length = transport.encode([UInt8](repeating: 0xa5, count: count)).utf8.count
            #expect(transport.length(of: count) == length)
            #expect(transport.bytes(inCharacters: length) == count)
            #expect(transport.bytes(inCharacters: length - 1) < max(count, 1))
        }
    }

    @Test("The length is checked before the content")
    func length() {
        #expect(reason(String(repeating: "x", count: 4_297)) == .tooLarge)
        #expect(reason(String(repeating: "x", count: 4_296)) == .prefixUnknown)
        #expect(reason("HF1:" + String(repeating: "0", count: 4_292) + "\r\n") == nil)
        #expect(reason("HF1:" + String(repeating: "0", count: 4_293)) == .tooLarge)
    }
}
