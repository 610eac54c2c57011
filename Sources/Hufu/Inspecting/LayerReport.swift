internal import Crypto

/// The layers below a verdict, each separately, for conformance vectors.
package enum LayerReport {
    /// The context of an item, which decides its limits (profile section 3).
    package enum Place: String, CaseIterable {
        /// A scanned code.
        case code
        /// The payload of a credential, or a disclosure: `simple(59)` may be a key.
        case credential
        /// A list, which is a file of its own.
        case file
        /// A status list, which is read leniently.
        case status
    }

    /// An item in diagnostic notation; `nil` if it breaks the profile's rules.
    package static func notation(of item: [UInt8], in place: Place) -> String? {
        switch place {
        case .code: notation(of: item, .code)
        case .credential: notation(of: item, .redactable)
        case .file: notation(of: item, .file)
        case .status: shortened(item).flatMap(notation)
        }
    }

    private static func notation(of item: [UInt8], _ limits: CBORReader.Limits) -> String? {
        var check = CBORReader(item.span)
        guard (try? check.validateWholeItem(limits)) != nil else { return nil }
        return notation(of: item)
    }

    /// The notation of an item that is well-formed and has the shortest heads.
    private static func notation(of item: [UInt8]) -> String? {
        var reader = CBORReader(item.span)
        var diagnostic = Diagnostic()
        do throws(CBORError) { try diagnostic.write(&reader) } catch { return nil }
        return diagnostic.text
    }

    /// An item of a status list with the shortest heads; `nil` if it breaks the profile's rules.
    private static func shortened(_ item: [UInt8]) -> [UInt8]? {
        var check = LenientCBORReader(item, in: item.indices)
        var reader = check
        var writer = CBORWriter(capacity: item.count)
        do throws(CBORError) {
            try check.validateItem()
            try check.finish()
            try shorten(&reader, to: &writer)
        } catch { return nil }
        return writer.bytes
    }

    private static func shorten(_ reader: inout LenientCBORReader, to writer: inout CBORWriter) throws(CBORError) {
        let (item, start) = (reader, reader.offset)
        let head = try reader.head()
        switch head.major {
        case .unsigned, .negative: writer.head(head.major, head.argument)
        case .simple: writer.encoded(reader.bytes[start..<reader.offset])
        case .bytes, .text:
            writer.head(head.major, head.argument)
            let content = reader.offset
            reader = item
            try reader.skipItem()
            writer.encoded(reader.bytes[content..<reader.offset])
        case .array, .map, .tag:
            writer.head(head.major, head.argument)
            let items =
                head.major == .tag
                ? 1 : head.major == .map ? 2 * Int(clamping: head.argument) : Int(clamping: head.argument)
            for _ in 0..<items { try shorten(&reader, to: &writer) }
        }
    }

    /// The layers of a scanned code, as `intermediates` of a vector has them; `nil` if it does not open.
    package static func intermediates(of scan: [UInt8]) -> JSONValue? {
        guard let payload = try? Transport.decode(scan.span) else { return nil }
        let reader = CBORReader(payload.span)
        guard let outer = try? COSE.Sign1(reader) else { return nil }
        var members = [JSONMember("cbor", .string(Hex.encode(payload)))]
        var (credential, item) = (outer, payload[...])
        if let nested = outer.header.credential {
            guard
                let inner = try? COSE.Sign1(reader.cursor(in: nested), expecting: .credential, isNested: true)
            else { return nil }
            members.append(JSONMember("token", parts(of: outer, payload[...], in: payload)))
            (credential, item) = (inner, payload[nested])
        }
        members.append(JSONMember("credential", parts(of: credential, item, in: payload)))
        if let shown = credential.header.disclosures {
            members.append(JSONMember("disclosures", .array(disclosures(Array(payload[shown])))))
        }
        let digest = credential.signatureDigest(in: payload)
        members.append(JSONMember("replay_hash", .string(Hex.encode(Array(digest)))))
        return .object(members)
    }

    /// - Parameter item: the envelope as an item.
    private static func parts(of envelope: COSE.Sign1, _ item: ArraySlice<UInt8>, in bytes: [UInt8]) -> JSONValue {
        let (protected, payload) = (bytes[envelope.protected], bytes[envelope.payload])
        return [
            "protected": .string(Hex.encode(protected)),
            "protected_edn": .string(header(Array(protected)) ?? ""),
            "unprotected_edn": .string(unprotected(Array(item)) ?? ""),
            "payload": .string(Hex.encode(payload)),
            "payload_edn": .string(notation(of: Array(payload)) ?? ""),
            "sig_structure": .string(Hex.encode(COSE.signatureStructure(protected: protected, payload: payload))),
            "signature": .string(Hex.encode(bytes[envelope.signature])),
        ]
    }

    /// The notation of a protected header. The credential in it is shown by itself.
    private static func header(_ map: [UInt8]) -> String? {
        var reader = CBORReader(map.span)
        var diagnostic = Diagnostic()
        do throws(CBORError) {
            let count = try reader.map()
            try diagnostic.contain("{", "}", count, 0) { diagnostic, inner throws(CBORError) in
                var key = reader
                let isCredential = try key.key() == .integer(COSE.Label.kcwt)
                try diagnostic.write(&reader, indentation: inner)
                diagnostic.add(": ")
                if isCredential {
                    try reader.skip()
                    diagnostic.add("/ the credential /")
                } else {
                    try diagnostic.write(&reader, indentation: inner)
                }
            }
        } catch { return nil }
        return diagnostic.text
    }

    private static func unprotected(_ item: [UInt8]) -> String? {
        var reader = CBORReader(item.span)
        do throws(CBORError) {
            _ = try reader.tag()
            _ = try reader.array()
            try reader.skip()
            let start = reader.offset
            try reader.skip()
            return notation(of: Array(item[start..<reader.offset]))
        } catch { return nil }
    }

    private static func disclosures(_ array: [UInt8]) -> [JSONValue] {
        var reader = CBORReader(array.span)
        var shown: [JSONValue] = []
        do throws(CBORError) {
            for _ in 0..<(try reader.array()) {
                let start = reader.offset
                let content = Array(array[try reader.byteString()])
                let item = Array(array[start..<reader.offset])
                shown.append([
                    "edn": .string(notation(of: content) ?? ""), "bstr": .string(Hex.encode(item)),
                    "sha256": .string(Hex.encode(Disclosure.Hash(of: item.span).bytes)),
                ])
            }
        } catch { return [] }
        return shown
    }

    /// The bytes of a text without its prefix; `nil` if the text is not of that transport.
    package static func decode(_ text: [UInt8], _ transport: Transport) -> [UInt8]? {
        try? transport.decode(text.span, in: text.indices)
    }

    /// The text of a payload without its prefix.
    package static func encode(_ bytes: [UInt8], _ transport: Transport) -> String {
        transport.encode(bytes, prefix: "")
    }

    /// The whole text of a payload, which need not be valid.
    package static func text(of payload: [UInt8], _ transport: Transport) -> String { transport.encode(payload) }

    /// Whether a payload opens as a scannable code: step 3 of the verification.
    package static func opens(_ payload: [UInt8]) -> Bool { (try? COSE.Sign1(CBORReader(payload.span))) != nil }

    /// Whether an item has the members of a COSE_Key. Its point is not checked.
    package static func isKey(_ item: [UInt8]) -> Bool { uncheckedKey(item) != nil }

    /// The key of a COSE_Key; `nil` if its point is invalid.
    package static func key(_ item: [UInt8]) -> PublicKey? {
        uncheckedKey(item).flatMap { try? PublicKey($0, in: item) }
    }

    private static func uncheckedKey(_ item: [UInt8]) -> PublicKey.Unchecked? {
        var check = CBORReader(item.span)
        var reader = CBORReader(item.span)
        guard (try? check.validateWholeItem(.code)) != nil, let key = try? PublicKey.Unchecked(&reader), reader.isAtEnd
        else {
            return nil
        }
        return key
    }

    /// The bytes that a signature covers.
    package static func signatureStructure(protected: [UInt8], payload: [UInt8]) -> [UInt8] {
        COSE.signatureStructure(protected: protected[...], payload: payload[...])
    }

    /// The hash that an issuer signs for a disclosure with this content.
    package static func hash(ofDisclosure content: [UInt8]) -> [UInt8] {
        Disclosure.Hash(of: CBORWriter.encode { $0.byteString(content) }.span).bytes
    }
}
