import Hufu
import Testing

@testable import HufuScanner

@Suite("Text in the columns of a terminal")
struct TextLayoutTests {
    @Test("A line of Chinese ends between any two characters, but none begins with a closing mark", arguments: 4...40)
    func chinese(columns: Int) {
        let texts = Verdict.Code.allCases.map { Language.simplifiedChinese.advice($0) }
        for text in texts + ["驾驶证（小型汽车）：“有效”、（无效）。请使用 Base32 传输方式。"] {
            let lines = TextLayout.wrapped(text, columns: columns)
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
            #expect(lines.allSatisfy { TextLayout.width($0) <= columns && !$0.isEmpty })
            guard columns >= 8 else { continue }
            for line in lines.dropFirst() {
                #expect(line.first.map { !"，。、；：？！）》”’…".contains($0) } ?? false, "\(lines)")
            }
            for line in lines.dropLast() { #expect(line.last.map { !"（《“‘".contains($0) } ?? false, "\(lines)") }
        }
    }

    @Test("A line of Latin or Korean text ends at spaces")
    func words() {
        #expect(TextLayout.wrapped("The licence was revoked.", columns: 11) == ["The licence", "was", "revoked."])
        #expect(TextLayout.wrapped("김철수 김철수", columns: 9) == ["김철수", "김철수"])
        #expect(TextLayout.wrapped("abcdef", columns: 4) == ["abcd", "ef"])
        #expect(TextLayout.wrapped("") == [])
    }
}
