/// Which fields of a licence an issuer redacts, so that the holder decides for each presentation whether to disclose
/// them (SD-CWT draft).
///
/// The fields of the second page are redacted together, as one entry.
public struct Redaction: Sendable, Equatable {
    /// The redacted fields.
    public let fields: Set<License.Field>
    /// The number of decoys beside them: hashes of no entry, which hide how many entries are withheld.
    public let decoys: Int
    /// The entries of the license map that hold the fields.
    let entries: License.EntrySet
    /// Whether the document number, which is a claim beside the license map, is redacted.
    let includesDocumentNumber: Bool

    /// Each decoy makes a code 34 bytes larger; no code has room for more than these.
    public static let decoyCounts = 0...24

    /// No field: every scanner sees the whole licence.
    public static let nothing = Redaction(unchecked: [])
    /// The second page: address, file number, record and points. Their one hash is shorter, so the code gets smaller.
    public static let secondPage = Redaction(unchecked: Set(License.Field.secondPage))
    /// Every field that may be withheld: all but those that decide whether the licence is in force.
    public static let all = Redaction(unchecked: Set(License.Field.allCases.filter(\.isRedactable)))

    private init(unchecked fields: Set<License.Field>, decoys: Int = 0) {
        (self.fields, self.decoys) = (fields, decoys)
        entries = License.EntrySet(fields.compactMap(\.entry).map(License.EntrySet.init))
        includesDocumentNumber = fields.contains(.documentNumber)
    }

    /// Redacts these fields.
    ///
    /// - Throws: `issue.not_redactable` for issue date, expiry date, issuing country and standing, which are never
    ///   withheld.
    public init(_ fields: Set<License.Field>) throws(SigningError) {
        for field in fields where !field.isRedactable { throw SigningError(.notRedactable, at: field.jsonName) }
        self.init(unchecked: fields)
    }

    /// The same redaction with decoys.
    ///
    /// - Throws: `issue.decoys_invalid`.
    public func adding(decoys: Int) throws(SigningError) -> Redaction {
        guard Self.decoyCounts.contains(decoys) else { throw SigningError(.decoysInvalid) }
        return Redaction(unchecked: fields, decoys: decoys)
    }
}
