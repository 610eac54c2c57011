/// The issuers that a verifier accepts, and the keys with which they sign (profile section 10).
public struct TrustList: Sendable {
    /// The objects that a key may sign.
    public struct Use: OptionSet, Sendable, Hashable {
        /// The bits of the signed form: 1 credential, 2 status, 4 verifier.
        public let rawValue: Int
        /// A use from the bits of the signed form.
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// Credentials.
        public static let credential = Use(rawValue: 1)
        /// Status lists.
        public static let status = Use(rawValue: 2)
        /// Certificates of scanners.
        public static let verifier = Use(rawValue: 4)

        private static let named: [(name: String, use: Use)] = [
            ("credential", .credential), ("status", .status), ("verifier", .verifier),
        ]

        /// The use with a name of the JSON form: `credential`, `status` or `verifier`.
        public init?(name: String) {
            guard let use = Self.named.first(where: { $0.name == name })?.use else { return nil }
            self = use
        }

        /// The names of the JSON form.
        public var names: [String] { Self.named.filter { contains($0.use) }.map(\.name) }
    }

    /// A key of an issuer.
    public struct Key: Sendable, Equatable {
        /// The `kid` that names the key in a header: 1 to 64 bytes.
        public var id: [UInt8]
        /// The key itself.
        public var publicKey: PublicKey
        /// The objects that it may sign.
        public var use: Use
        /// The first time at which it may have signed; `nil` for any.
        public var notBefore: UnixTime?
        /// The first time at which it may no longer have signed; `nil` for never.
        public var notAfter: UnixTime?
        /// The time from which no signature of the key is accepted, whatever its time; `nil` for never.
        public var revokedAt: UnixTime?

        /// A key.
        ///
        /// - Parameters:
        ///   - publicKey: the key itself.
        ///   - id: the `kid`; `nil` for the first 8 bytes of the key's thumbprint.
        ///   - use: the objects that the key may sign.
        ///   - notBefore: the first time at which it may have signed; `nil` for any.
        ///   - notAfter: the first time at which it may no longer have signed; `nil` for never.
        ///   - revokedAt: the time from which none of its signatures is accepted; `nil` for never.
        public init(
            _ publicKey: PublicKey, id: [UInt8]? = nil, use: Use = [.credential, .status], notBefore: UnixTime? = nil,
            notAfter: UnixTime? = nil, revokedAt: UnixTime? = nil
        ) {
            self.id = id ?? publicKey.keyID
            self.publicKey = publicKey
            self.use = use
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.revokedAt = revokedAt
        }

        /// Whether a `kid` names this key, and the key may sign such objects.
        func matches(keyID id: ArraySlice<UInt8>, use: Use) -> Bool {
            self.use.contains(use) && self.id.count == id.count && self.id.elementsEqual(id)
        }

        /// Whether the key may have signed at `time`.
        func isValid(at time: UnixTime) -> Bool {
            (notBefore.map { $0 <= time } ?? true) && (notAfter.map { time < $0 } ?? true)
        }

        /// Whether the key is revoked, so that none of its signatures is accepted now.
        func isRevoked(at now: UnixTime) -> Bool { revokedAt.map { $0 <= now } ?? false }
    }

    /// An issuer and its keys.
    public struct Issuer: Sendable, Equatable {
        /// The `iss` claim of the credentials and lists that it signs.
        public var id: String
        /// The display name.
        public var name: String
        /// The issuing countries for which it may sign (ISO 3166-1 alpha-2); `nil` for any.
        public var countries: [String]?
        /// SHA-256 of the root certificate under which the entry was made from certificates, in the JSON form; `nil` for
        /// entries that were made otherwise. It has no effect on verification.
        public var rootDigest: [UInt8]?
        /// Its keys, each with a `kid` of its own.
        public var keys: [Key]

        /// An issuer; the display name is the identifier unless one is given.
        public init(
            id: String, name: String? = nil, countries: [String]? = nil, rootDigest: [UInt8]? = nil, keys: [Key]
        ) {
            self.id = id
            self.name = name ?? id
            self.countries = countries
            self.rootDigest = rootDigest
            self.keys = keys
        }

        /// The only key that may be tried for a `kid`.
        func key(_ id: ArraySlice<UInt8>, for use: Use) -> Key? {
            keys.first { $0.matches(keyID: id, use: use) }
        }
    }

    /// A key and its issuer behind one reference: threads that share a list would slow each other down if they counted
    /// references to each of its parts.
    final class IssuerKey: Sendable {
        let issuer: Issuer
        let key: Key

        init(_ issuer: Issuer, _ key: Key) { (self.issuer, self.key) = (issuer, key) }
    }

    /// The length of an issuer's name in bytes.
    static let nameLength = 1...300

    /// All issuers, in the order of the file.
    public let issuers: [Issuer]
    /// The name and the times of a list in the signed form; `nil` for a list in the JSON form.
    public let validity: Validity?
    private let byID: [Identifier: [IssuerKey]]

    /// A list of issuers.
    ///
    /// - Throws: ``TrustListError`` if an identifier, name, country, `kid` or time is out of bounds, an issuer occurs
    ///   twice, or two keys of an issuer have the same `kid`.
    public init(issuers: [Issuer]) throws(TrustListError) { try self.init(issuers: issuers, validity: nil) }

    init(issuers: [Issuer], validity: Validity?) throws(TrustListError) {
        var byID: [Identifier: [IssuerKey]] = [:]
        for (index, issuer) in issuers.enumerated() {
            let path = "issuers[\(index)]"
            guard CWT.identifierLength.contains(issuer.id.utf8.count) else {
                throw TrustListError(.issuerInvalid, at: "\(path).id")
            }
            guard Self.nameLength.contains(issuer.name.utf8.count) else {
                throw TrustListError(.issuerInvalid, at: "\(path).name")
            }
            if let countries = issuer.countries {
                guard !countries.isEmpty, countries.allSatisfy(ASCII.isCountry) else {
                    throw TrustListError(.issuerInvalid, at: "\(path).countries")
                }
            }
            if let digest = issuer.rootDigest, digest.count != CWT.hashLength {
                throw TrustListError(.issuerInvalid, at: "\(path).root_sha256")
            }
            let keys = issuer.keys.map { IssuerKey(issuer, $0) }
            guard byID.updateValue(keys, forKey: Identifier(issuer.id)) == nil else {
                throw TrustListError(.issuerRepeated, at: "\(path).id")
            }
            try Self.check(issuer.keys, path)
        }
        self.issuers = issuers
        self.validity = validity
        self.byID = byID
    }

    private static func check(_ keys: [Key], _ path: String) throws(TrustListError) {
        guard !keys.isEmpty else { throw TrustListError(.keyInvalid, at: "\(path).keys") }
        var seen: Set<[UInt8]> = []
        for (index, key) in keys.enumerated() {
            let path = "\(path).keys[\(index)]"
            guard COSE.keyIDLength.contains(key.id.count), !key.use.isEmpty else {
                throw TrustListError(.keyInvalid, at: path)
            }
            for time in [key.notBefore, key.notAfter, key.revokedAt] {
                guard UnixTime.zero...UnixTime.lastFormattable ~= time ?? .zero else {
                    throw TrustListError(.keyInvalid, at: path)
                }
            }
            guard seen.insert(key.id).inserted else { throw TrustListError(.keyRepeated, at: "\(path).kid") }
        }
    }

    /// The issuer with this identifier.
    public func issuer(_ id: String) -> Issuer? { issuer(Array(id.utf8)[...]) }

    func issuer(_ id: ArraySlice<UInt8>) -> Issuer? { keys(of: id)?.first?.issuer }

    /// The keys of the issuer with this identifier.
    func keys(of id: ArraySlice<UInt8>) -> [IssuerKey]? { byID[Identifier(bytes: id)] }
}

/// Why a trust list is refused as a whole.
public struct TrustListError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// An identifier, name or country of an issuer is empty, too long or malformed.
        case issuerInvalid = "trust.issuer_invalid"
        /// Two entries have the same issuer identifier.
        case issuerRepeated = "trust.issuer_repeated"
        /// An issuer without keys, or a key whose `kid`, use or times are out of range.
        case keyInvalid = "trust.key_invalid"
        /// A key whose `notAfter` is not after its `notBefore`. Only the editing of lists checks this: a verifier never
        /// accepts such a key.
        case spanInvalid = "trust.span_invalid"
        /// Two keys of one issuer have the same `kid`.
        case keyRepeated = "trust.key_repeated"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .issuerInvalid: "an identifier, name or country of an issuer is empty, too long or malformed"
            case .issuerRepeated: "an issuer occurs twice"
            case .keyInvalid: "an issuer has no key, or a key's kid, use or times are not allowed"
            case .spanInvalid: "the time in which a key may sign ends before it begins"
            case .keyRepeated: "two keys of one issuer have the same kid"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .issuerInvalid, .keyInvalid: "Correct the entry."
            case .issuerRepeated: "Put all keys of an issuer into one entry."
            case .spanInvalid: "Choose an end (not_after) that is later than the beginning (not_before)."
            case .keyRepeated: "Give each key a kid of its own, such as the first 8 bytes of its thumbprint."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The path of the entry, such as `issuers[0].keys[1].kid`.
    public let location: String?

    package init(_ reason: Reason, at location: String) {
        self.reason = reason
        self.location = location
    }
}
