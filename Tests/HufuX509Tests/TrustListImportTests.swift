#if X509
    import Foundation
    import Hufu
    import HufuIssuer
    import HufuTestSupport
    import HufuX509
    import Testing

    @Suite("Trust lists from certificates")
    struct TrustListImportTests {
        private static let empty = Result { try TrustList(issuers: []) }

        /// Imports a certificate under `root`.
        private func adding(
            _ authorities: Authorities, _ names: [String] = ["signer"], to list: TrustList? = nil,
            root: String = "root",
            _ change: (inout TrustListImport) -> Void = { _ in }
        ) throws -> TrustList {
            var options = TrustListImport(root: try authorities.pinned(root))
            options.statusSigning = KeyPurpose(Authorities.statusPurpose)
            change(&options)
            return try options.adding(
                try authorities.chain(names), to: try list ?? Self.empty.get(), at: Authorities.now
            ).list
        }

        private func code(_ body: () throws -> Void) -> String? {
            do { try body() } catch { return (error as? any CodedError)?.code ?? "\(error)" }
            return nil
        }

        private func key(_ authorities: Authorities, _ name: String = "signer") throws -> PublicKey {
            try PrivateKey(fileContents: try authorities.bytes("\(name).key")).publicKey
        }

        @Test(
            "The entry has the URI name, the common name, the country, the validity and the use",
            arguments: ["p256", "ed25519"])
        func entry(kind: String) throws {
            let authorities = try authorities(signer: { $0.key = kind })
            let entry = try #require(try adding(authorities).issuers.first)
            #expect(entry.id == "https://dl.example")
            #expect(entry.name == "Example DMV")
            #expect(entry.countries == ["CN"])
            #expect(entry.rootDigest == (try authorities.pinned().digest))
            let digest = try authorities.openssl(["x509", "-in", "root.pem", "-noout", "-fingerprint", "-sha256"])
            #expect(
                digest.replacing(":", with: "").lowercased().contains(
                    (entry.rootDigest ?? []).map { byte in
                        String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
                    }.joined()))
            let key = try #require(entry.keys.first)
            #expect(key.publicKey == (try self.key(authorities)))
            #expect(key.use == .status)
            #expect(key.notBefore == UnixTime("2026-01-01T00:00:00Z"))
            // The last second of a certificate is valid; the first second after the span of a key is not.
            #expect(key.notAfter == UnixTime("2027-01-01T00:00:01Z"))
            #expect(entry.keys.count == 1 && key.revokedAt == nil && key.id == key.publicKey.keyID)
        }

        @Test("A certificate without an end makes a key without an end")
        func endless() throws {
            let authorities = try authorities(signer: { $0.until = "99991231235959Z" })
            #expect(try adding(authorities).issuers.first?.keys.first?.notAfter == nil)
        }

        @Test("A certificate of a chain of three is imported with its CA in the file")
        func three() throws {
            let authorities = try Authorities()
            try authorities.root()
            try authorities.authority()
            try authorities.signer(under: "sub")
            #expect(try adding(authorities, ["signer", "sub"]).issuers.count == 1)
            #expect(code { _ = try adding(authorities) } == "x509.path_missing")
        }

        @Test(
            "The use comes from the extended key usage",
            arguments: [
                (Authorities.statusPurpose, TrustList.Use.status), ("1.0.18013.5.1.2", .credential),
                ("1.0.18013.5.1.2,\(Authorities.statusPurpose)", [.credential, .status]),
                ("serverAuth,\(Authorities.statusPurpose)", .status),
                ("anyExtendedKeyUsage,1.0.18013.5.1.2", .credential),
            ] as [(String, TrustList.Use)])
        func use(usage: String, use: TrustList.Use) throws {
            let authorities = try authorities(signer: { $0.extensions["extendedKeyUsage"] = usage })
            #expect(try adding(authorities).issuers.first?.keys.first?.use == use)
        }

        @Test("Without a use in the certificate one has to be given", arguments: [nil, "anyExtendedKeyUsage"])
        func useMissing(usage: String?) throws {
            let authorities = try authorities(signer: { $0.extensions["extendedKeyUsage"] = usage })
            #expect(code { _ = try adding(authorities) } == "x509.use_missing")
            let list = try adding(authorities) { $0.use = [.credential, .status] }
            #expect(list.issuers.first?.keys.first?.use == [.credential, .status])
        }

        @Test("A use that the extended key usage does not allow is refused", arguments: ["serverAuth", "1.2.3.4"])
        func wrongUse(usage: String) throws {
            let authorities = try authorities(signer: { $0.extensions["extendedKeyUsage"] = usage })
            #expect(code { _ = try adding(authorities) } == "x509.purpose_invalid")
            #expect(code { _ = try adding(authorities) { $0.use = .credential } } == "x509.purpose_invalid")
        }

        @Test("A certificate for status lists is not imported for credentials")
        func widerUse() throws {
            let authorities = try authorities()
            #expect(code { _ = try adding(authorities) { $0.use = .credential } } == "x509.purpose_invalid")
            #expect(code { _ = try adding(authorities) { $0.use = [.credential, .status] } } == "x509.purpose_invalid")
            #expect(code { _ = try adding(authorities) { $0.statusSigning = nil } } == "x509.purpose_invalid")
            #expect(code { _ = try adding(authorities) { $0.use = .status } } == nil)
        }

        @Test(
            "Certificates that are valid for openssl, and whose key is of no use here",
            arguments: [
                ("p384", "key.type_unsupported"), ("p521", "key.type_unsupported"), ("rsa2048", "key.type_unsupported"),
            ])
        func unusable(kind: String, expected: String) throws {
            let authorities = try authorities(signer: { $0.key = kind })
            #expect(try authorities.opensslFault(["signer"], root: "root", lists: [], at: Authorities.now) == nil)
            #expect(code { _ = try adding(authorities) } == expected)
        }

        @Test("The certificate of a CA is not that of a signer")
        func authority() throws {
            let authorities = try authorities(signer: {
                $0.extensions["basicConstraints"] = "critical,CA:TRUE"
                $0.extensions["keyUsage"] = "critical,digitalSignature,keyCertSign"
            })
            #expect(code { _ = try adding(authorities) } == "x509.signer_is_ca")
            #expect(code { _ = try adding(authorities, ["root"]) } == "x509.signer_is_ca")
        }

        @Test("A key usage without digitalSignature is refused, no key usage is not")
        func keyUsage() throws {
            let agreement = try authorities(signer: { $0.extensions["keyUsage"] = "critical,keyAgreement" })
            #expect(code { _ = try adding(agreement) } == "x509.key_usage_invalid")
            let none = try authorities(signer: { $0.extensions["keyUsage"] = nil })
            #expect(code { _ = try adding(none) } == nil)
        }

        @Test(
            "Without exactly one URI name the issuer has to be named",
            arguments: [nil, "DNS:dl.example", "URI:https://dl.example,URI:https://other.example"])
        func issuer(names: String?) throws {
            let authorities = try authorities(signer: { $0.extensions["subjectAltName"] = names })
            #expect(code { _ = try adding(authorities) } == "x509.issuer_missing")
            #expect(
                try adding(authorities) { $0.issuer = "https://a.example" }.issuers.map(\.id) == ["https://a.example"])
        }

        @Test(
            "The countries are the subject's, at most those of the root",
            arguments: [
                ("/C=CN/CN=Root", "/C=CN/CN=a", ["CN"] as [String]?, nil as String?),
                ("/C=CN/CN=Root", "/CN=a", ["CN"], nil), ("/CN=Root", "/C=CN/CN=a", ["CN"], nil),
                ("/CN=Root", "/CN=a", nil, nil), ("/C=CN/CN=Root", "/C=US/CN=a", nil, "x509.country_mismatch"),
                ("/CN=Root", "/C=cn/CN=a", nil, "x509.country_mismatch"),
            ])
        func countries(root: String, signer: String, expected: [String]?, fault: String?) throws {
            let authorities = try authorities(root: { $0.subject = root }, signer: { $0.subject = signer })
            guard fault == nil else { return #expect(code { _ = try adding(authorities) } == fault) }
            #expect(try adding(authorities).issuers.first?.countries == expected)
        }

        @Test("A CA in between has to have the country too, if it has any")
        func countryOfAuthority() throws {
            let authorities = try Authorities()
            try authorities.root { $0.subject = "/CN=Root" }
            try authorities.authority { $0.subject = "/C=US/CN=Sub" }
            try authorities.signer(under: "sub") { _ in }
            #expect(code { _ = try adding(authorities, ["signer", "sub"]) } == "x509.country_mismatch")
        }

        @Test("Without a common name the name is the organisation, else the issuer's identifier")
        func name() throws {
            let organisation = try authorities(signer: { $0.subject = "/C=CN/O=Traffic Bureau" })
            #expect(try adding(organisation).issuers.first?.name == "Traffic Bureau")
            let nothing = try authorities(signer: { $0.subject = "/C=CN" })
            #expect(try adding(nothing).issuers.first?.name == "https://dl.example")
        }

        // MARK: Entries that are there

        @Test("Two signers of one issuer under one root share an entry")
        func sameRoot() throws {
            let authorities = try authorities()
            try authorities.signer("second") { $0.subject = "/C=CN/CN=Another name" }
            let first = try adding(authorities)
            let both = try adding(authorities, ["second"], to: first)
            let entry = try #require(both.issuers.first)
            #expect(both.issuers.count == 1 && entry.keys.count == 2)
            #expect(entry.name == "Example DMV")
        }

        @Test("The root of an entry survives the file")
        func rootSurvives() throws {
            let authorities = try authorities()
            try authorities.signer("second")
            let list = try TrustList(json: Array(try adding(authorities).json.utf8))
            #expect(try adding(authorities, ["second"], to: list).issuers.first?.keys.count == 2)
        }

        @Test("A key does not get into an entry that was made under another root, unless the issuer is named")
        func otherRoot() throws {
            let authorities = try authorities()
            try authorities.root("other")
            try authorities.signer("second", under: "other")
            let list = try adding(authorities)
            #expect(code { _ = try adding(authorities, ["second"], to: list, root: "other") } == "x509.entry_foreign")
            let forced = try adding(authorities, ["second"], to: list, root: "other") {
                $0.issuer = "https://dl.example"
            }
            #expect(forced.issuers.first?.keys.count == 2)
            #expect(forced.issuers.first?.rootDigest == (try authorities.pinned().digest))
        }

        @Test("A key does not get into an entry that was made by hand, unless the issuer is named")
        func byHand() throws {
            let authorities = try authorities()
            let key = try PrivateKey(.esp256).publicKey
            var change = TrustList.Change(issuer: "https://dl.example", publicKey: key)
            change.countries = ["CN"]
            let list = try Self.empty.get().applying(change)
            #expect(code { _ = try adding(authorities, to: list) } == "x509.entry_foreign")
            #expect(
                try adding(authorities, to: list) { $0.issuer = "https://dl.example" }.issuers.first?.keys.count == 2)
        }

        @Test(
            "A key does not get into an entry for more countries than its certificate", arguments: [nil, ["CN", "US"]])
        func widerEntry(countries: [String]?) throws {
            let authorities = try authorities()
            var change = TrustList.Change(issuer: "https://dl.example", publicKey: try PrivateKey(.esp256).publicKey)
            change.countries = countries
            let list = try Self.empty.get().applying(change)
            let fault = code { _ = try adding(authorities, to: list) { $0.issuer = "https://dl.example" } }
            #expect(fault == "x509.country_mismatch")
        }

        @Test("A renewed certificate of the same key prolongs its span, and takes neither a use nor a revocation away")
        func renewed() throws {
            let authorities = try authorities(signer: { $0.extensions["extendedKeyUsage"] = "1.0.18013.5.1.2" })
            let key = try key(authorities)
            var list = try adding(authorities)
            var revocation = TrustList.Change(issuer: "https://dl.example", publicKey: key)
            revocation.revokedAt = Authorities.now
            list = try list.applying(revocation)
            #expect(list.issuers.first?.rootDigest != nil)
            try authorities.signer {
                $0.from = "20260601000000Z"
                $0.until = "20280101000000Z"
            }
            let entry = try #require(try adding(authorities, to: list).issuers.first?.keys.first)
            #expect(entry.notBefore == UnixTime("2026-01-01T00:00:00Z"))
            #expect(entry.notAfter == UnixTime("2028-01-01T00:00:01Z"))
            #expect(entry.use == [.credential, .status])
            #expect(entry.revokedAt == Authorities.now)
        }

        @Test("A revoked certificate is not imported")
        func revoked() throws {
            let authorities = try authorities()
            try authorities.revocationList("root", of: "root", revoked: ["signer": ""])
            let list = try RevocationList(try authorities.bytes("root.crl"))
            #expect(code { _ = try adding(authorities) { $0.revocationLists = [list] } } == "x509.revoked")
        }

        // MARK: Files

        @Test("Certificates and CRLs are read as PEM with text around it, and as DER")
        func forms() throws {
            let authorities = try authorities()
            for (name, form) in [("root", ["-text"]), ("root", ["-outform", "DER"])] {
                try authorities.openssl(["x509", "-in", "\(name).pem", "-out", "form"] + form)
                #expect(try PinnedRoot(try authorities.bytes("form")) == (try authorities.pinned()))
            }
            try authorities.revocationList("root", of: "root")
            try authorities.openssl(["crl", "-in", "root.crl", "-outform", "DER", "-out", "form"])
            #expect(throws: Never.self) { try RevocationList(try authorities.bytes("form")) }
        }

        @Test("Other files are refused with their code")
        func otherFiles() throws {
            let authorities = try authorities()
            try authorities.join(["root", "signer"], into: "two")
            try authorities.join(["root", "signer", "root", "signer", "root"], into: "five")
            #expect(code { _ = try PinnedRoot(try authorities.bytes("signer.pem")) } == "x509.root_invalid")
            #expect(code { _ = try PinnedRoot(try authorities.bytes("two")) } == "x509.count_invalid")
            try authorities.openssl(["x509", "-in", "root.pem", "-out", "copy.pem"])
            try authorities.damage("copy.pem")
            #expect(code { _ = try PinnedRoot(try authorities.bytes("copy.pem")) } == "x509.root_invalid")
            #expect(code { _ = try PinnedRoot(try authorities.bytes("root.key")) } == "x509.count_invalid")
            #expect(code { _ = try CertificateChain(try authorities.bytes("five")) } == "x509.count_invalid")
            for bytes in [[], [0x30], [0x30, 0x80, 0, 0], Array("hello".utf8), [0x30, 0x03, 0x02, 0x01, 0x01]]
                as [[UInt8]]
            {
                #expect(code { _ = try PinnedRoot(bytes) } == "x509.form_invalid")
                #expect(code { _ = try CertificateChain(bytes) } == "x509.form_invalid")
                #expect(code { _ = try RevocationList(bytes) } == "x509.form_invalid")
            }
        }

        /// Every prefix and 2,000 changes of one byte: an error, or a certificate that is judged.
        @Test("Truncated and altered certificates and CRLs end in an error or a verdict")
        func mutated() throws {
            let authorities = try authorities()
            try authorities.revocationList("root", of: "root", revoked: ["signer": ""])
            try authorities.openssl(["x509", "-in", "signer.pem", "-outform", "DER", "-out", "signer.der"])
            try authorities.openssl(["crl", "-in", "root.crl", "-outform", "DER", "-out", "crl.der"])
            let (certificate, list) = (try authorities.bytes("signer.der"), try authorities.bytes("crl.der"))
            let root = try authorities.pinned()
            var generator = SeededGenerator(seed: 509)
            for length in 0..<certificate.count {
                #expect(throws: X509Error.self) { try CertificateChain(der: [Array(certificate.prefix(length))]) }
            }
            for length in 0..<list.count {
                #expect(throws: X509Error.self) { try RevocationList(Array(list.prefix(length))) }
            }
            var accepted = 0
            for _ in 0..<1_000 {
                var altered = certificate
                altered[Int.random(in: 0..<altered.count, using: &generator)] ^= UInt8.random(
                    in: 1...255, using: &generator)
                if (try? root.verify(CertificateChain(der: [altered]), at: Authorities.now)) != nil { accepted += 1 }
                altered = list
                altered[Int.random(in: 0..<altered.count, using: &generator)] ^= UInt8.random(
                    in: 1...255, using: &generator)
                guard let crl = try? RevocationList(altered) else { continue }
                let chain = try CertificateChain(der: [certificate])
                #expect(throws: X509Error.self) {
                    try root.verify(chain, revocationLists: [crl], at: Authorities.now)
                }
            }
            #expect(accepted == 0)
        }

        @Test("What is refused does not hinder the others, and with all or nothing the file stays as it was")
        func severalFiles() throws {
            let authorities = try authorities()
            try authorities.signer("late") { $0.until = "20261001000000Z" }
            try authorities.signer("other") { $0.extensions["subjectAltName"] = "URI:https://other.example" }
            var options = TrustListImport(root: try authorities.pinned())
            options.statusSigning = KeyPurpose(Authorities.statusPurpose)
            let files = ["signer", "late", "missing", "other"].map { authorities.path("\($0).pem") }
            let list = authorities.path("trust.json")

            let nothing = try options.update(list, certificates: files, isAllOrNothing: true, at: Authorities.now)
            #expect(
                nothing.map { (try? $0.get())?.issuer } == ["https://dl.example", nil, nil, "https://other.example"])
            #expect(!FileManager.default.fileExists(atPath: list))

            let results = try options.update(list, certificates: files, at: Authorities.now)
            let codes = results.map { result in code { _ = try result.get() } }
            #expect(codes == [nil, "x509.expired", "file.missing", nil])
            let written = try TrustList(json: try authorities.bytes("trust.json"))
            #expect(written.issuers.map(\.id) == ["https://dl.example", "https://other.example"])

            let before = try authorities.bytes("trust.json")
            _ = try options.update(list, certificates: files, isAllOrNothing: true, at: Authorities.now)
            #expect(try authorities.bytes("trust.json") == before)
            _ = try options.update(list, certificates: [files[1]], at: Authorities.now)
            #expect(try authorities.bytes("trust.json") == before)
        }

        @Test(
            "anyExtendedKeyUsage and what is no object identifier are no purpose",
            arguments: ["2.5.29.37.0", "", "x", "1"])
        func noPurpose(text: String) { #expect(KeyPurpose(text) == nil) }

        @Test("Codes begin with x509, and none occurs twice")
        func codes() {
            let codes = X509Error.Reason.allCases.map(\.rawValue)
            #expect(Set(codes).count == codes.count)
            #expect(codes.allSatisfy { $0.wholeMatch(of: /x509\.[a-z_]+/) != nil })
            for reason in X509Error.Reason.allCases {
                #expect(!reason.message.isEmpty && !reason.message.hasSuffix("."))
                #expect(reason.advice.hasSuffix("."))
            }
        }
    }
#endif
