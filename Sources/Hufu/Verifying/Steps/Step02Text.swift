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
        // Not an interpolation, which grows its text twice: damaged scans are frequent.
        var detail = ""
        detail.reserveCapacity(64)
        detail += error.message
        detail += ", at character "
        detail += String(error.offset)
        self.init(code, detail)
    }
}
