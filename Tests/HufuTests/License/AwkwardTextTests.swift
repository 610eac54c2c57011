import HufuTestSupport
import Testing

@testable import Hufu

/// Kinds of text at which programs break: each is issued and arrives with the same bytes, or has one reason not to be.
struct AwkwardText: CustomTestStringConvertible, Sendable {
    let kind: String
    /// The code of the refusal; `nil` where the text is issued.
    let code: String?
    let texts: [String]

    var testDescription: String { kind }

    /// Texts that mean something to another program, and nothing to this one.
    static let issued: [AwkwardText] = [
        issued("words for nothing", ["null", "NULL", "nil", "None", "undefined", "N/A", "-", "(null)", "NaN", "void"]),
        issued("words for truth", ["true", "False", "yes", "no", "T", "on"]),
        issued(
            "numbers",
            ["0", "-0", "007", "1.0", "1e400", "-1", "0x7F", "1_000", "1,5", "½", "²", "９８", "٣", "Infinity"]),
        issued(
            "markup", ["<b>A</b>", "<script>f()</script>", "A&amp;B", "<!-- x", "]]>", "&#0;", "<?xml?>", "{{7*7}}"]),
        issued(
            "queries", ["O'Brien", "x'; DROP TABLE t; --", "\" OR \"\"=\"", "a) OR (1=1", "1; SELECT 2", "\\'; --"]),
        issued(
            "commands", ["$(id)", "`id`", "a; rm -r b", "a|b", "a && b", "%PATH%", "$HOME", "*", "~", "-rf", "--help"]),
        issued("formats", ["%s%n%x", "%", "100%", "{0}", "\\(name)", "%1$*d", "{}", "\\x41", "\\u0041", "\\n", "\\"]),
        issued("paths", ["../../up", "..\\up", "/dev/null", "C:\\A\\B", "file:///x", "CON", "a/b", "."]),
        issued("cells of a spreadsheet", ["=1+1", "+49", "-x", "@SUM(A1)", "\"a\",\"b\"", "a;b"]),
        issued("addresses", ["https://a.example/?q=1#x", "a@b.example", "javascript:f()", "[::1]"]),
        issued("quotes", ["'", "\"", "''", "\"\"", "«A»", "„A“", "’", "`", "´"]),
        issued("letters of one look", ["Аdam", "Ηans", "раураl", "Ⅰ", "ｆｕｌｌ", "ℌ𝔲𝔣𝔲", "ı", "ſ"]),
        issued("letters whose case is longer or none", ["ẞ", "ß", "ﬁ", "İ", "ŉ", "ǆ", "Σς", "ﬃ"]),
        issued("accents that have a letter of their own", ["Åsa", "Ñ", "ế", "ǖ", "ṩ", "Δώρα", "Ё"]),
        issued("accents that have none", ["q\u{301}", "q\u{323}\u{307}", "\u{430}\u{301}", "\u{301}"]),
        issued(
            "stacked accents",
            ["Q\u{334}\u{301}a", "q" + String(repeating: "\u{301}", count: 140), "a\u{334}\u{334}\u{334}"]),
        issued("right-to-left scripts", ["محمد", "שָׁלוֹם", "ܫܠܡܐ", "ދިވެހި", "محمد Ali 12", "߂߃"]),
        issued(
            "scripts that need joiners", ["می\u{200c}خواهم", "ක්\u{200d}ෂ", "क्\u{200d}ष", "ന്\u{200d}", "ক্\u{200c}ষ"]),
        issued("scripts that need zero-width spaces", ["ភាសា\u{200b}ខ្មែរ", "ไทย\u{200b}ไทย", "မြန်မာ\u{200b}စာ"]),
        issued("variants of a character", ["葛\u{e0100}城", "辻\u{fe00}", "ᠠ\u{180b}", "❤\u{fe0f}", "1\u{fe0f}\u{20e3}"]),
        issued("characters beyond 16 bits", ["𠮷野家", "𪚥", "𞤀𞤣𞤤𞤢𞤥", "𓀀", "𝒜", "🀄"]),
        issued("emoji", ["😀", "👍🏽", "🇨🇳", "🇨🇳🇩🇪", "☺"]),
        issued("many scripts", ["王小明", "김철수", "さくら", "Ωμέγα", "Ἀριστοτέλης", "Ирина", "ქართული", "አማርኛ", "தமிழ்", "ꦗꦮ"]),
        issued(
            "spaces of several widths inside", ["A B", "A  B", "A\u{a0}B", "張\u{3000}三", "A\u{2009}B", "A\u{202f}B"]),
        issued(
            "as long as is allowed",
            [String(repeating: "a", count: 300), String(repeating: "王", count: 100), String(repeating: "😀", count: 75)]),
    ]

    static let refused: [AwkwardText] = [
        AwkwardText(kind: "empty", code: "license.text_length", texts: [""]),
        AwkwardText(
            kind: "too long", code: "license.text_length",
            texts: [
                String(repeating: "a", count: 301), String(repeating: "王", count: 101),
                String(repeating: "a\u{334}", count: 101), String(repeating: "😀", count: 100_000),
            ]),
        AwkwardText(
            kind: "controls: they steer terminals and printers", code: "license.text_invalid",
            texts: [
                "\0", "A\0B", "A\tB", "A\nB", "A\rB", "A\u{b}B", "A\u{c}B", "A\u{8}B", "\u{7}", "A\u{7f}", "A\u{85}B",
                "A\u{9b}31mB", "\u{1b}[31mA\u{1b}[0m", "\u{1b}]0;A\u{7}", "\u{1b}[2J", "A\u{9d}B",
            ]),
        AwkwardText(
            kind: "separators of lines", code: "license.text_invalid", texts: ["A\u{2028}B", "A\u{2029}B", "A\r\nB"]),
        AwkwardText(
            kind: "direction: it changes the order of what is read", code: "license.text_invalid",
            texts: [
                "A\u{202e}B", "A\u{202d}B", "A\u{202a}B", "A\u{202b}B\u{202c}", "A\u{2066}B\u{2069}", "A\u{2067}B",
                "A\u{2068}B", "A\u{200e}B", "A\u{200f}", "\u{61c}A",
            ]),
        AwkwardText(
            kind: "byte order marks and annotations", code: "license.text_invalid",
            texts: ["\u{feff}A", "A\u{feff}", "A\u{fff9}B\u{fffa}C\u{fffb}"]),
        AwkwardText(
            kind: "invisible characters between letters that do not join", code: "license.text_invisible",
            texts: [
                "A\u{200b}B", "A\u{200c}B", "A\u{200d}B", "A\u{ad}B", "A\u{2060}B", "A\u{34f}B", "王\u{200b}明",
                "A\u{3164}B", "A\u{2800}B", "A\u{115f}B", "A\u{ffa0}B", "A\u{180e}B", "A\u{e0041}", "A\u{2064}B",
                "A\u{17b5}B", "A\u{206a}B", "A\u{1d173}B", "\u{fe0f}A", "A\u{fff0}B",
            ]),
        AwkwardText(
            kind: "emoji of several that a joiner combines, and flags of tags", code: "license.text_invisible",
            texts: ["👩\u{200d}💻", "👨\u{200d}👩\u{200d}👧", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"]),
        AwkwardText(
            kind: "nothing that can be seen", code: "license.text_blank",
            texts: [" ", "   ", "\u{a0}", "\u{3000}", "\u{200b}\u{200b}", "\u{3164}", "\u{2800}", "\u{fe0f}", "\u{ad}"]),
        AwkwardText(
            kind: "space at the ends", code: "license.text_padded",
            texts: [" A", "A ", "\u{3000}A", "A\u{a0}", "\u{2003}A\u{2003}"]),
        AwkwardText(
            kind: "marks of a lost character", code: "license.text_damaged",
            texts: ["M\u{fffd}ller", "\u{fffd}", "\u{fffc}"]
        ),
        AwkwardText(
            kind: "noncharacters", code: "license.text_damaged",
            // The compiler accepts not all of them in a literal.
            texts: [0xfffe as UInt32, 0xffff, 0x1fffe, 0x2ffff, 0xfdd0, 0xfdef, 0x10ffff].compactMap(
                Unicode.Scalar.init
            ).map { "A\($0)" }),
        AwkwardText(
            kind: "private use: another font shows another name", code: "license.text_damaged",
            texts: ["A\u{e000}", "\u{f8ff}", "A\u{f0000}", "A\u{10fffd}", "A\u{f85a}"]),
        AwkwardText(
            kind: "planes in which nothing is assigned", code: "license.text_damaged",
            texts: ["A\u{40000}", "A\u{d0000}"]),
        AwkwardText(
            kind: "another spelling of the same text", code: "license.text_not_normalized",
            texts: [
                "e\u{301}", "A\u{30a}", "\u{212b}", "\u{212a}", "\u{2126}", "\u{1100}\u{1161}", "か\u{3099}",
                "\u{2000}A",
                "a\u{301}\u{323}", "\u{958}\u{f900}", "Z\u{300}\u{316}\u{301}", "ש\u{5c1}\u{5b8}",
            ]),
    ]

    private static func issued(_ kind: String, _ texts: [String]) -> AwkwardText {
        AwkwardText(kind: kind, code: nil, texts: texts)
    }
}

@Suite("Texts at which programs break")
struct AwkwardTextTests {
    /// A licence of the country that the fixture's issuer may sign for, of somebody from elsewhere.
    private static func license() throws -> License {
        var license = try Fixture.license("de")
        (license.issuingCountry, license.nationality) = ("CN", "DE")
        return license
    }

    @Test(
        "What means something to another program is issued, and is verified with the same bytes",
        arguments: AwkwardText.issued)
    func unchanged(kind: AwkwardText) async throws {
        let fixture = try Fixture()
        for text in kind.texts {
            var license = try Self.license()
            license.givenName = text
            // The text goes through JSON, as it does for an issuer and for a scanner.
            license = try License(json: Array(license.json.utf8))
            let token = try await fixture.token(fixture.credential(license, redacting: .nothing), disclosing: [])
            let verdict = fixture.verify(token.text())
            #expect(verdict.code == .ok, "\(text)")
            let shown = try #require(verdict.license?.license.givenName, "\(text)")
            #expect(shown.utf8.elementsEqual(text.utf8), "\(text)")
            let json = try JSONReader.read(Array(verdict.json.utf8))
            let written = try json.descendant(at: "license.given_name").string()
            #expect(written.utf8.elementsEqual(text.utf8), "\(text)")
        }
    }

    @Test("What shows something else than it says, or nothing, is refused at issuing", arguments: AwkwardText.refused)
    func refused(kind: AwkwardText) async throws {
        let fixture = try Fixture()
        for text in kind.texts {
            let codePoints = text.unicodeScalars.prefix(9).map(\.codePoint).joined(separator: " ")
            var license = try Self.license()
            license.givenName = text
            let error = await #expect(throws: LicenseError.self, "\(codePoints)") {
                _ = try await fixture.credential(license, redacting: .nothing)
            }
            #expect(error?.code == kind.code, "\(codePoints)")
            #expect(error?.field == "given_name", "\(codePoints)")
            // The message shows nothing that steers a terminal.
            let message = error?.description ?? ""
            #expect(message.firstFormattingCharacter == nil && message.utf8.count < 1_000, "\(codePoints)")
        }
    }

    @Test("The same holds for every text of a licence")
    func everyText() async throws {
        let fixture = try Fixture()
        let changes: [(String, @Sendable (inout License, String) -> Void)] = [
            ("document_number", { $0.documentNumber = $1 }), ("family_name", { $0.familyName = $1 }),
            ("issuing_authority", { $0.issuingAuthority = $1 }), ("resident_address", { $0.residentAddress = $1 }),
            ("record", { $0.record = $1 }), ("birth_place", { $0.birthPlace = $1 }),
            ("driving_privileges[0].codes[0].value", { $0.drivingPrivileges?[0].codes[0].value = $1 }),
        ]
        for (field, change) in changes {
            for (text, code) in [
                ("A\u{202e}B", "license.text_invalid"), ("A\u{200b}B", "license.text_invisible"),
                ("A\u{e000}", "license.text_damaged"), (" A", "license.text_padded"),
                ("e\u{301}", "license.text_not_normalized"),
                ("\u{3164}", "license.text_blank"),
            ] {
                var license = try Self.license()
                license.drivingPrivileges?[0].codes = [.init(code: "01", value: "x")]
                change(&license, text)
                let error = await #expect(throws: LicenseError.self) {
                    _ = try await fixture.credential(license, redacting: .nothing)
                }
                #expect(error?.code == code && error?.field == field, "\(field): \(String(describing: error))")
            }
        }
    }
}
