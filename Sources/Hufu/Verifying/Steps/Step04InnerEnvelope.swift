/// Step 4: the credential inside a key binding token is a COSE_Sign1 too.
extension UnverifiedToken {
    /// The envelope of the credential: the one under `kcwt`, or `outer` itself if there is none.
    static func innerEnvelope(
        of outer: COSE.Sign1, _ reader: borrowing CBORReader
    ) throws(Rejection) -> COSE.Sign1 {
        guard let inner = outer.header.credential else { return outer }
        do throws(COSEError) {
            return try COSE.Sign1(reader.cursor(in: inner), expecting: .credential, isNested: true)
        } catch { throw Rejection(error) }
    }
}
