/// The pair by which a publication is found.
struct PublicationID: Hashable {
    let issuer: Identifier
    let name: Identifier
}

/// What a publication says at one second, with all values of its lists (profile section 17).
///
/// A state is a value: an update makes another one, which shares with it all chunks of values that have not changed.
public struct PublicationState: Sendable {
    /// The identifier of the issuer.
    public let issuer: String
    /// The name of the publication.
    public let name: String
    /// The time of the state.
    public let issuedAt: UnixTime
    /// The time from which the state is expired.
    public let expiresAt: UnixTime
    /// The greatest age at which the state may be used, unless the policy states one.
    public var timeToLive: Duration? { timeToLiveSeconds.map { .seconds($0) } }
    let timeToLiveSeconds: Int?
    /// The bits of an entry in all lists: 1, 2, 4 or 8.
    public let bits: Int
    /// The hash of the state, 32 bytes.
    public let hash: [UInt8]
    /// The URIs of the lists, ascending by their bytes.
    public var uris: [String] { lists.map(\.uri) }
    /// The number of entries of all lists.
    public let size: Int
    private let lists: [PublishedList]
    /// The places of the lists by URI.
    private let places: [Identifier: Int]
    /// The key that signed the index or update which gave the state.
    private let signer: TrustList.Key
    let id: PublicationID

    /// Checks 4 and 5 for an index that is newer than the state in force.
    ///
    /// - Parameters:
    ///   - index: the index.
    ///   - lists: the status lists that belong to it.
    ///   - state: the state in force, whose lists need not be read again.
    /// - Throws: `list.incomplete` or `list.content_mismatch`.
    init(_ index: SignedPublication.Index, lists: [StatusListContent], after state: PublicationState?) throws(ListError)
    {
        let candidates = Dictionary(grouping: lists) { Identifier($0.uri) }
        var found: [PublishedList] = []
        for entry in index.lists {
            if let known = state?.list(Identifier(entry.uri)), known.bits == index.bits, known.entry == entry {
                found.append(known)
                continue
            }
            guard let candidates = candidates[Identifier(entry.uri)] else {
                throw ListError(.incomplete, at: entry.uri)
            }
            let values = candidates.lazy.compactMap { $0.values(bits: index.bits, of: entry) }.first
            guard let values else { throw ListError(.contentMismatch, at: entry.uri) }
            found.append(values)
        }
        var places: [Identifier: Int] = [:]
        for (place, list) in found.enumerated() { places[Identifier(list.uri)] = place }
        self.init(
            index.statement, bits: index.bits, lists: found, places: places,
            size: found.reduce(0) { $0 + $1.size }, hash: index.hash)
    }

    private init(
        _ statement: SignedPublication.Statement, bits: Int, lists: [PublishedList], places: [Identifier: Int],
        size: Int, hash: [UInt8]
    ) {
        (issuer, name, id) = (statement.issuer, statement.name, statement.id)
        (issuedAt, expiresAt) = (statement.issuedAt, statement.expiresAt)
        (timeToLiveSeconds, signer) = (statement.timeToLive, statement.signer)
        self.bits = bits
        self.lists = lists
        self.places = places
        self.size = size
        self.hash = hash
    }

    /// Checks 7 to 11: the state to which an update leads; this one if it leads to this one.
    ///
    /// - Throws: `list.rolled_back`, `list.conflicting`, `list.base_missing`, `list.form_invalid` or
    ///   `list.state_mismatch`.
    func applying(_ update: SignedPublication.Update) throws(ListError) -> PublicationState {
        let statement = update.statement
        guard statement.issuedAt >= issuedAt else { throw ListError(.rolledBack, at: name) }
        guard statement.issuedAt > issuedAt else {
            guard update.state == hash else { throw ListError(.conflicting, at: name) }
            return self
        }
        guard update.base <= issuedAt else { throw ListError(.baseMissing, at: name) }
        guard let changes = PublicationChanges.decode(update.changes, bits: bits, size: size) else {
            throw ListError(.formInvalid, at: name)
        }
        var lists = lists
        var (rest, start) = (changes[...], 0)
        for index in lists.indices where !rest.isEmpty {
            let end = start + lists[index].size
            let count = rest.firstIndex { $0.position >= end } ?? rest.endIndex
            let mine = rest[..<count]
            if !mine.isEmpty { lists[index].set(mine, from: start) }
            (rest, start) = (rest[count...], end)
        }
        let index = PublicationIndex(
            issuer: issuer, name: name, issuedAt: statement.issuedAt, expiresAt: statement.expiresAt,
            timeToLive: statement.timeToLive, bits: bits, lists: lists.map(\.entry))
        guard index.hash == update.state else { throw ListError(.stateMismatch, at: name) }
        return PublicationState(statement, bits: bits, lists: lists, places: places, size: size, hash: update.state)
    }

    func list(_ uri: Identifier) -> PublishedList? { places[uri].map { lists[$0] } }

    /// The number at an index of a list; `nil` if the publication has no such list, or the index is past its end.
    public func number(at index: Int, in uri: String) -> UInt8? { list(Identifier(uri))?.number(at: index) }

    /// Whether a newer trust list lets this state in (profile section 17).
    func isVouchedFor(by trust: TrustList, at now: UnixTime) -> Bool {
        guard let newer = trust.issuer(issuer)?.key(signer.id[...], for: .status) else { return false }
        return newer.publicKey == signer.publicKey && newer.isValid(at: issuedAt) && !newer.isRevoked(at: now)
    }
}
