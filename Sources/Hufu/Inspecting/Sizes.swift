extension Inspector {
    /// A part of a payload.
    public struct Part: Sendable, Equatable {
        /// The layer that contains a part, from the outside in.
        public enum Place: String, Sendable, CaseIterable {
            /// The key binding token, without the credential.
            case token
            /// The credential, without its claims.
            case credential
            /// The claims, without the licence.
            case claims
            /// An element of the licence that is not redacted, the document number included.
            case license
            /// A disclosed element of the licence, with its salt.
            case disclosed
        }

        /// The layer that contains it.
        public let place: Place
        /// The JSON name of an element of the licence; for other parts a description.
        public let name: String
        /// Its size in bytes, the map key included.
        public let size: Int
        /// Whether the profile allows a licence without it.
        public let isDispensable: Bool
    }

    /// The sizes of the parts of a payload.
    public struct Sizes: Sendable, Equatable {
        /// The parts, whose sizes add up to that of the payload.
        public private(set) var parts: [Part] = []

        /// The size of the payload in bytes.
        public var size: Int { parts.reduce(0) { $0 + $1.size } }

        /// The parts to leave out so that at most `limit` bytes remain: the largest dispensable ones, or all of them if
        /// that is not enough.
        public func dispensable(above limit: Int) -> [Part] {
            var (rest, chosen) = (size, [Part]())
            for part in parts.filter(\.isDispensable).sorted(by: { $0.size > $1.size }) where rest > limit {
                chosen.append(part)
                rest -= part.size
            }
            return chosen
        }
    }

    /// The sizes of the parts of a scanned text; `nil` if it is no payload.
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

    /// Adds the parts of an envelope, without the nested items that have parts of their own.
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

    private mutating func addClaims(_ scan: borrowing UnverifiedToken, _ reader: borrowing CBORReader) throws(CBORError)
    {
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
