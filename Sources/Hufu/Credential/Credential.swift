/// A licence as its issuer signed it for one device, with all its disclosures: what the holder's device stores.
///
/// It is not a code to be shown: without a token around it no scanner accepts it. Reading it checks its form, not its signature.
public struct Credential: Sendable, Equatable {
    /// Longer than any credential: text is bounded before it is decoded.
    static let maximumTextLength = 1 << 18

    /// The tagged COSE_Sign1 (typ 293).
    public let bytes: [UInt8]
    /// First second since 1970 at which it is valid.
    public let issuedAt: UnixTime
    /// First second since 1970 at which it is no longer valid.
    public let expiresAt: UnixTime

    /// What the bytes consist of, for those who take them apart.
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

    /// A credential of our own making, which is not read again: whoever opens it reads it.
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
    public init(text: String) throws {
        let text = Array(text.utf8)
        try self.init(try Transport.decode(text.span, limit: Self.maximumTextLength))
    }

    /// The credential as text.
    public func text(_ transport: Transport = .base45) -> String { transport.encode(bytes) }

    /// The elements that the holder may disclose or keep back.
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
