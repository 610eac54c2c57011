internal import Crypto

/// The layers below a verdict, each separately, for conformance vectors.
package enum Layers {
    /// The context of an item, which decides its limits (profile section 3).
    package enum Place: String, CaseIterable {
        /// A scanned code.
        case code
        /// The payload of a credential, or a disclosure: `simple(59)` may be a key.
        case credential
        /// A list, which is a file of its own.
        case file

        fileprivate var limits: CBORReader.Limits {
            switch self {
            case .code: .code
            case .credential: .redactable
            case .file: .file
            }
        }
    }

    /// An item in diagnostic notation; `nil` if it breaks the profile's rules.
    package static func notation(of item: [UInt8], in place: Place) -> String? {
        var check = CBORReader(item.span)
        var reader = CBORReader(item.span)
        var diagnostic = Diagnostic()
        do throws(CBORError) {
            try check.validateWholeItem(place.limits)
            try diagnostic.write(&reader)
        } catch { return nil }
        return diagnostic.text
    }

    /// The bytes of a text without its prefix; `nil` if the text is not of that transport.
    package static func decode(_ text: [UInt8], _ transport: Transport) -> [UInt8]? {
        try? transport.codec.decode(text.span, text.indices)
    }

    /// The text of a payload without its prefix.
    package static func encode(_ bytes: [UInt8], _ transport: Transport) -> String { transport.codec.encode(bytes, "") }

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
    package static func hash(ofDisclosure content: [UInt8]) -> [UInt8] { Disclosure(content: content).hash }
}
