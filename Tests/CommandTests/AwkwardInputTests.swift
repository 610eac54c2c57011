import Foundation
import Testing

/// Texts and JSON at which programs break, through the command; all kinds of them are in the tests of the library.
@Suite("Awkward texts and JSON in a batch")
struct AwkwardInputTests {
    private static func line(_ givenName: String, _ id: Int) throws -> String {
        let license: [String: Any] = [
            "document_number": "D\(id)", "family_name": "Meier", "given_name": givenName, "birth_date": "1990-02-03",
            "issue_date": "2020-01-02", "expiry_date": "2030-01-02", "issuing_country": "DE",
            "driving_privileges": [["scheme": "EU", "vehicle_category_code": "B"]],
        ]
        let bytes = try JSONSerialization.data(withJSONObject: ["license": license, "id": id])
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("What means something to another program arrives unchanged, on the terminal and in JSON")
    func unchanged() throws {
        let texts = [
            "null", "NaN", "0", "1e400", "O'Brien", "x'; DROP TABLE t; --", "$(touch made)", "`touch made`",
            "a; touch made",
            "--help", "-rf", "%s%n%x", "../../up", "C:\\A\\B", "<script>f()</script>", "=1+1", "\"", "\\u0041", "\\n",
            "{{7*7}}", "محمد", "שלום", "می\u{200c}خواهم", "𠮷野家", "👍🏽", "Аdam", "İ", "ﬁ", "q\u{301}\u{323}".precomposed,
            "A\u{a0}B", "葛\u{e0100}城", String(repeating: "王", count: 100),
        ]
        let fixture = try CommandFixture()
        let lines = try texts.enumerated().map { try Self.line($1, $0) }
        let issued = try fixture.run(
            "hufu issue --batch - --issuer https://i.example --key issuer.pem --holder-key phone.pub "
                + "--at \(CommandFixture.now)", input: lines.joined(separator: "\n"))
        let credentials = try issued.split(separator: "\n").map {
            try JSONOutput(String($0)).object["credential"] as? String
        }
        try #require(credentials.count == texts.count)
        var tokens: [String] = []
        for credential in credentials {
            try fixture.write(try #require(credential), "credential.txt")
            tokens.append(try fixture.present("--max-version 40"))
        }
        let verify = "hufu verify --trust trust.json --at \(CommandFixture.now)"
        let verdicts = try fixture.run("\(verify) --stream", input: tokens.joined(separator: "\n"))
            .split(separator: "\n").map { try JSONOutput(String($0)) }
        #expect(verdicts.map(\.code) == texts.map { _ in "ok" })
        for (verdict, text) in zip(verdicts, texts) {
            let name = try #require(verdict.license?["given_name"] as? String)
            #expect(name.utf8.elementsEqual(text.utf8), "\(text)")
        }
        for (token, text) in zip(tokens, texts) where text.utf8.count < 40 {
            let shown = try fixture.run(verify, input: token)
            #expect(shown.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
            // Inside of a joining script nothing is changed either; elsewhere such a character would be escaped.
            #expect(
                text.contains("\u{200c}") || text.contains("\u{e0100}") || shown.contains("Meier, \(text)"), "\(shown)")
        }
        #expect(!fixture.names.contains("made"))
    }

    @Test("What shows something else than it says is answered with a code, and hinders no other line")
    func refused() throws {
        let texts: [(String, String)] = [
            ("", "license.text_length"), (" ", "license.text_blank"), ("\u{3164}", "license.text_blank"),
            ("A\u{202e}B", "license.text_invalid"), ("\u{1b}[31mA", "license.text_invalid"),
            ("A\tB", "license.text_invalid"), ("A\nB", "license.text_invalid"), ("A\0B", "license.text_invalid"),
            ("A\u{2028}B", "license.text_invalid"), ("A\u{200b}B", "license.text_invisible"),
            ("👩\u{200d}💻", "license.text_invisible"), ("M\u{fffd}ller", "license.text_damaged"),
            ("A\u{e000}", "license.text_damaged"), ("e\u{301}", "license.text_not_normalized"),
            ("A ", "license.text_padded"), (String(repeating: "a", count: 301), "license.text_length"),
        ]
        let bad: [(String, String)] = [
            ("{", "json.syntax_invalid"), (#"{"license": {}, "license": {}}"#, "json.name_repeated"),
            (#"{"id": 01}"#, "json.number_invalid"), (#"{"id": "\ud800"}"#, "json.surrogate_lone"),
            (#"{"id": NaN}"#, "json.syntax_invalid"), (#"{"id": 1,}"#, "json.syntax_invalid"),
            (#"{"id": 1} {}"#, "json.trailing_data"), (#"{"id": '1'}"#, "json.syntax_invalid"),
            (#"{"id": "\x41"}"#, "json.string_invalid"), (#"{"id": "a\#u{1}b"}"#, "json.string_invalid"),
            (String(repeating: #"{"a":"#, count: 40), "json.too_deep"), ("// {}", "json.syntax_invalid"),
            ("\u{feff}{}", "json.byte_order_mark"),
        ]
        let fixture = try CommandFixture()
        let good = try Self.line("Anna", 0)
        let lines = [good] + (try texts.map { try Self.line($0.0, 1) }) + bad.map(\.0) + [good]
        let result = try fixture.result(
            "hufu issue --batch - --issuer https://i.example --key issuer.pem --holder-key phone.pub "
                + "--at \(CommandFixture.now)", input: lines.joined(separator: "\n"))
        #expect(result.status == 65)
        let answers = try result.output.split(separator: "\n").map { try JSONOutput(String($0)).object }
        let codes = answers.map { ($0["error"] as? [String: Any])?["code"] as? String }
        #expect(codes == [nil] + texts.map(\.1) + bad.map(\.1) + [nil])
        #expect(result.output.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
    }
}

extension String {
    fileprivate var precomposed: String { precomposedStringWithCanonicalMapping }
}
