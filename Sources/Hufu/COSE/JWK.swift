/// JSON Web Keys (RFC 7517, RFC 7518 section 6.2, RFC 8037) and sets of one key (RFC 7517 section 5).
///
/// Members that are not the key itself, such as `kid` and `use`, are ignored (RFC 7517 section 4).
extension PublicKey {
    /// A key from the text of a JWK, or of a set with one key.
    ///
    /// - Throws: `JSONError`, or `KeyError`; a private key is refused.
    public init(jwk text: [UInt8]) throws { try self.init(jwk: try JWK.key(in: try JSONReader.read(text))) }

    package init(jwk field: JSONField) throws {
        if let secret = field["d"] { throw KeyError(.privateInsteadOfPublic, at: secret.path) }
        self = try JWK(field).publicKey
    }

    /// The key as a JWK: a compact JSON object.
    public var jwk: String { JSONWriter.text(jwkValue) }

    package var jwkValue: JSONValue {
        let parameters = algorithm.parameters
        var members = [
            JSONMember("kty", .string(parameters.keyType.jwkName)),
            JSONMember("crv", .string(parameters.jwkCurve.description)),
            JSONMember("x", .string(Base64.encode(x, .url))),
        ]
        if let y { members.append(JSONMember("y", .string(Base64.encode(y, .url)))) }
        return .object(members)
    }
}

extension PrivateKey {
    /// A key from the text of a private JWK, or of a set with one.
    ///
    /// - Throws: `JSONError`, or `KeyError`; a public key is refused.
    public init(jwk text: [UInt8]) throws {
        self = try KeyFile(jwk: try JWK.key(in: try JSONReader.read(text))).privateKey()
    }
}

extension KeyFile {
    /// The key in a JWK: a private one if it has the member `d`.
    init(jwk field: JSONField) throws {
        let jwk = try JWK(field)
        guard let secret = jwk.secret else {
            self = .publicKey(try jwk.publicKey)
            return
        }
        self = .privateKey(try PrivateKey(jwk.algorithm, secret: secret[...], points: [jwk.point]))
    }
}

/// The members of a JWK that make up the key.
struct JWK {
    let algorithm: COSE.Algorithm
    /// The encoded point.
    fileprivate let point: ArraySlice<UInt8>
    fileprivate let secret: [UInt8]?

    fileprivate var publicKey: PublicKey { get throws(KeyError) { try PublicKey(algorithm, point: point) } }

    fileprivate init(_ field: JSONField) throws {
        var object = try field.object()
        let algorithm = try Self.algorithm(&object)
        self.algorithm = algorithm
        let length = algorithm.parameters.coordinateLength
        func append(_ field: JSONField, to bytes: inout [UInt8]) throws {
            let end = bytes.count + length
            if field.read({ Base64.decode($0, .url, to: &bytes) }) == true, bytes.count == end { return }
            _ = try field.string()
            throw KeyError(.memberInvalid, at: field.path)
        }
        var point: [UInt8] = []
        point.reserveCapacity(1 + 2 * length)
        switch algorithm.parameters.keyType {
        case .octetKeyPair: try append(object.required("x"), to: &point)
        case .ellipticCurve:
            point.append(EncodedPoint.uncompressedForm)
            try append(object.required("x"), to: &point)
            try append(object.required("y"), to: &point)
        }
        self.point = point[...]
        secret = try object.optional("d").map { field in
            var secret: [UInt8] = []
            try append(field, to: &secret)
            return secret
        }
    }

    /// By `kty` and `crv`, compared byte by byte: Swift's `==` takes the Kelvin sign for a K.
    private static func algorithm(_ object: inout JSONObject) throws -> COSE.Algorithm {
        func unsupported(_ field: JSONField) throws -> KeyError {
            KeyError(.typeUnsupported, at: "\(field.path) \(JSONValue.quoted(try field.string()))")
        }
        let type = try object.required("kty")
        func isOfType(_ algorithm: COSE.Algorithm) -> Bool { type.isString(algorithm.parameters.keyType.jwkName) }
        guard COSE.Algorithm.allCases.contains(where: isOfType) else { throw try unsupported(type) }
        let curve = try object.required("crv")
        let algorithm = COSE.Algorithm.allCases.first { algorithm in
            isOfType(algorithm) && curve.isString(algorithm.parameters.jwkCurve.description)
        }
        guard let algorithm else { throw try unsupported(curve) }
        return algorithm
    }

    /// The root if it is a JWK, and the one key if it is a set.
    static func key(in root: JSONField) throws -> JSONField {
        guard let set = root["keys"] else { return root }
        let keys = try set.array()
        guard let key = keys.first, keys.count == 1 else {
            throw KeyError(keys.isEmpty ? .formatUnknown : .severalKeys, at: set.path)
        }
        return key
    }
}
