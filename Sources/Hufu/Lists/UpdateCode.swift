/// An update of a publication as the text of a QR code (profile section 17): `HFU1:` and Base45, so that a scanner
/// without a network can be brought up to date.
public enum UpdateCode {
    private static let prefix = "HFU1:"

    /// The text of a signed update.
    ///
    /// - Throws: `payload.too_large` if no QR symbol holds it.
    public static func text(of update: [UInt8]) throws(TransportError) -> String {
        let text = Base45.encode(update, prefix: prefix)
        guard text.utf8.count <= Transport.maximumLength else {
            throw TransportError(.tooLarge, Transport.maximumLength)
        }
        return text
    }

    /// Whether a scanned text begins as that of an update.
    public static func isUpdate(_ scan: [UInt8]) -> Bool {
        scan[Transport.content(of: scan.span)].starts(with: prefix.utf8)
    }

    /// The signed update in a scanned text, with what scanners add to it.
    ///
    /// - Throws: ``TransportError``.
    public static func update(in scan: [UInt8]) throws(TransportError) -> [UInt8] {
        let range = Transport.content(of: scan.span)
        guard !range.isEmpty else { throw TransportError(.empty, 0) }
        guard range.count <= Transport.maximumLength else {
            throw TransportError(.tooLarge, Transport.maximumLength)
        }
        guard isUpdate(scan) else { throw TransportError(.prefixUnknown, range.lowerBound) }
        let body = range.dropFirst(prefix.utf8.count)
        guard !body.isEmpty else { throw TransportError(.empty, body.lowerBound) }
        return try Base45.decode(scan.span, in: body)
    }
}
