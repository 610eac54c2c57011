/// The trust list and the status lists of a verifier, as one value: every verification sees them as they were at one
/// moment.
public struct VerifierLists: Sendable {
    /// How far a list may be from the future, by default.
    public static let defaultSkew = Duration.seconds(30)

    /// The issuers that are accepted.
    public private(set) var trust: TrustList
    /// The newest versions of the lists that were accepted; see ``RollbackStateStore``.
    public private(set) var rollbackState: RollbackState
    private var status: [StatusListID: StatusList] = [:]
    var publications: [PublicationID: PublicationState] = [:]
    private var statusCertificates: (any StatusCertificateVerifier)?

    /// Lists with a trust list that the operator has put there.
    ///
    /// - Parameters:
    ///   - trust: the trust list.
    ///   - rollbackState: the state of earlier runs, with which older lists are refused.
    ///   - statusCertificates: verifies the certificates of status lists that have no `kid`; `nil` refuses these
    ///     lists.
    public init(
        trust: TrustList, rollbackState: RollbackState = RollbackState(),
        statusCertificates: (any StatusCertificateVerifier)? = nil
    ) {
        self.trust = trust
        self.rollbackState = rollbackState
        self.statusCertificates = statusCertificates
    }

    /// Lists with a signed trust list.
    ///
    /// - Parameters:
    ///   - bytes: the tagged COSE_Sign1.
    ///   - name: the list's pinned name.
    ///   - anchors: the pinned keys.
    ///   - rollbackState: the state of earlier runs, with which older lists are refused.
    ///   - statusCertificates: as in ``init(trust:rollbackState:statusCertificates:)``.
    ///   - skew: how far the list may be from the future.
    ///   - now: the time of loading.
    /// - Throws: ``ListError``, ``KeyError`` or ``TrustListError``.
    public init(
        signedTrust bytes: [UInt8], name: String, anchors: [PublicKey],
        rollbackState: RollbackState = RollbackState(), statusCertificates: (any StatusCertificateVerifier)? = nil,
        skew: Duration = defaultSkew, at now: UnixTime = .now
    ) throws {
        let trust = try TrustList(signed: bytes, name: name, anchors: anchors)
        self.init(trust: trust, rollbackState: rollbackState, statusCertificates: statusCertificates)
        try acceptTrust(trust, latest: now.advanced(by: skew))
    }

    /// What the newest list or publication of an issuer has under a URI (profile section 17, look-up).
    func status(at index: Int, issuer: ArraySlice<UInt8>, uri: ArraySlice<UInt8>) -> StatusReading? {
        guard !status.isEmpty || !publications.isEmpty else { return nil }
        let id = StatusListID(issuer: Identifier(bytes: issuer), uri: Identifier(bytes: uri))
        return (publications.isEmpty ? nil : published(at: index, id)) ?? status[id]?.reading(at: index)
    }

    /// The number of an entry, and the time of the list or state that is read for it; for the conformance runner.
    package func statusNumber(
        at index: Int, issuer: String, uri: String
    ) -> (number: UInt8?, issuedAt: UnixTime)? {
        status(at: index, issuer: Array(issuer.utf8)[...], uri: Array(uri.utf8)[...]).map { ($0.number, $0.issuedAt) }
    }

    /// A state that is older than the single list is not read, because the mark of the list is at least as new as the
    /// list.
    private func published(at index: Int, _ id: StatusListID) -> StatusReading? {
        var best: (state: PublicationState, list: PublishedList)?
        let mark = rollbackState.status[id]?.issuedAt
        for state in publications.values where state.id.issuer == id.issuer {
            guard let list = state.list(id.uri), mark.map({ $0 <= state.issuedAt }) ?? true else { continue }
            if let best, !state.isReadBefore(best.state) { continue }
            best = (state, list)
        }
        return best.map { state, list in
            StatusReading(
                number: list.number(at: index), issuedAt: state.issuedAt, expiresAt: state.expiresAt,
                timeToLiveSeconds: state.timeToLiveSeconds)
        }
    }

    /// The status lists, in no particular order.
    public var statusLists: [StatusList] { Array(status.values) }

    /// Replaces the trust list by a newer signed one. Status lists that it would not let in are dropped.
    ///
    /// - Throws: ``ListError``, ``KeyError`` or ``TrustListError``; then nothing has changed.
    public mutating func load(
        signedTrust bytes: [UInt8], name: String, anchors: [PublicKey], skew: Duration = defaultSkew,
        at now: UnixTime = .now
    ) throws {
        try load(trust: try TrustList(signed: bytes, name: name, anchors: anchors), skew: skew, at: now)
    }

    /// Replaces the trust list by one that the operator has put there, or that was checked as a signed list. Status
    /// lists that it would not let in are dropped.
    ///
    /// - Throws: ``ListError`` if the list has a signed form and that is too old or from the future; then nothing has
    ///   changed.
    public mutating func load(
        trust list: TrustList, skew: Duration = defaultSkew, at now: UnixTime = .now
    ) throws(ListError) {
        try acceptTrust(list, latest: now.advanced(by: skew))
        dropStatusLists(at: now)
        publications = publications.filter { $1.isVouchedFor(by: list, at: now) }
    }

    /// Replaces the verification of certificates in status lists; `nil` refuses lists with certificates. Status lists that
    /// it would not let in are dropped.
    public mutating func setStatusCertificates(
        _ statusCertificates: (any StatusCertificateVerifier)?, at now: UnixTime = .now
    ) {
        self.statusCertificates = statusCertificates
        dropStatusLists(at: now)
    }

    private mutating func dropStatusLists(at now: UnixTime) {
        status = status.filter { $1.isVouchedFor(by: trust, certificates: statusCertificates, at: now) }
    }

    private mutating func acceptTrust(_ list: TrustList, latest: UnixTime) throws(ListError) {
        if let validity = list.validity { try rollbackState.accept(trust: validity, latest: latest) }
        trust = list
    }

    /// Loads a status list. An expired one is loaded too: a revocation counts however old it is.
    ///
    /// - Throws: ``ListError``; then nothing has changed.
    public mutating func load(
        statusList bytes: [UInt8], skew: Duration = defaultSkew, at now: UnixTime = .now
    ) throws(ListError) {
        let list = try StatusList(bytes, trust: trust, certificates: statusCertificates, at: now)
        try rollbackState.accept(status: list, at: now, latest: now.advanced(by: skew))
        status[list.id] = list
    }

    /// Puts a state in force that a package has reached.
    ///
    /// - Throws: `list.rolled_back` or `list.conflicting` by the mark of the publication; then nothing has changed.
    mutating func putInForce(_ state: PublicationState, movesMark: Bool, at now: UnixTime) throws(ListError) {
        var next = rollbackState
        try next.accept(publication: state, at: now)
        if movesMark { rollbackState = next }
        publications[state.id] = state
    }

    /// Refuses from now on the lists that another verifier, or this one before a restart, would refuse.
    public mutating func join(_ state: RollbackState) { rollbackState.formUnion(state) }
}

/// What a list or publication says about one licence, and how long that may be used.
struct StatusReading {
    /// The value as a number; `nil` if the index is past the end.
    let number: UInt8?
    let issuedAt: UnixTime
    let expiresAt: UnixTime?
    let timeToLiveSeconds: Int?

    /// The value; `nil` if the index is past the end.
    var value: StatusValue? { number.map(StatusValue.init(number:)) }
}

extension StatusList {
    fileprivate func reading(at index: Int) -> StatusReading {
        StatusReading(
            number: table.number(at: index), issuedAt: issuedAt, expiresAt: expiresAt,
            timeToLiveSeconds: timeToLiveSeconds)
    }
}

extension PublicationState {
    /// The newest state is read, of equals the one with the first name by bytes.
    fileprivate func isReadBefore(_ other: PublicationState) -> Bool {
        issuedAt == other.issuedAt
            ? id.name.bytes.lexicographicallyPrecedes(other.id.name.bytes) : issuedAt > other.issuedAt
    }
}
