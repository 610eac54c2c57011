/// A licence as its issuer signed it for one device, with all its disclosures, as the holder's device stores it.
///
/// It is not a code to show: scanners accept it only inside a key binding token. Reading it checks its form, not its
/// signature.
public struct Credential: Sendable, Equatable {
    /// Longer than any credential: text is bounded before it is decoded.
    static let maximumTextLength = 1 << 18

    /// The tagged COSE_Sign1 (typ 293).
    public let bytes: [UInt8]
    /// The `iat` claim: the first time at which it is valid.
    public let issuedAt: UnixTime
    /// The `exp` claim: the first time at which it is no longer valid.
    public let expiresAt: UnixTime

    /// The parts of the bytes.
    struct Parts {
        let envelope: COSE.Sign1
        let claims: CredentialClaims
        let disclosures: Disclosures
    }

    /// A credential from its bytes.
    ///
    /// - Throws: `issue.credential_invalid`, with the byte at fault.
    public init(_ bytes: [UInt8]) throws(SigningError) {
        let claims = try Self.parts(of: bytes).claims
        self.init(unchecked: bytes, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
    }

    /// A credential that this library has composed, so that its form need not be checked.
    init(unchecked bytes: [UInt8], issuedAt: UnixTime, expiresAt: UnixTime) {
        self.bytes = bytes
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }

    func parts() throws(SigningError) -> Parts { try Self.parts(of: bytes) }

    private static func parts(of bytes: [UInt8]) throws(SigningError) -> Parts {
        let reader = CBORReader(bytes.span)
        let (envelope, claims): (COSE.Sign1, CredentialClaims)
        do throws(COSEError) { envelope = try COSE.Sign1(reader, expecting: .credential) } catch {
            throw SigningError(.credentialInvalid, at: "byte \(error.offset)")
        }
        do throws(ClaimsError) { claims = try CredentialClaims(reader, in: envelope.payload, isBound: true) } catch {
            throw SigningError(.credentialInvalid, at: "byte \(error.offset)")
        }
        do throws(CBORError) {
            return Parts(
                envelope: envelope, claims: claims, disclosures: try Disclosures(bytes, envelope, claims))
        } catch {
            throw SigningError(.credentialInvalid, at: "byte \(error.offset)")
        }
    }

    /// A credential from its text, in either transport.
    ///
    /// - Throws: ``TransportError`` or ``SigningError``.
    public init(text: String) throws {
        let text = Array(text.utf8)
        try self.init(try Transport.decode(text.span, limit: Self.maximumTextLength))
    }

    /// The credential as text.
    public func text(_ transport: Transport = .base45) -> String { transport.encode(bytes) }

    /// The elements that the holder may disclose or withhold.
    public var withheldFields: Set<License.Field> {
        guard let disclosures = try? parts().disclosures else { return [] }
        return Set(License.Field.allCases.filter { disclosures.entry(for: $0, in: bytes) != nil })
    }

    /// The elements that every token of the credential shows.
    public var openFields: Set<License.Field> {
        var license = License.unread
        do {
            let claims = try parts().claims
            let reader = CBORReader(bytes.span)
            var (map, read) = (reader.checked(in: claims.license), License.ReadEntries())
            try license.readMap(from: &map, noting: &read)
            if let subject = claims.subject { license.documentNumber = reader.string(subject) }
        } catch {
            // A licence that cannot be read may show anything.
            return Set(License.Field.allCases)
        }
        return Set(License.Field.allCases.filter(license.shows))
    }
}

extension Disclosures {
    /// The disclosure that opens an element.
    func entry(for field: License.Field, in bytes: [UInt8]) -> Entry? {
        let key = CBORWriter.encode { $0.integer(field.entry?.rawValue ?? CWT.Claim.subject) }
        return entries.first { $0.isInLicense == (field.entry != nil) && bytes[$0.key] == key[...] }
    }
}
