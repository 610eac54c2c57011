// The names are those of hufu.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CHufu
internal import Hufu

/// A key behind a handle.
final class HandledKey: Handled {
    static let handleName = "hufu_key"

    enum Form: Sendable {
        case publicHalf(PublicKey)
        case inMemory(PrivateKey)
        case external(ExternalSigner)
    }

    let form: Form

    init(_ form: Form) { self.form = form }

    var publicKey: PublicKey {
        switch form {
        case .publicHalf(let key): key
        case .inMemory(let key): key.publicKey
        case .external(let signer): signer.publicKey
        }
    }

    var signer: any Signer {
        get throws(KeyError) {
            switch form {
            case .publicHalf: throw KeyError(.publicInsteadOfPrivate)
            case .inMemory(let key): key
            case .external(let signer): signer
            }
        }
    }

    /// The private half, if it is in memory.
    var privateKey: PrivateKey {
        get throws(KeyError) {
            switch form {
            case .publicHalf, .external: throw KeyError(.publicInsteadOfPrivate)
            case .inMemory(let key): key
            }
        }
    }
}

/// A private key that a callback signs with.
///
/// Safe: the caller of `hufu_key_external` states that the callback may be called on any thread with this context.
@safe struct ExternalSigner: Signer, @unchecked Sendable {
    /// The bytes of a signature of ESP256 and of Ed25519.
    private static let signatureLength = 64

    let publicKey: PublicKey
    private let sign: hufu_sign
    private let context: UnsafeMutableRawPointer?

    init(_ publicKey: PublicKey, _ sign: @escaping hufu_sign, _ context: UnsafeMutableRawPointer?) {
        self.publicKey = publicKey
        unsafe self.sign = sign
        unsafe self.context = context
    }

    func signature(for message: [UInt8]) throws -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Self.signatureLength)
        let result = unsafe sign(context, message, message.count, &signature)
        guard result == 0 else { throw CallbackError(.failed, at: "result \(result)") }
        guard publicKey.isValidSignature(signature[...], for: message) else { throw CallbackError(.signatureInvalid) }
        return signature
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_key_generate(
    _ algorithm: Int32, _ key: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(key, "key")
        let algorithms: [Int32: COSE.Algorithm] = [HUFU_ESP256: .esp256, HUFU_ED25519: .ed25519]
        guard let algorithm = algorithms[algorithm] else { throw ArgumentError(.numberInvalid, at: "algorithm") }
        try output.set(HandledKey(.inMemory(PrivateKey(algorithm))))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_key_read(
    _ file: UnsafeRawPointer?, _ file_length: Int, _ key: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(key, "key")
        switch try KeyFile(unsafe Input(file, file_length, "file").bytes) {
        case .publicKey(let key): try output.set(HandledKey(.publicHalf(key)))
        case .privateKey(let key): try output.set(HandledKey(.inMemory(key)))
        }
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_key_external(
    _ public_key: UnsafeRawPointer?, _ public_key_length: Int, _ sign: hufu_sign?,
    _ context: UnsafeMutableRawPointer?, _ key: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(key, "key")
        guard let sign = unsafe sign else { throw ArgumentError(.null, at: "sign") }
        let file = try unsafe Input(public_key, public_key_length, "public_key").bytes
        try output.set(HandledKey(.external(unsafe ExternalSigner(PublicKey(fileContents: file), sign, context))))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_key_public_pem(
    _ key: OpaquePointer?, _ pem: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(pem, "pem")
        try output.set(unsafe object(key, "key", as: HandledKey.self).publicKey.pem)
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_key_private_pem(
    _ key: OpaquePointer?, _ pem: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(pem, "pem")
        try output.set(unsafe object(key, "key", as: HandledKey.self).privateKey.pem)
    }
}
