/// Step 3: the payload is strict CBOR and a COSE_Sign1 of a type that can be scanned.
extension UnverifiedToken {
    static func outerEnvelope(_ reader: borrowing CBORReader) throws(Rejection) -> COSE.Sign1 {
        do throws(COSEError) { return try COSE.Sign1(reader) } catch { throw Rejection(error) }
    }
}

extension Rejection {
    init(_ error: COSEError) {
        let code: Verdict.Code =
            switch error.reason {
            case .cbor: .cborInvalid
            case .structure: .coseStructureInvalid
            case .header: .coseHeaderInvalid
            case .critical: .coseCriticalUnknown
            case .algorithm: .coseAlgorithmUnsupported
            }
        self.init(code, "\(error.message), at byte \(error.offset)")
    }
}
