import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Licences in JSON")
struct LicenseJSONTests {
    static func failure(_ text: String, allowingWithheld: Bool = false) -> LicenseError? {
        do {
            _ = try License(json: Array(text.utf8), allowingWithheld: allowingWithheld)
            return nil
        } catch {
            return error
        }
    }

    /// The sample with one text replaced.
    static func changed(_ old: String, _ new: String) throws -> String {
        let parts = LicenseSample.json.split(separator: old, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "\(old)")
        return parts.joined(separator: new)
    }

    @Test("Every field is read")
    func everyField() throws {
        let license = try LicenseSample.full
        #expect(license.documentNumber == "11010519491231002X")
        #expect(license.familyName == "王小明")
        #expect(license.givenName == "X")
        #expect(license.nameNationalCharacter == "王小明")
        #expect(license.birthDate == PartialDay("1949-12-31"))
        #expect(license.sex == .female)
        #expect(license.nationality == "CN")
        #expect(license.firstIssueDate == Day("2012-06-18"))
        #expect(license.issueDate == Day("2022-06-18"))
        #expect(license.expiryDate == Day("2032-06-18"))
        #expect(license.issuingCountry == "CN")
        #expect(license.issuingAuthority == "公安局")
        #expect(license.unDistinguishingSign == "CHN")
        #expect(
            license.drivingPrivileges == [
                DrivingPrivilege(
                    scheme: "CN", vehicleCategoryCode: "C1", issueDate: Day("2012-06-18"),
                    expiryDate: Day("2032-06-18"),
                    codes: [.init(code: "01.06", sign: "=", value: "x"), .init(code: "70")]),
                DrivingPrivilege(scheme: "EU", vehicleCategoryCode: "B"),
            ])
        #expect(license.portrait == .init(format: .webp, data: Array("RIFF\u{4}\0\0\0WEBP".utf8)))
        #expect(license.portraitDigest?.prefix(3) == [0x3f, 0xe7, 0x96])
        #expect(license.ageOver == [18: true, 80: false])
        #expect(license.standing == .init(codes: "AB", asOf: 1_795_420_800))
        #expect(license.residentAddress == "北京市朝阳区，１号")
        #expect(license.administrativeNumber == "110100123456")
        #expect(license.record == "无")
        #expect(license.points == .init(total: 3, cycleStart: Day("2026-06-18")))
        #expect(license.birthPlace == "北京")
        #expect(license.residentCity == "北京")
        #expect(license.residentState == "BJ")
        #expect(license.residentCounty == "朝阳")
        #expect(license.residentPostalCode == "100000")
        #expect(license.residentCountry == "CN")
        #expect(license.documentDiscriminator == "D1")
        #expect(license.inventoryControlNumber == "I1")
        #expect(license.auditInformation == "A1")
        #expect(license.cardRevisionDate == Day("2020-01-02"))
        #expect(license.hostStateInformation == "H1")
        #expect(license.issuingStateInformation == "S1")
        #expect(license.issuingJurisdiction == "CN-BJ")
        #expect(license.height == 178)
        #expect(license.eyeColour == .brown)
        #expect(license.nameSuffix == "JR")
        #expect(license.weight == 82)
        #expect(license.weightRange == 4)
        #expect(license.hairColour == .grey)
        #expect(license.raceEthnicity == .asianOrPacificIslander)
        #expect(license.signatureUsualMark == .init(format: .jpeg, data: [0xff, 0xd8, 0xff, 0xe0]))
        #expect(license.portraitCaptureDate == Day("2022-06-17"))
        #expect(license.familyNameNationalCharacter == "王")
        #expect(license.givenNameNationalCharacter == "小明")
        #expect(license.firstName == "X1")
        #expect(license.middleNames == "X2")
        #expect(license.familyNameTruncation == .complete)
        #expect(license.givenNameTruncation == .truncated)
        #expect(license.firstNameTruncation == .unknown)
        #expect(license.middleNamesTruncation == .complete)
        #expect(license.akaFamilyName == "W")
        #expect(license.akaGivenName == "Y")
        #expect(license.akaSuffix == "SR")
        #expect(license.ageInYears == 76)
        #expect(license.ageBirthYear == 1949)
        #expect(license.under18Until == Day("1967-12-31"))
        #expect(license.under19Until == Day("1968-12-31"))
        #expect(license.under21Until == Day("1970-12-31"))
        #expect(license.organDonor == true)
        #expect(license.veteran == false)
        #expect(license.dhsCompliance == .compliant)
        #expect(license.dhsComplianceText == "T1")
        #expect(license.dhsTemporaryLawfulStatus == false)
        #expect(license.cdlIndicator == true)
        #expect(license.cdlNonDomiciled == false)
        #expect(license.edlCredential == .identificationCard)
        #expect(license.hazmatEndorsementExpirationDate == Day("2027-11-29"))
        #expect(license.biometricTemplateFace == [1])
        #expect(license.biometricTemplateFinger == [2])
        #expect(license.biometricTemplateIris == [3])
        #expect(license.biometricTemplateSignatureSign == [4])
    }

    @Test("Fields are written in the order of the license map")
    func order() throws {
        var license = try LicenseSample.small
        license.points = License.Points(total: 0)
        license.sex = .notApplicable
        #expect(
            license.json
                == """
                {"document_number":"X1","family_name":"Å","birth_date":"1990-02-28","sex":9,"issue_date":"2020-01-01",\
                "expiry_date":null,"issuing_country":"FR",\
                "driving_privileges":[{"scheme":"EU","vehicle_category_code":"B"}],"points":{"total":0}}
                """)
    }

    @Test("A licence is read back equal, and withheld fields may be missing only if allowed")
    func roundTrip() throws {
        for license in [try LicenseSample.full, try LicenseSample.small] {
            let back = try License(json: Array(license.json.utf8))
            #expect(back == license)
            #expect(back.json == license.json)
        }
        var withheld = License(issueDate: .first, expiryDate: .last, issuingCountry: "CN")
        withheld.record = "\u{e000}"
        #expect(try License(json: Array(withheld.json.utf8), allowingWithheld: true) == withheld)
        #expect(Self.failure(withheld.json)?.code == "license.field_missing")
    }

    static let faults: [(String, String, String, String)] = [
        ("\"document_number\"", "\"documentNumber\"", "license.field_missing", "document_number"),
        ("\"family_name\"", "\"familyName\"", "license.field_missing", "family_name"),
        ("\"birth_date\"", "\"birth\"", "license.field_missing", "birth_date"),
        ("\"issue_date\": \"2022", "\"issued\": \"2022", "license.field_missing", "issue_date"),
        ("\"expiry_date\": \"2032-06-18\", \"issuing", "\"issuing", "license.field_missing", "expiry_date"),
        ("\"issuing_country\"", "\"country\"", "license.field_missing", "issuing_country"),
        ("\"driving_privileges\"", "\"privileges\"", "license.field_missing", "driving_privileges"),
        ("\"record\"", "\"recrod\"", "json.name_unknown", "recrod"),
        ("\"record\"", "\"sex\"", "json.name_repeated", ""),
        ("\"sex\": 2", "\"sex\": \"1\"", "license.value_invalid", "sex"),
        ("\"sex\": 2", "\"sex\": 3", "license.value_invalid", "sex"),
        ("\"sex\": 2", "\"sex\": 1.0", "license.value_invalid", "sex"),
        ("\"sex\": 2", "\"sex\": null", "license.value_invalid", "sex"),
        ("\"1949-12-31\"", "\"1949-02-29\"", "license.date_invalid", "birth_date"),
        ("\"1949-12-31\"", "-7306", "license.date_invalid", "birth_date"),
        ("\"1949-12-31\"", "null", "license.date_invalid", "birth_date"),
        ("\"2022-06-18\"", "null", "license.date_invalid", "issue_date"),
        ("\"nationality\": \"CN\"", "\"nationality\": \"china\"", "license.country_invalid", "nationality"),
        ("\"scheme\": \"EU\"", "\"scheme\": 1", "json.type_mismatch", "driving_privileges[1].scheme"),
        ("\"scheme\": \"EU\", ", "", "license.field_missing", "driving_privileges[1].scheme"),
        (
            "\"vehicle_category_code\": \"B\"", "\"code\": \"B\"", "license.field_missing",
            "driving_privileges[1].vehicle_category_code"
        ),
        ("\"B\"}", "\"B\", \"x\": 1}", "json.name_unknown", "driving_privileges[1].x"),
        (
            "\"B\"}", "\"B\", \"expiry_date\": \"2100-02-29\"}", "license.date_invalid",
            "driving_privileges[1].expiry_date"
        ),
        (
            "{\"code\": \"70\"}", "{\"code\": \"70\", \"sign\": 1}", "json.type_mismatch",
            "driving_privileges[0].codes[1].sign"
        ),
        (
            "{\"code\": \"70\"}", "{\"code\": \"70\", \"sign\": \"\"}", "license.text_length",
            "driving_privileges[0].codes[1].sign"
        ),
        ("{\"code\": \"70\"}", "{}", "license.field_missing", "driving_privileges[0].codes[1].code"),
        ("{\"code\": \"70\"}", "\"70\"", "json.type_mismatch", "driving_privileges[0].codes[1]"),
        ("\"webp\"", "\"png\"", "license.portrait_invalid", "portrait.format"),
        ("BXRUJQ", "BXRUJ", "license.portrait_invalid", "portrait.data"),
        ("UklGRgQAAABXRUJQ", "", "license.portrait_invalid", "portrait.data"),
        ("\"webp\"", "\"webp\", \"x\": 1", "json.name_unknown", "portrait.x"),
        ("42f6446e6452\"", "42f6446e645F\"", "license.value_invalid", "portrait_digest"),
        ("\"3fe7", "\"e7", "license.value_invalid", "portrait_digest"),
        ("\"18\": true", "\"018\": true", "license.value_invalid", "age_over.018"),
        ("\"18\": true", "\"100\": true", "license.value_invalid", "age_over.100"),
        ("\"18\": true", "\"18\": 1", "json.type_mismatch", "age_over.18"),
        ("\"80\": false, \"18\": true", "", "license.count_invalid", "age_over"),
        ("\"AB\"", "\"BA\"", "license.standing_invalid", "standing.codes"),
        ("08:00:00Z", "08:00:60Z", "license.date_invalid", "standing.as_of"),
        ("\"2026-11-23T08:00:00Z\"", "\"1960-01-01T00:00:00Z\"", "license.standing_invalid", "standing.as_of"),
        ("\"total\": 3", "\"total\": 256", "license.value_invalid", "points.total"),
        ("\"total\": 3", "\"total\": 3e0", "json.number_unsupported", "points.total"),
        ("\"cycle_start\"", "\"start\"", "json.name_unknown", "points.start"),
        ("\"无\"", "\"\\u202e\"", "license.text_invalid", "record"),
    ]

    @Test("A wrong member is refused with code, field, line and column", arguments: faults)
    func refused(_ old: String, _ new: String, _ code: String, _ field: String) throws {
        let error = try #require(Self.failure(try Self.changed(old, new)))
        #expect(error.code == code)
        #expect(error.field == field)
        #expect(error.line != nil && error.column != nil)
        #expect(!error.message.isEmpty && !error.advice.isEmpty)
    }

    @Test(
        "A message names the form that is expected",
        arguments: [
            (
                "\"expiry_date\": \"2032-06-18\", \"issuing", "\"expiry_date\": \"长期\", \"issuing",
                "null for one without end"
            ),
            ("\"expiry_date\": \"2032-06-18\", \"issuing", "\"issuing", "null for one without end"),
            ("\"1949-12-31\"", "\"1949/12/31\"", "YYYY-MM-DD"), ("\"1949-12-31\"", "19491231", "YYYY-MM-DD"),
            ("\"1949-12-31\"", "\"1949-00-00\"", "YYYY where no more is known"),
            ("\"2022-06-18\"", "\"2022-06-18T00:00:00Z\"", "YYYY-MM-DD"),
            ("\"sex\": 2", "\"sex\": \"M\"", "1 (male), 2 (female)"),
            ("\"sex\": 2", "\"sex\": \"男\"", "1 (male), 2 (female)"),
            ("\"brown\"", "\"violet\"", "black, blue, brown"), ("\"height\": 178", "\"height\": 1.78", "from 1 to 300"),
        ])
    func form(_ old: String, _ new: String, _ form: String) throws {
        let error = try #require(Self.failure(try Self.changed(old, new)))
        #expect(error.message.contains(form), "\(error.message)")
    }

    @Test(
        "Of several faults the first value in the text is reported, then a missing and then an unknown name",
        arguments: [
            (#"{"sex": "M", "family_name": 1, "x": 1}"#, "sex"),
            (#"{"family_name": "\u202e", "sex": "M"}"#, "family_name"),
            (#"{"x": 1, "sex": 1}"#, "document_number"),
        ])
    func order(_ text: String, _ field: String) throws {
        #expect(try #require(Self.failure(text)).field == field)
    }

    @Test("A value that is not an object is refused")
    func otherValues() {
        #expect(Self.failure("[]")?.code == "json.type_mismatch")
        #expect(Self.failure("")?.code == "json.empty")
        #expect(Self.failure("{")?.code == "json.syntax_invalid")
        #expect(Self.failure("{}")?.code == "license.field_missing")
    }

    @Test("An error's description has field, line and column")
    func description() throws {
        let error = try #require(Self.failure(try Self.changed("\"sign\": \"=\"", "\"sign\":\n   \"\"")))
        #expect(
            error.description
                == """
                license.text_length: expected 1 to 300 bytes of UTF-8, found 0 \
                (driving_privileges[0].codes[0].sign, line 6, column 4). Leave it out or fill it.
                """)
        let inner = try JSONReader.read(Array("{\"license\":\n{\"family_name\":1}}".utf8))
        let license = try #require(inner["license"])
        let wrapped = #expect(throws: LicenseError.self) {
            try License(json: license, allowingWithheld: true)
        }
        #expect(wrapped?.location == "license.family_name, line 2, column 16")
    }

    @Test("A time that RFC 3339 cannot write is shown as a number")
    func outOfRange() throws {
        var license = try LicenseSample.small
        license.standing = License.Standing(codes: "A", asOf: 9_007_199_254_740_991)
        #expect(license.jsonValue["standing"]?["as_of"] == "9007199254740991")
    }
}
