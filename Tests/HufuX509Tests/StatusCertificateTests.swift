#if X509
    import Foundation
    @testable import Hufu
    import HufuTestSupport
    import HufuScanner
    import HufuX509
    import Testing

    #if !SANITIZED
        // Under the thread sanitizer Hufu has a Mutex of its own.
        import Synchronization
    #endif

    @Suite("Status lists with certificates")
    struct StatusCertificateTests {
        private static let issuer = "https://dl.example"
        private static let uri = "https://dl.example/s/1"
        private static let now = Authorities.now

        /// The header of a list, besides alg and typ.
        private struct Header {
            var protected: [Int: (inout CBORWriter) -> Void] = [:]
            var unprotected: [Int: (inout CBORWriter) -> Void] = [:]
        }

        private func der(_ authorities: Authorities, _ name: String) throws -> [UInt8] {
            try authorities.openssl(["x509", "-in", "\(name).pem", "-outform", "DER", "-out", "\(name).der"])
            return try authorities.bytes("\(name).der")
        }

        private static func x5chain(_ chain: [[UInt8]]) -> (inout CBORWriter) -> Void {
            { writer in
                if chain.count == 1 { return writer.byteString(chain[0]) }
                writer.array(chain.count)
                for certificate in chain { writer.byteString(certificate) }
            }
        }

        /// A list that the key of a certificate signs.
        private func list(
            _ authorities: Authorities, _ names: [String] = ["signer"], signer: String? = nil, iss: String? = issuer,
            value: UInt8 = 1, at time: UnixTime = now - 60,
            header change: (inout Header, [[UInt8]]) -> Void = { header, chain in
                header.unprotected = [33: x5chain(chain)]
            }
        ) async throws -> [UInt8] {
            let chain = try names.map { try der(authorities, $0) }
            let key = try PrivateKey(fileContents: try authorities.bytes("\(signer ?? names[0]).key"))
            var header = Header()
            change(&header, chain)
            let values = try #require(Zlib.compress([value]))
            let protected = CBORWriter.encode { writer in
                writer.map { map in
                    map.add(1) { $0.integer(key.publicKey.algorithm.rawValue) }
                    for (label, value) in header.protected { map.add(label, value) }
                    map.add(16) { $0.text("application/statuslist+cwt") }
                }
            }
            let payload = CBORWriter.encode { writer in
                writer.map { map in
                    if let iss { map.add(1) { $0.text(iss) } }
                    map.add(2) { $0.text(Self.uri) }
                    map.add(4) { $0.time(time.advanced(by: .seconds(86_400 * 365 * 10))) }
                    map.add(6) { $0.time(time) }
                    map.add(65533) { writer in
                        writer.map { map in
                            map.add("bits") { $0.integer(8) }
                            map.add("lst") { $0.byteString(values) }
                        }
                    }
                }
            }
            let signature = try key.signature(
                for: COSE.signatureStructure(protected: protected[...], payload: payload[...]))
            return CBORWriter.encode { writer in
                writer.tag(18)
                writer.array(4)
                writer.byteString(protected)
                writer.map { map in
                    for (label, value) in header.unprotected { map.add(label, value) }
                }
                writer.byteString(payload)
                writer.byteString(signature)
            }
        }

        /// Lists of a scanner that has pinned roots, by the issuer.
        private func lists(
            _ authorities: Authorities, roots: [(issuer: String, root: String)] = [(issuer, "root")],
            issuers: [String] = [issuer]
        ) throws -> VerifierLists {
            let key = try PrivateKey(.esp256, rawRepresentation: Array(repeating: 7, count: 32)).publicKey
            let trust = try TrustList(issuers: issuers.map { TrustList.Issuer(id: $0, keys: [TrustList.Key(key)]) })
            return VerifierLists(trust: trust, statusCertificates: try signers(authorities, roots: roots))
        }

        private func signers(
            _ authorities: Authorities, roots: [(issuer: String, root: String)] = [(issuer, "root")]
        ) throws -> CertifiedStatusSigners {
            let purpose = try #require(KeyPurpose(Authorities.statusPurpose))
            var signers = CertifiedStatusSigners(statusSigning: purpose)
            for (issuer, root) in roots { signers.pin(try authorities.pinned(root), for: issuer) }
            return signers
        }

        private func reason(
            _ list: [UInt8], _ lists: VerifierLists, at now: UnixTime = now
        ) -> ListError.Reason? {
            var lists = lists
            do throws(ListError) { try lists.load(statusList: list, at: now) } catch { return error.reason }
            return nil
        }

        @Test(
            "A list whose certificates lead to the pinned root is loaded", arguments: ["p256", "ed25519"],
            [true, false])
        func good(kind: String, isProtected: Bool) async throws {
            let authorities = try authorities(signer: { $0.key = kind })
            let list = try await list(authorities) { header, chain in
                if isProtected {
                    header.protected = [33: Self.x5chain(chain)]
                } else {
                    header.unprotected = [33: Self.x5chain(chain)]
                }
            }
            var lists = try lists(authorities)
            try lists.load(statusList: list, at: Self.now)
            #expect(lists.statusLists.map(\.issuer) == [Self.issuer])
            #expect(lists.statusLists.first?.table.number(at: 0) == 1)
        }

        @Test("Without iss the URI name says whose list it is")
        func withoutIssuer() async throws {
            let authorities = try authorities()
            var lists = try lists(authorities, issuers: ["https://other.example", Self.issuer])
            try lists.load(statusList: try await list(authorities, iss: nil), at: Self.now)
            #expect(lists.statusLists.map(\.issuer) == [Self.issuer])
        }

        @Test("A chain of three and of four leads to the root, five certificates are too many")
        func longer() async throws {
            let authorities = try Authorities()
            try authorities.root()
            try authorities.authority("a")
            try authorities.authority("b", under: "a")
            try authorities.signer(under: "b")
            let lists = try lists(authorities)
            #expect(try await reason(list(authorities, ["signer", "b", "a"]), lists) == nil)
            #expect(try await reason(list(authorities, ["signer", "b", "a", "root"]), lists) == nil)
            #expect(try await reason(list(authorities, ["signer", "b", "a", "root", "root"]), lists) == .formInvalid)
            #expect(try await reason(list(authorities, ["signer", "b"]), lists) == .certificatesInvalid)
        }

        @Test("Without a pinned root the list is refused")
        func noRoot() async throws {
            let authorities = try authorities()
            let list = try await list(authorities)
            #expect(reason(list, try lists(authorities, roots: [])) == .rootUnknown)
            let trust = try lists(authorities).trust
            #expect(reason(list, VerifierLists(trust: trust)) == .rootUnknown)
        }

        @Test("The root of one issuer lets no list of another one in")
        func otherIssuer() async throws {
            let authorities = try authorities()
            let other = "https://other.example"
            let lists = try lists(authorities, roots: [(Self.issuer, "root")], issuers: [Self.issuer, other])
            // The list names another issuer than its certificate.
            #expect(try await reason(list(authorities, iss: other), lists) == .issuerMismatch)
            // The certificate names another issuer than the root is pinned for.
            try authorities.signer("other") { $0.extensions["subjectAltName"] = "URI:\(other)" }
            #expect(try await reason(list(authorities, ["other"], iss: other), lists) == .rootUnknown)
            #expect(try await reason(list(authorities, ["other"], iss: nil), lists) == .rootUnknown)
            #expect(try await reason(list(authorities, ["other"], iss: Self.issuer), lists) == .rootUnknown)
        }

        @Test(
            "The issuer in the list is compared byte by byte", arguments: ["https://dl.example/", "HTTPS://dl.example"])
        func similarIssuer(iss: String) async throws {
            let authorities = try authorities()
            #expect(try await reason(list(authorities, iss: iss), lists(authorities)) == .issuerMismatch)
        }

        @Test("A list of an issuer that the trust list does not have is refused")
        func unknownIssuer() async throws {
            let authorities = try authorities()
            let lists = try lists(authorities, issuers: ["https://other.example"])
            #expect(try await reason(list(authorities), lists) == .issuerUnknown)
        }

        @Test("A chain to the root of another country is refused")
        func otherCountry() async throws {
            let authorities = try authorities()
            try authorities.root("us") { $0.subject = "/C=US/CN=Root" }
            try authorities.signer("foreign", under: "us") { $0.subject = "/C=US/CN=Example DMV" }
            let lists = try lists(
                authorities, roots: [(Self.issuer, "root"), ("https://us.example", "us")],
                issuers: [Self.issuer, "https://us.example"])
            #expect(try await reason(list(authorities, ["foreign"]), lists) == .certificatesInvalid)
            #expect(try await reason(list(authorities, ["foreign", "us"]), lists) == .certificatesInvalid)
        }

        @Test("Of two roots of an issuer either will do")
        func twoRoots() async throws {
            let authorities = try authorities()
            try authorities.root("new")
            try authorities.signer("renewed", under: "new")
            let lists = try lists(authorities, roots: [(Self.issuer, "root"), (Self.issuer, "new")])
            #expect(try await reason(list(authorities), lists) == nil)
            #expect(try await reason(list(authorities, ["renewed"]), lists) == nil)
        }

        @Test("Exactly one of kid and x5chain stands in the headers")
        func keyIDToo() async throws {
            let authorities = try authorities()
            let lists = try lists(authorities)
            let keyID: (inout CBORWriter) -> Void = { $0.byteString([1, 2, 3, 4, 5, 6, 7, 8]) }
            for isProtected in [true, false] {
                let list = try await list(authorities) { header, chain in
                    header.unprotected = [33: Self.x5chain(chain)]
                    if isProtected { header.protected = [4: keyID] } else { header.unprotected[4] = keyID }
                }
                #expect(reason(list, lists) == .formInvalid)
            }
            let twice = try await list(authorities) { header, chain in
                header.unprotected = [33: Self.x5chain(chain)]
                header.protected = [33: Self.x5chain(chain)]
            }
            #expect(reason(twice, lists) == .formInvalid)
            let none = try await list(authorities) { header, _ in header = Header() }
            #expect(reason(none, lists) == .formInvalid)
        }

        @Test(
            "x5bag, x5t and x5u do not stand beside x5chain, and find no key without it", arguments: [32, 34, 35],
            [true, false])
        func otherLabels(label: Int, isProtected: Bool) async throws {
            let authorities = try authorities()
            let lists = try lists(authorities)
            let value: (inout CBORWriter) -> Void = { $0.text("https://dl.example/chain.pem") }
            let beside = try await list(authorities) { header, chain in
                header.unprotected = [33: Self.x5chain(chain)]
                if isProtected { header.protected = [label: value] } else { header.unprotected[label] = value }
            }
            #expect(reason(beside, lists) == .formInvalid)
            let alone = try await list(authorities) { header, _ in
                if isProtected { header.protected = [label: value] } else { header.unprotected = [label: value] }
            }
            #expect(reason(alone, lists) == .formInvalid)
        }

        @Test("An array of one certificate, an empty one and an empty certificate are no x5chain")
        func form() async throws {
            let authorities = try authorities()
            let lists = try lists(authorities)
            let chain = try der(authorities, "signer")
            let forms: [(inout CBORWriter) -> Void] = [
                {
                    $0.array(1)
                    $0.byteString(chain)
                }, { $0.array(0) }, { $0.byteString([]) },
                {
                    $0.array(2)
                    $0.byteString(chain)
                    $0.byteString([])
                }, { $0.text("x") },
            ]
            for form in forms {
                let list = try await list(authorities) { header, _ in header.unprotected = [33: form] }
                #expect(reason(list, lists) == .formInvalid)
            }
            let rubbish = try await list(authorities) { header, _ in
                header.unprotected = [33: { $0.byteString([0x30]) }]
            }
            #expect(reason(rubbish, lists) == .certificatesInvalid)
        }

        /// The limit of the header, 16 KiB, is that of the chain.
        @Test("A chain of more than 16 KiB is refused")
        func size() async throws {
            let authorities = try authorities(signer: {
                $0.extensions["nsComment"] = String(repeating: "x", count: 15_000)
            })
            let lists = try lists(authorities)
            #expect(try await reason(list(authorities), lists) == nil)
            try authorities.signer("large") { $0.extensions["nsComment"] = String(repeating: "x", count: 16_000) }
            #expect(try await reason(list(authorities, ["large"]), lists) == .formInvalid)
        }

        @Test(
            "The extended key usage has to name the signing of status lists",
            arguments: [
                (Authorities.statusPurpose, true), ("critical,\(Authorities.statusPurpose)", true),
                ("serverAuth,\(Authorities.statusPurpose)", true), ("anyExtendedKeyUsage", false),
                ("serverAuth", false), ("1.0.18013.5.1.2", false), (nil, false),
            ] as [(String?, Bool)])
        func usage(usage: String?, isGood: Bool) async throws {
            let authorities = try authorities(signer: { $0.extensions["extendedKeyUsage"] = usage })
            #expect(try await reason(list(authorities), lists(authorities)) == (isGood ? nil : .certificatesInvalid))
        }

        @Test("The certificate of a CA signs no list")
        func authority() async throws {
            let authorities = try authorities(signer: {
                $0.extensions["basicConstraints"] = "critical,CA:TRUE"
                $0.extensions["keyUsage"] = "critical,digitalSignature,keyCertSign"
            })
            #expect(try await reason(list(authorities), lists(authorities)) == .certificatesInvalid)
        }

        @Test("The root itself signs no list")
        func rootSigns() async throws {
            let authorities = try Authorities()
            try authorities.root {
                $0.extensions["subjectAltName"] = "URI:\(Self.issuer)"
                $0.extensions["extendedKeyUsage"] = Authorities.statusPurpose
            }
            #expect(try await reason(list(authorities, ["root"]), lists(authorities)) == .certificatesInvalid)
        }

        @Test(
            "There has to be exactly one URI name",
            arguments: [nil, "DNS:dl.example", "URI:https://dl.example,URI:https://other.example"])
        func names(names: String?) async throws {
            let authorities = try authorities(signer: { $0.extensions["subjectAltName"] = names })
            #expect(try await reason(list(authorities), lists(authorities)) == .certificatesInvalid)
        }

        @Test("Other names beside the URI name do not matter")
        func otherNames() async throws {
            let authorities = try authorities(signer: {
                $0.extensions["subjectAltName"] = "DNS:dl.example,URI:https://dl.example,email:a@dl.example"
            })
            #expect(try await reason(list(authorities), lists(authorities)) == nil)
        }

        @Test("The validity has to contain the time of the list and the time of loading")
        func validity() async throws {
            let authorities = try authorities(signer: {
                $0.from = "20261120000000Z"
                $0.until = "20261130000000Z"
            })
            let lists = try lists(authorities)
            let (from, until) = (
                try #require(UnixTime("2026-11-20T00:00:00Z")), try #require(UnixTime("2026-11-30T00:00:00Z"))
            )
            #expect(try await reason(list(authorities, at: from), lists) == nil)
            #expect(try await reason(list(authorities, at: from - 1), lists) == .certificatesInvalid)
            #expect(try await reason(list(authorities), lists, at: until) == nil)
            #expect(try await reason(list(authorities), lists, at: until + 1) == .certificatesInvalid)
            #expect(try await reason(list(authorities, at: until), lists, at: until) == nil)
            // Within the skew the list may be newer than the clock, and its certificate be over.
            #expect(try await reason(list(authorities, at: until + 1), lists, at: until) == .certificatesInvalid)
            #expect(try await reason(list(authorities, at: from), lists, at: from - 1) == .certificatesInvalid)
        }

        @Test("The key of the certificate has to have signed the list")
        func signature() async throws {
            let authorities = try authorities()
            try authorities.signer("other")
            #expect(
                try await reason(list(authorities, ["signer"], signer: "other"), lists(authorities))
                    == .signatureInvalid)
            try authorities.signer("ed") { $0.key = "ed25519" }
            #expect(
                try await reason(list(authorities, ["signer"], signer: "ed"), lists(authorities)) == .algorithmMismatch)
        }

        @Test("Keys of other kinds than P-256 and Ed25519 are refused", arguments: ["p384", "rsa2048"])
        func otherKeys(kind: String) async throws {
            let authorities = try authorities(signer: { $0.key = kind })
            try authorities.signer("other")
            #expect(
                try await reason(list(authorities, ["signer"], signer: "other"), lists(authorities))
                    == .certificatesInvalid)
        }

        @Test("The error says why the certificates are refused")
        func message() async throws {
            let authorities = try authorities(signer: { $0.until = "20261001000000Z" })
            var lists = try lists(authorities)
            let list = try await list(authorities)
            let error = #expect(throws: ListError.self) { try lists.load(statusList: list, at: Self.now) }
            #expect(error?.code == "list.certificates_invalid")
            #expect(error?.message.contains("x509.expired") == true)
            #expect(error?.location == Self.uri)
        }

        @Test("A new trust list drops the list only if its issuer is gone, or its certificate is over")
        func newTrust() async throws {
            let authorities = try authorities()
            var lists = try lists(authorities)
            let trust = lists.trust
            try lists.load(statusList: try await list(authorities), at: Self.now)
            try lists.load(trust: trust, at: Self.now)
            #expect(lists.statusLists.count == 1)
            var late = lists
            try late.load(trust: trust, at: try #require(UnixTime("2027-02-01T00:00:00Z")))
            #expect(late.statusLists.isEmpty)
            let other = try TrustList(issuers: [
                TrustList.Issuer(id: "https://other.example", keys: trust.issuers.first?.keys ?? [])
            ])
            try lists.load(trust: other, at: Self.now)
            #expect(lists.statusLists.isEmpty)
        }

        @Test("A scanner loads such lists from files and from a bundle, and again when they change")
        func scanner() async throws {
            let authorities = try authorities()
            let (list, trust) = (authorities.directory.file("list.cwt"), authorities.directory.file("trust.json"))
            try Data(try lists(authorities).trust.json.utf8).write(to: trust)
            try Data(try await self.list(authorities)).write(to: list)
            var sources = ListSources(trust: .json(path: trust.path), statusLists: [list.path])
            #expect(throws: (any Error).self) { try ListLoader(sources).load(at: Self.now) { _ in } }
            let anchor = try PrivateKey(.ed25519)
            let signed = try await lists(authorities).trust.sign(
                name: "t", publisher: "t", signer: anchor, lifetime: .seconds(86_400), at: Self.now)
            let bundle = authorities.directory.file("bundle")
            try Data(try ListBundle(trust: signed, package: [try await self.list(authorities)]).bytes).write(
                to: bundle)

            sources.statusCertificates = try signers(authorities)
            #expect(try ListLoader(sources).load(at: Self.now) { _ in }.statusLists.count == 1)
            let pin = ListSources.Pin(name: "t", anchors: [anchor.publicKey])
            sources.trust = .bundle(path: bundle.path, pin: pin)
            sources.statusLists = []
            #expect(try ListLoader(sources).load(at: Self.now) { _ in }.statusLists.count == 1)

            let reports = Reports()
            sources = ListSources(
                trust: .json(path: trust.path), statusLists: [list.path],
                statusCertificates: sources.statusCertificates)
            let scanner = try await ReloadingScanner(
                sources, policy: Policy(utcOffset: 0), at: Self.now, report: { reports.add($0) })
            try authorities.signer("late") { $0.until = "20261001000000Z" }
            try Data(try await self.list(authorities, ["late"])).write(to: list)
            while reports.count == 0 {
                try await Task.sleep(for: .milliseconds(50))
                await scanner.refresh(at: Self.now)
            }
            #expect(reports.first?.contains("list.certificates_invalid") == true)
        }

        private final class Reports: Sendable {
            private let texts = Mutex<[String]>([])
            var count: Int { texts.withLock { $0.count } }
            var first: String? { texts.withLock { $0.first } }
            func add(_ diagnostic: ScannerDiagnostic) { texts.withLock { $0.append("\(diagnostic)") } }
        }

        @Test("A list is not replaced by an older one, whether it has a kid or certificates")
        func rollback() async throws {
            let authorities = try authorities()
            var lists = try lists(authorities)
            try lists.load(statusList: try await list(authorities), at: Self.now)
            #expect(try await reason(list(authorities, at: Self.now - 61), lists) == .rolledBack)
            #expect(try await reason(list(authorities, value: 0), lists) == .conflicting)
        }
    }
#endif
