/// All lists that a scanner has loaded, as one value: whoever verifies with it sees them as they were at one moment.
public struct VerifierLists: Sendable {
    /// The issuers that are accepted.
    public private(set) var trust: TrustList
    /// How new the newest accepted lists were; to be stored after loading.
    public private(set) var rollbackState: RollbackState
    private var status: [StatusKey: StatusList] = [:]

    private struct StatusKey: Hashable {
        let issuer: Identifier
        let uri: Identifier
    }

    /// Starts with a trust list that the operator has put there.
    public init(trust: TrustList, rollbackState: RollbackState = RollbackState()) {
        self.trust = trust
        self.rollbackState = rollbackState
    }

    /// Starts with a signed trust list.
    ///
    /// - Parameter skew: seconds by which the list may be from the future.
    /// - Throws: `ListError` or `TrustListError`.
    public init(
        signedTrust bytes: [UInt8], name: String, anchors: [PublicKey], rollbackState: RollbackState = RollbackState(),
        skew: Int = 30,
        at now: UnixTime = .now
    ) throws {
        let trust = try TrustList(signed: bytes, name: name, anchors: anchors)
        self.init(trust: trust, rollbackState: rollbackState)
        try acceptTrust(trust, latest: now + skew)
    }

    /// The list under a credential's issuer and URI; the issuer's own lists only.
    func statusList(issuer: ArraySlice<UInt8>, uri: ArraySlice<UInt8>) -> StatusList? {
        status.isEmpty ? nil : status[StatusKey(issuer: Identifier(bytes: issuer), uri: Identifier(bytes: uri))]
    }

    /// The status lists, in no particular order.
    public var statusLists: [StatusList] { Array(status.values) }

    /// Replaces the trust list by a newer signed one. Status lists that its keys do not vouch for any more are dropped.
    ///
    /// - Throws: `ListError` or `TrustListError`; then nothing has changed.
    public mutating func load(
        signedTrust bytes: [UInt8], name: String, anchors: [PublicKey], skew: Int = 30, at now: UnixTime = .now
    ) throws {
        let list = try TrustList(signed: bytes, name: name, anchors: anchors)
        try acceptTrust(list, latest: now + skew)
        status = status.filter { _, list in
            guard let key = trust.issuer(list.issuer)?.key(list.keyID[...], for: .status) else { return false }
            return key.revokedAt.map { now < $0 } ?? true
        }
    }

    private mutating func acceptTrust(_ list: TrustList, latest: UnixTime) throws(ListError) {
        if let validity = list.validity { try rollbackState.accept(trust: validity, latest: latest) }
        trust = list
    }

    /// Loads a status list. One that has expired is loaded all the same: a revocation counts however old it is.
    ///
    /// - Throws: `ListError`; then nothing has changed.
    public mutating func load(statusList bytes: [UInt8], skew: Int = 30, at now: UnixTime = .now) throws(ListError) {
        let list = try StatusList(bytes, trust: trust, at: now)
        try rollbackState.accept(status: list, latest: now + skew)
        status[StatusKey(issuer: Identifier(list.issuer), uri: Identifier(list.uri))] = list
    }
}
