import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Mutated JSON")
struct JSONMutationTests {
    static let seeds = [
        #"{"a":[1,-2.5e3,"x\n\ud83d\ude00",{"b":null,"c":true}],"王":"é","d":false}"#,
        LicenseSample.json,
    ].map { Array($0.utf8) }

    @Test("Mutated JSON never traps, and accepted JSON is written and read back equal")
    func mutations() throws {
        var generator = SeededGenerator(seed: 20_261_123)
        let interesting = Array("{}[]\",:\\u0deE+-.19 \n".utf8) + [0x00, 0x80, 0xc2, 0xed, 0xf4, 0xff]
        var accepted = 0
        for round in 0..<40_000 {
            let bytes = generator.mutated(Self.seeds[round % Self.seeds.count], inserting: interesting)
            do {
                let field = try JSONReader.read(bytes)
                let value = field.value
                accepted += 1
                #expect(try JSONReader.read(JSONWriter.bytes(value)).value == value)
                #expect(try JSONReader.read(JSONWriter.bytes(value, .pretty)).value == value)
                if let license = try? License(json: field) {
                    #expect(try License(json: Array(license.json.utf8)) == license)
                }
            } catch {
                #expect((error as? JSONError)?.location != nil)
            }
        }
        #expect(accepted > 1000)
    }
}
