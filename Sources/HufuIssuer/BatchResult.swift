public import Hufu
internal import HufuFiles

/// The result of a line.
public struct BatchResult: Sendable {
    /// The number of the line, from 1.
    public let line: Int
    /// The value of `id`, if the line has one.
    package let idValue: JSONValue?
    /// The licence's document number, if it has one.
    public let documentNumber: String?
    /// The entry of a status list.
    public let status: StatusReference?
    /// What was signed, or the error of the line.
    public private(set) var product: Result<BatchProduct, any Error>
    /// Warnings about implausible data in the licence that was signed.
    public let warnings: [LicenseError]
    /// The picture of a static code, if the batch draws them.
    public private(set) var picture: [UInt8]?
    /// The fault of the signer, which is not one of the line.
    var signerFailure: (any SignerFailure)? {
        guard case .failure(let error) = product else { return nil }
        return error as? any SignerFailure
    }
    /// The line.
    let source: LineReader.Line

    init(
        _ source: LineReader.Line, id: JSONValue?, documentNumber: String?, status: StatusReference?,
        product: Result<BatchProduct, any Error>, warnings: [LicenseError], picture: [UInt8]?
    ) {
        self.source = source
        self.idValue = id
        self.documentNumber = documentNumber
        self.status = status
        self.product = product
        self.warnings = warnings
        self.picture = picture
        line = source.number
    }

    mutating func refuse(_ error: any Error) { (product, picture) = (.failure(error), nil) }

    /// The value of the line's `id`, as JSON.
    public var id: String? { idValue.map { JSONWriter.text($0) } }

    /// The name of the picture in an archive: the number of the line in nine digits, and `.png`.
    public var pictureName: String? { picture.map { _ in line.padded(9) + ".png" } }

    /// The result as a line of JSON without line feed: `{"line" or "id", "document_number", "credential" or "codes",
    /// "picture", "warnings"}`, or `{"line" or "id", "error": {"code", "message", "place", "advice"}}`.
    public var json: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }

    /// Writes ``json``.
    func write(to writer: inout JSONWriter) {
        writer.object { add in
            if let idValue { add("id", idValue) } else { add("line", .integer(line)) }
            switch product {
            case .success(let product):
                add("document_number", documentNumber.map(JSONValue.string) ?? .null)
                switch product {
                case .credential(let text): add("credential", .string(text))
                case .codes(let codes): add("codes", .array(codes.map(\.jsonValue)))
                }
                if let pictureName { add("picture", .string(pictureName)) }
                if !warnings.isEmpty { add("warnings", .array(warnings.map(Self.json))) }
            case .failure(let error):
                add("error", .object(Self.members(error, location: "place")))
            }
        }
    }

    /// A line of a file of rejects, without line feed: `{"line", "id", "code", "message", "location", "advice"}`;
    /// `nil` if there is no error.
    public var reject: String? { rejectValue.map { JSONWriter.text($0) } }

    var rejectValue: JSONValue? {
        guard case .failure(let error) = product else { return nil }
        let id = idValue.map { [JSONMember("id", $0)] } ?? []
        return .object([JSONMember("line", .integer(line))] + id + Self.members(error, location: "location"))
    }

    private static func json(_ error: any CodedError) -> JSONValue { .object(members(error, location: "place")) }

    static func members(_ error: any Error, location name: String) -> [JSONMember] {
        guard let error = error as? any CodedError else {
            return [
                JSONMember("code", "failed"), JSONMember("message", .string("\(error)")),
                JSONMember("advice", "Report this error."),
            ]
        }
        let location = error.location.map { [JSONMember(name, .string($0))] } ?? []
        return [JSONMember("code", .string(error.code)), JSONMember("message", .string(error.message))] + location
            + [JSONMember("advice", .string(error.advice))]
    }
}

/// What a batch signs for one licence.
public enum BatchProduct: Sendable {
    /// The text of a credential, or of a static code.
    case credential(String)
    /// The codes of the coming time steps.
    case codes([TokenReport])
}
