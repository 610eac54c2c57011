/// The signed form of trust lists and status lists: a COSE_Sign1 in a file of its own. That of status lists is opened
/// by `StatusListEnvelope`.
package enum SignedList {
    /// 16 MiB: many times the size of a status list with 2^20 entries of 8 bits.
    package static let maximumSize = 16 << 20

    /// The tag 18 in its only encoding, with which every list begins.
    static let firstByte: UInt8 = 0xd2

    /// Opens a trust list, or an index or update of a publication, whose signature has not been checked.
    static func open(
        _ bytes: [UInt8], expecting type: COSE.ContentType = .trustList, limit: Int = maximumSize
    ) throws(ListError) -> COSE.Sign1 {
        guard bytes.count <= limit else { throw ListError(.tooLarge) }
        do throws(COSEError) {
            return try COSE.Sign1(CBORReader(bytes.span), expecting: type, limits: .file)
        } catch { throw ListError(error) }
    }

    /// Throws unless a list was signed with this key.
    ///
    /// - Parameters:
    ///   - algorithm: that of the list's header.
    ///   - isSigned: whether the list's signature is that of the key.
    static func checkSignature(
        _ algorithm: COSE.Algorithm, by key: PublicKey, _ isSigned: (VerificationKey) -> Bool
    ) throws(ListError) {
        guard key.algorithm == algorithm else { throw ListError(.algorithmMismatch) }
        guard isSigned(key.verificationKey) else { throw ListError(.signatureInvalid) }
    }
}
