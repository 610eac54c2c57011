import Testing

@testable import Hufu

@Suite("ClassCatalogue")
struct ClassCatalogueTests {
    @Test("The catalogue has the vehicle classes of its schemes")
    func classes() {
        let catalogue = ClassCatalogue.default
        #expect(catalogue.schemes == ["CN", "EU", "ISO", "US", "US-END"])
        #expect(catalogue.codes(ofScheme: "CN")?.count == 17)
        #expect(catalogue.codes(ofScheme: "EU")?.count == 18)
        #expect(catalogue.codes(ofScheme: "ISO")?.count == 13)
        #expect(catalogue.codes(ofScheme: "US") == ["A", "B", "C", "D", "M"])
        #expect(catalogue.codes(ofScheme: "US-END") == ["H", "L", "N", "O", "P", "S", "T", "X"])
        #expect(catalogue.contains(scheme: "CN", vehicleCategoryCode: "C6"))
        #expect(!catalogue.contains(scheme: "CN", vehicleCategoryCode: "AM"))
        #expect(!catalogue.contains(scheme: "cn", vehicleCategoryCode: "A1"))
        #expect(!catalogue.contains(scheme: "ISO", vehicleCategoryCode: "AM"))
    }
}
