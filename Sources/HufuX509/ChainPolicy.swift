#if X509
    internal import Hufu
    internal import SwiftASN1
    internal import Synchronization
    @_spi(FixedExpiryValidationTime) internal import X509

    #if canImport(FoundationEssentials)
        internal import FoundationEssentials
    #else
        internal import Foundation
    #endif

    /// The rules for a path: those of RFC 5280 that swift-certificates checks, and those that it leaves out: key usage, the
    /// form of CA certificates, key identifiers, the host of URI names, the strength of signatures.
    struct ChainPolicy: VerifierPolicy {
        /// The fault of the first path that was found. The verifier hides its policy behind an opaque type.
        private let failure: FirstFailure
        private let now: UnixTime
        private let standard: RFC5280Policy

        init(at now: UnixTime, reportingTo failure: FirstFailure) {
            self.failure = failure
            self.now = now
            // The public initialiser takes today's clock.
            standard = RFC5280Policy(fixedExpiryValidationTime: now.date)
        }

        /// The critical extensions that are checked here, or read from the signer's certificate afterwards.
        static let understoodExtensions: [ASN1ObjectIdentifier] = [
            .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.nameConstraints,
            .X509ExtensionID.subjectAlternativeName, .X509ExtensionID.extendedKeyUsage,
        ]

        var verifyingCriticalExtensions: [ASN1ObjectIdentifier] { Self.understoodExtensions }

        func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
            do throws(X509Error) {
                try check(Array(chain))
                guard case .meetsPolicy = standard.chainMeetsPolicyRequirements(chain: chain) else {
                    throw X509Error(.constraintViolated, at: chain.leaf.subjectText)
                }
                return .meetsPolicy
            } catch {
                failure.report(error)
                let message = error.message
                return .failsToMeetPolicy(reason: message)
            }
        }

        /// - Parameter path: the signer's certificate first, the root last.
        private func check(_ path: [Certificate]) throws(X509Error) {
            for (index, certificate) in path.enumerated() {
                try certificate.checkTime(now)
                try certificate.checkProfile(isLast: index == path.count - 1)
                if index > 0 { try certificate.checkAuthority() }
            }
            for (certificate, issuer) in zip(path, path.dropFirst()) {
                guard certificate.names(issuer) else { throw X509Error(.pathMissing, at: certificate.subjectText) }
            }
            for index in path.indices.dropFirst() {
                for certificate in path[..<index] { try path[index].checkPermitted(certificate) }
            }
        }
    }

    /// The fault of the first path that does not keep the rules.
    final class FirstFailure: Sendable {
        private let first = Mutex<X509Error?>(nil)
        var error: X509Error? { first.withLock { $0 } }

        func report(_ error: X509Error) { first.withLock { $0 = $0 ?? error } }
    }

    extension Certificate {
        func fault(_ reason: X509Error.Reason, _ what: String? = nil) -> X509Error {
            X509Error(reason, at: subjectText + (what.map { ": \($0)" } ?? ""))
        }

        /// The value of an extension.
        func value<Value>(_ read: (Extensions) throws -> Value?) throws(X509Error) -> Value? {
            do { return try read(extensions) } catch { throw fault(.formInvalid, "an extension is damaged") }
        }

        private func isCritical(_ id: ASN1ObjectIdentifier) -> Bool { extensions[oid: id]?.critical ?? false }

        func isAuthority() throws(X509Error) -> Bool {
            switch try value({ try $0.basicConstraints }) {
            case .isCertificateAuthority: true
            case .notCertificateAuthority, nil: false
            }
        }

        fileprivate func checkTime(_ now: UnixTime) throws(X509Error) {
            guard UnixTime(notValidBefore) <= now else {
                throw fault(.notYetValid, "from \(UnixTime(notValidBefore))")
            }
            guard now <= UnixTime(notValidAfter) else { throw fault(.expired, "until \(UnixTime(notValidAfter))") }
        }

        /// RFC 5280 sections 4.1 and 4.2, for all certificates of a path.
        ///
        /// - Parameter isLast: whether it is the root, which no certificate stands above.
        fileprivate func checkProfile(isLast: Bool) throws(X509Error) {
            guard signatureAlgorithm != .sha1WithRSAEncryption else { throw fault(.algorithmUnsupported, "SHA-1") }
            guard hasConsistentAlgorithm else { throw fault(.profileInvalid, "two names of the signature algorithm") }
            let names = try value { try $0.subjectAlternativeNames }
            guard names.map({ !$0.isEmpty }) ?? true, !issuer.isEmpty, !subject.isEmpty || names != nil else {
                throw fault(.profileInvalid, "a name is empty")
            }
            guard !subject.isEmpty || isCritical(.X509ExtensionID.subjectAlternativeName) else {
                throw fault(.profileInvalid, "an empty subject, and alternative names that are not critical")
            }
            let (authorityID, subjectID) = (
                try value { try $0.authorityKeyIdentifier }, try value { try $0.subjectKeyIdentifier }
            )
            guard
                ![.X509ExtensionID.authorityKeyIdentifier, .X509ExtensionID.subjectKeyIdentifier].contains(
                    where: isCritical)
            else { throw fault(.profileInvalid, "a critical key identifier") }
            let isAuthority = try isAuthority()
            if version == .v3 {
                guard isLast || authorityID?.keyIdentifier != nil else {
                    throw fault(.profileInvalid, "no authority key identifier")
                }
                guard !isAuthority || subjectID != nil else {
                    throw fault(.profileInvalid, "no subject key identifier")
                }
            } else if !extensions.isEmpty {
                throw fault(.profileInvalid, "extensions, and not of version 3")
            }
            let usage = try value { try $0.keyUsage }
            guard isAuthority || usage?.keyCertSign != true else {
                throw fault(.keyUsageInvalid, "keyCertSign, and no CA")
            }
        }

        /// RFC 5280 sections 4.2.1.3 and 4.2.1.9, for certificates that certify others.
        fileprivate func checkAuthority() throws(X509Error) {
            guard try isAuthority() else { throw fault(.constraintViolated, "no CA") }
            guard isCritical(.X509ExtensionID.basicConstraints) else {
                throw fault(.profileInvalid, "basic constraints that are not critical")
            }
            guard try value({ try $0.keyUsage })?.keyCertSign == true else {
                throw fault(.keyUsageInvalid, "no keyCertSign")
            }
        }

        /// Whether the authority key identifier, as far as it goes, is that of `issuer` (RFC 5280 section 4.2.1.1). A name
        /// and a right signature do not tell certificates of one CA from each other.
        func names(_ issuer: Certificate) -> Bool {
            guard let authority = try? extensions.authorityKeyIdentifier else { return true }
            if let wanted = authority.keyIdentifier, let found = try? issuer.extensions.subjectKeyIdentifier,
                wanted != found.keyIdentifier
            {
                return false
            }
            if let serial = authority.authorityCertSerialNumber, serial != issuer.serialNumber { return false }
            for case .directoryName(let name) in authority.authorityCertIssuer ?? [] where name != issuer.issuer {
                return false
            }
            return true
        }

        /// RFC 5280 section 4.2.1.10 for URI names, where `example.com` is one host and `.example.com` are those below it.
        fileprivate func checkPermitted(_ certificate: Certificate) throws(X509Error) {
            let permitted = (try value { try $0.nameConstraints })?.permittedSubtrees.compactMap(\.uri) ?? []
            guard !permitted.isEmpty else { return }
            for uri in try certificate.uriNames() {
                let host = URL(string: uri)?.host()?.lowercased() ?? ""
                let isPermitted = permitted.contains { subtree in
                    let subtree = subtree.lowercased()
                    return subtree.hasPrefix(".") ? host.hasSuffix(subtree) && host != subtree : host == subtree
                }
                guard isPermitted else { throw certificate.fault(.constraintViolated, "a URI name") }
            }
        }

        /// The only URI among the subject's alternative names.
        func onlyURIName() throws(X509Error) -> String {
            let names = try uriNames()
            guard names.count == 1, let name = names.first else {
                throw fault(.issuerMissing, "\(names.count) URI names")
            }
            return name
        }

        /// The URIs among the subject's alternative names.
        private func uriNames() throws(X509Error) -> [String] {
            (try value { try $0.subjectAlternativeNames })?.compactMap(\.uri) ?? []
        }
    }

    extension GeneralName {
        fileprivate var uri: String? {
            if case .uniformResourceIdentifier(let uri) = self { uri } else { nil }
        }
    }
#endif
