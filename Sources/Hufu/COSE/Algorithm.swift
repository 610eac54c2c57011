extension COSE {
    /// The signature algorithms of the profile. Each is fully specified (RFC 9864): it goes with one kind of key on one
    /// curve. The raw value is the algorithm's number in the IANA registry "COSE Algorithms".
    public enum Algorithm: Int, Sendable, CaseIterable {
        /// ECDSA with SHA-256 on P-256.
        case esp256 = -9
        /// Ed25519 (RFC 8032).
        case ed25519 = -19
    }

    /// The two numbers that the IANA registry has for each algorithm. RFC 9864 deprecates the polymorphic one, which
    /// leaves the curve to the key; some software knows no other.
    public enum AlgorithmNaming: Sendable {
        /// ESP256 (-9), Ed25519 (-19).
        case fullySpecified
        /// ES256 (-7), EdDSA (-8).
        case polymorphic
    }

    /// The kinds of keys: `kty` of a COSE_Key (RFC 9053 section 7) and of a JWK.
    enum KeyType: Int {
        /// Octet key pair: the key is one byte string.
        case octetKeyPair = 1
        /// Elliptic curve with two coordinates.
        case ellipticCurve = 2

        /// `kty` of a JWK (RFC 7518 section 6.1, RFC 8037 section 2).
        var jwkName: String {
            switch self {
            case .octetKeyPair: "OKP"
            case .ellipticCurve: "EC"
            }
        }
    }
}

/// The table of algorithms: all that data formats say of each and of its keys. The operations are those of
/// `VerificationKey` and `PrivateKey`.
extension COSE.Algorithm {
    /// A row of the table. It has no reference-counted members: rows are read for each scanned code.
    struct Parameters: Sendable {
        /// The algorithm's name in the IANA registry.
        let name: StaticString
        /// The name and number of the polymorphic algorithm that with this kind of key is the same.
        let polymorphicName: StaticString
        let polymorphicNumber: Int
        let keyType: COSE.KeyType
        /// `crv` of a COSE_Key: the number in the IANA registry "COSE Elliptic Curves".
        let curve: Int
        /// `crv` of a JWK.
        let jwkCurve: StaticString
        /// The object identifier in SubjectPublicKeyInfo and PKCS #8, without tag and length: of the named curve (RFC
        /// 5480 section 2.1.1.1) for `KeyType.ellipticCurve`, of the algorithm (RFC 8410 section 3) for
        /// `KeyType.octetKeyPair`. At most eight bytes, as one number.
        let packedObjectIdentifier: UInt64
        /// Bytes of each coordinate, and of the private key.
        let coordinateLength: Int
        /// Bytes of a signature: r and s (RFC 9053 section 2.1), or R and S (RFC 8032 section 5.1.6).
        let signatureLength: Int

        /// The bytes of the object identifier.
        var objectIdentifier: [UInt8] {
            let bytes = stride(from: 56, through: 0, by: -8).map {
                UInt8(truncatingIfNeeded: packedObjectIdentifier >> UInt64($0))
            }
            return Array(bytes.drop { $0 == 0 })
        }
    }

    private static let esp256Parameters = Parameters(
        name: "ESP256", polymorphicName: "ES256", polymorphicNumber: -7, keyType: .ellipticCurve, curve: 1,
        jwkCurve: "P-256",
        packedObjectIdentifier: 0x2a86_48ce_3d03_0107,  // 1.2.840.10045.3.1.7
        coordinateLength: 32, signatureLength: 64)

    private static let ed25519Parameters = Parameters(
        name: "Ed25519", polymorphicName: "EdDSA", polymorphicNumber: -8, keyType: .octetKeyPair, curve: 6,
        jwkCurve: "Ed25519",
        packedObjectIdentifier: 0x2b6570,  // 1.3.101.112
        coordinateLength: 32, signatureLength: 64)

    /// The algorithm's row.
    var parameters: Parameters {
        switch self {
        case .esp256: Self.esp256Parameters
        case .ed25519: Self.ed25519Parameters
        }
    }

    /// The name in the IANA registry, such as `ESP256`.
    public var name: String { name(.fullySpecified) }

    /// The name in the IANA registry, such as `ES256` if it is the polymorphic one.
    public func name(_ naming: COSE.AlgorithmNaming) -> String {
        switch naming {
        case .fullySpecified: parameters.name.description
        case .polymorphic: parameters.polymorphicName.description
        }
    }

    /// The number that a header has.
    func number(_ naming: COSE.AlgorithmNaming) -> Int {
        switch naming {
        case .fullySpecified: rawValue
        case .polymorphic: parameters.polymorphicNumber
        }
    }

    /// The algorithm with this number, the polymorphic ones included (profile section 4). From here on the kind of key
    /// is all that counts.
    ///
    /// The numbers stand here once more, since the table would have to be searched for each scanned code.
    init?(anyNumber number: Int) {
        switch number {
        case -9, -7: self = .esp256
        case -19, -8: self = .ed25519
        default: return nil
        }
    }

    /// The kinds of keys of all algorithms, for messages.
    static let keyNames = allCases.map(\.parameters.jwkCurve.description).joined(separator: " or ")

    /// The lengths between which those of all signatures lie, for checks before the algorithm is known.
    static let signatureLengths: ClosedRange<Int> = {
        let lengths = allCases.map(\.parameters.signatureLength)
        return (lengths.min() ?? 0)...(lengths.max() ?? 0)
    }()

    /// The algorithm of keys of this type on this curve, by their numbers in a COSE_Key; `nil` for others.
    static func algorithm(keyType: Int, curve: Int) -> COSE.Algorithm? {
        allCases.first { $0.parameters.keyType.rawValue == keyType && $0.parameters.curve == curve }
    }
}
