extension Inspector {
    /// Some of the bytes of a payload.
    public struct Part: Sendable, Equatable {
        /// Where they stand, from the outside in.
        public enum Place: String, Sendable, CaseIterable {
            /// The device's half.
            case token
            /// The issuer's half, but for its claims.
            case credential
            /// The claims, but for the licence.
            case claims
            /// An open element of the licence, its document number too.
            case license
            /// A disclosed element of the licence, with its salt.
            case disclosed
        }

        /// Where they stand.
        public let place: Place
        /// The name in JSON of an element of the licence, or what else it is.
        public let name: String
        /// Bytes, the key included.
        public let size: Int
        /// Whether a licence can do without it.
        public let isDispensable: Bool
    }

    /// Where the bytes of a payload are.
    public struct Sizes: Sendable, Equatable {
        /// The parts, which add up to the whole payload.
        public private(set) var parts: [Part] = []

        /// Bytes of the payload.
        public var size: Int { parts.reduce(0) { $0 + $1.size } }

        /// What to leave out so that at most `limit` bytes are left: the largest parts that a licence can do without, or, if
        /// that is not enough, all of them.
        public func dispensable(above limit: Int) -> [Part] {
            var (rest, chosen) = (size, [Part]())
            for part in parts.filter(\.isDispensable).sorted(by: { $0.size > $1.size }) where rest > limit {
                chosen.append(part)
                rest -= part.size
            }
            return chosen
        }
    }

    /// Where the bytes of a scanned text are; nothing if it is no payload.
    public static func sizes(of scan: [UInt8]) -> Sizes? {
        guard let payload = try? Transport.decode(scan.span, limit: Credential.maximumTextLength),
            let unverified = try? UnverifiedToken(payload)
        else { return nil }
        return try? Sizes(unverified)
    }
}

extension Inspector.Sizes {
    fileprivate init(_ scan: borrowing UnverifiedToken) throws(CBORError) {
        let reader = CBORReader(scan.bytes.span)
        var credential = scan.bytes.indices
        if let token = scan.token?.envelope, let nested = token.header.credential {
            add(token, of: credential, as: .token, nested: nested)
            credential = nested
        }
        let disclosed = try Disclosures(scan.bytes, scan.credential, scan.claims).entries
        for entry in disclosed {
            var cursor = reader.cursor(in: entry.key)
            let key = try cursor.key()
            add(.disclosed, entry.isInLicense ? Self.entry(key) : Self.claim(key).1, entry.disclosure.count)
        }
        add(
            scan.credential, of: credential, as: .credential,
            without: disclosed.reduce(scan.credential.payload.count) { $0 + $1.disclosure.count })
        try addClaims(scan, reader)
        parts = Inspector.Part.Place.allCases.flatMap { place in parts.filter { $0.place == place } }
    }

    private mutating func add(
        _ place: Inspector.Part.Place, _ name: String, _ size: Int
    ) {
        let isElement = place == .license || place == .disclosed
        let required = License.Field(rawValue: name)?.isRequired ?? false
        parts.append(
            Inspector.Part(place: place, name: name, size: size, isDispensable: isElement && !required))
    }

    /// An envelope's own parts; what is in it and has parts of its own is taken off.
    private mutating func add(
        _ envelope: COSE.Sign1, of item: Range<Int>, as place: Inspector.Part.Place, nested: Range<Int>? = nil,
        without inner: Int = 0
    ) {
        let header = envelope.protected.count - (nested?.count ?? 0)
        let claims = place == .token ? envelope.payload.count : 0
        let rest = item.count - header - (nested?.count ?? 0) - claims - inner - envelope.signature.count
        add(place, "envelope", rest)
        add(place, "header", header)
        if place == .token { add(place, "claims", claims) }
        add(place, "signature", envelope.signature.count)
    }

    private mutating func addClaims(_ scan: borrowing UnverifiedToken, _ reader: borrowing CBORReader) throws(CBORError) {
        var claims = reader.cursor(in: scan.claims.map)
        var rest = scan.claims.map.count
        for _ in 0..<(try claims.map()) {
            let start = claims.offset
            let (place, name) = Self.claim(try claims.key())
            let key = claims.offset - start
            try claims.validateItem(.redactable)
            let size = claims.offset - start
            rest -= size
            if name == Self.license {
                try addEntries(of: scan.claims.license, besides: key, reader)
            } else {
                add(place, name, size)
            }
        }
        add(.claims, "map", rest)
    }

    private mutating func addEntries(
        of map: Range<Int>, besides key: Int, _ reader: borrowing CBORReader
    ) throws(CBORError) {
        var entries = reader.cursor(in: map)
        var rest = map.count + key
        for _ in 0..<(try entries.map()) {
            let start = entries.offset
            let key = try entries.key()
            try entries.validateItem(.redactable)
            let size = entries.offset - start
            rest -= size
            add(key == .redacted ? .claims : .license, key == .redacted ? "license hashes" : Self.entry(key), size)
        }
        add(.claims, "license map", rest)
    }

    private static let license = "license"

    private static func claim(_ key: CBORReader.Key) -> (Inspector.Part.Place, String) {
        guard case .integer(let number) = key else { return (.claims, key == .redacted ? "hashes" : "other") }
        if number == CWT.Claim.subject { return (.license, License.Field.documentNumber.jsonName) }
        return (.claims, Inspector.claimNames[number] ?? "other")
    }

    private static func entry(_ key: CBORReader.Key) -> String {
        guard case .integer(let number) = key else { return "other" }
        return License.Entry(rawValue: number)?.jsonName ?? "other"
    }
}
