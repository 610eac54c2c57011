internal import Hufu

/// A vector file (`Vectors/README.md`): its name, and the members that all kinds of files have.
struct VectorFile {
    let name: String
    /// The members other than the cases. Those of this kind of file must be taken before `cases` is called.
    var head: JSONObject

    init(_ name: String, _ bytes: [UInt8]) throws {
        self.name = name
        head = try JSONReader.read(bytes).object()
        _ = try head.requiredString("description")
        _ = try head.requiredInt("profile", in: 1...1)
    }

    /// All cases. A case for which `read` throws is a broken case.
    ///
    /// - Parameter read: takes the members of this kind of case.
    func cases(_ read: (inout JSONObject) throws -> VectorCase.Task) throws -> [VectorCase] {
        var head = head
        let fields = try head.requiredArray("cases")
        try head.finish()
        guard !fields.isEmpty else { throw InvalidCase("\(name).json has no cases") }
        return fields.enumerated().map { index, field in
            do { return try VectorCase(field, in: name, read) } catch {
                let id = try? field["id"].map { try $0.string() }
                return VectorCase(broken: id ?? "\(name)-cases[\(index)]", in: name, "\(error)")
            }
        }
    }
}

extension VectorCase {
    /// The flags of the published schema.
    private static let flags: Set = ["standard", "edge", "malleable", "downgrade", "generated", "precedence"]

    fileprivate init(_ field: JSONField, in file: String, _ read: (inout JSONObject) throws -> Task) throws {
        var object = try field.object()
        self.file = file
        id = try object.requiredString("id")
        guard id.hasPrefix(file + "-") else { throw InvalidCase("the id does not begin with \(file)-") }
        comment = try object.requiredString("comment")
        spec = try object.requiredString("spec")
        for flag in try object.requiredArray("flags") where !Self.flags.contains(try flag.string()) {
            throw flag.invalid(expected: "a flag of the schema")
        }
        task = try read(&object)
        try object.finish()
    }

    init(broken id: String, in file: String, _ reason: String) {
        self.init(id: id, file: file, comment: "", spec: "", task: .broken(reason))
    }
}

extension JSONField {
    /// Bytes as hexadecimal digits.
    func hexadecimal() throws(JSONError) -> [UInt8] {
        guard let bytes = Hex.decode(try string()) else { throw invalid(expected: "hexadecimal digits") }
        return bytes
    }
}

extension JSONObject {
    mutating func requiredBytes(_ name: String) throws(JSONError) -> [UInt8] { try required(name).hexadecimal() }

    /// The members of an object whose names are data; empty if there is no such object.
    mutating func table<Value>(_ name: String, _ read: (JSONField) throws -> Value) throws -> [String: Value] {
        guard var object = try optionalObject(name) else { return [:] }
        return Dictionary(
            try object.takeAll().map { ($0.name, try read($0.field)) }, uniquingKeysWith: { first, _ in first })
    }
}
