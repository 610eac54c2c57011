import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Lenient CBOR of status lists") struct LenientCBORTests {
    @Test("An altered list is refused without a trap, wherever it is altered")
    func alterations() async throws {
        let fixture = try Fixture()
        let list = try await StatusTable(bits: 4, size: 64).sign(
            uri: "https://dmv.example/s", issuer: Fixture.issuerID, signer: fixture.issuerKey,
            lifetime: .seconds(86_400), timeToLive: nil, at: Fixture.now)
        _ = try StatusList(list, trust: fixture.trust, at: Fixture.now)
        for place in list.indices {
            for bit in 0..<8 {
                var altered = list
                altered[place] ^= 1 << UInt8(bit)
                // The signature is the last of 64 bytes, and no bit of it can be spared.
                #expect(throws: ListError.self, "byte \(place), bit \(bit)") {
                    try StatusList(altered, trust: fixture.trust, at: Fixture.now)
                }
            }
            #expect(throws: ListError.self, "the first \(place) bytes") {
                try StatusList(Array(list.prefix(place)), trust: fixture.trust, at: Fixture.now)
            }
        }
    }

    @Test("A head that declares more than follows is refused before anything is allocated for it")
    func declaredLengths() {
        for major in [UInt8(2), 3, 4, 5] {
            let item: [UInt8] = [major << 5 | 27] + Array(repeating: 0xff, count: 8)
            var (read, skipped) = (LenientCBORReader(item, in: 0..<9), LenientCBORReader(item, in: 0..<9))
            #expect(throws: CBORError.self) { try read.validateItem() }
            #expect(throws: CBORError.self) { try skipped.skipItem() }
        }
    }

    @Test("A range beyond the bytes is cut off at their end")
    func ranges() {
        var reader = LenientCBORReader([0x61], in: 0..<2)
        #expect(throws: CBORError.self) { try reader.validateItem() }
        var outside = LenientCBORReader([], in: 4..<6)
        #expect(outside.next == nil)
        #expect(throws: CBORError.self) { try outside.validateItem() }
    }
}
