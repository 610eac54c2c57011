import Testing

@testable import HufuIssuer

@Suite("Random numbers for salts")
struct RandomBufferTests {
    @Test("No number is given twice, also when the buffer is filled again")
    func numbers() {
        let (first, second) = (RandomBuffer(), RandomBuffer())
        let numbers = (0..<500).flatMap { _ in [first.next(), second.next()] }
        #expect(Set(numbers).count == 1_000)
        #expect(!numbers.contains(0))
    }
}
