/// A file for a verifier that is about to go offline: a CBOR sequence (RFC 8742) of one signed trust list and then
/// status lists, indexes and updates (profile section 12).
public struct ListBundle: Sendable, Equatable {
    /// The largest size in bytes: 64 MiB.
    public static let maximumSize = 64 << 20
    /// The largest number of items behind the trust list.
    public static let maximumItems = 4_096

    /// The file.
    public let bytes: [UInt8]
    /// The items in `bytes`; a copy of each would multiply the memory that a hostile file takes.
    private let items: [Range<Int>]

    /// The signed trust list.
    public var trust: ArraySlice<UInt8> { items.first.map { bytes[$0] } ?? [] }
    /// The signed status lists, indexes and updates.
    public var package: [ArraySlice<UInt8>] { items.dropFirst().map { bytes[$0] } }

    /// A bundle of a signed trust list, and of signed status lists, indexes and updates.
    ///
    /// - Throws: as ``init(_:)``.
    public init(trust: [UInt8], package: [[UInt8]]) throws(ListError) {
        try self.init(trust + package.joined())
    }

    /// A bundle from its file. No signature is checked, and no list read, before it is loaded.
    ///
    /// - Throws: `list.form_invalid` with the byte at fault, unless the file is a sequence of at most 4,097 items that
    ///   begin with the tag 18; `list.too_large` if an item is larger than 16 MiB, or the file larger than 64 MiB.
    public init(_ bytes: [UInt8]) throws(ListError) {
        guard bytes.count <= Self.maximumSize else { throw ListError(.tooLarge) }
        var items: [Range<Int>] = []
        var offset = 0
        repeat {
            guard items.count <= Self.maximumItems else { throw ListError(.formInvalid, at: "byte \(offset)") }
            let item = try Self.item(at: offset, in: bytes)
            items.append(item)
            offset = item.upperBound
        } while offset < bytes.count
        self.bytes = bytes
        self.items = items
    }

    private static func item(at start: Int, in bytes: [UInt8]) throws(ListError) -> Range<Int> {
        let limit = start + SignedList.maximumSize
        var reader = LenientCBORReader(bytes, in: start..<min(limit, bytes.count))
        do throws(CBORError) {
            guard reader.nextByte == SignedList.firstByte else { throw reader.failure(.unexpectedType) }
            // The trust list is read strictly when it is loaded.
            try reader.skipItem()
            return start..<reader.offset
        } catch {
            if error.reason == .truncated, limit < bytes.count { throw ListError(.tooLarge, at: "byte \(start)") }
            throw ListError(error)
        }
    }
}

extension VerifierLists {
    /// Loads a bundle. If its trust list is refused, nothing is loaded; else the rest as a package.
    ///
    /// - Returns: the errors of items that were refused, by their places in `package`.
    /// - Throws: ``ListError``, ``KeyError`` or ``TrustListError`` for the trust list; then nothing has changed.
    public mutating func load(
        _ bundle: ListBundle, name: String, anchors: [PublicKey], skew: Duration = defaultSkew, at now: UnixTime = .now
    ) throws -> [Int: ListError] {
        try load(signedTrust: Array(bundle.trust), name: name, anchors: anchors, skew: skew, at: now)
        return load(package: bundle.package, skew: skew, at: now)
    }
}
