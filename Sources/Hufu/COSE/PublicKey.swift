internal import Crypto

/// A key that checks signatures. Every instance is a valid point: on its curve, canonical, and not of small order.
public struct PublicKey: Sendable, Hashable {
    let verificationKey: VerificationKey
    /// x, and y behind it if the key type has one.
    let coordinates: [UInt8]

    /// The only algorithm with which this key checks signatures.
    public var algorithm: COSE.Algorithm { verificationKey.algorithm }

    /// A key from its encoded point, as `VerificationKey.init(_:point:)` takes it.
    ///
    /// - Throws: `key.point_invalid`.
    package init(_ algorithm: COSE.Algorithm, point: ArraySlice<UInt8>) throws(KeyError) {
        let key = try VerificationKey(algorithm, point: point)
        guard key.isOnCurve else { throw KeyError(.pointInvalid) }
        verificationKey = key
        // The cryptography library would compute them from the point that it has made of these bytes.
        coordinates = algorithm.parameters.keyType.coordinates(of: point) ?? key.coordinates
    }

    private var coordinateLength: Int { algorithm.parameters.coordinateLength }
    var x: ArraySlice<UInt8> { coordinates.prefix(coordinateLength) }
    /// `nil` if the key type has no y.
    var y: ArraySlice<UInt8>? {
        switch algorithm.parameters.keyType {
        case .octetKeyPair: nil
        case .ellipticCurve: coordinates.suffix(coordinateLength)
        }
    }
    /// The point as a SubjectPublicKeyInfo has it: uncompressed.
    var point: ArraySlice<UInt8> { y.map { EncodedPoint.uncompressed(x: x, y: $0) } ?? x }

    /// Whether a signature over `message` is this key's.
    ///
    /// High s is accepted for ECDSA, since secure elements emit it; r and s outside 1..<n and S not below L are not.
    ///
    /// - Parameters:
    ///   - signature: r and s, or R and S, in the length of the algorithm.
    ///   - message: the signed bytes.
    public func isValidSignature(_ signature: ArraySlice<UInt8>, for message: [UInt8]) -> Bool {
        verificationKey.isValidSignature(signature, for: message)
    }

    /// Two keys are equal when they are the same point of the same curve.
    public static func == (left: PublicKey, right: PublicKey) -> Bool {
        left.algorithm == right.algorithm && left.coordinates == right.coordinates
    }

    /// Hashes the point.
    public func hash(into hasher: inout Hasher) { hasher.combine(coordinates) }

    /// COSE Key Thumbprint (RFC 9679): SHA-256 over the required members in deterministic encoding, y uncompressed.
    public var thumbprint: [UInt8] {
        let key = CBORWriter.encode { coseKey(to: &$0, compressed: false) }
        return Array(SHA256.hash(of: key.span))
    }

    /// The `kid` that this profile gives a key: the first 8 bytes of its thumbprint.
    public var keyID: [UInt8] { Array(thumbprint.prefix(8)) }
}

/// COSE_Key (RFC 9053 section 7).
///
/// ```
/// COSE_Key = {1: 2, -1: crv, -2: bstr, -3: bool / bstr} / {1: 1, -1: crv, -2: bstr}
/// ```
extension PublicKey {
    private enum Label {
        static let keyType = 1
        static let keyID = 2
        static let algorithm = 3
        static let curve = -1
        static let x = -2
        static let y = -3
    }

    /// A COSE_Key that was read and whose point is not checked yet, as ranges of the bytes it was read from.
    struct Unchecked {
        let algorithm: COSE.Algorithm
        private let x: Range<Int>
        private let y: Y

        private enum Y {
            case absent
            case whole(Range<Int>)
            case sign(isOdd: Bool)
        }

        /// Reads the map.
        ///
        /// - Parameter isConfirmation: whether the key stands in `cnf`, where some software writes `kid` and `alg` into
        ///   each key (profile section 4). They are checked and have no effect.
        @_lifetime(reader: copy reader)
        init(_ reader: inout CBORReader, isConfirmation: Bool = false) throws(CBORError) {
            let start = reader.offset
            let count = try reader.map()
            // The labels in the order of their encodings: 01, 02, 03, 20, 21, 22.
            try reader.expect(key: Label.keyType)
            let type = try reader.unsigned()
            var label = try reader.key()
            var ignored = 0
            var named: COSE.Algorithm?
            if isConfirmation, label == .integer(Label.keyID) {
                _ = try reader.byteString(of: COSE.keyIDLength)
                ignored += 1
                label = try reader.key()
            }
            if isConfirmation, label == .integer(Label.algorithm) {
                named = COSE.Algorithm(anyNumber: try reader.clampedInteger())
                guard named != nil else { throw reader.failure(.outOfRange, at: start) }
                ignored += 1
                label = try reader.key()
            }
            guard label == .integer(Label.curve) else { throw reader.failure(.unexpectedType, at: start) }
            let curve = try reader.unsigned()
            guard let algorithm = COSE.Algorithm.algorithm(keyType: type, curve: curve) else {
                throw reader.failure(.outOfRange, at: start)
            }
            let length = algorithm.parameters.coordinateLength
            try reader.expect(key: Label.x)
            x = try reader.byteString(of: length...length)
            let members: Int
            switch algorithm.parameters.keyType {
            case .octetKeyPair: (members, y) = (3, .absent)
            case .ellipticCurve:
                try reader.expect(key: Label.y)
                members = 4
                y =
                    reader.next == .simple
                    ? .sign(isOdd: try reader.boolean()) : .whole(try reader.byteString(of: length...length))
            }
            guard count == members + ignored, named == nil || named == algorithm else {
                throw reader.failure(.outOfRange, at: start)
            }
            self.algorithm = algorithm
        }

        /// The encoded point.
        func point(in bytes: [UInt8]) -> ArraySlice<UInt8> {
            switch y {
            case .absent: bytes[x]
            case .whole(let y): EncodedPoint.uncompressed(x: bytes[x], y: bytes[y])
            case .sign(let isOdd): EncodedPoint.compressed(x: bytes[x], isOdd: isOdd)
            }
        }
    }

    init(_ key: Unchecked, in bytes: [UInt8]) throws(KeyError) {
        try self.init(key.algorithm, point: key.point(in: bytes))
    }

    /// Writes the key as a COSE_Key.
    ///
    /// - Parameter compressed: whether to write the sign of y instead of y, which is shorter by its length.
    func coseKey(to writer: inout CBORWriter, compressed: Bool) {
        let parameters = algorithm.parameters
        writer.map { map in
            map.add(Label.keyType) { $0.integer(parameters.keyType.rawValue) }
            map.add(Label.curve) { $0.integer(parameters.curve) }
            map.add(Label.x) { $0.byteString(x) }
            guard let y else { return }
            map.add(Label.y) { writer in
                if compressed { writer.boolean((y.last ?? 0) & 1 == 1) } else { writer.byteString(y) }
            }
        }
    }
}

extension VerificationKey {
    /// The key of a COSE_Key; see `init(_:point:)` for what is checked.
    init(_ key: PublicKey.Unchecked, in bytes: [UInt8]) throws(KeyError) {
        try self.init(key.algorithm, point: key.point(in: bytes))
    }
}
