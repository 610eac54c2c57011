internal import Crypto

/// The disclosures that a credential carries, matched with the hashes that its issuer signed (profile section 6).
struct Disclosures {
    /// A disclosed entry, as ranges of the payload.
    struct Entry {
        let key: Range<Int>
        let value: Range<Int>
        /// Whether it belongs to the license map; else to the claims.
        let isInLicense: Bool
        /// The disclosure itself, as an encoded byte string.
        let disclosure: Range<Int>
    }

    private(set) var entries: [Entry] = []
    /// Whether a hash is not matched by a disclosure.
    private(set) var isPartlyWithheld = false
    /// Whether a text of a disclosure may contain a control or bidirectional formatting character. May be true without
    /// one, never false with one.
    private(set) var mayContainFormattingCharacter = false

    private struct Hash {
        let range: Range<Int>
        let isInLicense: Bool
        var isMatched = false
    }

    /// - Parameters:
    ///   - bytes: the bytes from which the credential was read.
    ///   - credential: the envelope, whose unprotected header has the disclosures.
    ///   - claims: its claims, which have the hashes.
    init(_ bytes: [UInt8], _ credential: COSE.Sign1, _ claims: CredentialClaims) throws(CBORError) {
        let reader = CBORReader(bytes.span)
        guard let presented = credential.header.disclosures else {
            isPartlyWithheld = claims.redacted != nil || claims.redactedInLicense != nil
            return
        }
        var hashes: [Hash] = []
        if let redacted = claims.redacted { try Self.read(redacted, reader, isInLicense: false, into: &hashes) }
        if let redacted = claims.redactedInLicense {
            try Self.read(redacted, reader, isInLicense: true, into: &hashes)
        }

        var cursor = reader.checked(in: presented)
        for _ in 0..<(try cursor.array()) {
            let start = cursor.offset
            let content = try cursor.byteString()
            let digest = SHA256.hash(of: bytes.span.extracting(start..<cursor.offset))
            let matches = hashes.indices.filter { digest == bytes[hashes[$0].range] }
            guard matches.count == 1, let match = matches.first, !hashes[match].isMatched else {
                throw reader.failure(.outOfRange, at: start)
            }
            hashes[match].isMatched = true
            let isInLicense = hashes[match].isInLicense
            guard let entry = try entry(reader, in: content, of: start..<cursor.offset, isInLicense: isInLicense)
            else { continue }
            let map = isInLicense ? claims.license : claims.map
            var isPresent = false
            try reader.forEachKey(in: map) { key in isPresent = isPresent || reader.equal(key, entry.key) }
            guard !isPresent,
                !entries.contains(where: { $0.isInLicense == isInLicense && reader.equal($0.key, entry.key) })
            else { throw reader.failure(.keyOrder, at: start) }
            entries.append(entry)
        }
        isPartlyWithheld = !hashes.allSatisfy(\.isMatched)
    }

    private static func read(
        _ array: Range<Int>, _ source: borrowing CBORReader, isInLicense: Bool, into hashes: inout [Hash]
    ) throws(CBORError) {
        var reader = source.checked(in: array)
        for _ in 0..<(try reader.array()) {
            hashes.append(Hash(range: try reader.byteString(), isInLicense: isInLicense))
        }
    }

    /// `[salt, value, key]`, or `nil` for the decoy `[salt]`.
    private mutating func entry(
        _ source: borrowing CBORReader, in content: Range<Int>, of disclosure: Range<Int>, isInLicense: Bool
    ) throws(CBORError) -> Entry? {
        var check = source.cursor(in: content)
        try check.validateWholeItem(.redactable)
        if check.mayContainFormattingCharacter { mayContainFormattingCharacter = true }
        var reader = source.checked(in: content)
        let count = try reader.array()
        guard count == 1 || count == 3 else { throw reader.failure(.outOfRange, at: content.lowerBound) }
        _ = try reader.byteString(of: Disclosure.saltLength...Disclosure.saltLength)
        guard count == 3 else { return nil }
        let value = try reader.validateItem(.redactable)
        let start = reader.offset
        let key = try reader.key()
        guard key != .redacted else { throw reader.failure(.keyType, at: start) }
        if case .integer(let number) = key {
            let isRedactable =
                isInLicense
                ? License.Entry(rawValue: number)?.isRedactable ?? true : !CWT.Claim.neverRedacted.contains(number)
            guard isRedactable else { throw reader.failure(.outOfRange, at: start) }
        }
        return Entry(
            key: start..<reader.offset, value: value, isInLicense: isInLicense, disclosure: disclosure)
    }
}
