internal import Crypto

/// A status list as a COSE_Sign1 (profile section 11), read leniently and with its signature not checked.
///
/// ```
/// protected   = {1: alg, ? 2: [+ label], ? 4: kid, 16: "application/statuslist+cwt" / 279, ? 33: x5chain, * other}
/// unprotected = {? 4: kid, ? 33: x5chain, * other}
/// ```
struct StatusListEnvelope {
    /// How a list names the key that has signed it.
    enum KeyName: Sendable {
        /// `kid`.
        case keyID([UInt8])
        /// x5chain: certificates in DER, that of the key first.
        case certificates([[UInt8]])
    }

    let algorithm: COSE.Algorithm
    /// `kid` or x5chain, one of which stands in one of the two headers.
    let keyName: KeyName
    let claims: StatusListClaims
    private let signature: ArraySlice<UInt8>
    /// The signed bytes: in deterministic encoding (RFC 9052 section 4.4), however the list has the same two strings.
    private let signatureStructure: [UInt8]
    /// SHA-256 of the same.
    let digest: SHA256Digest

    /// Reads a list.
    ///
    /// - Throws: `list.form_invalid` or `list.too_large`.
    init(_ bytes: [UInt8]) throws(ListError) {
        guard bytes.count <= SignedList.maximumSize else { throw ListError(.tooLarge) }
        do throws(CBORError) { try self.init(reading: bytes) } catch { throw ListError(error) }
    }

    private init(reading bytes: [UInt8]) throws(CBORError) {
        var reader = LenientCBORReader(bytes, in: bytes.indices)
        guard reader.nextByte == SignedList.firstByte else { throw reader.failure(.unexpectedType) }
        _ = try reader.head()
        guard try reader.array() == 4 else { throw reader.failure(.outOfRange, at: 1) }
        let protected = try reader.byteString()
        let unprotectedStart = reader.offset
        // Inside of tag and array.
        let unprotected = try reader.map(depth: 2)
        let longest = CBORReader.Limits.file.protectedHeader
        guard protected.count <= longest, reader.offset - unprotectedStart <= longest else {
            throw reader.failure(.outOfRange, at: protected.lowerBound)
        }
        let payload = try reader.byteString()
        let signature = try reader.byteString(of: COSE.Algorithm.signatureLengths)
        try reader.finish()

        let header = try StatusListHeader(reader, protected: protected, unprotected: unprotected)
        guard signature.count == header.algorithm.parameters.signatureLength else {
            throw reader.failure(.outOfRange, at: signature.lowerBound)
        }
        algorithm = header.algorithm
        keyName = header.keyName
        claims = try StatusListClaims(reader, in: payload)
        self.signature = bytes[signature]
        signatureStructure = COSE.signatureStructure(protected: bytes[protected], payload: bytes[payload])
        digest = SHA256.hash(data: signatureStructure)
    }

    /// Throws unless the list was signed with this key.
    func checkSignature(by key: PublicKey) throws(ListError) {
        try SignedList.checkSignature(algorithm, by: key) { key in
            key.isValidSignature(signature, for: signatureStructure, digest: digest)
        }
    }
}

/// The header parameters of a status list.
private struct StatusListHeader {
    /// CoAP Content-Format of `application/statuslist+cwt`.
    private static let contentFormat = 279

    /// The certificates in an x5chain. Its size is limited by that of the header.
    private static let certificateCount = 1...4

    let algorithm: COSE.Algorithm
    let keyName: StatusListEnvelope.KeyName

    init(
        _ source: LenientCBORReader, protected range: Range<Int>, unprotected: LenientCBORReader.Members
    ) throws(CBORError) {
        var reader = source.cursor(in: range)
        let protected = try reader.map()
        try reader.finish()
        let refused = source.failure(.outOfRange, at: range.lowerBound)
        for label in COSE.Label.forbiddenInStatusLists where protected[.integer(label)] != nil { throw refused }
        for label in COSE.Label.protectedInStatusLists where unprotected[.integer(label)] != nil { throw refused }

        guard let type = protected[.integer(COSE.Label.type)], try Self.isStatusList(source.cursor(in: type)),
            let item = protected[.integer(COSE.Label.algorithm)]
        else { throw refused }
        var number = source.cursor(in: item)
        guard let algorithm = COSE.Algorithm(anyNumber: try number.clampedInteger()) else { throw refused }
        self.algorithm = algorithm

        // The one in the unprotected header is not signed, so it must not stand beside a protected one.
        func values(_ label: Int) -> [LenientCBORReader] {
            [protected, unprotected].compactMap { $0[.integer(label)] }.map(source.cursor)
        }
        let (keyIDs, chains) = (values(COSE.Label.keyID), values(COSE.Label.certificateChain))
        guard keyIDs.count + chains.count == 1 else { throw refused }
        if var keyID = keyIDs.first {
            keyName = .keyID(Array(source.bytes[try keyID.byteString(of: COSE.keyIDLength)]))
        } else if let chain = chains.first {
            for label in COSE.Label.forbiddenBesideCertificates where !values(label).isEmpty { throw refused }
            keyName = .certificates(try Self.certificates(chain))
        } else {
            throw refused
        }

        if let critical = protected[.integer(COSE.Label.critical)] {
            try Self.checkCritical(source.cursor(in: critical), in: protected)
        }
    }

    /// One certificate, or an array of two or more (RFC 9360 section 2).
    private static func certificates(_ source: LenientCBORReader) throws(CBORError) -> [[UInt8]] {
        var reader = source
        let count = reader.next == .bytes ? 1 : try reader.array()
        guard certificateCount.contains(count), source.next == .bytes || count > 1 else {
            throw source.failure(.outOfRange)
        }
        var certificates: [[UInt8]] = []
        for _ in 0..<count { certificates.append(Array(source.bytes[try reader.byteString(of: 1...(.max))])) }
        return certificates
    }

    private static func isStatusList(_ source: LenientCBORReader) throws(CBORError) -> Bool {
        var reader = source
        guard reader.next == .text else { return try reader.clampedInteger() == contentFormat }
        let name = reader.bytes[try reader.text(of: 1...255)]
        return COSE.ContentType.mediaTypes.contains { $0.type == .statusList && $0.name.utf8.elementsEqual(name) }
    }

    /// RFC 9052 section 3.1, and profile section 4: labels of the protected map that are understood, each at
    /// most once.
    private static func checkCritical(
        _ source: LenientCBORReader, in protected: LenientCBORReader.Members
    ) throws(CBORError) {
        var reader = source
        let understood = COSE.Label.understood.map(LenientCBORReader.Key.integer)
        var seen: Set<LenientCBORReader.Key> = []
        for _ in 0..<(try reader.array()) {
            let start = reader.offset
            let label = try reader.key()
            guard protected[label] != nil, understood.contains(label), seen.insert(label).inserted else {
                throw reader.failure(.outOfRange, at: start)
            }
        }
        guard !seen.isEmpty else { throw source.failure(.outOfRange) }
    }
}

extension COSE.Label {
    /// In the protected header.
    fileprivate static let forbiddenInStatusLists = [kcwt, claims, disclosures, hashAlgorithm]
    /// Refused in the unprotected header, which is not signed. Other labels are ignored there.
    fileprivate static let protectedInStatusLists = [algorithm, critical, kcwt, claims, type]
    /// Other ways to name certificates. Beside a `kid` they are ignored.
    fileprivate static let forbiddenBesideCertificates = [certificateBag, certificateHash, certificateURI]
}
