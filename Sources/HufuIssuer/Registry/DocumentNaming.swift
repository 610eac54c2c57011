internal import Crypto
internal import Hufu

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// What a registry calls a licence: its document number, or a pseudonym.
public struct DocumentName: Sendable, Hashable {
    /// 1 to 255 bytes.
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// How a registry names licences: by document number, or by HMAC-SHA-256 of the document number with a key that is kept
/// elsewhere, so that the registry alone tells nobody which licences it has.
public struct DocumentNaming: Sendable {
    private let key: SymmetricKey?

    /// By document number.
    public static let documentNumber = DocumentNaming(key: nil)

    private init(key: SymmetricKey?) { self.key = key }

    /// By pseudonym.
    ///
    /// - Parameter contents: the file of the key: 64 hexadecimal digits, and white space around them.
    /// - Throws: `registry.key_invalid`.
    public init(pseudonymKey contents: [UInt8]) throws(RegistryError) {
        let digits = contents.filter { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        guard let key = Hex.decode(String(decoding: digits, as: UTF8.self)), key.count == 32 else {
            throw RegistryError(.keyInvalid)
        }
        self.init(key: SymmetricKey(data: key))
    }

    /// The name of a licence.
    ///
    /// - Throws: `registry.request_invalid` if the document number does not have 1 to 255 bytes.
    public func name(_ documentNumber: String) throws(RegistryError) -> DocumentName {
        let bytes = Array(documentNumber.utf8)
        guard 1...255 ~= bytes.count else { throw RegistryError(.requestInvalid, at: "document_number") }
        return DocumentName(authenticationCode(of: bytes) ?? bytes)
    }

    /// The name from its text in ``member(_:)``; `nil` for other texts.
    func name(pseudonym digits: String) -> DocumentName? {
        guard key != nil, let bytes = Hex.decode(digits), bytes.count == 32 else { return nil }
        return DocumentName(bytes)
    }

    /// What a registry stores to recognise the key: 32 bytes, or none without a key.
    package var fingerprint: [UInt8] { authenticationCode(of: Array("\u{0}Hufu registry".utf8)) ?? [] }

    private func authenticationCode(of bytes: [UInt8]) -> [UInt8]? {
        key.map { Array(HMAC<SHA256>.authenticationCode(for: bytes, using: $0)) }
    }

    func member(_ name: DocumentName) -> JSONMember {
        guard key == nil else { return JSONMember("pseudonym", .string(Hex.encode(name.bytes))) }
        return JSONMember("document_number", .string(String(decoding: name.bytes, as: UTF8.self)))
    }
}
