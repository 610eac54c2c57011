import Testing

@testable import Hufu

@Suite("Tables of the licence")
struct LicenseFieldsTests {
    @Test("Fields have the names and keys of the profile")
    func names() {
        let names = [
            "document_number", "family_name", "given_name", "name_national_character", "birth_date", "sex",
            "nationality", "first_issue_date", "issue_date", "expiry_date", "issuing_country", "issuing_authority",
            "un_distinguishing_sign", "driving_privileges", "portrait", "portrait_digest", "age_over", "standing",
        ]
        let secondPage = ["resident_address", "administrative_number", "record", "points"]
        let later = ["birth_place"]
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
        #expect(License.Entry.neverRedacted.map(\.rawValue) == [8, 9, 10, 17])
        #expect(License.Entry.allCases.filter { !$0.isRedactable } == License.Entry.neverRedacted)
        #expect(License.Entry.allCases.filter(\.isRequired).map(\.rawValue) == [1, 4, 8, 9, 10, 13])
        #expect(License.Field.documentNumber.isRequired)
    }

    @Test("A licence shows the fields that it has")
    func shows() throws {
        let full = try LicenseSample.full
        #expect(License.Field.allCases.allSatisfy(full.shows))
        #expect(License.Entry.allCases.allSatisfy(full.shows))
        let small = try LicenseSample.small
        #expect(License.Field.allCases.filter(small.shows) == License.Field.allCases.filter(\.isRequired))
        #expect(License.Entry.allCases.filter(small.shows) == License.Entry.allCases.filter(\.isRequired))
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
