import Testing

@testable import Hufu

@Suite("Tables of the licence")
struct LicenseFieldsTests {
    @Test("The set of fields holds each field, in the order of the wire")
    func fieldSet() {
        var set = License.FieldSet()
        for place in License.Field.allCases.indices.reversed() { set.insert(place) }
        var fields: [License.Field] = []
        set.forEachField { fields.append($0) }
        #expect(fields == License.Field.allCases)
        #expect(fields.count <= 128)
    }

    @Test("Fields have the names and keys of the profile")
    func names() {
        let names = [
            "document_number", "family_name", "given_name", "name_national_character", "birth_date", "sex",
            "nationality", "first_issue_date", "issue_date", "expiry_date", "issuing_country", "issuing_authority",
            "un_distinguishing_sign", "driving_privileges", "portrait", "portrait_digest", "age_over", "standing",
        ]
        let secondPage = [
            "resident_address", "administrative_number", "record", "points", "resident_city", "resident_state",
            "resident_county", "resident_postal_code", "resident_country", "document_discriminator",
            "inventory_control_number", "audit_information", "card_revision_date", "host_state_information",
            "issuing_state_information",
        ]
        let later = [
            "birth_place", "issuing_jurisdiction", "height", "eye_colour", "name_suffix", "weight", "weight_range",
            "hair_colour", "race_ethnicity", "signature_usual_mark", "portrait_capture_date",
            "family_name_national_character", "given_name_national_character", "first_name", "middle_names",
            "family_name_truncation", "given_name_truncation", "first_name_truncation", "middle_names_truncation",
            "aka_family_name", "aka_given_name", "aka_suffix", "age_in_years", "age_birth_year", "under_18_until",
            "under_19_until", "under_21_until", "organ_donor", "veteran", "dhs_compliance", "dhs_compliance_text",
            "dhs_temporary_lawful_status", "cdl_indicator", "cdl_non_domiciled", "edl_credential",
            "hazmat_endorsement_expiration_date", "biometric_template_face", "biometric_template_finger",
            "biometric_template_iris", "biometric_template_signature_sign",
        ]
        #expect(License.Field.allCases.map(\.jsonName) == names + secondPage + later)
        #expect(License.Entry.allCases.map(\.rawValue) == Array(1...18 + later.count))
        #expect(License.Entry.allCases.map(\.jsonName) == names.dropFirst() + ["second_page"] + later)
        for entry in License.Entry.allCases { #expect(entry.field?.entry ?? .secondPage == entry) }
        #expect(License.Field.documentNumber.entry == nil)
        for name in secondPage { #expect(License.Field(rawValue: name)?.entry == .secondPage) }
        #expect(License.Field.secondPage.map(\.secondPageKey) == Array(1...secondPage.count))
    }

    @Test("An entry is found by the name of any of its fields")
    func entryNames() {
        for entry in License.Entry.allCases { #expect(License.Entry(jsonName: entry.jsonName) == entry) }
        #expect(License.Entry(jsonName: "record") == .secondPage)
        #expect(License.Entry(jsonName: "document_number") == nil)
        #expect(License.Entry(jsonName: "recrod") == nil)
    }

    @Test("The required and the never redacted entries are those of the profile")
    func requirements() {
        #expect(License.Entry.allCases.filter { !$0.isRedactable }.map(\.rawValue) == [8, 9, 10, 17])
        #expect(License.Entry.allCases.filter(\.isRequired).map(\.rawValue) == [1, 4, 8, 9, 10, 13])
        #expect(License.Field.documentNumber.isRequired)
    }

    @Test("A licence shows the fields that it has")
    func shows() throws {
        let full = try LicenseSample.full
        #expect(License.Field.allCases.allSatisfy(full.shows))
        let small = try LicenseSample.small
        #expect(License.Field.allCases.filter(small.shows) == License.Field.allCases.filter(\.isRequired))
    }

    @Test("From the first supplementary field on, all fields are supplementary, and no field before it is")
    func supplementaryFields() throws {
        var license = try LicenseSample.full
        license.supplement = nil
        let shown = License.Field.allCases.map(license.shows)
        let start = License.Field.supplementaryStart
        #expect(shown == License.Field.allCases.indices.map { $0 < start })
        var fields: [License.Field] = []
        license.shownFields.forEachField { fields.append($0) }
        #expect(fields == Array(License.Field.allCases[..<start]))
    }

    @Test("Setting a supplementary field changes no copy of the licence, and removing the last one leaves no trace")
    func supplementCopies() throws {
        let small = try LicenseSample.small
        var tall = small
        tall.height = 190
        let copy = tall
        tall.height = 191
        #expect((small.height, copy.height, tall.height) == (nil, 190, 191))
        #expect(copy != tall && copy != small)
        tall.height = 190
        #expect(copy == tall)
        tall.height = nil
        #expect(tall == small && tall.supplement == nil)
    }

    @Test("Ages are sorted, replaced and removed")
    func ages() {
        var ages: License.AgeOver = [21: false, 18: true, 60: false]
        #expect(ages.thresholds.map(\.age) == [18, 21, 60])
        #expect(ages[18] == true && ages[21] == false && ages[19] == nil)
        ages[21] = true
        ages[60] = nil
        ages[16] = true
        #expect(ages.thresholds.map(\.age) == [16, 18, 21])
        #expect(ages == [16: true, 18: true, 21: true])
        #expect(([18: true, 18: false] as License.AgeOver)[18] == false)
    }
}
