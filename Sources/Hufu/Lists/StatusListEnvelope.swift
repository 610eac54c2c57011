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
        guard !bytes.starts(with: Array("eyJ".utf8)) else {
            throw ListError(unsupported: "it is a JWT", expected: "a CWT", at: 0)
        }
        let source = LenientCBORReader(bytes, in: bytes.indices)
        let parts = try Self.reading { () throws(CBORError) in try Parts(source) }
        let header = try StatusListHeader(source, protected: parts.protected, unprotected: parts.unprotected)
        guard parts.signature.count == header.algorithm.parameters.signatureLength else {
            throw ListError(source.failure(.outOfRange, at: parts.signature.lowerBound))
        }
        algorithm = header.algorithm
        keyName = header.keyName
        claims = try Self.reading { () throws(CBORError) in try StatusListClaims(source, in: parts.payload) }
        signature = bytes[parts.signature]
        let message = COSE.signatureStructure(protected: bytes[parts.protected], payload: bytes[parts.payload])
        (signatureStructure, digest) = (message, SHA256.hash(of: message.span))
    }

    fileprivate static func reading<Value>(_ body: () throws(CBORError) -> Value) throws(ListError) -> Value {
        do throws(CBORError) { return try body() } catch { throw ListError(error) }
    }

    /// The four elements of the COSE_Sign1.
    private struct Parts {
        let protected: Range<Int>
        let unprotected: LenientCBORReader.Members
        let payload: Range<Int>
        let signature: Range<Int>

        init(_ source: LenientCBORReader) throws(CBORError) {
            var reader = source
            guard reader.nextByte == SignedList.firstByte else { throw reader.failure(.unexpectedType) }
            _ = try reader.head()
            guard try reader.array() == 4 else { throw reader.failure(.outOfRange, at: 1) }
            protected = try reader.byteString()
            let unprotectedStart = reader.offset
            // Inside of tag and array.
            unprotected = try reader.map(depth: 2)
            let longest = CBORReader.Limits.file.protectedHeader
            guard protected.count <= longest, reader.offset - unprotectedStart <= longest else {
                throw reader.failure(.outOfRange, at: protected.lowerBound)
            }
            payload = try reader.byteString()
            signature = try reader.byteString(of: COSE.Algorithm.signatureLengths)
            try reader.finish()
        }
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
    ) throws(ListError) {
        let start = range.lowerBound
        let protected = try StatusListEnvelope.reading { () throws(CBORError) in
            var reader = source.cursor(in: range)
            let members = try reader.map()
            try reader.finish()
            return members
        }
        for label in COSE.Label.forbiddenInStatusLists where protected[.integer(label)] != nil {
            throw ListError(unsupported: "its protected header has the label \(label)", expected: "none", at: start)
        }
        for label in COSE.Label.protectedInStatusLists where unprotected[.integer(label)] != nil {
            throw ListError(unsupported: "the label \(label) is not protected", expected: "a signed one", at: start)
        }

        let typeName = COSE.ContentType.mediaTypes.first { $0.type == .statusList }?.name ?? ""
        let otherType = ListError(
            unsupported: "its type (typ) is another one or missing", expected: "\(typeName) or \(Self.contentFormat)",
            at: start)
        guard let type = protected[.integer(COSE.Label.type)] else { throw otherType }
        let isStatusList = try StatusListEnvelope.reading { () throws(CBORError) in
            try Self.isStatusList(source.cursor(in: type))
        }
        guard isStatusList else { throw otherType }

        let number = try StatusListEnvelope.reading { () throws(CBORError) in
            guard let item = protected[.integer(COSE.Label.algorithm)] else { return Int?.none }
            var reader = source.cursor(in: item)
            return try reader.clampedInteger()
        }
        guard let algorithm = number.flatMap(COSE.Algorithm.init(anyNumber:)) else {
            throw ListError(
                unsupported: "its algorithm (alg) is \(number.map { "\($0)" } ?? "missing")",
                expected: "-9, -7, -19 or -8", at: start)
        }
        self.algorithm = algorithm

        // The one in the unprotected header is not signed, so it must not stand beside a protected one.
        func values(_ label: Int) -> [LenientCBORReader] {
            [protected, unprotected].compactMap { $0[.integer(label)] }.map(source.cursor)
        }
        let (keyIDs, chains) = (values(COSE.Label.keyID), values(COSE.Label.certificateChain))
        let isNamedOnce = keyIDs.count + chains.count == 1
        if isNamedOnce, let keyID = keyIDs.first {
            keyName = try StatusListEnvelope.reading { () throws(CBORError) in
                var content = keyID
                return .keyID(Array(source.bytes[try content.byteString(of: COSE.keyIDLength)]))
            }
        } else if isNamedOnce, let chain = chains.first {
            for label in COSE.Label.forbiddenBesideCertificates where !values(label).isEmpty {
                throw ListError(
                    unsupported: "the label \(label) stands beside x5chain", expected: "x5chain alone", at: start)
            }
            keyName = try StatusListEnvelope.reading { () throws(CBORError) in
                .certificates(try Self.certificates(chain))
            }
        } else {
            throw ListError(
                unsupported: "its key is named \(keyIDs.isEmpty && chains.isEmpty ? "nowhere" : "more than once")",
                expected: "one kid or one x5chain", at: start)
        }

        if let critical = protected[.integer(COSE.Label.critical)] {
            try StatusListEnvelope.reading { () throws(CBORError) in
                try Self.checkCritical(source.cursor(in: critical), in: protected)
            }
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
