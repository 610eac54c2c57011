import Testing

@testable import Hufu

@Suite("NormalForm")
struct NormalFormTests {
    @Test(
        "Text is accepted in normalization form C only",
        arguments: [
            ("", true), ("plain", true), ("é", true), ("e\u{301}", false), ("\u{212b}", false), ("\u{c5}", true),
            ("王小明", true), ("\u{f900}", false), ("\u{ac00}", true), ("\u{1100}\u{1161}", false), ("\u{344}", false),
            ("a\u{323}\u{307}", false), ("a\u{307}\u{323}", false), ("\u{1ea1}\u{307}", true), ("\u{958}", false),
            ("ئۇيغۇر", true), ("\u{f43}", false), ("\u{f42}\u{fb7}", true), ("\u{338}", true), ("=\u{338}", false),
        ])
    func normalForm(_ text: String, _ isComposed: Bool) { #expect(NormalForm.isComposed(text) == isComposed) }
}
