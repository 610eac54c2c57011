import Testing

@testable import HufuIssuer

@Suite("Random numbers for salts")
struct RandomBufferTests {
    @Test("No number is given twice, also when the buffer is filled again")
    func numbers() {
        let (first, second) = (RandomBuffer(), RandomBuffer())
        // Numbers that were given are overwritten with zeros.
        var numbers: Set<UInt64> = [0]
        for _ in 0..<500 { numbers.formUnion([first.next(), second.next()]) }
        #expect(numbers.count == 1_001)
    }
}
