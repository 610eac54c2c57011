#if Desk
    import Hufu
    import HufuScanner
    import Testing

    @testable import HufuDesk

    /// The texts of the page, which are in a file for each language.
    @Suite("Texts of the page")
    struct PageTextTests {
        @Test("The languages have the same texts, none of them empty")
        func languages() throws {
            let texts = try Language.allCases.map { try Pages.texts(in: $0) }
            #expect(Set(texts.map { $0.keys.sorted() }).count == 1)
            #expect(texts.allSatisfy { $0.values.allSatisfy { !$0.isEmpty } })
        }

        @Test("Every place of the pages has a text", arguments: [PageFile.index, .verdict])
        func places(file: PageFile) throws {
            let names = Template(file.text).places.filter { !$0.hasPrefix(".") }
            #expect(!names.isEmpty)
            #expect(Set(names).subtracting(try Pages.texts(in: .english).keys) == [])
        }

        @Test("Markup of texts is shown as text, and a place without a text stays empty")
        func filling() {
            let template = Template("<p>{{a}}{{b}}{{.c}}</p>{{")
            #expect(template.filled(["a": "<i>'&\""], markup: [".c": "<b>"]) == "<p>&lt;i&gt;&#39;&amp;&quot;<b></p>{{")
        }
    }
#endif
