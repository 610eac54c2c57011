import HufuScanner
import Testing

@Suite("Tags of languages")
struct LanguageTagTests {
    /// The scripts that regions write are those of CLDR's likely subtags.
    @Test(
        "A tag of BCP 47 names a language in any case, and a region stands for the script that it writes",
        arguments: [
            ("en", .english), ("EN-gb", .english), ("en-Latn-US-u-hc-h23", .english), ("zh", .simplifiedChinese),
            ("zh-CN", .simplifiedChinese), ("zh-SG", .simplifiedChinese), ("zh-Hans", .simplifiedChinese),
            ("ZH-HANS-tw", .simplifiedChinese), ("zh-cmn-Hans-CN", .simplifiedChinese),
            ("cmn", .simplifiedChinese), ("zh-CN-x-hant", .simplifiedChinese), ("zh-Hant", nil), ("zh-TW", nil),
            ("zh-HK", nil), ("zh-Hant-CN", nil), ("zh-Latn-pinyin", nil), ("zh-yue", nil), ("yue-CN", nil), ("fr", nil),
            ("", nil), ("-", nil), ("zh_CN", nil), ("zh-", nil), ("zh--CN", nil), ("english", nil), ("zho", nil),
            ("zh-abcdefghi", nil), ("e\u{0}", nil),
        ] as [(String, Language?)])
    func tag(tag: String, language: Language?) { #expect(Language(tag: tag) == language) }

    @Test("The tag of each language names it", arguments: Language.allCases)
    func roundTrip(language: Language) { #expect(Language(tag: language.tag) == language) }

    @Test(
        "Accept-Language gives the range with the greatest weight that there are texts for (RFC 9110, 12.5.4)",
        arguments: [
            ("zh-CN,zh;q=0.9,en;q=0.8", .simplifiedChinese), ("en-US,en;q=0.9,zh-CN;q=0.8", .english),
            ("en;q=0.2, zh-Hans;q=0.7", .simplifiedChinese), ("en, zh", .english), ("zh, en", .simplifiedChinese),
            ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", .english), ("zh-TW,zh-HK;q=0.9", nil),
            ("zh-TW,en;q=0.5", .english), ("fr", nil), ("fr, *;q=0.1", .english), ("*", .english),
            ("en;q=0, *", .simplifiedChinese), ("zh;q=0", nil), ("zh;q=0.000, en;q=0.001", .english),
            ("zh ; q=1.000 , en", .simplifiedChinese), ("zh;Q=1", .simplifiedChinese), ("", nil), (",,,", nil),
            ("zh;q=1.1, en;q=0.1", .english), ("zh;q=-1, en;q=0.1", .english), ("zh;q=0.1234, en;q=0.1", .english),
            ("zh;level=1, en;q=0.1", .english), ("zh;q=1;q=1, en;q=0.1", .english), ("zh;q=, en;q=0.1", .english),
        ] as [(String, Language?)])
    func preferred(header: String, language: Language?) { #expect(Language.preferred(header) == language) }

    @Test("The elements of Accept-Language after the thirty-second are ignored")
    func longHeader() {
        let others = Array(repeating: "fr", count: 31)
        #expect(Language.preferred((others + ["zh", "en"]).joined(separator: ",")) == .simplifiedChinese)
        #expect(Language.preferred((others + ["fr", "zh"]).joined(separator: ",")) == nil)
        #expect(Language.preferred(String(repeating: ",", count: 1_000_000)) == nil)
    }
}
