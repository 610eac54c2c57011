import QRCapacity
import Testing

@Suite("Plans of symbols")
struct PlanTests {
    @Test("Millimetres include the quiet zone")
    func millimetres() throws {
        let plan = try QRPlan(characters: 970)
        #expect(plan.version == 20)
        #expect(plan.sizeWithQuietZone == 105)
        #expect(plan.millimetres(moduleMillimetres: 0.5) == 52.5)
        #expect(plan.millimetres(moduleMillimetres: .nan).isNaN)
    }

    @Test("An empty text is refused", arguments: [0, -1, Int.min])
    func empty(characters: Int) {
        #expect(throws: QRPlanError.textEmpty) { try QRPlan(characters: characters) }
    }

    @Test("A text that is too long is refused with the number that fits and what to change")
    func tooLong() throws {
        let error = QRPlanError.textTooLong(
            characters: 1460, fitting: 1451, maximumVersion: 25, errorCorrection: .medium)
        #expect(throws: error) { try QRPlan(characters: 1460) }
        #expect(
            error.message == "the text has 1460 characters, 9 more than the 1451 that fit version 25 at level M")
        #expect(error.advice == "Shorten the text by 9, or choose level L, or allow version 26.")
        #expect(try QRPlan(characters: 1460, errorCorrection: .low).version == 22)
        #expect(try QRPlan(characters: 1460, maximumVersion: 26).version == 26)

        // The highest level that still fits, not just any.
        let high = #expect(throws: QRPlanError.self) {
            try QRPlan(characters: 1000, errorCorrection: .high, maximumVersion: 25)
        }
        #expect(high?.advice == "Shorten the text by 221, or choose level Q, or allow version 29.")

        let far = #expect(throws: QRPlanError.self) { try QRPlan(characters: .max, maximumVersion: 40) }
        #expect(far?.code == "qr.text_too_long")
        #expect(far?.advice == "Shorten the text by \(Int.max - 3391).")
    }

    @Test("A maximum version outside 1 to 40 is refused", arguments: [Int.min, 0, 41, Int.max])
    func maximumVersion(version: Int) {
        #expect(throws: QRPlanError.maximumVersionInvalid(version)) {
            try QRPlan(characters: 1, maximumVersion: version)
        }
    }

    @Test("A quiet zone of fewer than 4 modules is refused", arguments: [Int.min, -1, 0, 3])
    func narrowQuietZone(modules: Int) {
        #expect(throws: QRPlanError.quietZoneTooSmall(modules)) { try QRPlan(characters: 1, quietZone: modules) }
    }

    @Test("A quiet zone of more than 256 modules is refused", arguments: [257, Int.max])
    func wideQuietZone(modules: Int) {
        #expect(throws: QRPlanError.quietZoneTooLarge(modules)) { try QRPlan(characters: 1, quietZone: modules) }
    }

    @Test("Every error has a code of its own, a sentence, an advice and a location")
    func sentences() {
        let errors: [QRPlanError] = [
            .textEmpty, .textTooLong(characters: 21, fitting: 20, maximumVersion: 1, errorCorrection: .medium),
            .maximumVersionInvalid(0), .quietZoneTooSmall(1), .quietZoneTooLarge(300),
        ]
        #expect(Set(errors.map(\.code)).count == errors.count)
        for error in errors {
            #expect(error.code.wholeMatch(of: /qr\.[a-z_]+/) != nil)
            #expect(!error.message.hasSuffix(".") && error.message.first?.isUppercase == false)
            #expect(error.advice.hasSuffix("."))
            #expect(error.description == "\(error.code): \(error.message). \(error.advice)")
        }
        #expect(errors.map(\.location) == ["text", "text", "maximum version", "quiet zone", "quiet zone"])
    }
}
