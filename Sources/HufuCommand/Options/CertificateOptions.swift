internal import ArgumentParser
internal import Hufu
internal import HufuConformance
internal import HufuX509

/// Certificates in the values of options. Without the package trait X509 they are refused, with the way to build with it.
enum Certificates {
    /// The public key in a file. With the trait that may be a certificate: only its key is used, and a warning says so.
    static func publicKey(_ path: String) throws(Failure) -> PublicKey {
        try Input.read(path) { contents in
            do { return try PublicKey(fileContents: contents) } catch let error as KeyError
                where error.reason == .certificate
            {
                #if X509
                    let key = try CertificateChain(contents).uncheckedPublicKey
                    let warning = Failure(
                        .done, file: "\(Input.name(path)): warning", code: "key.of_certificate",
                        "this is a certificate; its key is used, and nothing else of it is checked",
                        advice: "`hufu trust import` verifies certificates up to a root.")
                    Output.report(warning.line)
                    return key
                #else
                    throw error
                #endif
            }
        }
    }

    #if X509
        /// Makes the verifier of the certificates in the status lists of vectors.
        static let support: StatusRoots.Support? = { roots in
            try CertifiedStatusSigners(
                purpose: roots.purpose, roots: roots.roots.map { ($0.certificate, $0.issuers) },
                revocationLists: roots.revocationLists)
        }

        static func purpose(_ text: String?) throws(Failure) -> KeyPurpose? {
            guard let text else { return nil }
            guard let purpose = KeyPurpose(text) else {
                throw .usage(
                    "expected the object identifier of a single purpose, found \(JSONValue.quoted(text))",
                    option: "--status-purpose",
                    advice: "Write numbers with points between, such as 1.3.6.1.5.5.7.3.9; 2.5.29.37.0 is any purpose.")
            }
            return purpose
        }
    #else
        static func unavailable(_ option: String) -> Failure {
            .builtWithout("certificates", trait: "X509", option: option)
        }

        static let support: StatusRoots.Support? = nil
    #endif
}

/// The verification of status lists that name their key by certificates.
struct StatusCertificateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A root certificate for status lists of an issuer that have certificates (x5chain); may be repeated.",
            valueName: "issuer=file"))
    var statusRoot: [String] = []
    @Option(help: ArgumentHelp("OID of id-kp-oauthStatusSigning.", valueName: "oid")) var statusPurpose: String?
    @Option(
        help: ArgumentHelp(
            "A CRL; may be repeated. With any, each CA needs a current one. Read once, like the roots.",
            valueName: "file"))
    var statusCrl: [String] = []

    func validate() throws {
        if statusRoot.isEmpty, statusPurpose != nil || !statusCrl.isEmpty {
            throw ValidationError("--status-purpose and --status-crl go with --status-root.")
        }
    }

    #if X509
        /// The verifier; `nil` if no root is given.
        func signers(at now: UnixTime) throws(Failure) -> (any StatusCertificateVerifier)? {
            guard !statusRoot.isEmpty else { return nil }
            guard let purpose = try Certificates.purpose(statusPurpose) else {
                throw .usage(
                    "--status-purpose is missing", option: "--status-root",
                    advice: "Give the object identifier of id-kp-oauthStatusSigning as your authority uses it.")
            }
            let lists = try statusCrl.map { path throws(Failure) in
                try Input.read(path) { contents in
                    let list = try RevocationList(contents)
                    try list.checkTime(now)
                    return list
                }
            }
            var signers = CertifiedStatusSigners(statusSigning: purpose, revocationLists: lists)
            for root in statusRoot {
                // An identifier may have an equals sign, in its query.
                guard let place = root.lastIndex(of: "="), place != root.startIndex else {
                    throw .usage(
                        "expected an issuer and a file, found \(JSONValue.quoted(root))", option: "--status-root",
                        advice: "Write ISSUER=ROOT.pem.")
                }
                signers.pin(
                    try Input.read(String(root[root.index(after: place)...])) { try PinnedRoot($0) },
                    for: String(root[..<place]))
            }
            return signers
        }
    #else
        func signers(at now: UnixTime) throws(Failure) -> (any StatusCertificateVerifier)? {
            guard statusRoot.isEmpty else { throw Certificates.unavailable("--status-root") }
            return nil
        }
    #endif
}
