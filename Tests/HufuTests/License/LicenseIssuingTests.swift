import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Rules of issuing")
struct LicenseIssuingTests {
    static let rules: [LicenseChange] = [
        LicenseChange(nil, "") { _ in },
        LicenseChange("license.field_missing", "family_name") { $0.familyName = nil },
        LicenseChange("license.text_length", "family_name") { $0.familyName = "" },
        LicenseChange("license.text_not_normalized", "family_name") { $0.familyName = "e\u{301}" },
        LicenseChange("license.text_not_normalized", "record") { $0.record = "\u{212b}" },
        LicenseChange("license.text_not_normalized", "driving_privileges[0].codes[0].value") {
            $0.drivingPrivileges?[0].codes[0].value = "\u{1100}\u{1161}"
        },
        LicenseChange("license.check_digit", "document_number") { $0.documentNumber = "110105194912310021" },
        LicenseChange("license.value_invalid", "document_number") { $0.documentNumber = "11010519491231002x" },
        LicenseChange("license.check_digit", "document_number") { $0.documentNumber = "11010519491231012X" },
        LicenseChange("license.contradiction", "birth_date") { $0.documentNumber = "440524188001010014" },
        LicenseChange("license.value_invalid", "document_number") { $0.documentNumber = "H12345678" },
        LicenseChange("license.value_invalid", "document_number") { $0.documentNumber = "1101051949123100210" },
        LicenseChange("license.contradiction", "sex") { $0.sex = .male },
        LicenseChange(nil, "sex") { $0.sex = .notKnown },
        LicenseChange(nil, "document_number") {
            $0.documentNumber = "110105194912310021"
            $0.nationality = "FR"
        },
        LicenseChange(nil, "document_number") {
            $0.documentNumber = "110105194912310021"
            $0.nationality = nil
        },
        LicenseChange("license.value_invalid", "administrative_number") { $0.administrativeNumber = "11010012345" },
        LicenseChange("license.value_invalid", "administrative_number") { $0.administrativeNumber = "1101001234567" },
        LicenseChange("license.value_invalid", "administrative_number") { $0.administrativeNumber = "11010012345X" },
        LicenseChange("license.value_invalid", "administrative_number") { $0.administrativeNumber = "１１０１" },
        LicenseChange(nil, "administrative_number") {
            $0.administrativeNumber = "AB/1"
            $0.issuingCountry = "FR"
            $0.issuingJurisdiction = "FR-75"
        },
        LicenseChange("license.class_unknown", "driving_privileges[1].scheme") {
            $0.drivingPrivileges?[1].scheme = "XX"
        },
        LicenseChange("license.class_unknown", "driving_privileges[0].vehicle_category_code") {
            $0.drivingPrivileges?[0].vehicleCategoryCode = "C7"
        },
        LicenseChange(nil, "driving_privileges") { $0.drivingPrivileges?[0].vehicleCategoryCode = "C6" },
        LicenseChange("license.date_order", "issue_date") {
            $0.firstIssueDate = nil
            $0.drivingPrivileges?[0].issueDate = nil
            $0.portraitCaptureDate = nil
            $0.issueDate = .first
        },
        LicenseChange("license.date_order", "first_issue_date") { $0.firstIssueDate = $0.birthDate?.day },
        LicenseChange("license.date_order", "issue_date") { $0.firstIssueDate = Day("2022-06-19") },
        LicenseChange(nil, "issue_date") { $0.firstIssueDate = $0.issueDate },
        LicenseChange("license.date_order", "expiry_date") { $0.expiryDate = Day("2022-06-17") },
        LicenseChange(nil, "expiry_date") { $0.expiryDate = $0.issueDate },
        LicenseChange(nil, "expiry_date") { $0.expiryDate = nil },
        LicenseChange("license.date_order", "driving_privileges[0].expiry_date") {
            $0.drivingPrivileges?[0].expiryDate = Day("2012-06-17")
        },
        LicenseChange("license.date_order", "driving_privileges[1].issue_date") {
            $0.drivingPrivileges?[1].issueDate = $0.birthDate?.day
        },
        LicenseChange(nil, "driving_privileges") {
            $0.drivingPrivileges?[0].expiryDate = Day("2012-06-18")
        },
        LicenseChange("license.portrait_invalid", "portrait.data") { $0.portrait?.format = .jpeg },
        LicenseChange("license.portrait_invalid", "portrait.data") { $0.portrait?.data = [0x52] },
        LicenseChange("license.portrait_invalid", "signature_usual_mark.data") {
            $0.signatureUsualMark?.format = .avif
        },
        LicenseChange("issue.portrait_digest_mismatch", "portrait_digest") { $0.portraitDigest?[0] = 0 },
    ]

    /// 2026-11-23T08:00:00Z.
    private static let issuedAt: UnixTime = 1_795_420_800

    @Test("Each rule refuses a violation, and accepts the value next to it")
    func rules() throws {
        let license = try LicenseSample.full
        for change in Self.rules {
            change.check(on: license) { license throws(LicenseError) in
                try license.validateForIssuing(at: Self.issuedAt)
            }
        }
    }

    @Test("Unknown classes are accepted if allowed or in the catalogue")
    func classes() throws {
        var license = try LicenseSample.full
        license.drivingPrivileges?[0].scheme = "US-CA"
        license.drivingPrivileges?[1].vehicleCategoryCode = "Q"
        let error = #expect(throws: LicenseError.self) { try license.validateForIssuing(at: Self.issuedAt) }
        #expect(error?.reason == .classUnknown)
        try license.validateForIssuing(at: Self.issuedAt, allowingUnknownClasses: true)
        let catalogue = ClassCatalogue(["US-CA": ["C1"], "EU": ["Q"]])
        try license.validateForIssuing(at: Self.issuedAt, catalogue: catalogue)
    }

    @Test(
        "The check character of a citizen number decides whether it is valid",
        arguments: [
            ("11010519491231002X", true), ("440524188001010014", true), ("11010519491231002x", false),
            ("110105194912310020", false), ("440524188001010041", false), ("", false), ("11010519491231002", false),
            ("110105194912310Ō2X", false),
        ])
    func citizenNumber(_ number: String, _ isValid: Bool) {
        #expect(Self.isCitizenNumber(number) == isValid)
    }

    private static func isCitizenNumber(_ number: String) -> Bool {
        CitizenNumber(number)?.isChecked ?? false
    }

    @Test("A text that is taken for plain breaks no rule for characters, whichever character it has")
    func plainTexts() throws {
        var plain = 0
        for value in UInt32(0)...0x10ffff {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let character = String(Character(scalar))
            for text in [character, "A\(character)", "中\(character)B"] where IssuedText.isPlain(text) {
                plain += 1
                try IssuedText.checkCharacters(of: text) { "" }
            }
        }
        #expect(plain > 3 * 24_000)
        #expect(IssuedText.isPlain("Müller") && IssuedText.isPlain("阿不都热合曼买买提江"))
        for text in ["", " ", " A", "A "] { #expect(!IssuedText.isPlain(text)) }
    }

    @Test("Every citizen number with a single wrong character is refused")
    func singleError() {
        let digits = Array("440524188001010014")
        for (place, digit) in digits.enumerated() {
            for other in "0123456789X" where other != digit && (other != "X" || place == 17) {
                var changed = digits
                changed[place] = other
                #expect(!Self.isCitizenNumber(String(changed)))
            }
        }
        #expect(CitizenNumber("110105194912310020")?.checkCharacter == UInt8(ascii: "X"))
    }

    @Test(
        "A portrait's format is recognised by its first bytes",
        arguments: [
            (.jpeg, "ffd8ffe0", true), (.jpeg, "ffd8", false), (.jpeg, "ffd9ff", false),
            (.jpeg2000, "0000000c6a5020200d0a870a", true), (.jpeg2000, "ff4fff51002f", true),
            (.jpeg2000, "0000000c6a5020200d0a87", false), (.jpeg2000, "ffd8ffe0", false),
            (.avif, "0000001c667479706176696600000000", true), (.avif, "0000001c667479706176697300000000", true),
            (.avif, "00000018667479706d69663100000000617669666d696166", true),
            (.avif, "00000010667479706d6966310000000061766966", false), (.avif, "00000018667479706d696631", false),
            (.avif, "0000001c6674797068656963000000006d696631", false), (.avif, "ffffffff667479706d6966", false),
            (.webp, "524946460400000057454250", true), (.webp, "524946460400000057415645", false), (.webp, "52", false),
        ] as [(License.Picture.Format, String, Bool)])
    func signature(_ format: License.Picture.Format, _ hex: String, _ isRight: Bool) throws {
        let portrait = License.Picture(format: format, data: try #require(Hex.decode(hex)))
        #expect(portrait.hasSignatureOfFormat == isRight)
    }
}
