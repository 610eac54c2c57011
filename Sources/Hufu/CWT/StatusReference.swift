/// The entry of a status list that speaks about one licence on one device.
public struct StatusReference: Sendable, Hashable {
    /// The list's URI, 1 to 255 bytes.
    public let uri: String
    /// The entry, from 0.
    public let index: Int

    /// A reference.
    ///
    /// - Throws: `issue.status_invalid`.
    public init(uri: String, index: Int) throws(SigningError) {
        guard CWT.identifierLength.contains(uri.utf8.count), 0...UnixTime.maximumSeconds ~= index else {
            throw SigningError(.statusInvalid)
        }
        self.uri = uri
        self.index = index
    }

    /// A reference written as `URI#INDEX`.
    ///
    /// - Throws: `issue.status_invalid`.
    public init(_ text: String) throws(SigningError) {
        guard let mark = text.lastIndex(of: "#"), let index = Int(text[text.index(after: mark)...]) else {
            throw SigningError(.statusInvalid)
        }
        try self.init(uri: String(text[..<mark]), index: index)
    }
}
