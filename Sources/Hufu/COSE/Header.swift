/// The header parameters of a COSE_Sign1 (profile section 4).
///
/// ```
/// protected   = {1: alg, ? 2: [+ label], ? 4: kid, ? 13: COSE_Sign1, 16: typ, ? 170: -16, * other}
/// unprotected = {? 17: [+ bstr]}
/// ```
struct Header {
    let algorithm: COSE.Algorithm
    let type: COSE.ContentType
    /// The content of `kid`.
    let keyID: Range<Int>?
    /// The tagged credential inside a token, or the certificate inside a signed challenge, as an item.
    let credential: Range<Int>?
    /// The array of disclosures, as an item.
    let disclosures: Range<Int>?

    /// Reads both maps, which are well-formed.
    ///
    /// - Parameters:
    ///   - protected: the map inside the protected byte string.
    ///   - unprotected: the map as an item.
    ///   - expected: the only type that is allowed here, or `nil` for any that can be scanned.
    init(
        _ reader: borrowing CBORReader, protected: Range<Int>, unprotected: Range<Int>,
        expecting expected: COSE.ContentType?
    ) throws(COSEError) {
        var parameters = HeaderParameters()
        let unknown: Int?
        do throws(CBORError) {
            try parameters.readProtected(reader, protected)
            try parameters.readUnprotected(reader, unprotected)
            unknown = try parameters.firstUnknownCritical(reader, in: protected)
        } catch {
            throw .header(error)
        }
        guard let number = parameters.algorithm, let type = parameters.type, parameters.areAllowed(for: type),
            expected.map({ $0 == type }) ?? type.isScannable
        else {
            throw COSEError(
                .header, at: protected.lowerBound, "a header parameter is missing or not allowed here")
        }
        if let unknown { throw COSEError(.critical, at: unknown, "a critical header parameter is not understood") }
        guard
            let algorithm = type.allowsPolymorphicAlgorithms
                ? COSE.Algorithm(anyNumber: number) : COSE.Algorithm(rawValue: number)
        else {
            throw COSEError(.algorithm, at: protected.lowerBound, "the signature algorithm is not one of the profile's")
        }
        guard parameters.hashAlgorithm == nil || parameters.hashAlgorithm == COSE.sha256 else {
            throw COSEError(
                .algorithm, at: protected.lowerBound, "the hash algorithm of the disclosures is not SHA-256")
        }
        self.algorithm = algorithm
        self.type = type
        keyID = parameters.keyID
        credential = parameters.credential
        disclosures = parameters.disclosures
    }
}

/// The parameters as they are read, before their places are checked.
private struct HeaderParameters {
    private(set) var algorithm: Int?
    private(set) var type: COSE.ContentType?
    private(set) var keyID: Range<Int>?
    private(set) var credential: Range<Int>?
    private(set) var disclosures: Range<Int>?
    private(set) var hashAlgorithm: Int?
    /// The array of `crit`, as an item.
    private var critical: Range<Int>?

    mutating func readProtected(_ source: borrowing CBORReader, _ map: Range<Int>) throws(CBORError) {
        var reader = source.checked(in: map)
        for _ in 0..<(try reader.map()) {
            let start = reader.offset
            switch try reader.key() {
            case .integer(COSE.Label.algorithm): algorithm = try reader.clampedInteger()
            case .integer(COSE.Label.critical): critical = try reader.validateItem(.code)
            case .integer(COSE.Label.keyID): keyID = try reader.byteString(of: 1...64)
            case .integer(COSE.Label.kcwt):
                var nested = source.checked(in: reader.offset..<map.upperBound)
                guard try nested.tag() == COSE.tag else { throw reader.failure(.outOfRange) }
                credential = try reader.validateItem(.code)
            case .integer(COSE.Label.type): type = try Self.contentType(&reader)
            case .integer(COSE.Label.hashAlgorithm): hashAlgorithm = try reader.clampedInteger()
            case .integer(COSE.Label.claims), .integer(COSE.Label.disclosures):
                throw reader.failure(.outOfRange, at: start)
            default: try reader.validateItem(.code)
            }
        }
    }

    @_lifetime(reader: copy reader)
    private static func contentType(_ reader: inout CBORReader) throws(CBORError) -> COSE.ContentType {
        let start = reader.offset
        if reader.next == .text {
            let name = reader.string(try reader.text(of: 1...255))
            return COSE.ContentType.mediaTypes.first { $0.name.utf8.elementsEqual(name.utf8) }?.type ?? .other
        }
        guard let type = COSE.ContentType.number(try reader.unsigned()) else {
            throw reader.failure(.outOfRange, at: start)
        }
        return type
    }

    mutating func readUnprotected(_ source: borrowing CBORReader, _ map: Range<Int>) throws(CBORError) {
        var reader = source.checked(in: map)
        for _ in 0..<(try reader.map()) {
            let start = reader.offset
            guard try reader.key() == .integer(COSE.Label.disclosures) else {
                throw reader.failure(.outOfRange, at: start)
            }
            let item = reader.offset
            let count = try reader.array()
            guard count > 0 else { throw reader.failure(.outOfRange, at: item) }
            for _ in 0..<count { _ = try reader.byteString() }
            disclosures = item..<reader.offset
        }
    }

    /// Which parameters a type requires and forbids.
    func areAllowed(for type: COSE.ContentType) -> Bool {
        let hasNothingOfCredentials = credential == nil && disclosures == nil && hashAlgorithm == nil
        return switch type {
        case .credential: keyID != nil && credential == nil
        case .keyRequest: keyID == nil && hasNothingOfCredentials
        case .plain, .trustList, .statusList, .statusIndex, .statusUpdate, .verifierCertificate, .other:
            keyID != nil && hasNothingOfCredentials
        case .token, .challenge:
            keyID == nil && credential != nil && disclosures == nil && hashAlgorithm == nil
        }
    }

    private struct CriticalEntry {
        let range: Range<Int>
        let isUnderstood: Bool
        var isPresent = false
    }

    /// RFC 9052 section 3.1: every entry of `crit` is a parameter of the protected map and is understood; and none is
    /// repeated (profile section 4). One pass over the map serves all entries.
    ///
    /// - Returns: the offset of the first entry that is not understood.
    func firstUnknownCritical(_ source: borrowing CBORReader, in map: Range<Int>) throws(CBORError) -> Int? {
        guard let critical else { return nil }
        var reader = source.checked(in: critical)
        var entries: [CriticalEntry] = []
        let count = try reader.array()
        guard count > 0 else { throw reader.failure(.outOfRange, at: critical.lowerBound) }
        for _ in 0..<count {
            let start = reader.offset
            let label = try reader.key()
            let range = start..<reader.offset
            guard label != .redacted else { throw reader.failure(.keyType, at: start) }
            guard !entries.contains(where: { source.equal($0.range, range) }) else {
                throw reader.failure(.keyOrder, at: start)
            }
            entries.append(CriticalEntry(range: range, isUnderstood: COSE.Label.isUnderstood(label)))
        }
        try source.forEachKey(in: map) { key in
            for index in entries.indices where source.equal(entries[index].range, key) {
                entries[index].isPresent = true
            }
        }
        if let absent = entries.first(where: { !$0.isPresent }) {
            throw source.failure(.outOfRange, at: absent.range.lowerBound)
        }
        return entries.first { !$0.isUnderstood }?.range.lowerBound
    }
}

extension COSE.Label {
    fileprivate static func isUnderstood(_ key: CBORReader.Key) -> Bool {
        switch key {
        case .integer(let number): understood.contains(number)
        case .text, .redacted, .other: false
        }
    }
}

extension COSE.ContentType {
    fileprivate var isScannable: Bool {
        switch self {
        case .credential, .plain, .token: true
        case .trustList, .statusList, .keyRequest, .statusIndex, .statusUpdate, .verifierCertificate, .challenge,
            .other:
            false
        }
    }

    /// The other types are this profile's own, and have no older writers (profile section 4).
    fileprivate var allowsPolymorphicAlgorithms: Bool { isScannable }
}
