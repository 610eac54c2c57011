/// The signed form of trust lists and status lists: a COSE_Sign1 in a file of its own.
enum SignedList {
    /// 16 MiB: many times the size of a status list with 2^20 entries of 8 bits.
    static let maximumSize = 16 << 20

    /// Opens a list whose signature has not been checked.
    static func open(_ bytes: [UInt8], as type: COSE.ContentType) throws(ListError) -> COSE.Sign1 {
        guard bytes.count <= maximumSize else { throw ListError(.tooLarge) }
        do throws(COSEError) {
            return try COSE.Sign1(CBORReader(bytes.span), expecting: type, limits: .file)
        } catch { throw ListError(error) }
    }

    static func checkSignature(_ envelope: COSE.Sign1, by key: PublicKey, in bytes: [UInt8]) throws(ListError) {
        guard key.algorithm == envelope.header.algorithm else { throw ListError(.algorithmMismatch) }
        guard key.verificationKey.hasSigned(envelope, in: bytes) else { throw ListError(.signatureInvalid) }
    }
}
