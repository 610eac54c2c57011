import Hufu
import HufuScanner
import HufuTestSupport
import Testing

/// Camera apps that take `HF1:` for the scheme of a URI decode what follows (RFC 3986 section 2.1), and some take a plus for
/// a space as HTML forms do.
@Suite("Codes that a camera app took for a URI")
struct PercentDecodingTests {
    enum Decoding: CaseIterable {
        case all
        case allAndPlus
        case first
        case insideTheAlphabet
        case plus

        func decode(_ text: String) -> [UInt8] {
            var (rest, bytes, decoded) = (Array(text.utf8)[...], [UInt8](), 0)
            while let byte = rest.popFirst() {
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                let value = digits.utf8.count == 2 && digits.allSatisfy(\.isHexDigit) ? UInt8(digits, radix: 16) : nil
                if byte == UInt8(ascii: "%"), let value, decodes(value, decoded) {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                    decoded += 1
                } else {
                    bytes.append(byte == UInt8(ascii: "+") && takesPlus ? UInt8(ascii: " ") : byte)
                }
            }
            return bytes
        }

        private var takesPlus: Bool {
            switch self {
            case .allAndPlus, .plus: true
            case .all, .first, .insideTheAlphabet: false
            }
        }

        private func decodes(_ value: UInt8, _ decoded: Int) -> Bool {
            switch self {
            case .all, .allAndPlus: true
            case .first: decoded == 0
            case .insideTheAlphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8.contains(value)
            case .plus: false
            }
        }
    }

    @Test("A decoded code is never valid, whichever of its signs were decoded", arguments: Decoding.allCases)
    func neverValid(decoding: Decoding) async throws {
        let fixture = try Fixture()
        let credential = try await fixture.credential(redacting: .nothing)
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        var changed = 0
        for _ in 0..<200 {
            // Each signature has another random number, so that each text differs. About one of twenty has a sign that
            // stands for a character of the alphabet.
            let text = try await fixture.token(credential).text()
            #expect(verifier.verify(text, at: Fixture.now).code == .ok)
            let decoded = decoding.decode(text)
            guard decoded != Array(text.utf8) else { continue }
            changed += 1
            let verdict = verifier.verify(decoded, at: Fixture.now)
            #expect(verdict.outcome == .rejected, "\(verdict.code.rawValue)")
            // A byte near the end is told from a suffix that the scanner adds by nothing.
            guard let foreign = decoded.firstIndex(where: { $0 >= 0x80 }), decoded.count - foreign > 16,
                decoded[..<foreign].allSatisfy({ $0 >= 0x20 && $0 < 0x7f })
            else { continue }
            #expect(VerdictReport(verdict, of: decoded).json.contains("decoded percent signs"))
        }
        #expect(changed >= 1)
    }

    @Test("A code in Base32 has nothing that is decoded", arguments: Decoding.allCases)
    func base32(decoding: Decoding) async throws {
        let fixture = try Fixture()
        let text = try await fixture.token().text(.base32)
        #expect(decoding.decode(text) == Array(text.utf8))
        #expect(fixture.verify(text).code == .ok)
    }
}
