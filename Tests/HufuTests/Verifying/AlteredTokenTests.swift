import HufuTestSupport
import Testing

@testable import Hufu

/// A damaged or altered token is refused without a trap.
@Suite("Truncated and altered tokens")
struct AlteredTokenTests {
    @Test("Every truncated text is rejected", arguments: Transport.allCases)
    func truncatedText(transport: Transport) async throws {
        let fixture = try Fixture()
        let text = Array(try await fixture.token().text(transport).utf8)
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        #expect(verifier.verify(text, at: Fixture.now).code == .ok)
        for length in 0..<text.count {
            let verdict = verifier.verify(Array(text.prefix(length)), at: Fixture.now)
            #expect(verdict.outcome == .rejected, "cut to \(length) characters")
        }
    }

    @Test("Every text with a flipped bit is rejected", arguments: Transport.allCases)
    func flippedText(transport: Transport) async throws {
        let fixture = try Fixture()
        let text = Array(try await fixture.token().text(transport).utf8)
        let verifier = Verifier(trust: fixture.trust, policy: fixture.policy)
        for index in text.indices {
            for bit in 0..<8 {
                var flipped = text
                flipped[index] ^= 1 << bit
                let verdict = verifier.verify(flipped, at: Fixture.now)
                #expect(verdict.outcome == .rejected, "bit \(bit) of character \(index)")
            }
        }
    }

    @Test("Every truncated payload is rejected")
    func truncatedCBOR() async throws {
        let fixture = try Fixture()
        let payload = try await fixture.token().payload
        for length in 0..<payload.count {
            let verdict = fixture.verify(Transport.base32.encode(Array(payload.prefix(length))))
            #expect(verdict.code == (length == 0 ? .payloadEmpty : .cborInvalid), "cut to \(length) bytes")
        }
    }

    /// Inside a task, whose stack is smaller than that of the main thread.
    @Test("Every payload with a flipped bit is rejected, in every layer")
    func flippedCBOR() async throws {
        let fixture = try Fixture()
        let payload = try await fixture.token(disclosing: [.points]).payload
        let codes = await Task.detached {
            var codes: Set<Verdict.Code> = []
            for index in payload.indices {
                for bit in 0..<8 {
                    var flipped = payload
                    flipped[index] ^= 1 << bit
                    let verdict = fixture.verify(Transport.base32.encode(flipped))
                    #expect(verdict.outcome == .rejected, "bit \(bit) of byte \(index)")
                    #expect(verdict.license == nil, "bit \(bit) of byte \(index) shows what nobody signed")
                    codes.insert(verdict.code)
                }
            }
            return codes
        }.value
        // The flips reach every layer: if one of these is never the answer, the loop has not done what it says.
        let layers: Set<Verdict.Code> = [
            .cborInvalid, .coseStructureInvalid, .coseHeaderInvalid, .coseAlgorithmUnsupported,
            .credentialClaimsInvalid,
            .tokenClaimsInvalid, .issuerUnknown, .issuerKeyUnknown, .credentialSignatureInvalid, .tokenSignatureInvalid,
        ]
        #expect(codes.isSuperset(of: layers), "missing: \(layers.subtracting(codes))")
    }

    @Test("Deep nesting is rejected without exhausting the stack")
    func nesting() {
        for head: UInt8 in [0x81, 0xa1, 0xc1, 0xd2] {
            let text = Transport.base32.encode([UInt8](repeating: head, count: 2_600))
            #expect(Fixture.reject(text) == .cborInvalid)
        }
    }
}

extension Fixture {
    static func reject(_ text: String) -> Verdict.Code? {
        (try? Fixture())?.verify(text).code
    }
}
