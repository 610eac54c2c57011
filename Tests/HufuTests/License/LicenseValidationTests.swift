import HufuTestSupport
import Testing

@testable import Hufu

/// A change to a licence, the code and field of the error that it has to give, and nothing where it has to be allowed.
struct LicenseChange: Sendable {
    let code: String?
    let field: String
    let change: @Sendable (inout License) -> Void

    init(_ code: String?, _ field: String, _ change: @escaping @Sendable (inout License) -> Void) {
        self.code = code
        self.field = field
        self.change = change
    }

    func check(on license: License, _ validate: (License) throws(LicenseError) -> Void) {
        var license = license
        change(&license)
        do {
            try validate(license)
            #expect(code == nil, "\(field) was accepted")
        } catch {
            #expect(error.code == code)
            #expect(error.field == field)
            #expect(error.expected?.isEmpty == false && error.found?.isEmpty == false && !error.advice.isEmpty)
        }
    }
}

@Suite("Rules of form")
struct LicenseValidationTests {
    private static func text(_ count: Int) -> String { String(repeating: "x", count: count) }

    private static func lengths(
        _ maximum: Int, _ field: String, _ path: @escaping @Sendable (inout License, String) -> Void
    ) -> [LicenseChange] {
        [
            LicenseChange("license.text_length", field) { path(&$0, "") },
            LicenseChange("license.text_length", field) { path(&$0, text(maximum + 1)) },
            LicenseChange(nil, field) { path(&$0, text(maximum)) },
            LicenseChange("license.text_invalid", field) { path(&$0, "a\u{202e}") },
        ]
    }

    static let texts: [LicenseChange] = [
        lengths(64, "document_number") { $0.documentNumber = $1 },
        lengths(300, "family_name") { $0.familyName = $1 },
        lengths(300, "given_name") { $0.givenName = $1 },
        lengths(300, "name_national_character") { $0.nameNationalCharacter = $1 },
        lengths(300, "issuing_authority") { $0.issuingAuthority = $1 },
        lengths(300, "resident_address") { $0.residentAddress = $1 },
        lengths(300, "administrative_number") { $0.administrativeNumber = $1 },
        lengths(300, "record") { $0.record = $1 },
        lengths(300, "driving_privileges[0].codes[1].code") { $0.drivingPrivileges?[0].codes[1].code = $1 },
        lengths(300, "driving_privileges[0].codes[1].sign") { $0.drivingPrivileges?[0].codes[1].sign = $1 },
        lengths(300, "driving_privileges[0].codes[0].value") { $0.drivingPrivileges?[0].codes[0].value = $1 },
        lengths(6, "driving_privileges[1].scheme") { $0.drivingPrivileges?[1].scheme = $1 },
        lengths(8, "driving_privileges[1].vehicle_category_code") {
            $0.drivingPrivileges?[1].vehicleCategoryCode = $1
        },
    ].flatMap { $0 }

    static let rules: [LicenseChange] = [
        LicenseChange("license.text_length", "driving_privileges[0].scheme") { $0.drivingPrivileges?[0].scheme = "C" },
        LicenseChange("license.text_length", "family_name") { $0.familyName = String(repeating: "王", count: 101) },
        LicenseChange(nil, "family_name") { $0.familyName = String(repeating: "王", count: 100) },
        LicenseChange("license.text_length", "un_distinguishing_sign") { $0.unDistinguishingSign = "CHNX" },
        LicenseChange("license.text_length", "un_distinguishing_sign") { $0.unDistinguishingSign = "" },
        LicenseChange(nil, "un_distinguishing_sign") { $0.unDistinguishingSign = "F" },
        LicenseChange("license.country_invalid", "nationality") { $0.nationality = "cn" },
        LicenseChange("license.country_invalid", "nationality") { $0.nationality = "CHN" },
        LicenseChange("license.country_invalid", "nationality") { $0.nationality = "C" },
        LicenseChange("license.country_invalid", "nationality") { $0.nationality = "C\u{212a}" },
        LicenseChange(nil, "nationality") { $0.nationality = "ZZ" },
        LicenseChange("license.country_invalid", "issuing_country") { $0.issuingCountry = "" },
        LicenseChange("license.country_invalid", "issuing_country") { $0.issuingCountry = "É" },
        LicenseChange("license.count_invalid", "driving_privileges") { $0.drivingPrivileges = [] },
        LicenseChange("license.count_invalid", "driving_privileges") { $0.repeatPrivilege(33) },
        LicenseChange(nil, "driving_privileges") { $0.repeatPrivilege(32) },
        LicenseChange("license.count_invalid", "driving_privileges[0].codes") { $0.repeatCode(17) },
        LicenseChange(nil, "driving_privileges[0].codes") { $0.repeatCode(16) },
        LicenseChange(nil, "driving_privileges[0].codes") { $0.drivingPrivileges?[0].codes = [] },
        LicenseChange("license.portrait_invalid", "portrait.data") { $0.portrait?.data = [] },
        LicenseChange("license.portrait_invalid", "portrait.data") {
            $0.portrait?.data = Array(repeating: 0, count: 1201)
        },
        LicenseChange(nil, "portrait.data") { $0.portrait?.data = Array(repeating: 0, count: 1200) },
        LicenseChange("license.count_invalid", "portrait_digest") { $0.portraitDigest?.removeLast() },
        LicenseChange("license.count_invalid", "portrait_digest") { $0.portraitDigest?.append(0) },
        LicenseChange("license.count_invalid", "age_over") { $0.ageOver = [:] },
        LicenseChange("license.count_invalid", "age_over") {
            $0.ageOver = [1: true, 2: true, 3: true, 4: true, 5: true]
        },
        LicenseChange(nil, "age_over") { $0.ageOver = [1: true, 2: true, 3: true, 99: false] },
        LicenseChange("license.value_invalid", "age_over.0") { $0.ageOver = [0: true] },
        LicenseChange("license.value_invalid", "age_over.100") { $0.ageOver = [100: true] },
        LicenseChange("license.value_invalid", "points.total") { $0.points?.total = 256 },
        LicenseChange("license.value_invalid", "points.total") { $0.points?.total = -1 },
        LicenseChange(nil, "points.total") { $0.points?.total = 255 },
        LicenseChange(nil, "points.total") { $0.points?.total = 0 },
        LicenseChange("license.standing_invalid", "standing.codes") { $0.standing?.codes = "" },
        LicenseChange("license.standing_invalid", "standing.codes") { $0.standing?.codes = "BA" },
        LicenseChange("license.standing_invalid", "standing.codes") { $0.standing?.codes = "AA" },
        LicenseChange("license.standing_invalid", "standing.codes") { $0.standing?.codes = "a" },
        LicenseChange("license.standing_invalid", "standing.codes") { $0.standing?.codes = "\u{212a}" },
        LicenseChange("license.standing_invalid", "standing.codes") { $0.standing?.codes = "ABCDEFGHI" },
        LicenseChange(nil, "standing.codes") { $0.standing?.codes = "ABCDEFGZ" },
        LicenseChange("license.standing_invalid", "standing.as_of") { $0.standing?.asOf = -1 },
        LicenseChange(nil, "standing.as_of") { $0.standing?.asOf = 0 },
    ]

    @Test("Each text has its minimum and maximum length")
    func lengths() throws {
        let license = try LicenseSample.full
        for change in Self.texts {
            change.check(on: license) { license throws(LicenseError) in
                try license.validateForm(allowingWithheld: false)
            }
        }
    }

    @Test("Each rule refuses a violation, and accepts the value next to it")
    func rules() throws {
        let license = try LicenseSample.full
        for change in Self.rules {
            change.check(on: license) { license throws(LicenseError) in
                try license.validateForm(allowingWithheld: true)
            }
        }
    }

    @Test("A required field may be missing only if it is withheld")
    func required() throws {
        let changes = [
            LicenseChange("license.field_missing", "document_number") { $0.documentNumber = nil },
            LicenseChange("license.field_missing", "family_name") { $0.familyName = nil },
            LicenseChange("license.field_missing", "birth_date") { $0.birthDate = nil },
            LicenseChange("license.field_missing", "driving_privileges") { $0.drivingPrivileges = nil },
        ]
        for change in changes {
            change.check(on: try LicenseSample.small) { license throws(LicenseError) in
                try license.validateForm(allowingWithheld: false)
            }
            LicenseChange(nil, change.field, change.change).check(on: try LicenseSample.small) {
                license throws(LicenseError) in try license.validateForm(allowingWithheld: true)
            }
        }
    }

    @Test("A control or formatting character is refused and named, other characters are accepted")
    func formattingCharacters() throws {
        var license = try LicenseSample.small
        for (scalar, name) in [
            ("\0", "U+0000"), ("\u{7f}", "U+007F"), ("\u{9f}", "U+009F"), ("\u{61c}", "U+061C"), ("\u{feff}", "U+FEFF"),
        ] as [(Unicode.Scalar, String)] {
            license.record = "王" + String(scalar)
            let error = #expect(throws: LicenseError.self) { try license.validateForm(allowingWithheld: false) }
            #expect(error?.code == "license.text_invalid")
            #expect(error?.found == name)
        }
        for text in ["王小明", "ئۇيغۇر", "བོད་ཡིག", "Łukasz Müller-Ångström", "e\u{301}", "\u{200b}\u{200d}\u{a0}"] {
            license.record = text
            try license.validateForm(allowingWithheld: false)
        }
    }

    @Test("A standing may not be newer than its credential")
    func standing() throws {
        var license = try LicenseSample.small
        try license.validateStanding(issuedAt: 0)
        license.standing = License.Standing(codes: "A", asOf: 100)
        try license.validateStanding(issuedAt: 100)
        let error = #expect(throws: LicenseError.self) { try license.validateStanding(issuedAt: 99) }
        #expect(error?.field == "standing.as_of")
        #expect(error?.code == "license.standing_invalid")
    }

    @Test("An error states the expected and the found value and the field")
    func message() throws {
        var license = try LicenseSample.small
        license.nationality = "cn"
        let error = #expect(throws: LicenseError.self) { try license.validateForm(allowingWithheld: false) }
        #expect(error?.message == "expected two capital letters (ISO 3166-1), found \"cn\"")
        #expect(error?.location == "nationality")
    }
}

extension License {
    fileprivate mutating func repeatPrivilege(_ count: Int) {
        let privilege = DrivingPrivilege(scheme: "CN", vehicleCategoryCode: "C1")
        drivingPrivileges = Array(repeating: privilege, count: count)
    }

    fileprivate mutating func repeatCode(_ count: Int) {
        drivingPrivileges?[0].codes = Array(repeating: DrivingPrivilege.Code(code: "1"), count: count)
    }
}
