public import Hufu

/// The pinned roots of a case: the configuration of a verifier that supports certificates in status lists (profile
/// section 11).
///
/// This module reads no certificate, so that nobody fetches swift-certificates for it. ``Support`` makes the verifier; the
/// target HufuX509 has one.
public struct StatusRoots: Sendable, Equatable {
    /// Makes a verifier with these roots. It throws if the configuration is invalid.
    public typealias Support = @Sendable (StatusRoots) throws -> any StatusCertificateVerifier

    /// A root, and the issuers for which it is pinned.
    public struct Root: Sendable, Equatable {
        /// The certificate in DER.
        public let certificate: [UInt8]
        /// The identifiers of the issuers.
        public let issuers: [String]
    }

    /// The object identifier of id-kp-oauthStatusSigning, with points between the numbers.
    public let purpose: String
    /// The roots.
    public let roots: [Root]
    /// The CRLs in DER.
    public let revocationLists: [[UInt8]]

    init(_ field: JSONField) throws {
        var object = try field.object()
        purpose = try object.requiredString("purpose")
        roots = try object.requiredArray("roots").map { field in
            var object = try field.object()
            let root = Root(
                certificate: try object.requiredBytes("certificate"),
                issuers: try object.requiredArray("issuers").map { try $0.string() })
            try object.finish()
            return root
        }
        revocationLists = try object.optionalArray("crls")?.map { try $0.hexadecimal() } ?? []
        try object.finish()
    }

    /// The name of the roots in cases and in the adapter protocol.
    static let name = "roots"
    /// Why a case with roots was not run.
    static let unsupported = "certificates in status lists (roots) are not supported"
}
