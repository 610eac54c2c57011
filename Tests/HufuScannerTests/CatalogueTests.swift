import Foundation
import Hufu
import HufuTestSupport
import Testing

@testable import HufuScanner

@Suite("Texts in each language")
struct CatalogueTests {
    /// The texts of a language that have no values of a licence or a verdict in them.
    private static func fixedTexts(_ language: Language) -> [String] {
        let catalogue = language.catalogue
        let codes = Verdict.Code.allCases.flatMap { [language.message($0), language.advice($0)] }
        let names =
            StandingClass.allCases.map(language.name) + StatusValue.allCases.map(language.name)
            + Verdict.Kind.allCases.map(catalogue.name) + Age.Unit.allCases.map { catalogue.name($0, count: 2) }
        return codes + names + Verdict.Notice.allCases.map(language.message)
            + Verdict.Outcome.allCases.map(language.word)
            + ReportRow.allCases.map(catalogue.label) + License.Field.allCases.map(language.label)
            + catalogue.classes.values.flatMap(\.values) + Array(catalogue.standings.values)
    }

    @Test("Each code and notice of the profile has its texts, and the English ones are those of the profile")
    func codes() throws {
        struct Table: Decodable {
            struct Row: Decodable {
                let code: String?
                let notice: String?
                let message: String
                let advice: String?
            }
            let codes: [Row]
            let notices: [Row]
        }
        let file = Repository.vectors.appending(path: "codes.json")
        let table = try JSONDecoder().decode(Table.self, from: Data(contentsOf: file))
        for row in table.codes {
            let code = try #require(Verdict.Code(rawValue: row.code ?? ""))
            #expect(Language.english.message(code) == row.message)
            #expect(Language.english.advice(code) == row.advice)
            for text in [Language.simplifiedChinese.message(code), Language.simplifiedChinese.advice(code)] {
                #expect(text.hasSuffix("。"), "\(code.rawValue)")
            }
        }
        for row in table.notices {
            let notice = try #require(Verdict.Notice(rawValue: row.notice ?? ""))
            #expect(Language.english.message(notice) == row.message)
            #expect(Language.simplifiedChinese.message(notice).hasSuffix("。"))
        }
    }

    @Test("Codes whose English messages differ have different Chinese ones, and so have their advice")
    func distinctCodes() {
        for text in [Language.message, Language.advice] as [(Language) -> (Verdict.Code) -> String] {
            let pairs = Set(Verdict.Code.allCases.map { [text(.english)($0), text(.simplifiedChinese)($0)] })
            #expect(Set(pairs.map { $0[0] }).count == pairs.count)
            #expect(Set(pairs.map { $0[1] }).count == pairs.count)
        }
    }

    @Test("Each field of a licence and each row of a report has a label of its own", arguments: Language.allCases)
    func labels(language: Language) {
        #expect(Set(License.Field.allCases.map(language.label)).count == License.Field.allCases.count)
        #expect(Set(ReportRow.allCases.map(language.catalogue.label)).count == ReportRow.allCases.count)
    }

    @Test("Exactly the classes of the profile have a name, each another in its scheme", arguments: Language.allCases)
    func classes(language: Language) throws {
        let catalogue = ClassCatalogue.default
        #expect(Set(language.catalogue.classes.keys) == Set(catalogue.schemes))
        for scheme in catalogue.schemes {
            let names = try #require(language.catalogue.classes[scheme])
            #expect(Set(names.keys) == Set(try #require(catalogue.codes(ofScheme: scheme))))
            #expect(Set(names.values).count == names.count, "\(scheme)")
        }
        #expect(language.name(ofClass: "C1", scheme: "CN") != language.name(ofClass: "C1", scheme: "EU"))
        #expect(language.name(ofClass: "C1", scheme: "XX") == nil && language.name(ofClass: "ZZ", scheme: "CN") == nil)
    }

    @Test("Exactly the standing letters of the profile have a meaning, each another one", arguments: Language.allCases)
    func standings(language: Language) {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).filter { StandingClass.Table.default[$0] != .unknown }
        #expect(Set(language.catalogue.standings.keys) == Set(letters.map { Character(UnicodeScalar($0)) }))
        #expect(Set(language.catalogue.standings.values).count == letters.count)
        #expect(language.name(ofStanding: "Z") == nil)
    }

    /// A value of each phrase, with what each language has to show of it.
    private static let phrases: [(phrase: Phrase, values: [String])] = {
        let (first, last) = (Day("2021-04-20") ?? .first, Day("2031-04-19") ?? .first)
        let time: UnixTime = 1_795_420_810
        let standing = License.Standing(codes: "AH", asOf: time)
        return [
            (.list(["7a", "7b"]), ["7a", "7b"]), (.withheld, []), (.answer(true), []), (.answer(false), []),
            (.period(from: first, until: last), ["2021-04-20", "2031-04-19"]),
            (.period(from: first, until: nil), ["2021-04-20"]),
            (.standing(standing, .attention), ["A", "H", time.description]),
            (.standing(standing, nil), ["A", "H", time.description]), (.status(.attention, age: "7c"), ["7c"]),
            (.lastKnownStatus(.revoked, age: "7d"), ["7d"]), (.tokenUntil(time), [time.description]),
            (.overFor("7e"), ["7e"]), (.phoneAhead("7f"), ["7f"]), (.phoneBehind("7g"), ["7g"]),
            (.answerAge("7h"), ["7h"]), (.credentialUntil(time), [time.description]), (.clockAhead("7i"), ["7i"]),
            (.clockBehind("7j"), ["7j"]), (.detail("7k"), ["7k"]), (.lacking([.portrait, .points]), []),
            (.ageOver(21), ["21"]),
        ]
    }()

    private static let faults: [(fault: ScanFault, values: [String])] = [
        (.wideCharacters, ["UTF-16", "ASCII", "UTF-8"]), (.prefix("7a"), ["7a"]), (.smallLetters, []),
        (.secondCode, []), (.lineEnd, []), (.suffix("7b"), ["7b"]), (.foreignByte("0x7c"), ["0x7c", "Base32"]),
    ]

    @Test("Each language shows every value of a phrase, and no two phrases are the same", arguments: Language.allCases)
    func phrases(language: Language) {
        let texts =
            Self.phrases.map { ($0.values, language.catalogue.text($0.phrase)) }
            + Self.faults.map { ($0.values, language.catalogue.advice($0.fault)) }
        for (values, text) in texts {
            for value in values { #expect(text.contains(value), "\(text)") }
        }
        func text(_ phrase: Phrase) -> String { language.catalogue.text(phrase) }
        #expect(text(.answer(true)) != text(.answer(false)))
        let standing = License.Standing(codes: "A", asOf: 0)
        #expect(text(.standing(standing, .valid)) != text(.standing(standing, .ended)))
        #expect(text(.status(.valid, age: "1")) != text(.lastKnownStatus(.valid, age: "1")))
        #expect(text(.phoneAhead("1")) != text(.phoneBehind("1")))
        #expect(text(.clockAhead("1")) != text(.clockBehind("1")))
        for field in License.Field.allCases {
            let label = language.label(field)
            #expect(text(.lacking([field])).caseInsensitiveCompare(label) == .orderedSame)
        }
    }

    @Test("Each phrase is tested, and used outside of the catalogue")
    func everyPhrase() throws {
        let folder = Repository.root.appending(path: "Sources/HufuScanner")
        func source(_ name: String) throws -> String {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        let catalogue = try source("Languages/Catalogue.swift")
        let declared = catalogue.matches(of: /\n    case (\w+)/).map { String($0.1) }
        let rows = ReportRow.allCases.map { "\($0)" }
        func name(_ value: Any) -> String {
            Mirror(reflecting: value).children.first?.label ?? "\(value)"
        }
        let tested = Set(Self.phrases.map { name($0.phrase) })
        #expect(Set(declared) == tested.union(rows))
        let users = try source("VerdictReport.swift") + source("ScanFault.swift")
        for name in declared { #expect(users.contains("(.\(name)") || users.contains(" .\(name)("), "\(name)") }
        let faults = try source("ScanFault.swift").matches(of: /\n    case (\w+)/).map { String($0.1) }
        #expect(Set(faults) == Set(Self.faults.map { name($0.fault) }))
    }

    /// GB 2312 has no character that is traditional only.
    private static let simplified = String.Encoding(rawValue: 0x8000_0930)

    @Test("Chinese texts are Chinese, in simplified characters and with Chinese punctuation")
    func chinese() throws {
        let language = Language.simplifiedChinese
        let texts =
            Self.fixedTexts(language) + Self.phrases.map { language.catalogue.text($0.phrase) }
            + Self.faults.map { language.catalogue.advice($0.fault) }
        // Names of standards and encodings, and the values that phrases are tested with.
        let terms: Set = [
            "ASCII", "UTF", "Base", "REAL", "ID", "A", "H", "T", "Z", "x", "a", "b", "c", "d", "e", "f",
            "g", "h", "i", "j", "k",
        ]
        for text in texts {
            #expect(text.data(using: Self.simplified) != nil, "\(text)")
            #expect(text.matches(of: /[A-Za-z]+/).allSatisfy { terms.contains(String($0.0)) }, "\(text)")
            #expect(
                text.firstMatch(of: /[\u{4e00}-\u{9fff}][,.;:!?()]|[,.;:!?()][\u{4e00}-\u{9fff}]/) == nil, "\(text)")
        }
        for text in Self.fixedTexts(language) {
            #expect(text.contains(/[\u{4e00}-\u{9fff}]/), "\(text)")
        }
    }

    /// The samples, a licence with the fields that they do not have, and one for each value of the closed lists.
    private static func licenses() throws -> [License] {
        var licenses = try ["cn-full", "cn-resident", "cn-long-term", "us-full", "eu-full", "portrait"].map(
            Fixture.license)
        if var others = licenses.first {
            (others.familyNameNationalCharacter, others.givenNameNationalCharacter) = ("王", "小明")
            (others.firstName, others.middleNames, others.akaSuffix) = ("ANNA", "MARIA", "JR")
            (others.firstNameTruncation, others.middleNamesTruncation) = (.complete, .truncated)
            (others.ageInYears, others.dhsComplianceText) = (36, "F")
            (others.under18Until, others.under19Until) = (Day("2008-03-07"), Day("2009-03-07"))
            (others.under21Until, others.dhsTemporaryLawfulStatus) = (Day("2011-03-07"), true)
            (others.biometricTemplateFace, others.biometricTemplateFinger) = ([1], [1, 2])
            (others.biometricTemplateIris, others.biometricTemplateSignatureSign) = (
                Array(repeating: 7, count: 40), [1, 2, 3]
            )
            licenses.append(others)
        }
        func add<Value: CaseIterable>(_ field: WritableKeyPath<License, Value?>, _ type: Value.Type = Value.self) {
            for value in Value.allCases {
                guard var license = licenses.first else { return }
                license[keyPath: field] = value
                licenses.append(license)
            }
        }
        add(\.sex)
        add(\.eyeColour)
        add(\.hairColour)
        add(\.raceEthnicity)
        add(\.familyNameTruncation)
        add(\.dhsCompliance)
        add(\.edlCredential)
        return licenses
    }

    @Test("The English value of a field is the core's, and the Chinese one has no English word in its place")
    func values() throws {
        let licenses = try Self.licenses()
        for field in License.Field.allCases {
            let shown = licenses.filter { $0.text(of: field) != nil }
            #expect(!shown.isEmpty, "\(field.jsonName)")
            var texts: [String: String] = [:]
            for license in shown {
                let text = try #require(license.text(of: field))
                let chinese = try #require(Language.simplifiedChinese.text(of: field, in: license))
                #expect(Language.english.text(of: field, in: license) == text)
                #expect(texts.updateValue(chinese, forKey: text) ?? chinese == chinese)
                // Digits of a value are in its translation.
                for number in text.matches(of: /[0-9]+/) { #expect(chinese.contains(String(number.0)), "\(chinese)") }
                if Self.isTranslated(field), !text.contains(/^[0-9a-f]+$/) {
                    #expect(chinese.contains(/[\u{4e00}-\u{9fff}]/) && chinese.data(using: Self.simplified) != nil)
                    let words = chinese.matches(of: /[a-z]+/).map { String($0.0) }
                    #expect(Set(words).isSubset(of: ["jpeg", "webp", "avif"]), "\(chinese)")
                } else if license.expiryDate != nil || field != .expiryDate {
                    #expect(chinese == text)
                }
            }
            #expect(Set(texts.values).count == texts.count, "\(field.jsonName)")
        }
    }

    /// Whether the values of a field have words of ours. The others are texts of the licence, numbers and days.
    private static func isTranslated(_ field: License.Field) -> Bool {
        [
            .sex, .drivingPrivileges, .portrait, .ageOver, .standing, .points, .height, .weight, .eyeColour,
            .hairColour,
            .raceEthnicity, .signatureUsualMark, .familyNameTruncation, .givenNameTruncation, .firstNameTruncation,
            .middleNamesTruncation, .organDonor, .veteran, .dhsCompliance, .dhsTemporaryLawfulStatus, .cdlIndicator,
            .cdlNonDomiciled, .edlCredential, .biometricTemplateFace, .biometricTemplateFinger,
            .biometricTemplateIris, .biometricTemplateSignatureSign,
        ].contains(field)
    }

    @Test(
        "A Chinese age has at most two units, rounded down",
        arguments: [
            (0, "0 秒"), (59, "59 秒"), (3_630, "1 小时"), (12_000, "3 小时 20 分钟"), (104_400, "1 天 5 小时"),
            (172_800, "2 天"),
        ])
    func age(seconds: Int, text: String) { #expect(Age.text(seconds, in: .simplifiedChinese) == text) }
}
