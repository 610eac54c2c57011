public import Hufu
internal import HufuFiles

extension TrustList {
    /// A key of an issuer, and the changes of both; a property that is `nil` is not changed.
    public struct Change: Sendable {
        /// The issuer's identifier. An issuer that the list does not have is added.
        public var issuer: String
        /// The display name.
        public var name: String?
        /// The issuing countries for which the issuer may sign (ISO 3166-1 alpha-2).
        public var countries: [String]?
        /// SHA-256 of the root certificate under which the issuer's entry is made.
        package var rootDigest: [UInt8]?
        /// The key. One that the issuer does not have is added.
        public var publicKey: PublicKey
        /// The objects that the key may sign.
        public var use: Use?
        /// The first time at which the key may have signed.
        public var notBefore: UnixTime?
        /// The first time at which the key may no longer have signed.
        public var notAfter: UnixTime?
        /// The time from which no signature of the key is accepted, whatever its time.
        public var revokedAt: UnixTime?

        /// A change that only adds the key.
        public init(issuer: String, publicKey: PublicKey) {
            self.issuer = issuer
            self.publicKey = publicKey
        }
    }

    /// The list after a change.
    ///
    /// - Throws: `TrustListError` if the result is not allowed.
    public func applying(_ change: Change) throws(TrustListError) -> TrustList {
        var issuers = issuers
        let index = issuers.firstIndex { $0.id.utf8.elementsEqual(change.issuer.utf8) } ?? issuers.endIndex
        if index == issuers.endIndex { issuers.append(Issuer(id: change.issuer, keys: [])) }
        if let name = change.name { issuers[index].name = name }
        if let countries = change.countries { issuers[index].countries = countries }
        if let digest = change.rootDigest { issuers[index].rootDigest = digest }
        var keys = issuers[index].keys
        let place = keys.firstIndex { $0.publicKey == change.publicKey } ?? keys.endIndex
        if place == keys.endIndex { keys.append(Key(change.publicKey)) }
        if let use = change.use { keys[place].use = use }
        if let time = change.notBefore { keys[place].notBefore = time }
        if let time = change.notAfter { keys[place].notAfter = time }
        if let time = change.revokedAt { keys[place].revokedAt = time }
        if let start = keys[place].notBefore, let end = keys[place].notAfter, end <= start {
            throw TrustListError(.spanInvalid, at: "issuers[\(index)].keys[\(place)]")
        }
        issuers[index].keys = keys
        return try TrustList(issuers: issuers)
    }

    /// Changes the trust list in a file, or creates the file. Concurrent changes by several processes are not lost.
    ///
    /// - Parameters:
    ///   - path: a trust list in its JSON form.
    ///   - change: the key and the changes of its entry and of its issuer.
    /// - Throws: `FileError`, or `FileContentError` with a `JSONError`, `KeyError` or `TrustListError`; then the file
    ///   is unchanged.
    public static func update(_ path: String, _ change: Change) throws {
        try update(path) { list in try list.applying(change) }
    }

    /// As ``update(_:_:)``; `change` returns the list to write, or `nil` to leave the file alone.
    package static func update(_ path: String, _ change: (TrustList) throws -> TrustList?) throws {
        try AtomicFile.update(path, limit: SignedList.maximumSize) { old in
            try FileContentError.naming(path) {
                let list = try old.map { try TrustList(json: $0) } ?? TrustList(issuers: [])
                return try change(list).map { Array(($0.json + "\n").utf8) }
            }
        }
    }
}
