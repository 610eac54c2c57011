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
    private let statusCertificates: (any StatusCertificateVerifier)?

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

    /// The list of an issuer under a URI.
    func statusList(issuer: ArraySlice<UInt8>, uri: ArraySlice<UInt8>) -> StatusList? {
        status.isEmpty
            ? nil : status[StatusListID(issuer: Identifier(bytes: issuer), uri: Identifier(bytes: uri))]
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
        status = status.filter { $1.isVouchedFor(by: list, certificates: statusCertificates, at: now) }
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

    /// Refuses from now on the lists that another verifier, or this one before a restart, would refuse.
    public mutating func join(_ state: RollbackState) { rollbackState.formUnion(state) }
}
