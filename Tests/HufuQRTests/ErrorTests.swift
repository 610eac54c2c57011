import QRCapacity
import Testing

@testable import HufuQR

@Suite("Errors")
struct ErrorTests {
    @Test("A text or a quiet zone for which there is no plan gives the plan's error")
    func plan() {
        #expect(throws: QRError.plan(.textEmpty)) { try QRSymbol("") }
        #expect(throws: QRError.plan(.maximumVersionInvalid(41))) { try QRSymbol("A", maximumVersion: 41) }
        for modules in [Int.min, 3] {
            #expect(throws: QRError.plan(.quietZoneTooSmall(modules))) { try PNGRenderer(quietZone: modules) }
            #expect(throws: QRError.plan(.quietZoneTooSmall(modules))) { try TerminalRenderer(quietZone: modules) }
        }
        for modules in [257, Int.max] {
            #expect(throws: QRError.plan(.quietZoneTooLarge(modules))) { try PNGRenderer(quietZone: modules) }
            #expect(throws: QRError.plan(.quietZoneTooLarge(modules))) { try TerminalRenderer(quietZone: modules) }
        }
        let error = QRPlanError.textTooLong(
            characters: 1460, fitting: 1451, maximumVersion: 25, errorCorrection: .medium)
        #expect(throws: QRError.plan(error)) { try QRSymbol(Samples.text(1460)) }
        #expect(QRError.plan(error).description == error.description)
        #expect(QRError.plan(error).location == error.location)
    }

    @Test("A scale is at least 1", arguments: [Int.min, -1, 0])
    func scale(scale: Int) {
        #expect(throws: QRError.scaleInvalid(scale)) { try PNGRenderer(size: .scale(scale)) }
    }

    @Test("A width is a positive number", arguments: [0, -0.0, -1, .nan, .infinity, -.infinity])
    func width(width: Double) {
        #expect(throws: QRError.widthInvalid) {
            try PNGRenderer(size: .physical(widthMillimetres: width, dpi: 300))
        }
    }

    @Test("A resolution is 1 to 25,400 dpi", arguments: [Int.min, 0, 25_401, Int.max])
    func resolution(dpi: Int) {
        #expect(throws: QRError.resolutionInvalid(dpi: dpi)) {
            try PNGRenderer(size: .physical(widthMillimetres: 40, dpi: dpi))
        }
    }

    @Test("A picture has at most 32,000 pixels per side")
    func tooLarge() throws {
        let symbol = try QRSymbol("A")
        let largest = 32_000 / 29
        #expect(throws: Never.self) { try PNGRenderer(size: .scale(largest)).pixelsPerModule(of: symbol) }
        #expect(throws: QRError.tooLarge(side: (largest + 1) * 29, maximum: 32_000)) {
            try PNGRenderer(size: .scale(largest + 1)).png(of: symbol)
        }
        #expect(throws: QRError.tooLarge(side: .max, maximum: 32_000)) {
            try PNGRenderer(size: .scale(.max)).png(of: symbol)
        }
        #expect(throws: QRError.tooLarge(side: .max, maximum: 32_000)) {
            try PNGRenderer(size: .physical(widthMillimetres: .greatestFiniteMagnitude, dpi: 25_400)).png(of: symbol)
        }
    }

    @Test("Less than a pixel per module is refused, and the advised size works")
    func tooSmall() throws {
        let symbol = try QRSymbol(Samples.text(970))
        let error = QRError.modulesTooSmall(modules: 105, widthMillimetres: 8, dpi: 300)
        #expect(throws: error) {
            try PNGRenderer(size: .physical(widthMillimetres: 8, dpi: 300)).png(of: symbol)
        }
        #expect(error.advice == "At 300 dpi choose at least 8.9 mm, or for 8.0 mm at least 334 dpi.")
        for (width, dpi) in [(8.9, 300), (8, 334)] {
            let renderer = try PNGRenderer(size: .physical(widthMillimetres: width, dpi: dpi))
            #expect(try renderer.pixelsPerModule(of: symbol) == 1)
        }
        let tiny = #expect(throws: QRError.self) {
            try PNGRenderer(size: .physical(widthMillimetres: .leastNonzeroMagnitude, dpi: 1)).png(of: symbol)
        }
        #expect(tiny?.advice == "At 1 dpi choose at least 2667.0 mm.")
    }

    @Test("A failure in libpng is thrown as an error")
    func libraryFails() throws {
        let symbol = try QRSymbol(Samples.text(970))
        let layout = PNGRenderer.Layout(scale: 4, pixelsPerMetre: 0)
        for limit in [0, 7, 8, 40, 1000] {
            let error = #expect(throws: QRError.self) {
                try PNGEncoder.encode(symbol, quietZone: 4, layout: layout, maximumBytes: limit)
            }
            #expect(error?.code == "png.write_failed")
        }
        for (quietZone, scale) in [(4, 0), (-1, 4), (4, .max), (4, 4_000_000_000), (4_000_000_000, 4_000_000_000)] {
            let layout = PNGRenderer.Layout(scale: scale, pixelsPerMetre: 0)
            #expect(throws: QRError.self) { try PNGEncoder.encode(symbol, quietZone: quietZone, layout: layout) }
        }
    }

    @Test("The encoder refuses a plan for another text")
    func encoderDisagrees() throws {
        let plan = try QRPlan(characters: 20, raisesErrorCorrection: false)
        #expect(plan.version == 1)
        let text = Array(Samples.text(21).utf8)
        #expect(throws: QRError.encoderFailed("libqrencode made another version than planned")) {
            try SymbolEncoder.modules(of: text, plan: plan)
        }
        #expect(throws: QRError.encoderFailed("libqrencode did not accept the text")) {
            try SymbolEncoder.modules(of: Array("lower".utf8), plan: plan)
        }
    }

    @Test("Every error has a code of its own, a sentence and an advice")
    func sentences() {
        let errors: [QRError] = [
            .plan(.textEmpty), .characterInvalid("a", offset: 4), .scaleInvalid(0), .widthInvalid,
            .resolutionInvalid(dpi: 0),
            .modulesTooSmall(modules: 29, widthMillimetres: 1, dpi: 1), .tooLarge(side: .max, maximum: 32_000),
            .encoderFailed("it failed"), .pngFailed("it failed"),
        ]
        #expect(Set(errors.map(\.code)).count == errors.count)
        for error in errors {
            #expect(error.code.wholeMatch(of: /(qr|png)\.[a-z_]+/) != nil)
            #expect(!error.message.hasSuffix(".") && error.message.first?.isUppercase == false)
            #expect(error.advice.hasSuffix("."))
            #expect(error.description == "\(error.code): \(error.message). \(error.advice)")
        }
        #expect(errors[1].location == "character 4")
        #expect(errors[1].message == "the character U+0061 at offset 4 does not exist in alphanumeric mode")
        #expect(errors[2].location == "scale")
    }
}
