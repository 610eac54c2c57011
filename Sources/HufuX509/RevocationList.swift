#if X509
    public import Hufu
    internal import SwiftASN1
    internal import X509

    /// A complete CRL of a CA (RFC 5280 section 5), which swift-certificates does not read.
    ///
    /// ```
    /// CertificateList = {TBSCertList, AlgorithmIdentifier, BIT STRING}
    /// TBSCertList     = {? version, AlgorithmIdentifier, issuer, thisUpdate, ? nextUpdate, ? entries, ? [0] extensions}
    /// entry           = {serial, time, ? extensions}
    /// ```
    public struct RevocationList: Sendable {
        let issuer: DistinguishedName
        let thisUpdate: UnixTime
        let nextUpdate: UnixTime
        private let serials: Set<Certificate.SerialNumber>
        private let authorityKeyID: ArraySlice<UInt8>?
        /// Why it cannot be used, although it can be read.
        private let fault: X509Error.Reason?
        private let signed: ArraySlice<UInt8>
        private let algorithm: Certificate.SignatureAlgorithm?
        private let signature: ArraySlice<UInt8>

        /// A CRL from a file with one, PEM or DER. Its signature is not verified.
        ///
        /// - Throws: ``X509Error``.
        public init(_ contents: [UInt8]) throws(X509Error) {
            let items = try X509File.items(contents, label: X509File.revocationList)
            guard items.count == 1, let bytes = items.first else { throw X509Error(.countInvalid) }
            do { self = try Self.list(try DER.parse(bytes)) } catch { throw X509Error(.formInvalid, at: "CRL") }
        }

        private init(
            _ content: Content, signed: ArraySlice<UInt8>, algorithm: AlgorithmName, signature: ArraySlice<UInt8>
        ) throws {
            guard algorithm.encoded == content.algorithm.encoded else {
                throw ASN1Error.invalidASN1Object(reason: "two names of the signature algorithm")
            }
            (issuer, thisUpdate, nextUpdate) = (content.issuer, content.thisUpdate, content.nextUpdate)
            (serials, authorityKeyID, fault) = (content.serials, content.authorityKeyID, content.fault)
            (self.signed, self.algorithm, self.signature) = (signed, algorithm.algorithm, signature)
        }

        private static func list(_ node: ASN1Node) throws -> RevocationList {
            try DER.sequence(node, identifier: .sequence) { nodes in
                guard let content = nodes.next() else { throw ASN1Error.invalidASN1Object(reason: "no content") }
                let algorithm = try AlgorithmName(derEncoded: &nodes)
                let signature = try ASN1BitString(derEncoded: &nodes)
                return try RevocationList(
                    try Content(derEncoded: content), signed: content.encodedBytes, algorithm: algorithm,
                    signature: signature.bytes)
            }
        }

        /// Throws unless the CRL is current: made in the past, and its nextUpdate not over.
        ///
        /// - Throws: `x509.crl_not_yet_valid` or `x509.crl_expired`.
        public func checkTime(_ now: UnixTime) throws(X509Error) {
            guard thisUpdate <= now else { throw X509Error(.crlNotYetValid, at: issuerText) }
            guard now <= nextUpdate else { throw X509Error(.crlExpired, at: "\(issuerText): until \(nextUpdate)") }
        }

        /// Throws unless each certificate of a path has a current CRL of its issuer that does not list it.
        ///
        /// - Parameter path: the signer's certificate first, the root last, which is its own issuer.
        static func check(
            _ path: [Certificate], _ lists: [RevocationList], at now: UnixTime
        ) throws(X509Error) {
            for (certificate, issuer) in zip(path, path.dropFirst() + path.suffix(1)) {
                let list = try newest(of: issuer, lists)
                if let fault = list.fault { throw X509Error(fault, at: list.issuerText) }
                try list.checkTime(now)
                guard !list.serials.contains(certificate.serialNumber) else {
                    throw X509Error(.revoked, at: certificate.subjectText)
                }
            }
        }

        private var issuerText: String { issuer.description }

        private static func newest(
            of issuer: Certificate, _ lists: [RevocationList]
        ) throws(X509Error) -> RevocationList {
            let named = lists.filter { $0.issuer == issuer.subject && $0.matches(issuer) }
            guard !named.isEmpty else { throw X509Error(.crlMissing, at: issuer.subjectText) }
            let signed = named.filter { $0.isSigned(by: issuer) }
            guard let newest = signed.max(by: { $0.thisUpdate < $1.thisUpdate }) else {
                throw X509Error(.crlSignatureInvalid, at: issuer.subjectText)
            }
            guard let usage = try issuer.value({ try $0.keyUsage }), usage.cRLSign else {
                throw X509Error(.keyUsageInvalid, at: issuer.subjectText + ": no cRLSign")
            }
            return newest
        }

        /// Whether the authority key identifier, if there is one, is that of the issuer: two CAs may have one name.
        private func matches(_ issuer: Certificate) -> Bool {
            guard let authorityKeyID, let found = try? issuer.extensions.subjectKeyIdentifier else { return true }
            return authorityKeyID == found.keyIdentifier
        }

        private func isSigned(by issuer: Certificate) -> Bool {
            guard let algorithm else { return false }
            return issuer.publicKey.isValidSignature(signature, for: signed, signatureAlgorithm: algorithm)
        }
    }

    /// An AlgorithmIdentifier, compared by its bytes; those of signatures that are not supported have no `algorithm`.
    private struct AlgorithmName: DERImplicitlyTaggable {
        static let defaultIdentifier = ASN1Identifier.sequence

        let encoded: ArraySlice<UInt8>
        let algorithm: Certificate.SignatureAlgorithm?

        private static let algorithms: [ASN1ObjectIdentifier: Certificate.SignatureAlgorithm] = [
            [1, 2, 840, 10045, 4, 3, 2]: .ecdsaWithSHA256, [1, 2, 840, 10045, 4, 3, 3]: .ecdsaWithSHA384,
            [1, 2, 840, 10045, 4, 3, 4]: .ecdsaWithSHA512, [1, 2, 840, 113_549, 1, 1, 11]: .sha256WithRSAEncryption,
            [1, 2, 840, 113_549, 1, 1, 12]: .sha384WithRSAEncryption,
            [1, 2, 840, 113_549, 1, 1, 13]: .sha512WithRSAEncryption, [1, 3, 101, 112]: .ed25519,
        ]

        init(derEncoded node: ASN1Node, withIdentifier identifier: ASN1Identifier) throws {
            encoded = node.encodedBytes
            algorithm = try DER.sequence(node, identifier: identifier) { nodes in
                let id = try ASN1ObjectIdentifier(derEncoded: &nodes)
                // The parameters, NULL or absent.
                _ = nodes.next()
                return Self.algorithms[id]
            }
        }

        func serialize(into coder: inout DER.Serializer, withIdentifier identifier: ASN1Identifier) {
            coder.serializeRawBytes(encoded)
        }
    }

    /// What is signed of a CRL.
    private struct Content {
        let algorithm: AlgorithmName
        let issuer: DistinguishedName
        let thisUpdate: UnixTime
        let nextUpdate: UnixTime
        private(set) var serials: Set<Certificate.SerialNumber> = []
        private(set) var authorityKeyID: ArraySlice<UInt8>?
        private(set) var fault: X509Error.Reason?

        init(derEncoded node: ASN1Node) throws {
            self = try DER.sequence(node, identifier: .sequence) { nodes in try Content(&nodes) }
        }

        private init(_ nodes: inout ASN1NodeCollection.Iterator) throws {
            let version: Int? = try DER.optionalImplicitlyTagged(&nodes)
            guard version == nil || version == 1 else { throw ASN1Error.invalidASN1Object(reason: "version") }
            algorithm = try AlgorithmName(derEncoded: &nodes)
            guard let name = nodes.next() else { throw ASN1Error.invalidASN1Object(reason: "no issuer") }
            issuer = try DistinguishedName(derEncoded: name)
            thisUpdate = try Self.time(nodes.next())
            // Required by RFC 5280 section 5.1.2.5, though not by X.509.
            nextUpdate = try Self.time(nodes.next())
            var node = nodes.next()
            if let entries = node, entries.identifier == .sequence {
                try DER.sequence(entries, identifier: .sequence) { nodes in
                    while let entry = nodes.next() { try add(entry) }
                }
                node = nodes.next()
            }
            if let extensions = node {
                try DER.explicitlyTagged(extensions, tagNumber: 0, tagClass: .contextSpecific) { node in
                    try read(try DER.sequence(of: Certificate.Extension.self, identifier: .sequence, rootNode: node))
                }
            }
        }

        private mutating func add(_ entry: ASN1Node) throws {
            let (serial, extensions) = try DER.sequence(entry, identifier: .sequence) { nodes in
                let serial = try ArraySlice<UInt8>(derEncoded: &nodes)
                _ = try Self.time(nodes.next())
                let extensions = try nodes.next().map { node in
                    try DER.sequence(of: Certificate.Extension.self, identifier: .sequence, rootNode: node)
                }
                return (Certificate.SerialNumber(bytes: serial), extensions ?? [])
            }
            // Such as certificateIssuer: the entry is for another CA's certificate.
            if extensions.contains(where: \.critical) { fault = .crlUnsupported }
            serials.insert(serial)
        }

        /// A critical extension restricts what the CRL lists (issuingDistributionPoint), or makes it a delta.
        private mutating func read(_ extensions: [Certificate.Extension]) throws {
            if extensions.contains(where: \.critical) { fault = .crlUnsupported }
            for one in extensions where one.oid == .X509ExtensionID.authorityKeyIdentifier {
                authorityKeyID = try AuthorityKeyIdentifier(one).keyIdentifier
            }
        }

        private static func time(_ node: ASN1Node?) throws -> UnixTime {
            guard let node else { throw ASN1Error.invalidASN1Object(reason: "no time") }
            guard node.identifier == .utcTime else {
                let time = try GeneralizedTime(derEncoded: node)
                return try Self.time(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
            }
            let time = try UTCTime(derEncoded: node)
            return try Self.time(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
        }

        private static func time(
            _ year: Int, _ month: Int, _ day: Int, _ hours: Int, _ minutes: Int, _ seconds: Int
        ) throws -> UnixTime {
            guard let day = Day(year: year, month: month, day: day) else {
                throw ASN1Error.invalidASN1Object(reason: "no such day")
            }
            return UnixTime(
                secondsSince1970: ((day.daysSince1970 * 24 + hours) * 60 + minutes) * 60 + seconds)
        }
    }
#endif
