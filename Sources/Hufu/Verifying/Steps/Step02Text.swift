/// Step 2: the scanned text is a payload in one of the two transports.
extension Verification {
    func payload(of scan: [UInt8]) throws(Rejection) -> [UInt8] {
        do throws(TransportError) { return try Transport.decode(scan.span) } catch { throw Rejection(error) }
    }
}

extension Rejection {
    init(_ error: TransportError) {
        let code: Verdict.Code =
            switch error.reason {
            case .empty: .payloadEmpty
            case .tooLarge: .payloadTooLarge
            case .versionUnsupported: .payloadVersionUnsupported
            case .prefixUnknown: .payloadPrefixUnknown
            case .textInvalid: .payloadTextInvalid
            }
        self.init(code, "\(error.message), at character \(error.offset)")
    }
}
