internal import Hufu

/// Keys in files.
enum Keys {
    /// A text with one line end behind it; not every PEM has its own.
    static func file(_ text: String) -> [UInt8] { Array((text.hasSuffix("\n") ? text : text + "\n").utf8) }

    static func signer(_ path: String) throws(Failure) -> PrivateKey {
        let text = try Input.text(path)
        return try Failure.naming(Input.name(path)) { try PrivateKey(pem: text) }
    }

    /// A public key: PEM or JWK.
    static func verifier(_ path: String) throws(Failure) -> PublicKey {
        let bytes = try Input.bytes(path)
        return try Failure.naming(Input.name(path)) {
            // A JWK is an object; nothing that PEM may begin with is a brace.
            let isJSON = bytes.first { $0 != 0x20 && $0 != 0x0a && $0 != 0x0d && $0 != 0x09 } == UInt8(ascii: "{")
            return isJSON ? try PublicKey(jwk: bytes) : try PublicKey(pem: String(decoding: bytes, as: UTF8.self))
        }
    }
}
