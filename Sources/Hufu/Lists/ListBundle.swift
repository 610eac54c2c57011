/// One file for a scanner that is about to go offline: a CBOR sequence (RFC 8742) of one signed trust list and status lists.
public struct ListBundle: Sendable, Equatable {
    /// A bundle is at most as large as this many lists of 16 MiB.
    public static let maximumSize = 1 << 30

    /// The signed trust list.
    public let trust: [UInt8]
    /// The signed status lists.
    public let statusLists: [[UInt8]]

    /// A bundle of signed lists, which are not looked into here.
    public init(trust: [UInt8], statusLists: [[UInt8]]) {
        self.trust = trust
        self.statusLists = statusLists
    }

    /// A bundle from its file.
    ///
    /// - Throws: `list.form_invalid` with the byte at fault if it is not such a sequence.
    public init(_ bytes: [UInt8]) throws(ListError) {
        guard bytes.count <= Self.maximumSize else { throw ListError(.tooLarge) }
        var items: [[UInt8]] = []
        var reader = CBORReader(bytes.span)
        do throws(CBORError) {
            // What is no list is refused when it is loaded; it does not take the others with it.
            while !reader.isAtEnd { items.append(Array(bytes[try reader.validateItem(.file)])) }
        } catch { throw ListError(error) }
        guard let trust = items.first else { throw ListError(.formInvalid, at: "byte 0") }
        self.init(trust: trust, statusLists: Array(items.dropFirst()))
    }

    /// The file.
    public var bytes: [UInt8] { trust + statusLists.joined() }
}

extension VerifierLists {
    /// Loads a bundle: nothing of it if the trust list is refused, else each status list that can be.
    ///
    /// - Returns: why status lists were refused, by their places in the bundle.
    /// - Throws: `ListError` or `TrustListError` of the trust list; then nothing has changed.
    public mutating func load(
        _ bundle: ListBundle, name: String, anchors: [PublicKey], skew: Int = 30, at now: UnixTime = .now
    ) throws -> [Int: ListError] {
        try load(signedTrust: bundle.trust, name: name, anchors: anchors, skew: skew, at: now)
        var refused: [Int: ListError] = [:]
        for (place, list) in bundle.statusLists.enumerated() {
            do throws(ListError) { try load(statusList: list, skew: skew, at: now) } catch { refused[place] = error }
        }
        return refused
    }
}
