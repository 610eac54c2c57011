extension Inspector {
    /// An element of the licence in a payload.
    public struct Element: Sendable, Equatable {
        /// Its name in JSON, or `second_page`.
        public let name: String
        /// The bytes that it takes, its key included; of a disclosed one those of the disclosure.
        public let size: Int
    }

    /// Why a text does not fit its code.
    public struct Excess: Sendable, Equatable {
        /// The bytes of the payload that have to go.
        public let bytes: Int
        /// What the payload shows of the licence, the largest first.
        public let elements: [Element]
    }

    /// What has to go from a payload whose text is too long by some characters; nothing if the text is no payload.
    public static func excess(of scan: [UInt8], characters: Int) -> Excess? {
        guard let transport = Transport(prefixOf: scan),
            let payload = try? Transport.decode(scan.span, limit: Credential.maximumTextLength),
            let unverified = try? Unverified(payload), let elements = try? elements(of: unverified)
        else { return nil }
        return Excess(
            bytes: transport.bytes(perCharacters: characters), elements: elements.sorted { $0.size > $1.size })
    }

    private static func elements(of scan: borrowing Unverified) throws(CBORError) -> [Element] {
        let reader = CBORReader(scan.bytes.span)
        var elements: [Element] = []
        var claims = reader.cursor(in: scan.claims.map)
        for _ in 0..<(try claims.map()) {
            let start = claims.offset
            let key = try claims.key()
            try claims.item(.redactable)
            guard key == .integer(CWT.Claim.subject) else { continue }
            elements.append(Element(name: License.Field.documentNumber.jsonName, size: claims.offset - start))
        }
        var entries = reader.cursor(in: scan.claims.license)
        for _ in 0..<(try entries.map()) {
            let start = entries.offset
            let key = try entries.key()
            try entries.item(.redactable)
            guard let name = name(of: key, isInLicense: true) else { continue }
            elements.append(Element(name: name, size: entries.offset - start))
        }
        for disclosed in try Disclosures(scan.bytes, scan.credential, scan.claims).entries {
            var cursor = reader.cursor(in: disclosed.key)
            guard let name = name(of: try cursor.key(), isInLicense: disclosed.isInLicense) else { continue }
            elements.append(Element(name: name, size: disclosed.disclosure.count))
        }
        return elements
    }

    private static func name(of key: CBORReader.Key, isInLicense: Bool) -> String? {
        guard case .integer(let number) = key else { return nil }
        guard isInLicense else {
            return number == CWT.Claim.subject ? License.Field.documentNumber.jsonName : nil
        }
        return License.Entry(rawValue: number)?.jsonName
    }
}
