import Testing

@testable import Hufu

@Suite("Status references")
struct StatusReferenceTests {
    @Test("A reference is a URI, # and an index in decimal digits")
    func text() throws {
        let reference = try StatusReference("https://s.example/1#a#42")
        #expect(reference.uri == "https://s.example/1#a" && reference.index == 42)
    }

    @Test(
        "A reference without a URI or with another index is refused",
        arguments: [
            "https://s.example/1", "https://s.example/1#", "#5", "u#+5", "u#-5", "u# 5", "u#\u{661}",
            "u#9007199254740992",
        ])
    func refused(text: String) {
        #expect(throws: SigningError(.statusInvalid)) { try StatusReference(text) }
    }
}
