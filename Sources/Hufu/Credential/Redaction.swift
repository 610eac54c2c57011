/// Which elements of a licence an issuer redacts: the holder then decides each time whether to show them (SD-CWT draft).
///
/// The elements of the second page are redacted together, as one entry.
public struct Redaction: Sendable, Equatable {
    /// The elements.
    public let fields: Set<License.Field>
    /// How many decoys there are beside them: hashes with nothing behind them, so that nobody can count what is kept back.
    public let decoys: Int
    /// The entries of the license map that hold the elements.
    private let entries: [License.Entry]

    /// Each decoy makes every code 34 bytes larger; more than these fit into none.
    public static let decoyCounts = 0...24

    /// Nothing: whoever scans a code sees the whole licence.
    public static let nothing = Redaction(unchecked: [])
    /// The second page: address, file number, record and points. One hash is shorter than they are, so the code gets smaller.
    public static let secondPage = Redaction(unchecked: [.residentAddress, .administrativeNumber, .record, .points])
    /// Everything but what decides whether the licence is in force.
    public static let all = Redaction(unchecked: Set(License.Field.allCases.filter(isRedactable)))

    private init(unchecked fields: Set<License.Field>, decoys: Int = 0) {
        (self.fields, self.decoys) = (fields, decoys)
        entries = License.Entry.allCases.filter { entry in fields.contains { $0.entry == entry } }
    }

    /// These elements.
    ///
    /// - Throws: `issue.not_redactable` for what has to stay open: issue and expiry date, issuing country, standing.
    public init(_ fields: Set<License.Field>) throws(SigningError) {
        for field in fields where !Self.isRedactable(field) { throw SigningError(.notRedactable, at: field.jsonName) }
        self.init(unchecked: fields)
    }

    /// The same with decoys.
    ///
    /// - Throws: `issue.decoys_invalid`.
    public func adding(decoys: Int) throws(SigningError) -> Redaction {
        guard Self.decoyCounts.contains(decoys) else { throw SigningError(.decoysInvalid) }
        return Redaction(unchecked: fields, decoys: decoys)
    }

    private static func isRedactable(_ field: License.Field) -> Bool { field.entry?.isRedactable ?? true }

    var includesDocumentNumber: Bool { fields.contains(.documentNumber) }

    func includes(_ entry: License.Entry) -> Bool { entries.contains(entry) }
}
