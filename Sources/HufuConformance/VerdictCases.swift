internal import Hufu

extension VectorFile {
    /// The cases of a file of verdicts: a scanned text and the expected verdict.
    func verdictCases() throws -> [VectorCase] {
        var file = self
        let shared = try Shared(&file.head)
        return try file.cases { object throws in
            var input = [JSONMember("id", try object.required("id").value)]
            func add(_ name: String, _ value: JSONValue?) {
                if let value { input.append(JSONMember(name, value)) }
            }
            add("policy", try object.optional("policy").map { try shared.policies.named($0) })
            add("trust", try shared.trusts.named(object.required("trust")))
            add(
                "status_lists",
                try object.optionalArray("status_lists").map { .array(try $0.map(shared.statusList)) })
            add("state", object.optional("state")?.value)
            add(CaseInput.challengesName, object.optional(CaseInput.challengesName)?.value)
            add(StatusRoots.name, try object.optional(StatusRoots.name).map { try shared.roots.named($0) })
            guard let scans = try object.optionalArray("scans") else {
                let scan = try Scan(&object, shared)
                return .answer(input: .object(input + scan.input), expected: .one(scan.expected), layers: scan.layers)
            }
            let read = try scans.map { field in
                var object = try field.object()
                let scan = try Scan(&object, shared)
                try object.finish()
                return scan
            }
            guard !read.isEmpty else { throw InvalidCase("scans is empty") }
            add("scans", .array(read.map { .object($0.input) }))
            return .answer(input: .object(input), expected: .sequence(read.map(\.expected)), layers: nil)
        }
    }

    /// The values of a file that its cases refer to by name.
    fileprivate struct Shared {
        let policies: [String: JSONValue]
        let trusts: [String: JSONValue]
        let roots: [String: JSONValue]
        let statusLists: [String: JSONValue]
        let licenses: [String: JSONValue]
        let bases: [String: [UInt8]]

        init(_ head: inout JSONObject) throws {
            policies = try head.table("policies", \.value)
            trusts = try head.table("trusts", \.value)
            roots = try head.table(StatusRoots.name, \.value)
            statusLists = try head.table("status_lists", \.value)
            licenses = try head.table("licenses", \.value)
            bases = try head.table("bases") { try $0.hexadecimal() }
        }

        func statusList(_ field: JSONField) throws -> JSONValue {
            guard field.isObject else { return try statusLists.named(field) }
            var object = try field.object()
            if let names = try object.optionalArray("package") {
                var members = [JSONMember("package", .array(try names.map(statusLists.named)))]
                if let at = object.optional("at") { members.append(JSONMember("at", at.value)) }
                try object.finish()
                return .object(members)
            }
            let token = try statusLists.named(object.required("list"))
            let at = try object.required("at").value
            try object.finish()
            return ["token": token, "at": at]
        }

        /// The text of a payload of `bases` after truncation, or with one bit inverted.
        func derived(_ field: JSONField) throws -> String {
            var object = try field.object()
            let base = try object.required("base")
            guard var payload = bases[try base.string()] else { throw base.invalid(expected: "a name in bases") }
            if let length = try object.optionalInt("truncate", in: 0...payload.count) {
                payload.removeLast(payload.count - length)
            }
            if let flip = try object.optionalArray("flip") {
                guard flip.count == 2, let first = flip.first, let last = flip.last else {
                    throw InvalidCase("flip is [byte, bit]")
                }
                guard let end = payload.indices.last else {
                    throw InvalidCase("flip needs a byte; the payload is empty")
                }
                payload[try first.int(in: 0...end)] ^= 1 << UInt8(try last.int(in: 0...7))
            }
            let name = try object.optionalString("transport") ?? Transport.base45.rawValue
            guard let transport = Transport(rawValue: name) else { throw InvalidCase("there is no transport \(name)") }
            try object.finish()
            return LayerReport.text(of: payload, transport)
        }
    }

    /// A scan: its part of the input, and the expected answer.
    fileprivate struct Scan {
        let input: [JSONMember]
        let expected: Expectation.Answer
        /// The check of the layers of the input, if the case gives them.
        let layers: VectorCase.Check?

        init(_ object: inout JSONObject, _ shared: Shared) throws {
            var input = [JSONMember("now", try object.required("now").value)]
            if let challenge = object.optional("challenge") {
                input.append(JSONMember("challenge", challenge.value))
            }
            if let moment = object.optional("moment") { input.append(JSONMember("moment", moment.value)) }
            let texts = [
                object.optional("input").map { JSONMember("input", $0.value) },
                object.optional("input_hex").map { JSONMember("input_hex", $0.value) },
                try object.optional("derive").map { JSONMember("input", .string(try shared.derived($0))) },
            ].compactMap(\.self)
            guard texts.count == 1 else { throw InvalidCase("a case has exactly one of input, input_hex and derive") }
            self.input = input + texts
            expected = try Expectation.Answer(object.required("expect"), licenses: shared.licenses)
            layers = try object.optional("intermediates").map { field in
                guard case .string(let text)? = texts.first?.value, texts.first?.name == "input" else {
                    throw InvalidCase("intermediates go with input")
                }
                return { @Sendable () throws in
                    guard let found = LayerReport.intermediates(of: Array(text.utf8)) else {
                        return "the code does not open"
                    }
                    return try Self.difference(found, field.value, at: "intermediates")
                }
            }
        }

        /// Diagnostic notations are compared without spaces, all other values exactly.
        private static func difference(_ found: JSONValue, _ expected: JSONValue, at path: String) throws -> String? {
            switch (found, expected) {
            case (.object(let members), .object(let others)):
                guard Set(members.map(\.name)) == Set(others.map(\.name)) else {
                    return "\(path): \(others.map(\.name)) expected, \(members.map(\.name)) found"
                }
                for member in members {
                    guard let other = expected[member.name] else { continue }
                    let difference = try difference(member.value, other, at: "\(path).\(member.name)")
                    if let difference { return difference }
                }
                return nil
            case (.array(let elements), .array(let others)) where elements.count == others.count:
                for (index, pair) in zip(elements, others).enumerated() {
                    if let difference = try difference(pair.0, pair.1, at: "\(path)[\(index)]") { return difference }
                }
                return nil
            case (.string(let text), .string(let other)) where path.hasSuffix("edn"):
                return try Notation(text) == Notation(other) ? nil : "\(path): \(other) expected, \(text) found"
            case (let value, let other):
                return value == other
                    ? nil : "\(path): \(JSONWriter.text(other)) expected, \(JSONWriter.text(value)) found"
            }
        }
    }
}

extension [String: JSONValue] {
    /// The value with the name in `field`; the field's own value if it is not a string.
    func named(_ field: JSONField) throws(JSONError) -> JSONValue {
        guard let name = try? field.string() else { return field.value }
        guard let value = self[name] else { throw field.invalid(expected: "a name that the file has") }
        return value
    }
}
