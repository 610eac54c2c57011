import Testing

@testable import Hufu

@Suite("JSON objects")
struct JSONObjectTests {
    static func object(_ text: String) throws -> JSONObject {
        try JSONReader.read(Array(text.utf8)).object()
    }

    static func failure(_ body: () throws -> Void) -> JSONError? {
        do {
            try body()
            return nil
        } catch { return error as? JSONError }
    }

    @Test("Members of every type are read")
    func types() throws {
        var object = try Self.object(#"{"s":"x","i":-3,"b":true,"a":[1],"o":{"k":null},"n":null}"#)
        #expect(try object.requiredString("s") == "x")
        #expect(try object.requiredInt("i") == -3)
        #expect(try object.requiredBool("b"))
        #expect(try object.requiredArray("a").first?.int() == 1)
        var inner = try object.requiredObject("o")
        #expect(try inner.required("k").isNull)
        try inner.finish()
        #expect(object.optional("n")?.isNull == true)
        #expect(try object.optionalString("absent") == nil)
        #expect(try object.optionalInt("absent") == nil)
        #expect(try object.optionalBool("absent") == nil)
        #expect(try object.optionalArray("absent") == nil)
        #expect(try object.optionalObject("absent") == nil)
        try object.finish()
    }

    @Test("Members are read in any order")
    func order() throws {
        var object = try Self.object(#"{"c":3,"a":1,"b":2}"#)
        for (name, value) in [("a", 1), ("b", 2), ("c", 3)] { #expect(try object.requiredInt(name) == value) }
        try object.finish()
        var empty = try Self.object("{}")
        #expect(empty.optional("a") == nil)
        try empty.finish()
    }

    @Test("An error names the member's path, position, expected type and found value")
    func typeMismatch() throws {
        var object = try Self.object("{\"list\": [{\"x y\": {\"n\": [\n true]}}]}")
        let error = Self.failure {
            var first = try object.requiredArray("list")[0].object()
            var second = try first.requiredObject("x y")
            _ = try second.requiredArray("n")[0].string()
        }
        #expect(error?.code == "json.type_mismatch")
        #expect(error?.path == "list[0][\"x y\"].n[0]")
        #expect(error?.expected == "a string")
        #expect(error?.found == "true")
        #expect(error?.location == "list[0][\"x y\"].n[0], line 2, column 2")
    }

    @Test(
        "An integer with a fraction, an exponent or outside its range is refused",
        arguments: [
            ("1.5", "json.number_unsupported"), ("1e2", "json.number_unsupported"), ("-0", "json.number_unsupported"),
            ("9223372036854775808", "json.number_unsupported"), ("\"1\"", "json.type_mismatch"),
            ("null", "json.type_mismatch"), ("11", "json.value_invalid"), ("-1", "json.value_invalid"),
        ])
    func integers(_ text: String, _ code: String) throws {
        var object = try Self.object("{\"n\":\(text)}")
        let error = Self.failure { _ = try object.requiredInt("n", in: 0...10) }
        #expect(error?.code == code)
        #expect(error?.path == "n")
        #expect(error?.expected == "an integer from 0 to 10")
    }

    @Test(
        "A value of another type than requested is refused",
        arguments: ["1", "\"x\"", "null", "[]", "{}", "true", "1.5"])
    func otherTypes(_ text: String) throws {
        let field = try #require(try JSONReader.read(Array("{\"f\":\(text)}".utf8))["f"])
        func refuses(_ own: Character, _ body: () throws -> Void) {
            if text.first == own { return }
            #expect(Self.failure(body)?.path == "f")
        }
        refuses("\"") { _ = try field.string() }
        refuses("t") { _ = try field.bool() }
        refuses("[") { _ = try field.array() }
        refuses("{") { _ = try field.object() }
        if text != "1" { #expect(Self.failure { _ = try field.int() }?.path == "f") }
    }

    @Test("null is not an absent member")
    func null() throws {
        var object = try Self.object(#"{"s":null}"#)
        let error = Self.failure { _ = try object.optionalString("s") }
        #expect(error?.code == "json.type_mismatch")
        #expect(error?.found == "null")
        #expect(error?.advice == "Leave the name out where there is no value.")
    }

    @Test("An unknown name is refused, and the nearest name that is missing is suggested")
    func unknownNames() throws {
        var object = try Self.object("{\"family_name\":\"x\",\n \"birthDate\":1,\"qqqq\":2}")
        _ = try object.requiredString("family_name")
        #expect(object.optional("birth_date") == nil)
        let error = Self.failure { try object.finish() }
        #expect(error?.code == "json.name_unknown")
        #expect(error?.path == "birthDate")
        #expect(error?.line == 2)
        #expect(error?.column == 2)
        #expect(error?.advice == "Did you mean \"birth_date\"?")
        #expect(object.optional("birthDate") != nil)
        #expect(Self.failure { try object.finish() }?.advice == "Leave it out.")
    }

    @Test(
        "An object with more than 128 members is refused even if every name was read",
        arguments: [64, 65, 128, 129, 200])
    func manyNames(_ count: Int) throws {
        let names = (0..<count).map { "n\($0)" }
        var object = try Self.object("{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}")
        for name in names + names { _ = try object.requiredInt(name) }
        #expect((Self.failure { try object.finish() }?.code == "json.name_unknown") == (count > 128))
    }

    @Test("A name that is present is not suggested for an unknown one")
    func suggestions() throws {
        var object = try Self.object(#"{"sex":1,"sexx":2,"recordd":3}"#)
        _ = try object.requiredInt("sex")
        #expect(object.optional("record") == nil)
        #expect(Self.failure { try object.finish() }?.advice == "Leave it out.")
        #expect(object.optional("sexx") != nil)
        #expect(Self.failure { try object.finish() }?.advice == "Did you mean \"record\"?")
    }

    @Test("A missing name is refused, and the present name like it is mentioned")
    func missingNames() throws {
        var object = try Self.object("{\"familyname\":\"x\"}")
        let error = Self.failure { _ = try object.requiredString("family_name") }
        #expect(error?.code == "json.name_missing")
        #expect(error?.path == "family_name")
        #expect(error?.advice == "Is it the one written \"familyname\"?")
        #expect(Self.failure { _ = try object.requiredString("points") }?.advice == "Add it.")
    }

    @Test("Names are compared byte by byte")
    func bytewise() throws {
        var object = try Self.object("{\"\u{212a}\":1}")
        #expect(object.optional("K") == nil)
        #expect(throws: JSONError.self) { try object.finish() }
    }

    @Test("takeAll returns every member")
    func takeAll() throws {
        var object = try Self.object(#"{"18":true,"x":false}"#)
        let all = object.takeAll()
        #expect(all.map(\.name) == ["18", "x"])
        #expect(all.map(\.field.path) == ["18", "x"])
        try object.finish()
    }

    @Test("A value in a message is shortened and escaped")
    func summary() {
        let long = JSONValue.string(String(repeating: "é", count: 41))
        #expect(long.summary == "\"" + String(repeating: "é", count: 40) + "…\"")
        #expect(JSONValue.string("a\u{202e}\u{1b}[31m").summary == #""a\u202e\u001b[31m""#)
        #expect(JSONValue.number(String(repeating: "1", count: 99)).summary.count < 60)
    }
}
