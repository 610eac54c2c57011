package import Hufu

#if X509
    internal import HufuFiles
    internal import HufuIssuer
#endif

/// Certificates as the options of a command name them. Without the trait X509 every function throws an error that tells
/// how to build with it.
package enum CertificateOptions {
    /// An import into a trust list.
    package struct Import: Sendable {
        package let root: String
        package let revocationLists: [String]
        package let issuer: String?
        package let use: TrustList.Use?
        package let statusPurpose: String?

        /// - Parameters:
        ///   - root: the file with the root.
        ///   - revocationLists: files with CRLs.
        ///   - issuer: the issuer, in place of the URI name of each certificate.
        ///   - use: what the keys may sign, in place of the extended key usage of each certificate.
        ///   - statusPurpose: the object identifier of id-kp-oauthStatusSigning.
        package init(
            root: String, revocationLists: [String], issuer: String?, use: TrustList.Use?, statusPurpose: String?
        ) {
            (self.root, self.revocationLists) = (root, revocationLists)
            (self.issuer, self.use, self.statusPurpose) = (issuer, use, statusPurpose)
        }
    }

    /// Why an option has no effect, or less than one may think.
    package struct Failure: CodedError {
        package var code = "usage"
        /// The option.
        package var location: String?
        package let message: String
        package let advice: String
    }

    /// The public key in a file. With the trait that may be a certificate, and `report` then gets a warning: nothing else
    /// of it is used.
    ///
    /// - Throws: `KeyError`, which without the trait has the advice how to take the key out of a certificate; `JSONError`,
    ///   or an error of the certificate.
    package static func publicKey(_ contents: [UInt8], report: (any CodedError) -> Void) throws -> PublicKey {
        do { return try PublicKey(fileContents: contents) } catch let error as KeyError
            where error.reason == .certificate
        {
            #if X509
                let key = try CertificateChain(contents).uncheckedPublicKey
                report(
                    Failure(
                        code: "key.of_certificate",
                        message: "this is a certificate; its key is used, and nothing else of it is checked",
                        advice: "`hufu trust import` verifies certificates up to a root."))
                return key
            #else
                throw error
            #endif
        }
    }

    #if X509
        private static let largestFile = 64 << 20

        /// The verifier of status lists with certificates; `nil` if no root is given.
        ///
        /// - Parameters:
        ///   - roots: an issuer's identifier, an equals sign and the file with the root.
        ///   - purpose: the object identifier of id-kp-oauthStatusSigning.
        package static func statusSigners(
            roots: [String], purpose: String?
        ) throws -> (any StatusCertificateVerifier)? {
            guard !roots.isEmpty else { return nil }
            guard let purpose = try Self.purpose(purpose) else {
                throw Failure(
                    location: "--status-root", message: "--status-purpose is missing",
                    advice: "Give the object identifier of id-kp-oauthStatusSigning as your authority uses it.")
            }
            var signers = CertifiedStatusSigners(statusSigning: purpose)
            for root in roots {
                // An identifier may have an equals sign, in its query.
                guard let place = root.lastIndex(of: "="), place != root.startIndex else {
                    throw Failure(
                        location: "--status-root", message: "this names no issuer", advice: "Write ISSUER=ROOT.pem.")
                }
                signers.pin(try Self.root(String(root[root.index(after: place)...])), for: String(root[..<place]))
            }
            return signers
        }

        /// Adds the keys of certificates to a trust list in a file.
        ///
        /// - Returns: for each certificate in order a line that tells what was imported, or the error.
        package static func add(
            _ certificates: [String], to list: String, _ options: Import, isAllOrNothing: Bool, at now: UnixTime
        ) throws -> [Result<String, any Error>] {
            var change = TrustListImport(root: try root(options.root))
            change.revocationLists = try options.revocationLists.map { path in
                try read(path) { contents in try RevocationList(contents) }
            }
            (change.issuer, change.use) = (options.issuer, options.use)
            change.statusSigning = try purpose(options.statusPurpose)
            let results = try change.update(
                list, certificates: certificates, isAllOrNothing: isAllOrNothing, at: now)
            let isWritten = !isAllOrNothing || results.allSatisfy { (try? $0.get()) != nil }
            return zip(certificates, results).map { path, result in
                result.map { change in
                    let use = change.use?.names.joined(separator: ",") ?? ""
                    let end = change.notAfter.map { "  until \($0)" } ?? ""
                    let what = "\(change.issuer)  \(Hex.encode(change.publicKey.keyID))  \(use)\(end)"
                    return "\(path)  \(isWritten ? "" : "NOT IMPORTED  ")\(what)"
                }
            }
        }

        private static func purpose(_ text: String?) throws -> KeyPurpose? {
            guard let text else { return nil }
            guard let purpose = KeyPurpose(text) else {
                throw Failure(
                    location: "--status-purpose", message: "this is no object identifier of a purpose",
                    advice: "Write numbers with points between, such as 1.3.6.1.5.5.7.3.9.")
            }
            return purpose
        }

        private static func root(_ path: String) throws -> PinnedRoot { try read(path) { try PinnedRoot($0) } }

        private static func read<Value>(_ path: String, _ body: ([UInt8]) throws -> Value) throws -> Value {
            let contents = try FileInput.named(path).readAll(limit: largestFile)
            return try FileContentError.naming(path) { try body(contents) }
        }
    #else
        private static func unavailable(_ option: String) -> Failure {
            Failure(
                location: option, message: "this hufu was built without certificates",
                advice: "Build it with `swift build --traits default,X509`.")
        }

        package static func statusSigners(
            roots: [String], purpose: String?
        ) throws -> (any StatusCertificateVerifier)? {
            guard roots.isEmpty else { throw unavailable("--status-root") }
            return nil
        }

        package static func add(
            _ certificates: [String], to list: String, _ options: Import, isAllOrNothing: Bool, at now: UnixTime
        ) throws -> [Result<String, any Error>] { throw unavailable("trust import") }
    #endif
}
