/// Shows the contents of a payload or of a signed challenge, layer by layer, without verification.
public enum Inspector {
    /// A layer of a payload.
    public struct Layer: Sendable, Equatable {
        /// Its name, such as `credential: claims`.
        public let title: String
        /// Its size in bytes; the size of the text in characters.
        public let size: Int
        /// Its content in diagnostic notation (RFC 8949 section 8) with comments; empty for layers that only contain
        /// others.
        public let content: String
    }

    /// The layers that could be opened.
    public struct Report: Sendable, Equatable {
        /// The layers, from the outside in.
        public internal(set) var layers: [Layer] = []
        /// Why the next layer could not be opened: a code and details; `nil` if all layers could be opened.
        public internal(set) var fault: String?

        /// The report as JSON: `layers`, each with `title`, `size` and `content`, and `fault` if there is one.
        package var jsonValue: JSONValue {
            let layers = layers.map { layer in
                [
                    "title": .string(layer.title), "size": .integer(layer.size), "content": .string(layer.content),
                ] as JSONValue
            }
            return .object(
                [JSONMember("layers", .array(layers))] + (fault.map { [JSONMember("fault", .string($0))] } ?? []))
        }
    }

    /// Opens a scanned text, or the bytes of a scanner's certificate, layer by layer, until a layer is malformed.
    public static func inspect(_ scan: [UInt8]) -> Report {
        if SignedChallenge.isChallenge(scan) { return inspect(challenge: scan) }
        if scan.first == COSE.firstByte { return inspect(certificate: scan) }
        var report = Report()
        do throws(Rejection) {
            let payload: [UInt8]
            do throws(TransportError) {
                payload = try Transport.decode(scan.span, limit: Credential.maximumTextLength)
            } catch { throw Rejection(error) }
            report.layers.append(Layer(title: "text", size: scan.count, content: ""))
            do throws(COSEError) { try open(payload, into: &report) } catch { throw Rejection(error) }
            _ = try UnverifiedToken(payload)
        } catch {
            report.fault = [error.code.rawValue, error.detail].compactMap(\.self).joined(separator: ": ")
        }
        return report
    }

    private static func open(_ bytes: [UInt8], into report: inout Report) throws(COSEError) {
        let reader = CBORReader(bytes.span)
        report.layers.append(Layer(title: "payload", size: bytes.count, content: ""))
        let outer = try COSE.Sign1(reader)
        guard let nested = outer.header.credential else {
            try describe(outer, as: "plain CWT", reader, into: &report)
            return
        }
        try describe(outer, as: "token", reader, into: &report)
        let inner = try COSE.Sign1(reader.cursor(in: nested), expecting: .credential, isNested: true)
        try describe(inner, as: "credential", reader, into: &report)
    }

    static func describe(
        _ envelope: COSE.Sign1, as name: String, _ reader: borrowing CBORReader, into report: inout Report
    ) throws(COSEError) {
        let title = envelope.header.type == .credential ? "credential" : name
        do throws(CBORError) {
            try add("\(title): protected header", envelope.protected, names: headerNames, reader, to: &report)
            try add("\(title): claims", envelope.payload, names: claimNames, reader, to: &report)
            if let disclosures = envelope.header.disclosures { try add(disclosures: disclosures, reader, to: &report) }
        } catch { throw COSEError(error) }
        let signature = "h'" + envelope.signature.map { Hex.encode(CollectionOfOne(reader.bytes[$0])) }.joined() + "'"
        report.layers.append(Layer(title: "\(title): signature", size: envelope.signature.count, content: signature))
    }

    private static func add(
        _ title: String, _ range: Range<Int>, names: [Int: String], _ source: borrowing CBORReader,
        to report: inout Report
    ) throws(CBORError) {
        var diagnostic = Diagnostic()
        var reader = source.cursor(in: range)
        try diagnostic.writeMap(&reader, names: names)
        report.layers.append(Layer(title: title, size: range.count, content: diagnostic.text))
    }

    /// The content of a disclosure may be any bytes. It is shown as an item only if it is well-formed.
    private static func add(
        disclosures: Range<Int>, _ source: borrowing CBORReader, to report: inout Report
    ) throws(CBORError) {
        var cursor = source.cursor(in: disclosures)
        for number in 1...max(1, try cursor.array()) {
            let content = try cursor.byteString()
            var diagnostic = Diagnostic()
            var check = source.cursor(in: content)
            var reader = source.cursor(in: content)
            if (try? check.validateWholeItem(.redactable)) != nil { try diagnostic.write(&reader) }
            report.layers.append(
                Layer(title: "credential: disclosure \(number)", size: content.count, content: diagnostic.text))
        }
    }

    fileprivate static let kcwtName = "kcwt"

    private static let headerNames = [
        COSE.Label.algorithm: "alg", COSE.Label.critical: "crit", COSE.Label.keyID: "kid", COSE.Label.kcwt: kcwtName,
        COSE.Label.type: "typ", COSE.Label.hashAlgorithm: "sd_alg",
    ]

    static let claimNames = [
        CWT.Claim.issuer: "iss", CWT.Claim.subject: "sub", CWT.Claim.audience: "aud", CWT.Claim.expiresAt: "exp",
        CWT.Claim.notBefore: "nbf", CWT.Claim.issuedAt: "iat", CWT.Claim.tokenID: "cti",
        CWT.Claim.confirmation: "cnf", CWT.Claim.nonce: "cnonce", CWT.Claim.status: "status",
        CWT.Claim.license: "license", CWT.Claim.verifier: "verifier", CWT.Claim.request: "request",
    ]
}

extension Diagnostic {
    /// Appends a map with comments that name its keys. A value with a layer of its own is not repeated.
    @_lifetime(reader: copy reader)
    fileprivate mutating func writeMap(
        _ reader: inout CBORReader, names: [Int: String], indentation: Int = 0
    ) throws(CBORError) {
        let count = try reader.map()
        try contain("{", "}", count, indentation) { diagnostic, inner throws(CBORError) in
            let key = try reader.key()
            switch key {
            case .integer(let number): diagnostic.add((names[number].map { "/ \($0) / " } ?? "") + "\(number): ")
            case .text(let range): diagnostic.add(JSONWriter.text(.string(reader.string(range))) + ": ")
            case .redacted: diagnostic.add("/ redacted / simple(59): ")
            case .other: diagnostic.add("/ beyond 64 bits / ")
            }
            switch (key, names[COSE.Label.kcwt] == Inspector.kcwtName) {
            case (.integer(COSE.Label.kcwt), true):
                try reader.validateItem(.code)
                diagnostic.add("/ below /")
            case (.integer(CWT.Claim.license), _) where reader.next == .map:
                try diagnostic.writeMap(&reader, names: Self.entryNames, indentation: inner)
            case (.integer(CWT.Claim.verifier), _), (.integer(CWT.Claim.request), _):
                try diagnostic.writeElements(&reader, indentation: inner)
            default: try diagnostic.write(&reader, indentation: inner)
            }
        }
    }

    /// Appends an item with comments that name the numbers of elements in arrays.
    @_lifetime(reader: copy reader)
    private mutating func writeElements(_ reader: inout CBORReader, indentation: Int) throws(CBORError) {
        guard reader.next == .array else { return try write(&reader, indentation: indentation) }
        let count = try reader.array()
        try contain("[", "]", count, indentation) { diagnostic, inner throws(CBORError) in
            if reader.next == .unsigned {
                let number = try reader.head().argument
                let element = Int(exactly: number).flatMap(License.Element.init(number:))
                diagnostic.add((element.map { "/ \($0.jsonName) / " } ?? "") + "\(number)")
            } else {
                try diagnostic.writeElements(&reader, indentation: inner)
            }
        }
    }

    private static let entryNames = Dictionary(
        uniqueKeysWithValues: License.Entry.allCases.map { ($0.rawValue, $0.jsonName) })
}
