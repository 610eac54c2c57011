public import Hufu

/// Why a file is not the expected trust list, if another kind of file is recognised.
public struct TrustFileError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// A key, a certificate or a set of keys.
        case isKey = "trust.is_key"
        /// A signed list, without an anchor to verify it.
        case isSigned = "trust.is_signed"
        /// A list in its JSON form, which has no signature for the anchor to verify.
        case isUnsigned = "trust.is_unsigned"
        /// A signed status list.
        case isStatusList = "trust.is_status_list"
        /// A bundle where a single list was expected.
        case isBundle = "trust.is_bundle"
        /// A list that was not signed by one of the anchors.
        case anchorUnknown = "list.key_unknown"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .isKey: "this is a key or a certificate, and a trust list was expected: issuers with their keys"
            case .isSigned: "this is a signed list, and no anchor was given to check its signature with"
            case .isUnsigned: "this is a trust list in JSON, which is not signed, and an anchor was given"
            case .isStatusList: "this is a signed status list, and a trust list was expected"
            case .isBundle: "this is a bundle, and a single trust list was expected"
            case .anchorUnknown: "the trust list was signed by another key than the anchors that were given"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .isKey: "Put the key on a trust list."
            case .isSigned: "Give the public key of its publisher as the anchor."
            case .isUnsigned: "Give the signed list, or no anchor."
            case .isStatusList: "Give it as a status list."
            case .isBundle: "Give it as a bundle."
            case .anchorUnknown: "Give the public key of the list's publisher as the anchor."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The `kid` of the signature, if that is at fault.
    public let location: String?

    init(_ reason: Reason, at location: String? = nil) {
        self.reason = reason
        self.location = location
    }

    /// Runs `read`, which reads `bytes` as a trust list, and explains its failure if the bytes are another kind of
    /// file.
    ///
    /// - Parameters:
    ///   - bytes: the contents of the file.
    ///   - isSigned: whether a signed list was expected, or the JSON form.
    ///   - read: reads the contents as a trust list.
    /// - Throws: ``TrustFileError``, or the error of `read`.
    public static func explaining<Value>(_ bytes: [UInt8], isSigned: Bool, _ read: () throws -> Value) throws -> Value {
        do { return try read() } catch {
            throw explanation(of: error, bytes, isSigned: isSigned) ?? error
        }
    }

    private static func explanation(of error: any Error, _ bytes: [UInt8], isSigned: Bool) -> TrustFileError? {
        if let error = error as? ListError, error.reason == .keyUnknown {
            let keyID = (try? ListSummary(bytes, expecting: .trust))?.keyID
            return TrustFileError(.anchorUnknown, at: keyID.map { "kid \(Hex.encode($0))" })
        }
        // For other faults of a list of the right form the error itself is more specific.
        if let error = error as? ListError, error.reason != .formInvalid { return nil }
        // Text may stand before a key, but no more than this.
        if bytes.prefix(1 << 16).firstRange(of: Array("-----BEGIN ".utf8)) != nil { return TrustFileError(.isKey) }
        if let json = try? JSONReader.read(bytes) {
            if json["kty"] != nil || json["keys"] != nil { return TrustFileError(.isKey) }
            return isSigned && json["issuers"] != nil ? TrustFileError(.isUnsigned) : nil
        }
        if let summary = try? ListSummary(bytes) {
            switch summary.kind {
            case .status, .index, .update: return TrustFileError(.isStatusList)
            case .trust: return isSigned ? nil : TrustFileError(.isSigned)
            }
        }
        if let bundle = try? ListBundle(bytes), !bundle.package.isEmpty { return TrustFileError(.isBundle) }
        return nil
    }
}
