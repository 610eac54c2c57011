/// The header parameters of a COSE_Sign1 (profile section 4).
///
/// ```
/// protected   = {1: alg, ? 2: [+ label], ? 4: kid, ? 13: COSE_Sign1, 16: typ, ? 170: -16, * other}
/// unprotected = {? 17: [+ bstr]}
/// ```
struct Header {
    private(set) var algorithm: COSE.Algorithm = .esp256
    private(set) var type: COSE.ContentType = .plain
    /// The content of `kid`.
    private(set) var keyID: Range<Int>?
    /// The tagged credential inside a token, as an item.
    private(set) var credential: Range<Int>?
    /// The array of disclosures, as an item.
    private(set) var disclosures: Range<Int>?

    /// Parameters that are checked here and of which nothing is kept: a header is handed on often.
    private struct Transient {
        var algorithm: Int?
        var hashAlgorithm: Int?
        var critical: Range<Int>?
        var hasType = false
    }

    /// Reads both maps; the bytes have passed the check for well-formedness.
    ///
    /// - Parameters:
    ///   - protected: the map inside the protected byte string.
    ///   - unprotected: the map as an item.
    ///   - expected: the only type that can stand here, or nil where any scannable one can.
    init(
        _ reader: borrowing CBORReader, protected: Range<Int>, unprotected: Range<Int>,
        expecting expected: COSE.ContentType?
    ) throws(COSEError) {
        var transient = Transient()
        do throws(CBORError) {
            try readProtected(reader, protected, &transient)
            try readUnprotected(reader, unprotected)
        } catch {
            throw .header(error)
        }
        try checkPlaces(transient, expected, at: protected.lowerBound)
        if let unknown = try Self.firstUnknown(of: transient.critical, reader, in: protected) {
            throw COSEError(.critical, at: unknown, "a critical header parameter is not understood")
        }
        guard let number = transient.algorithm, let algorithm = COSE.Algorithm(rawValue: number) else {
            throw COSEError(.algorithm, at: protected.lowerBound, "the signature algorithm is not ESP256 or Ed25519")
        }
        guard transient.hashAlgorithm == nil || transient.hashAlgorithm == COSE.sha256 else {
            throw COSEError(
                .algorithm, at: protected.lowerBound, "the hash algorithm of the disclosures is not SHA-256")
        }
        self.algorithm = algorithm
    }

    private mutating func readProtected(
        _ source: borrowing CBORReader, _ map: Range<Int>, _ transient: inout Transient
    ) throws(CBORError) {
        var reader = source.checked(in: map)
        for _ in 0..<(try reader.map()) {
            let start = reader.offset
            switch try reader.key() {
            case .integer(COSE.Label.algorithm): transient.algorithm = try reader.clampedInteger()
            case .integer(COSE.Label.critical): transient.critical = try Self.labels(&reader)
            case .integer(COSE.Label.keyID): keyID = try reader.byteString(of: 1...64)
            case .integer(COSE.Label.kcwt):
                var nested = source.checked(in: reader.offset..<map.upperBound)
                guard try nested.tag() == COSE.tag else { throw reader.failure(.outOfRange) }
                credential = try reader.validateItem(.code)
            case .integer(COSE.Label.type):
                try readType(&reader)
                transient.hasType = true
            case .integer(COSE.Label.hashAlgorithm): transient.hashAlgorithm = try reader.clampedInteger()
            case .integer(COSE.Label.claims), .integer(COSE.Label.disclosures):
                throw reader.failure(.outOfRange, at: start)
            default: try reader.validateItem(.code)
            }
        }
    }

    @_lifetime(reader: copy reader)
    private mutating func readType(_ reader: inout CBORReader) throws(CBORError) {
        let start = reader.offset
        if reader.next == .text {
            let name = reader.string(try reader.text(of: 1...255))
            type = COSE.ContentType.mediaTypes.first { $0.name.utf8.elementsEqual(name.utf8) }?.type ?? .other
        } else {
            guard let known = COSE.ContentType.number(try reader.unsigned()) else {
                throw reader.failure(.outOfRange, at: start)
            }
            type = known
        }
    }

    private mutating func readUnprotected(_ source: borrowing CBORReader, _ map: Range<Int>) throws(CBORError) {
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

    /// Which parameters each type requires and forbids.
    private func checkPlaces(
        _ transient: Transient, _ expected: COSE.ContentType?, at offset: Int
    ) throws(COSEError) {
        let hasHashAlgorithm = transient.hashAlgorithm != nil
        let isRight =
            switch type {
            case .credential: keyID != nil && credential == nil
            case .keyRequest: keyID == nil && credential == nil && disclosures == nil && !hasHashAlgorithm
            case .plain, .trustList, .statusList, .other:
                keyID != nil && credential == nil && disclosures == nil && !hasHashAlgorithm
            case .token: keyID == nil && credential != nil && disclosures == nil && !hasHashAlgorithm
            }
        let isExpected = if let expected { type == expected } else { type.isScannable }
        guard transient.algorithm != nil, transient.hasType, isRight, isExpected else {
            throw COSEError(.header, at: offset, "a header parameter is missing or not allowed here")
        }
    }

    /// An array of labels that is not empty, as an item.
    @_lifetime(reader: copy reader)
    private static func labels(_ reader: inout CBORReader) throws(CBORError) -> Range<Int> {
        let start = reader.offset
        let count = try reader.array()
        guard count > 0 else { throw reader.failure(.outOfRange, at: start) }
        for _ in 0..<count {
            let label = reader.offset
            if try reader.key() == .redacted { throw reader.failure(.keyType, at: label) }
        }
        return start..<reader.offset
    }

    /// RFC 9052 section 3.1: every entry of `crit` is a parameter of the protected map, and is understood.
    ///
    /// - Returns: where the first entry stands that is not understood.
    private static func firstUnknown(
        of critical: Range<Int>?, _ source: borrowing CBORReader, in map: Range<Int>
    ) throws(COSEError) -> Int? {
        guard let critical else { return nil }
        var unknown: Int?
        do throws(CBORError) {
            var reader = source.checked(in: critical)
            for _ in 0..<(try reader.array()) {
                let start = reader.offset
                let label = try reader.key()
                let entry = start..<reader.offset
                guard try contains(entry, source, map) else { throw reader.failure(.outOfRange, at: start) }
                if case .integer(let number) = label, COSE.Label.understood.contains(number) { continue }
                unknown = unknown ?? start
            }
        } catch {
            throw .header(error)
        }
        return unknown
    }

    private static func contains(
        _ key: Range<Int>, _ source: borrowing CBORReader, _ map: Range<Int>
    ) throws(CBORError) -> Bool {
        var reader = source.checked(in: map)
        for _ in 0..<(try reader.map()) {
            let start = reader.offset
            _ = try reader.key()
            if source.equal(key, start..<reader.offset) { return true }
            try reader.validateItem(.code)
        }
        return false
    }
}

extension COSE.ContentType {
    fileprivate var isScannable: Bool {
        switch self {
        case .credential, .plain, .token: true
        case .trustList, .statusList, .keyRequest, .other: false
        }
    }
}
