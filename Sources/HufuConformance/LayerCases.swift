internal import Hufu

extension VectorFile {
    /// `cbor.json`: strict CBOR, and its diagnostic notation.
    func cborCases() throws -> [VectorCase] {
        try cases { object throws in
            let item = try object.requiredBytes("input_hex")
            let name = try object.optionalString("context") ?? LayerReport.Place.code.rawValue
            guard let place = LayerReport.Place(rawValue: name) else {
                throw InvalidCase("there is no context \(name)")
            }
            let expected = try Validity(&object) { try $0.requiredString("edn") }
            return .layer { () throws in
                try expected.difference(from: LayerReport.notation(of: item, in: place)) { found, edn in
                    try Notation(found) == Notation(edn)
                }
            }
        }
    }

    /// `base45.json`, `base32.json`: the text after a prefix. Each sequence of bytes has exactly one text.
    func textCases(_ transport: Transport) throws -> [VectorCase] {
        var file = self
        _ = try file.head.optionalString("property")
        return try file.cases { object throws in
            let text = try object.requiredString("text")
            let expected = try Validity(&object) { try $0.requiredBytes("bytes") }
            return .layer {
                let bytes = LayerReport.decode(Array(text.utf8), transport)
                if let bytes, LayerReport.encode(bytes, transport) != text {
                    return "these bytes encode to another text"
                }
                return expected.difference(from: bytes, by: ==)
            }
        }
    }

    /// `hfc1.json`: the text of a challenge.
    func challengeCases() throws -> [VectorCase] {
        try cases { object throws in
            let text = try object.requiredString("text")
            let expected = try Validity(&object) { try $0.requiredBytes("bytes") }
            return .layer { expected.difference(from: try? Challenge.bytes(of: text), by: ==) }
        }
    }

    /// `cose.json`: keys, signatures, and the bytes that signatures cover.
    func coseCases() throws -> [VectorCase] {
        try cases { object throws in
            switch try object.requiredString("kind") {
            case "signature":
                let key = try PublicKey(jwk: object.required("key"))
                let (message, signature) = (try object.requiredBytes("message"), try object.requiredBytes("signature"))
                return try Self.isRight(&object) { key.isValidSignature(signature[...], for: message) }
            case "point":
                let item = try object.requiredBytes("input_hex")
                return try Self.isRight(&object) { LayerReport.key(item) != nil }
            case "key_shape":
                let item = try object.requiredBytes("input_hex")
                return try Self.isRight(&object) { LayerReport.isKey(item) }
            case "sign1":
                let payload = try object.requiredBytes("input_hex")
                return try Self.isRight(&object) { LayerReport.opens(payload) }
            case "thumbprint":
                let item = try object.requiredBytes("input_hex")
                return try Self.bytes(&object) { LayerReport.key(item)?.thumbprint }
            case "sig_structure":
                let (protected, payload) = (
                    try object.requiredBytes("protected"), try object.requiredBytes("payload")
                )
                return try Self.bytes(&object) {
                    LayerReport.signatureStructure(protected: protected, payload: payload)
                }
            case "disclosure_hash":
                let content = try object.requiredBytes("input_hex")
                return try Self.bytes(&object) { LayerReport.hash(ofDisclosure: content) }
            case let kind: throw InvalidCase("there is no kind \(kind)")
            }
        }
    }

    private static func isRight(_ object: inout JSONObject, _ body: @escaping @Sendable () -> Bool) throws
        -> VectorCase.Task
    {
        let expected = try Validity(&object) { _ in }
        return .layer { expected.difference(from: body() ? () : nil) { _, _ in true } }
    }

    private static func bytes(
        _ object: inout JSONObject, _ body: @escaping @Sendable () -> [UInt8]?
    ) throws -> VectorCase.Task {
        let expected = try Validity(&object) { try $0.requiredBytes("bytes") }
        return .layer { expected.difference(from: body(), by: ==) }
    }
}

extension VectorCase {
    /// The property of `base45.json`: every number of two and of three digits, including those that encode no bytes.
    static let everyNumberOfBase45 = VectorCase(
        id: "base45-every-number", file: "base45", comment: "The property of the file", spec: "RFC 9285 section 4",
        task: .layer {
            let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)
            for number in 0..<45 * 45 * 45 {
                let low = [digits[number % 45], digits[number / 45 % 45]]
                let bytes = [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
                guard isDecoded(low + [digits[number / 2025]], to: number < 65_536 ? bytes : nil),
                    number >= 2025 || isDecoded(low, to: number < 256 ? [bytes[1]] : nil)
                else { return "\(number) is wrong" }
            }
            return nil
        })

    private static func isDecoded(_ text: [UInt8], to bytes: [UInt8]?) -> Bool {
        LayerReport.decode(text, .base45) == bytes
            && (bytes.map { Array(LayerReport.encode($0, .base45).utf8) == text } ?? true)
    }
}

/// The `expect` of a case of a layer: `valid`, and the result if the input is valid.
struct Validity<Value: Sendable>: Sendable {
    /// `nil` if the input has to be refused.
    private let value: Value?

    init(_ object: inout JSONObject, _ read: (inout JSONObject) throws -> Value) throws {
        var expected = try object.requiredObject("expect")
        value = try expected.requiredBool("valid") ? read(&expected) : nil
        try expected.finish()
    }

    func difference(from found: Value?, by isSame: (Value, Value) throws -> Bool) rethrows -> String? {
        switch (value, found) {
        case (nil, nil): nil
        case (nil, _?): "accepted, but must be refused"
        case (_?, nil): "refused, but is valid"
        case (let value?, let found?): try isSame(found, value) ? nil : "\(value) expected, \(found) found"
        }
    }
}

/// Diagnostic notation in a form that can be compared: without spaces, and with one way to escape each character of a
/// text.
struct Notation: Equatable {
    private var parts: [String] = []

    init(_ text: String) throws {
        var (string, isEscaped) = ("", false)
        for character in text.unicodeScalars {
            if string.isEmpty {
                if character == "\"" {
                    string = "\""
                } else if !character.properties.isWhitespace {
                    parts.append(String(character))
                }
                continue
            }
            string.unicodeScalars.append(character)
            if character == "\"", !isEscaped {
                parts.append(JSONWriter.text(try JSONReader.read(Array(string.utf8)).value))
                string = ""
            }
            isEscaped = character == "\\" && !isEscaped
        }
        if !string.isEmpty { throw InvalidCase("a text in diagnostic notation does not end") }
    }
}
