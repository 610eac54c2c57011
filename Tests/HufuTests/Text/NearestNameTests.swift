import Testing

@testable import Hufu

@Suite("NearestName")
struct NearestNameTests {
    @Test(
        "The nearest name is found despite typing errors, and none for an unrelated name",
        arguments: [
            ("family_nam", "family_name"), ("FamilyName", "family_name"), ("family-name", "family_name"),
            ("birthdate", "birth_date"), ("sx", "sex"), ("zzz", nil), ("", nil),
            (String(repeating: "a", count: 1000), nil),
        ])
    func nearestName(_ name: String, _ nearest: String?) {
        #expect(NearestName.of(name, among: ["family_name", "given_name", "birth_date", "sex"]) == nearest)
    }
}
