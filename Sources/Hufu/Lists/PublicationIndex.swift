internal import Crypto

/// The statement of an issuer about a set of its status lists at one second (profile section 17). It is signed as an
/// index; the hash of its payload identifies the state of the publication, whether the index is signed or not.
///
/// ```
/// claims = {1: iss, 2: sub, 4: exp, 6: iat, ? 65534: ttl, -65539: [bits, [1*2048 [uri, entries, hash]]]}
/// ```
public struct PublicationIndex: Sendable, Equatable {
    /// A list of the publication.
    public struct Entry: Sendable, Equatable {
        /// The URI under which credentials name the list.
        public let uri: String
        /// The number of its entries.
        public let size: Int
        /// The hash of its values, 32 bytes; see ``StatusTable/publicationHash(uri:)``.
        public let hash: [UInt8]

        /// A list with these values.
        public init(uri: String, size: Int, hash: [UInt8]) {
            self.uri = uri
            self.size = size
            self.hash = hash
        }
    }

    /// The largest number of lists.
    public static let maximumLists = 2_048
    /// The largest size of the values of all lists together, in bytes.
    public static let maximumValues = 1 << 29
    /// The largest size of a signed index or update, in bytes.
    public static let maximumSize = 1 << 20

    /// The identifier of the issuer.
    public let issuer: String
    /// The name of the publication, which is never fetched.
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
    /// The lists, ascending by the bytes of their URIs.
    public let lists: [Entry]

    /// An index of these lists, in any order.
    ///
    /// - Parameters:
    ///   - issuer: the `iss` claim, 1 to 255 bytes.
    ///   - name: the name of the publication, 1 to 255 bytes.
    ///   - bits: the bits of an entry: 1, 2, 4 or 8.
    ///   - lists: the lists.
    ///   - expiresAt: the time from which the state is expired.
    ///   - timeToLive: how long a scanner may use the state, in whole seconds; `nil` for as long as it is not expired.
    ///   - now: the time of the state; each state of a publication needs a later one than the last.
    /// - Throws: ``PublicationError``.
    public init(
        issuer: String, name: String, bits: Int, lists: [Entry], until expiresAt: UnixTime, timeToLive: Duration? = nil,
        at now: UnixTime
    ) throws(PublicationError) {
        let lists = lists.sorted { $0.uri.utf8.lexicographicallyPrecedes($1.uri.utf8) }
        guard CWT.identifierLength.contains(issuer.utf8.count), CWT.identifierLength.contains(name.utf8.count) else {
            throw PublicationError(.nameInvalid, at: name)
        }
        guard [1, 2, 4, 8].contains(bits), 1...Self.maximumLists ~= lists.count,
            Self.values(lists, bits) <= Self.maximumValues
        else { throw PublicationError(.listsInvalid, at: name) }
        for (index, list) in lists.enumerated() {
            guard CWT.identifierLength.contains(list.uri.utf8.count), 1...StatusTable.maximumSize ~= list.size,
                list.size * bits % 8 == 0, list.hash.count == CWT.hashLength,
                index == 0 || !lists[index - 1].uri.utf8.elementsEqual(list.uri.utf8)
            else { throw PublicationError(.listsInvalid, at: list.uri) }
        }
        let timeToLive = timeToLive?.wholeSeconds
        guard UnixTime.zero <= now, now < expiresAt, expiresAt <= CWT.maximumTime, timeToLive.map({ $0 > 0 }) ?? true
        else { throw PublicationError(.timesInvalid, at: name) }
        self.init(
            issuer: issuer, name: name, issuedAt: now, expiresAt: expiresAt, timeToLive: timeToLive, bits: bits,
            lists: lists)
    }

    init(
        issuer: String, name: String, issuedAt: UnixTime, expiresAt: UnixTime, timeToLive: Int?, bits: Int,
        lists: [Entry]
    ) {
        self.issuer = issuer
        self.name = name
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        timeToLiveSeconds = timeToLive
        self.bits = bits
        self.lists = lists
    }

    /// An index from its signed form, of which no signature is checked.
    ///
    /// - Throws: `list.form_invalid` or `list.too_large`.
    public init(unverified bytes: [UInt8]) throws(ListError) {
        let envelope = try SignedList.open(bytes, expecting: .statusIndex, limit: Self.maximumSize)
        let claims: PublicationClaims
        do throws(CBORError) { claims = try PublicationClaims(bytes, in: envelope.payload, .statusIndex) } catch {
            throw ListError(error)
        }
        guard case .index(let bits, let lists) = claims.content else { throw ListError(.formInvalid) }
        self.init(
            issuer: claims.issuer, name: claims.name, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt,
            timeToLive: claims.timeToLive, bits: bits, lists: lists)
    }

    /// Checks that a signed status list has the values which this index names for one of its lists. The index stands for
    /// the rest: signature and times of the list are not looked at (profile section 17).
    ///
    /// - Throws: `list.form_invalid` or `list.content_mismatch`.
    public func check(_ list: [UInt8], of entry: Entry) throws(ListError) {
        let content = try StatusListContent(list)
        guard content.uri.utf8.elementsEqual(entry.uri.utf8),
            content.issuer.map({ $0.utf8.elementsEqual(issuer.utf8) }) ?? true,
            content.values(bits: bits, of: entry) != nil
        else { throw ListError(.contentMismatch, at: entry.uri) }
    }

    static func values(_ lists: [Entry], _ bits: Int) -> Int { lists.reduce(0) { $0 + $1.size } * bits / 8 }

    /// The hash of the state, 32 bytes.
    public var hash: [UInt8] { Array(SHA256.hash(of: payload.span)) }

    var payload: [UInt8] {
        CBORWriter.encode(capacity: 128 + lists.reduce(0) { $0 + $1.uri.utf8.count + 48 }) { $0.map(write) }
    }

    fileprivate func write(to map: inout CBORMap) {
        times(to: &map)
        map.add(CWT.Claim.publicationIndex) { writer in
            writer.array(2)
            writer.integer(bits)
            writer.array(lists.count)
            for list in lists {
                writer.array(3)
                writer.text(list.uri)
                writer.integer(list.size)
                writer.byteString(list.hash)
            }
        }
    }

    /// The claims that an index and an update have in common.
    fileprivate func times(to map: inout CBORMap) {
        map.add(CWT.Claim.issuer) { $0.text(issuer) }
        map.add(CWT.Claim.subject) { $0.text(name) }
        map.add(CWT.Claim.expiresAt) { $0.time(expiresAt) }
        map.add(CWT.Claim.issuedAt) { $0.time(issuedAt) }
        if let timeToLiveSeconds { map.add(CWT.Claim.timeToLive) { $0.integer(timeToLiveSeconds) } }
    }

    /// Signs the index.
    ///
    /// - Returns: the tagged COSE_Sign1.
    /// - Throws: `publication.too_large`, or the error of the signer.
    public func sign(by signer: any Signer, keyID: [UInt8]? = nil) async throws -> [UInt8] {
        try await Self.signed(.statusIndex, by: signer, keyID: keyID, at: name, write)
    }

    /// Signs an update that leads to this state.
    ///
    /// - Parameters:
    ///   - base: the time of the earliest state from which the update leads; earlier than that of this state.
    ///   - changes: the new values at positions in the row of all lists. They must contain every position that was
    ///     changed after `base`, even if it has come back to its old value.
    ///   - signer: the issuer's private key for status lists.
    ///   - keyID: the `kid`; `nil` for the first 8 bytes of the key's thumbprint.
    /// - Returns: the tagged COSE_Sign1.
    /// - Throws: ``PublicationError``, or the error of the signer.
    public func signUpdate(
        from base: UnixTime, changes: some Collection<(position: Int, number: UInt8)>, by signer: any Signer,
        keyID: [UInt8]? = nil
    ) async throws -> [UInt8] {
        guard UnixTime.zero <= base, base < issuedAt else { throw PublicationError(.timesInvalid, at: name) }
        let size = lists.reduce(0) { $0 + $1.size }
        guard let encoded = PublicationChanges.encode(changes, bits: bits, size: size) else {
            throw PublicationError(.changesInvalid, at: name)
        }
        return try await Self.signed(.statusUpdate, by: signer, keyID: keyID, at: name) { map in
            times(to: &map)
            map.add(CWT.Claim.publicationUpdate) { writer in
                writer.array(3)
                writer.time(base)
                writer.byteString(hash)
                writer.byteString(encoded)
            }
        }
    }

    private static func signed(
        _ type: COSE.ContentType, by signer: any Signer, keyID: [UInt8]?, at name: String,
        _ claims: (inout CBORMap) -> Void
    ) async throws -> [UInt8] {
        let keyID = keyID ?? signer.publicKey.keyID
        let bytes = try await COSE.Sign1Message(
            type: type, by: signer, header: { map in map.add(COSE.Label.keyID) { $0.byteString(keyID) } },
            payload: claims
        ).encode()
        guard bytes.count <= maximumSize else { throw PublicationError(.tooLarge, at: name) }
        return bytes
    }
}

/// The changes of an update: each is `(gap << bits) | value` as unsigned LEB128 (profile section 17).
enum PublicationChanges {
    private static let longestNumber = 6

    /// - Returns: `nil` unless the positions ascend and are below `size`, and the numbers have at most `bits` bits.
    static func encode(
        _ changes: some Collection<(position: Int, number: UInt8)>, bits: Int, size: Int
    ) -> [UInt8]? {
        var bytes: [UInt8] = []
        var next = 0
        for (position, number) in changes {
            guard next <= position, position < size, Int(number) < 1 << bits else { return nil }
            var rest = (position - next) << bits | Int(number)
            next = position + 1
            while rest > 0x7f {
                bytes.append(UInt8(truncatingIfNeeded: rest & 0x7f | 0x80))
                rest >>= 7
            }
            bytes.append(UInt8(truncatingIfNeeded: rest))
        }
        return bytes
    }

    /// - Returns: `nil` if the form is another, or a position is not below `size`.
    static func decode(_ bytes: ArraySlice<UInt8>, bits: Int, size: Int) -> [(position: Int, number: UInt8)]? {
        var changes: [(position: Int, number: UInt8)] = []
        let mask = 1 << bits - 1
        var (next, number, length) = (0, 0, 0)
        for byte in bytes {
            guard length < longestNumber else { return nil }
            number |= Int(byte & 0x7f) << (7 * length)
            length += 1
            if byte & 0x80 != 0 { continue }
            guard byte != 0 || length == 1 else { return nil }
            let position = next + number >> bits
            guard position < size else { return nil }
            changes.append((position, UInt8(truncatingIfNeeded: number & mask)))
            (next, number, length) = (position + 1, 0, 0)
        }
        return length == 0 ? changes : nil
    }
}

extension StatusTable {
    /// The hash of the table's values as a list of a publication (profile section 17): 32 bytes.
    public func publicationHash(uri: String) -> [UInt8] { PublishedList(uri: uri, self).hash }
}

/// Why a state of a publication cannot be made or signed.
public struct PublicationError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// The issuer's identifier or the name of the publication is not 1 to 255 bytes long.
        case nameInvalid = "publication.name_invalid"
        /// The lists do not fit one publication.
        case listsInvalid = "publication.lists_invalid"
        /// The state expires before it begins, its time to live is not positive, or the base of an update is not before
        /// its state.
        case timesInvalid = "publication.times_invalid"
        /// The changes of an update do not ascend, or are no entries and values of the lists.
        case changesInvalid = "publication.changes_invalid"
        /// The signed object is larger than 1 MiB.
        case tooLarge = "publication.too_large"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .nameInvalid: "the issuer or the name of the publication is not 1 to 255 bytes long"
            case .listsInvalid:
                """
                a publication has 1 to 2,048 lists with the same bits, each URI once, each with whole bytes, and at \
                most 512 MiB of values
                """
            case .timesInvalid: "a state begins before it expires, and after the base of each update that leads to it"
            case .changesInvalid: "the changes are not entries of the lists in ascending order"
            case .tooLarge: "the signed object is larger than 1 MiB"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .nameInvalid: "Use a short URI."
            case .listsInvalid: "Divide the lists among several publications, for example one for each province."
            case .timesInvalid: "Check the clock."
            case .changesInvalid: "Name each position once, with a value that has the bits of the lists."
            case .tooLarge: "Publish the index, from which scanners go on."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The name of the publication, or the URI of the list at fault.
    public let location: String?

    init(_ reason: Reason, at location: String) {
        self.reason = reason
        self.location = location
    }
}
