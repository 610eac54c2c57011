/// The DER of keys: SubjectPublicKeyInfo (RFC 5280 section 4.1, RFC 5480, RFC 8410), PKCS #8 in both versions (RFC
/// 5958) and the EC private key of SEC 1 (RFC 5915).
enum KeyEncoding {
    private typealias Tag = DERReader.Tag

    // MARK: Reading

    /// ```
    /// SubjectPublicKeyInfo = SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
    /// ```
    static func publicKey(_ der: [UInt8]) throws(KeyError) -> PublicKey {
        var info = try DERReader.whole(der[...], Tag.sequence)
        let algorithm = try algorithm(&info)
        let point = try info.readBitString()
        try info.finish()
        return try PublicKey(algorithm, point: point)
    }

    /// ```
    /// OneAsymmetricKey = SEQUENCE { version INTEGER, algorithm AlgorithmIdentifier, privateKey OCTET STRING,
    ///                               attributes [0] OPTIONAL, publicKey [1] BIT STRING OPTIONAL }
    /// ```
    static func privateKey(_ der: [UInt8]) throws(KeyError) -> PrivateKey {
        var info = try DERReader.whole(der[...], Tag.sequence)
        let version = try info.readSmallInteger()
        guard version <= 1 else { throw info.failure }
        let algorithm = try algorithm(&info)
        let contents = try info.read(Tag.octetString)
        if info.next == Tag.constructed(0) { _ = try info.read(Tag.constructed(0)) }
        var points: [ArraySlice<UInt8>] = []
        if version == 1, info.next == Tag.primitive(1) {
            points.append(try info.readBitString(Tag.primitive(1)))
        } else if version == 1, info.next == Tag.constructed(1) {
            // RFC 5958 section 2 has implicit tags; ring before 0.17 wrote an explicit one.
            var explicit = try info.enter(Tag.constructed(1))
            points.append(try explicit.readBitString())
            try explicit.finish()
        }
        try info.finish()
        switch algorithm.parameters.keyType {
        case .ellipticCurve: return try ellipticCurveKey(contents, on: algorithm, points: points)
        case .octetKeyPair:
            // RFC 8410 section 7: CurvePrivateKey = OCTET STRING.
            var key = DERReader(contents)
            let secret = try key.read(Tag.octetString)
            try key.finish()
            return try PrivateKey(algorithm, secret: secret, points: points)
        }
    }

    /// The EC private key of a block `EC PRIVATE KEY`.
    ///
    /// - Parameter parameters: the curve of a block `EC PARAMETERS` before it, for keys that do not name theirs.
    static func ellipticCurveKey(_ der: [UInt8], parameters: [UInt8]?) throws(KeyError) -> PrivateKey {
        var curve: COSE.Algorithm?
        if let parameters {
            var reader = DERReader(parameters[...])
            curve = try namedCurve(&reader)
            try reader.finish()
        }
        return try ellipticCurveKey(der[...], on: curve, points: [])
    }

    /// ```
    /// ECPrivateKey = SEQUENCE { version INTEGER (1), privateKey OCTET STRING, parameters [0] OPTIONAL,
    ///                           publicKey [1] BIT STRING OPTIONAL }
    /// ```
    ///
    /// - Parameters:
    ///   - algorithm: the one that the structure around the key names, if there is one.
    ///   - points: the public key in the structure around the key, if there is one.
    private static func ellipticCurveKey(
        _ der: ArraySlice<UInt8>, on algorithm: COSE.Algorithm?, points: [ArraySlice<UInt8>]
    ) throws(KeyError) -> PrivateKey {
        var key = try DERReader.whole(der, Tag.sequence)
        guard try key.readSmallInteger() == 1 else { throw key.failure }
        let secret = try key.read(Tag.octetString)
        var (algorithm, points) = (algorithm, points)
        if key.next == Tag.constructed(0) {
            var parameters = try key.enter(Tag.constructed(0))
            let named = try namedCurve(&parameters)
            try parameters.finish()
            guard algorithm == nil || algorithm == named else { throw key.failure }
            algorithm = named
        }
        if key.next == Tag.constructed(1) {
            var explicit = try key.enter(Tag.constructed(1))
            points.append(try explicit.readBitString())
            try explicit.finish()
        }
        try key.finish()
        guard let algorithm else { throw KeyError(.typeUnsupported, at: "an EC key that does not name its curve") }
        return try PrivateKey(algorithm, secret: secret, points: points)
    }

    /// ```
    /// AlgorithmIdentifier = SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
    /// ```
    ///
    /// - Throws: `key.type_unsupported` with the name of the algorithm or curve.
    private static func algorithm(_ info: inout DERReader) throws(KeyError) -> COSE.Algorithm {
        var identifier = try info.enter(Tag.sequence)
        let name = try identifier.read(Tag.objectIdentifier)
        if name.elementsEqual(ellipticCurve) {
            let algorithm = try namedCurve(&identifier)
            try identifier.finish()
            return algorithm
        }
        let algorithm = try named(name, .octetKeyPair)
        // RFC 8410 section 3: no parameters.
        try identifier.finish()
        return algorithm
    }

    /// ECParameters (RFC 5480 section 2.1.1), of which only the named curve is allowed.
    private static func namedCurve(_ reader: inout DERReader) throws(KeyError) -> COSE.Algorithm {
        guard reader.next != Tag.sequence else {
            throw KeyError(.typeUnsupported, at: "a curve that is given by its parameters")
        }
        return try named(try reader.read(Tag.objectIdentifier), .ellipticCurve)
    }

    private static func named(
        _ identifier: ArraySlice<UInt8>, _ type: COSE.KeyType
    ) throws(KeyError) -> COSE.Algorithm {
        let algorithm = COSE.Algorithm.allCases.first { algorithm in
            let parameters = algorithm.parameters
            return parameters.keyType == type && identifier.elementsEqual(parameters.objectIdentifier)
        }
        guard let algorithm else { throw KeyError(.typeUnsupported, at: ObjectIdentifier.name(of: identifier)) }
        return algorithm
    }

    /// id-ecPublicKey, 1.2.840.10045.2.1.
    private static let ellipticCurve: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]

    // MARK: Writing

    /// A SubjectPublicKeyInfo.
    static func encode(_ key: PublicKey) -> [UInt8] {
        DERWriter.element(
            Tag.sequence, algorithmIdentifier(key.algorithm), DERWriter.bitString(key.point))
    }

    /// PKCS #8 version 1.
    static func encode(secret: [UInt8], of key: PublicKey) -> [UInt8] {
        let octets = DERWriter.element(Tag.octetString, secret)
        let contents =
            switch key.algorithm.parameters.keyType {
            case .octetKeyPair: octets
            case .ellipticCurve:
                DERWriter.element(
                    Tag.sequence, DERWriter.element(Tag.integer, [1]), octets,
                    DERWriter.element(Tag.constructed(1), DERWriter.bitString(key.point)))
            }
        return DERWriter.element(
            Tag.sequence, DERWriter.element(Tag.integer, [0]), algorithmIdentifier(key.algorithm),
            DERWriter.element(Tag.octetString, contents))
    }

    private static func algorithmIdentifier(_ algorithm: COSE.Algorithm) -> [UInt8] {
        let identifier = DERWriter.element(Tag.objectIdentifier, algorithm.parameters.objectIdentifier)
        return switch algorithm.parameters.keyType {
        case .octetKeyPair: DERWriter.element(Tag.sequence, identifier)
        case .ellipticCurve:
            DERWriter.element(Tag.sequence, DERWriter.element(Tag.objectIdentifier, ellipticCurve), identifier)
        }
    }
}

/// Names of algorithms and curves, for errors.
private enum ObjectIdentifier {
    /// The common name of an algorithm or curve; its numbers with dots for one that is not in the list.
    static func name(of identifier: ArraySlice<UInt8>) -> String {
        let numbers = dotted(identifier)
        return names[numbers] ?? "object identifier \(numbers)"
    }

    private static let names = [
        "1.2.840.113549.1.1.1": "RSA", "1.2.840.113549.1.1.10": "RSASSA-PSS", "1.2.840.10040.4.1": "DSA",
        "1.2.840.113549.1.3.1": "Diffie-Hellman", "1.2.840.10045.3.1.1": "P-192", "1.3.132.0.33": "P-224",
        "1.2.840.10045.3.1.7": "P-256", "1.3.132.0.34": "P-384", "1.3.132.0.35": "P-521", "1.3.132.0.10": "secp256k1",
        "1.2.156.10197.1.301": "SM2", "1.3.36.3.3.2.8.1.1.7": "brainpoolP256r1",
        "1.3.36.3.3.2.8.1.1.11": "brainpoolP384r1", "1.3.36.3.3.2.8.1.1.13": "brainpoolP512r1",
        "1.3.101.110": "X25519", "1.3.101.111": "X448", "1.3.101.113": "Ed448", "2.16.840.1.101.3.4.3.17": "ML-DSA-44",
        "2.16.840.1.101.3.4.3.18": "ML-DSA-65", "2.16.840.1.101.3.4.3.19": "ML-DSA-87",
    ]

    /// X.690 section 8.19.
    private static func dotted(_ identifier: ArraySlice<UInt8>) -> String {
        var (numbers, value): ([UInt64], UInt64) = ([], 0)
        // Longer than any in use.
        for byte in identifier.prefix(32) {
            value = value << 7 | UInt64(byte & 0x7f)
            guard byte < 0x80 else { continue }
            if numbers.isEmpty {
                let first = min(value / 40, 2)
                numbers = [first, value - 40 * first]
            } else {
                numbers.append(value)
            }
            value = 0
        }
        return numbers.map(String.init).joined(separator: ".")
    }
}
