import Foundation

@testable import Hufu

/// The keys with which targets sign: those of the vectors, so that mutations of the vectors are signed by the keys that
/// they name.
struct OwnKeys: Sendable {
    static let shared = require("the vectors have the keys") { try OwnKeys() }

    private let byName: [String: PrivateKey]

    private init() throws {
        var keys: [String: PrivateKey] = [:]
        for field in try Vectors().file("keys")["keys"]?.array() ?? [] {
            guard let jwk = field["jwk"], jwk["d"] != nil, let name = try field["name"]?.string() else { continue }
            if let key = try? PrivateKey(jwk: JSONWriter.bytes(jwk.value)) { keys[name] = key }
        }
        byName = keys
    }

    /// The key of that name.
    subscript(name: String) -> PrivateKey {
        require("the vectors have the key \(name)") { () throws(MissingKey) in
            guard let key = byName[name] else { throw MissingKey() }
            return key
        }
    }

    private struct MissingKey: Error {}

    /// The keys of these names.
    static func named(_ names: String...) -> [PrivateKey] { names.map { shared[$0] } }
}

extension [PrivateKey] {
    /// One of the keys, by the number of an input.
    func choice(_ number: UInt8) -> PrivateKey { self[Int(number) % count] }

    /// The number of the key that these bytes name by its `kid` or have as a COSE_Key; 0 if none.
    func number(namedIn bytes: [UInt8]) -> UInt8 {
        let index = firstIndex { key in
            bytes.firstRange(of: key.publicKey.keyID) != nil || bytes.firstRange(of: key.publicKey.x) != nil
        }
        return UInt8(index ?? 0)
    }
}

/// A COSE_Sign1 of arbitrary parts, signed over whatever they are.
struct Envelope {
    var protected: [UInt8] = []
    /// The map as an item.
    var unprotected: [UInt8] = [0xa0]
    var payload: [UInt8] = []

    /// The tagged item.
    ///
    /// - Parameter isCorrupted: whether a bit of the signature is wrong.
    func signed(by key: PrivateKey, isCorrupted: Bool = false) -> [UInt8] {
        var signature = require("a key signs all bytes") {
            try key.signature(for: COSE.signatureStructure(protected: protected[...], payload: payload[...]))
        }
        if isCorrupted, let last = signature.indices.last { signature[last] ^= 1 }
        return CBORWriter.encode(capacity: protected.count + unprotected.count + payload.count + 96) { writer in
            writer.tag(COSE.tag)
            writer.array(4)
            writer.byteString(protected)
            writer.encoded(unprotected)
            writer.byteString(payload)
            writer.byteString(signature)
        }
    }

}

extension Envelope {
    /// The parts of a COSE_Sign1; `nil` if it is none.
    init?(_ bytes: [UInt8]) {
        var reader = CBORReader(bytes.span)
        do throws(CBORError) {
            guard try reader.tag() == COSE.tag, try reader.array() == 4 else { return nil }
            protected = Array(bytes[try reader.byteString()])
            let start = reader.offset
            var lenient = LenientCBORReader(bytes, in: start..<bytes.count)
            try lenient.skipItem()
            unprotected = Array(bytes[start..<lenient.offset])
            var rest = CBORReader(bytes.span, in: lenient.offset..<bytes.count)
            payload = Array(bytes[try rest.byteString()])
        } catch { return nil }
    }

    /// The parts of an input.
    init(_ parts: inout Parts) {
        protected = parts.string()
        unprotected = parts.string()
        payload = parts.string()
    }

    var input: [UInt8] { Parts.join(protected, unprotected, payload) }
}
