#if X509
    import Hufu
    import HufuX509

    enum Chains {
        static let agreed = kinds + times + profile + paths + names + revocation

        /// A key identifier that is no hash of a key.
        private static let identifier = String(repeating: "42", count: 20)

        private static func time(_ text: String) -> UnixTime { UnixTime(text) ?? Authorities.now }

        // MARK: Kinds of keys and signatures

        private static let kinds: [Chain] =
            ["p256", "p384", "p521", "ed25519", "rsa2048", "rsa3072"].flatMap { root in
                ["p256", "ed25519"].map { signer in
                    Chain.ofTwo("\(signer) under \(root)", root: { $0.key = root }, signer: { $0.key = signer })
                }
            } + [
                .ofTwo("P-384 under P-256: the key is of no use, but the chain is good", signer: { $0.key = "p384" }),
                .ofTwo("RSA under P-256: the key is of no use, but the chain is good", signer: { $0.key = "rsa2048" }),
                .ofTwo("P-256 with SHA-384", signer: { $0.digest = "sha384" }),
                .ofTwo("P-256 with SHA-512", signer: { $0.digest = "sha512" }),
                .ofTwo("RSA with SHA-512", root: { $0.key = "rsa2048" }, signer: { $0.digest = "sha512" }),
                .ofTwo(
                    "RSA with SHA-1", .algorithmUnsupported, root: { $0.key = "rsa2048" },
                    signer: { $0.digest = "sha1" }),
                .ofTwo("RSA root of 1024 bits", .algorithmUnsupported, root: { $0.key = "rsa1024" }),
                .ofTwo("RSA signer of 1024 bits", .algorithmUnsupported, signer: { $0.key = "rsa1024" }),
                .ofTwo("Altered signature", .pathMissing, then: { try $0.damage("signer.pem") }),
                .ofTwo("Altered content", .pathMissing, then: { try $0.damage("signer.pem", fromEnd: 200) }),
                .ofTwo(
                    "Altered signature of Ed25519", .pathMissing, root: { $0.key = "ed25519" },
                    then: { try $0.damage("signer.pem") }),
                .ofTwo(
                    "Altered signature of RSA", .pathMissing, root: { $0.key = "rsa2048" },
                    then: { try $0.damage("signer.pem") }),
                .ofTwo(
                    "Two names of the signature algorithm", .profileInvalid,
                    then: { try $0.renameAlgorithm(of: "signer", signedBy: "root") }),
                .ofThree("Altered signature of the CA", .pathMissing, then: { try $0.damage("sub.pem") }),
            ]

        // MARK: Times

        private static let times: [Chain] = [
            .ofTwo("Expired signer", .expired, signer: { $0.until = "20261001000000Z" }),
            .ofTwo("Signer that is not valid yet", .notYetValid, signer: { $0.from = "20261201000000Z" }),
            .ofTwo("The first second of the signer", at: time("2026-01-01T00:00:00Z")),
            .ofTwo("The second before", .notYetValid, at: time("2025-12-31T23:59:59Z")),
            .ofTwo("The last second but one of the signer", at: time("2026-12-31T23:59:59Z")),
            .ofTwo("The second after the last", .expired, at: time("2027-01-01T00:00:01Z")),
            .ofTwo("Expired root", .expired, root: { $0.until = "20261001000000Z" }),
            .ofTwo("Root that is not valid yet", .notYetValid, root: { $0.from = "20261201000000Z" }),
            .ofThree("Expired CA", .expired, authority: { $0.until = "20261001000000Z" }),
            .ofThree("CA that is not valid yet", .notYetValid, authority: { $0.from = "20261201000000Z" }),
            .ofTwo("Signer that outlives its root", root: { $0.until = "20261130000000Z" }),
            .ofTwo("Signer without an end", signer: { $0.until = "99991231235959Z" }),
        ]

        // MARK: Extensions

        private static let profile: [Chain] = [
            .ofTwo("Unknown extension", signer: { $0.extensions["1.2.3.4"] = "ASN1:UTF8String:x" }),
            .ofTwo(
                "Unknown critical extension", .extensionUnsupported,
                signer: { $0.extensions["1.2.3.4"] = "critical,ASN1:UTF8String:x" }),
            .ofTwo(
                "Unknown critical extension of the root", .extensionUnsupported,
                root: { $0.extensions["1.2.3.4"] = "critical,ASN1:UTF8String:x" }),
            .ofThree(
                "Unknown critical extension of the CA", .extensionUnsupported,
                authority: { $0.extensions["1.2.3.4"] = "critical,ASN1:UTF8String:x" }),
            .ofTwo(
                "Critical extended key usage",
                signer: { $0.extensions["extendedKeyUsage"] = "critical,1.0.18013.5.1.2" }),
            .ofTwo(
                "Critical URI name", signer: { $0.extensions["subjectAltName"] = "critical,URI:https://dl.example" }),
            .ofTwo("Signer without a name", signer: { $0.extensions["subjectAltName"] = nil }),
            .ofTwo("Signer without key usage", signer: { $0.extensions["keyUsage"] = nil }),
            .ofTwo(
                "Signer with basic constraints", signer: { $0.extensions["basicConstraints"] = "critical,CA:FALSE" }),
            .ofTwo(
                "Signer that is a CA",
                signer: {
                    $0.extensions["basicConstraints"] = "critical,CA:TRUE"
                    $0.extensions["keyUsage"] = "critical,keyCertSign,digitalSignature"
                }),
            .ofTwo(
                "keyCertSign, and no CA", .keyUsageInvalid,
                signer: { $0.extensions["keyUsage"] = "critical,digitalSignature,keyCertSign" }),
            .ofTwo(
                "No authority key identifier", .profileInvalid,
                signer: { $0.extensions["authorityKeyIdentifier"] = "none" }),
            .ofTwo(
                "Authority key identifier of another key", .pathMissing,
                signer: { $0.extensions["authorityKeyIdentifier"] = "DER:30168014" + identifier }),
            .ofTwo(
                "Authority key identifier with name and serial number",
                signer: { $0.extensions["authorityKeyIdentifier"] = "keyid:always,issuer:always" }),
            .ofTwo(
                "Root without key usage", .keyUsageInvalid, root: { $0.extensions["keyUsage"] = nil }),
            .ofTwo(
                "Root without keyCertSign", .keyUsageInvalid,
                root: { $0.extensions["keyUsage"] = "critical,cRLSign,digitalSignature" }),
            .ofTwo(
                "Root without subject key identifier", .profileInvalid,
                root: { $0.extensions["subjectKeyIdentifier"] = "none" },
                signer: { $0.extensions["authorityKeyIdentifier"] = "DER:30168014" + identifier }),
            .ofTwo(
                "Root whose basic constraints are not critical", .profileInvalid,
                root: { $0.extensions["basicConstraints"] = "CA:TRUE" }),
            .ofTwo(
                "Root that is no CA", .constraintViolated,
                root: {
                    $0.extensions["basicConstraints"] = "critical,CA:FALSE"
                    $0.extensions["keyUsage"] = "critical,digitalSignature"
                }),
            .ofTwo(
                "Root without basic constraints", .constraintViolated,
                root: {
                    $0.extensions["basicConstraints"] = nil
                    $0.extensions["keyUsage"] = "critical,digitalSignature"
                }),
            .ofTwo(
                "Root of version 1", .constraintViolated, root: { $0.extensions = [:] },
                signer: {
                    $0.extensions["authorityKeyIdentifier"] = "DER:30168014" + identifier
                }),
            .ofTwo("Signer of version 1", signer: { $0.extensions = [:] }),
        ]

        // MARK: Paths

        private static let paths: [Chain] = [
            .ofThree("Three certificates"),
            .ofThree("Three of Ed25519", root: { $0.key = "ed25519" }, authority: { $0.key = "ed25519" }),
            .ofThree("Three, RSA and P-384", root: { $0.key = "rsa3072" }, authority: { $0.key = "p384" }),
            .ofThree(
                "Path length 1 of the root", root: { $0.extensions["basicConstraints"] = "critical,CA:TRUE,pathlen:1" }),
            .ofThree(
                "Path length 0 of the root", .constraintViolated,
                root: { $0.extensions["basicConstraints"] = "critical,CA:TRUE,pathlen:0" }),
            .ofThree(
                "Path length 0 of the CA",
                authority: { $0.extensions["basicConstraints"] = "critical,CA:TRUE,pathlen:0" }),
            .ofThree(
                "CA false in between", .constraintViolated,
                authority: {
                    $0.extensions["basicConstraints"] = "critical,CA:FALSE"
                    $0.extensions["keyUsage"] = "critical,digitalSignature"
                }),
            .ofThree(
                "No basic constraints in between", .constraintViolated,
                authority: {
                    $0.extensions["basicConstraints"] = nil
                    $0.extensions["keyUsage"] = "critical,digitalSignature"
                }),
            .ofThree(
                "No key usage in between", .keyUsageInvalid, authority: { $0.extensions["keyUsage"] = nil }),
            .ofThree(
                "No keyCertSign in between", .keyUsageInvalid,
                authority: { $0.extensions["keyUsage"] = "critical,cRLSign" }),
            .ofThree(
                "Basic constraints that are not critical in between", .profileInvalid,
                authority: { $0.extensions["basicConstraints"] = "CA:TRUE" }),
            .ofThree(
                "No authority key identifier in between", .profileInvalid,
                authority: { $0.extensions["authorityKeyIdentifier"] = "none" }),
            Chain("The CA is missing", .pathMissing) { authorities in
                try authorities.root()
                try authorities.authority()
                try authorities.signer(under: "sub")
            },
            Chain("A CA that is not needed", nil, ["signer", "sub"]) { authorities in
                try authorities.root()
                try authorities.authority()
                try authorities.signer()
            },
            Chain("Four certificates", nil, ["signer", "second", "first"]) { authorities in
                try authorities.root()
                try authorities.authority("first")
                try authorities.authority("second", under: "first")
                try authorities.signer(under: "second")
            },
            Chain("Four certificates in another order", nil, ["signer", "first", "second"]) { authorities in
                try authorities.root()
                try authorities.authority("first")
                try authorities.authority("second", under: "first")
                try authorities.signer(under: "second")
            },
            Chain("A CA below path length 0", .constraintViolated, ["signer", "second", "first"]) { authorities in
                try authorities.root()
                try authorities.authority("first") { $0.extensions["basicConstraints"] = "critical,CA:TRUE,pathlen:0" }
                try authorities.authority("second", under: "first")
                try authorities.signer(under: "second")
            },
            Chain("A root that certifies its next key does not count for path length 0", nil, ["signer", "new"]) {
                authorities in
                try authorities.root { $0.extensions["basicConstraints"] = "critical,CA:TRUE,pathlen:0" }
                try authorities.authority("new") { $0.subject = "/C=CN/O=Registry/CN=Root root" }
                try authorities.signer(under: "new")
            },
            Chain("Another root", .pathMissing, root: "other") { authorities in
                try authorities.root()
                try authorities.root("other")
                try authorities.signer()
            },
            Chain("Another root of the same name", .pathMissing, root: "other") { authorities in
                try authorities.root()
                try authorities.root("other") { $0.subject = "/C=CN/O=Registry/CN=Root root" }
                try authorities.signer()
            },
            Chain("Another root of the same name and key identifier", .pathMissing, root: "other") { authorities in
                try authorities.root { $0.extensions["subjectKeyIdentifier"] = identifier }
                try authorities.root("other") {
                    $0.subject = "/C=CN/O=Registry/CN=Root root"
                    $0.extensions["subjectKeyIdentifier"] = identifier
                }
                try authorities.signer()
            },
            Chain("The root of another country", .pathMissing, root: "us") { authorities in
                try authorities.root()
                try authorities.root("us") { $0.subject = "/C=US/CN=Root us" }
                try authorities.signer()
            },
            Chain("A CA under another root", .pathMissing, ["signer", "sub"], root: "other") { authorities in
                try authorities.root()
                try authorities.root("other")
                try authorities.authority()
                try authorities.signer(under: "sub")
            },
            Chain("A signer under a signer", .constraintViolated, ["second", "signer"]) { authorities in
                try authorities.root()
                try authorities.signer()
                try authorities.signer("second", under: "signer") { $0.subject = "/C=CN/CN=Second" }
            },
        ]

        // MARK: Name constraints

        private static func constrained(
            _ description: String, _ fault: X509Error.Reason? = nil, by constraints: String,
            names: String = "URI:https://dl.example"
        ) -> Chain {
            .ofThree(
                description, fault, authority: { $0.extensions["nameConstraints"] = "critical," + constraints },
                signer: { $0.extensions["subjectAltName"] = names })
        }

        private static let names: [Chain] = [
            constrained("A permitted domain of URIs", by: "permitted;URI:.example"),
            constrained("A permitted host of URIs", by: "permitted;URI:dl.example"),
            constrained("Another permitted domain", .constraintViolated, by: "permitted;URI:.test"),
            constrained(
                "A permitted host does not permit those below it", .constraintViolated, by: "permitted;URI:example"),
            constrained(
                "A permitted domain does not permit its own host", .constraintViolated, by: "permitted;URI:.dl.example"),
            constrained("One of two permitted domains", by: "permitted;URI:.test,permitted;URI:.example"),
            constrained(
                "One of two URI names", .constraintViolated, by: "permitted;URI:.example",
                names: "URI:https://dl.example,URI:https://dl.test"),
            constrained("An excluded domain", .constraintViolated, by: "excluded;URI:.example"),
            constrained("Another excluded domain", by: "excluded;URI:.test"),
            constrained("A permitted DNS name", by: "permitted;DNS:example", names: "DNS:dl.example"),
            constrained(
                "Another permitted DNS name", .constraintViolated, by: "permitted;DNS:test", names: "DNS:dl.example"),
            constrained("A constraint of names that the signer does not have", by: "permitted;DNS:test"),
            constrained(
                "A permitted address", by: "permitted;IP:192.0.2.0/255.255.255.0", names: "IP:192.0.2.7"),
            constrained(
                "Another permitted address", .constraintViolated, by: "permitted;IP:192.0.2.0/255.255.255.0",
                names: "IP:198.51.100.7"),
            .ofTwo(
                "A constraint of the root", .constraintViolated,
                root: { $0.extensions["nameConstraints"] = "critical,permitted;URI:.test" }),
        ]

        // MARK: CRLs

        private static let both = ["root", "sub"]

        private static let revocation: [Chain] = [
            .ofTwo("A CRL that lists nothing", lists: ["root"], then: { try $0.revocationList("root", of: "root") }),
            .ofTwo(
                "A revoked signer", .revoked, lists: ["root"],
                then: { try $0.revocationList("root", of: "root", revoked: ["signer": ""]) }),
            .ofTwo(
                "A signer on hold", .revoked, lists: ["root"],
                then: { try $0.revocationList("root", of: "root", revoked: ["signer": "certificateHold"]) }),
            .ofTwo(
                "Another certificate is revoked", lists: ["root"],
                then: {
                    try $0.signer("other")
                    try $0.revocationList("root", of: "root", revoked: ["other": "keyCompromise"])
                }),
            .ofTwo(
                "A root that revokes itself", .revoked, lists: ["root"],
                then: { try $0.revocationList("root", of: "root", revoked: ["root": ""]) }),
            .ofTwo(
                "A CRL that is over", .crlExpired, lists: ["root"],
                then: { try $0.revocationList("root", of: "root", until: "20261122000000Z") }),
            .ofTwo(
                "A CRL that is over, and lists the signer", .crlExpired, lists: ["root"],
                then: { try $0.revocationList("root", of: "root", revoked: ["signer": ""], until: "20261122000000Z") }),
            .ofTwo(
                "A CRL from the future", .crlNotYetValid, lists: ["root"],
                then: { try $0.revocationList("root", of: "root", from: "20261124000000Z") }),
            .ofTwo(
                "A CRL of another issuer", .crlMissing, lists: ["other"],
                then: {
                    try $0.root("other")
                    try $0.revocationList("other", of: "other", revoked: ["signer": ""])
                }),
            .ofTwo(
                "A CRL of another name with the same key", .crlMissing, lists: ["other"],
                then: {
                    try $0.copyKey(of: "root", to: "other")
                    try $0.root("other")
                    try $0.revocationList("other", of: "other")
                }),
            .ofTwo(
                "A CRL of another issuer beside the right one", lists: ["other", "root"],
                then: {
                    try $0.root("other")
                    try $0.revocationList("other", of: "other", revoked: ["signer": ""])
                    try $0.revocationList("root", of: "root")
                }),
            .ofTwo(
                "A CRL with an altered signature", .crlSignatureInvalid, lists: ["root"],
                then: {
                    try $0.revocationList("root", of: "root")
                    try $0.damage("root.crl")
                }),
            .ofTwo(
                "A CRL that another key has signed", .crlSignatureInvalid, lists: ["root"],
                root: { $0.extensions["subjectKeyIdentifier"] = identifier },
                then: {
                    try $0.root("other") {
                        $0.subject = "/C=CN/O=Registry/CN=Root root"
                        $0.extensions["subjectKeyIdentifier"] = identifier
                    }
                    try $0.revocationList("root", of: "other")
                }),
            .ofTwo(
                "A CRL of another issuer of the same name", .crlMissing, lists: ["root"],
                then: {
                    try $0.root("other") { $0.subject = "/C=CN/O=Registry/CN=Root root" }
                    try $0.revocationList("root", of: "other")
                }),
            .ofTwo(
                "A root without cRLSign", .keyUsageInvalid, lists: ["root"],
                root: { $0.extensions["keyUsage"] = "critical,keyCertSign" },
                then: { try $0.revocationList("root", of: "root") }),
            .ofTwo(
                "The newest of two CRLs counts: revoked", .revoked, lists: ["old", "root"],
                then: {
                    try $0.revocationList("old", of: "root")
                    try $0.revocationList("root", of: "root", revoked: ["signer": ""], from: "20261102000000Z")
                }),
            .ofTwo(
                "The newest of two CRLs counts: no longer on hold", lists: ["root", "old"],
                then: {
                    try $0.revocationList("old", of: "root", revoked: ["signer": "certificateHold"])
                    try $0.revocationList("root", of: "root", from: "20261102000000Z")
                }),
            .ofTwo(
                "An old CRL that is over beside a current one", lists: ["old", "root"],
                then: {
                    try $0.revocationList("old", of: "root", from: "20261001000000Z", until: "20261101000000Z")
                    try $0.revocationList("root", of: "root")
                }),
            .ofTwo(
                "A CRL with an unknown critical extension", .crlUnsupported, lists: ["root"],
                then: {
                    try $0.revocationList(
                        "root", of: "root", extensions: ["1.2.3.4": "critical,ASN1:UTF8String:x"])
                }),
            .ofTwo(
                "A CRL for signers only", .crlUnsupported, lists: ["root"],
                then: {
                    try $0.revocationList(
                        "root", of: "root", extensions: ["issuingDistributionPoint": "critical,DER:30038101ff"])
                }),
            .ofTwo(
                "A CRL of a root of Ed25519", .revoked, lists: ["root"], root: { $0.key = "ed25519" },
                then: { try $0.revocationList("root", of: "root", revoked: ["signer": ""]) }),
            .ofTwo(
                "A CRL of a root of RSA", .revoked, lists: ["root"], root: { $0.key = "rsa2048" },
                then: { try $0.revocationList("root", of: "root", revoked: ["signer": ""]) }),
            .ofTwo(
                "A CRL of a root of P-384", lists: ["root"], root: { $0.key = "p384" },
                then: { try $0.revocationList("root", of: "root") }),
            .ofThree(
                "Two CAs with their CRLs", lists: both,
                then: {
                    try $0.revocationList("root", of: "root")
                    try $0.revocationList("sub", of: "sub")
                }),
            .ofThree(
                "A revoked CA", .revoked, lists: both,
                then: {
                    try $0.revocationList("root", of: "root", revoked: ["sub": "cACompromise"])
                    try $0.revocationList("sub", of: "sub")
                }),
            .ofThree(
                "A signer that the CA has revoked", .revoked, lists: both,
                then: {
                    try $0.revocationList("root", of: "root")
                    try $0.revocationList("sub", of: "sub", revoked: ["signer": ""])
                }),
            .ofThree(
                "The CRL of the CA is missing", .crlMissing, lists: ["root"],
                then: { try $0.revocationList("root", of: "root") }),
            .ofThree(
                "The CRL of the root is missing", .crlMissing, lists: ["sub"],
                then: { try $0.revocationList("sub", of: "sub") }),
            .ofThree(
                "The CRL of the root is over", .crlExpired, lists: both,
                then: {
                    try $0.revocationList("root", of: "root", until: "20261122000000Z")
                    try $0.revocationList("sub", of: "sub")
                }),
        ]

        // MARK: Known differences

        static let different: [Chain] = [
            // RFC 5280 section 4.1.2.5 has the last second in the validity; openssl does not.
            .ofTwo("The last second of the signer", at: time("2027-01-01T00:00:00Z")),
            // Not supported; refused.
            .ofTwo("Root of secp256k1", .algorithmUnsupported, root: { $0.key = "secp256k1" }),
            .ofTwo("Root of Ed448", .algorithmUnsupported, root: { $0.key = "ed448" }),
            .ofTwo(
                "RSA-PSS", .algorithmUnsupported, root: { $0.key = "rsa2048" },
                signer: { $0.options = ["-sigopt", "rsa_padding_mode:pss"] }),
            .ofTwo(
                "Critical certificate policies", .extensionUnsupported,
                signer: { $0.extensions["certificatePolicies"] = "critical,1.2.3.4" }),
            .ofThree(
                "A permitted directory name", .constraintViolated,
                authority: {
                    $0.extensions["nameConstraints"] = "critical,permitted;dirName:country"
                    $0.sections = "[country]\nC = CN\n"
                }),
        ]
    }
#endif
