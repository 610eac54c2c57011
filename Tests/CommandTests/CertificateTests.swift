import Foundation
import HufuTestSupport
import Testing

@Suite("Certificates in the command")
struct CertificateTests {
    private static let now = CommandFixture.now

    /// A folder with a root, and the certificates of three signers: `signer`, `late`, which is over, and `other`, which
    /// another root has certified.
    private func fixture() throws -> CommandFixture {
        let fixture = try CommandFixture()
        try fixture.write(
            """
            set -e
            exec 2>openssl.log
            printf '[ca]\\ndefault_ca = d\\n[d]\\ndatabase = issued\\nnew_certs_dir = .\\nrand_serial = yes\\n' >ca.cnf
            printf 'default_md = default\\npolicy = p\\nunique_subject = no\\n[p]\\nC = optional\\nCN = optional\\n' >>ca.cnf
            printf '[req]\\ndistinguished_name = n\\n[n]\\n' >>ca.cnf
            printf 'basicConstraints = critical,CA:TRUE\\nkeyUsage = critical,keyCertSign,cRLSign\\n' >root.ext
            printf 'keyUsage = critical,digitalSignature\\nextendedKeyUsage = 1.0.18013.5.1.2\\n' >signer.ext
            printf 'subjectAltName = URI:https://i.example\\nauthorityKeyIdentifier = keyid:always\\n' >>signer.ext
            : >issued
            make() { # NAME SUBJECT END EXTENSIONS OPTION...
                openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"
                openssl req -new -config ca.cnf -key "$1.key" -subj "$2" -out csr
                openssl ca -config ca.cnf -batch -notext -in csr -out "$1.pem" -startdate 20260101000000Z \\
                    -enddate "$3" -extfile "$4" "${@:5}"
            }
            make root '/C=CN/CN=Root' 20400101000000Z root.ext -selfsign -keyfile root.key
            make root2 '/C=CN/CN=Root 2' 20400101000000Z root.ext -selfsign -keyfile root2.key
            make signer '/C=CN/CN=DMV' 20270101000000Z signer.ext -cert root.pem -keyfile root.key
            make late '/C=CN/CN=DMV' 20261001000000Z signer.ext -cert root.pem -keyfile root.key
            make other '/C=CN/CN=DMV' 20270101000000Z signer.ext -cert root2.pem -keyfile root2.key
            """, "make")
        try fixture.run("bash make")
        return fixture
    }

    #if X509
        private static let importing = "hufu trust import --at \(now) --root root.pem --trust new.json"

        @Test("A licence that the key of an imported certificate has signed is valid")
        func imported() throws {
            let fixture = try fixture()
            let line = try fixture.run("\(Self.importing) signer.pem")
            #expect(
                line.hasPrefix("signer.pem  https://i.example  ") && line.contains("  credential  until 2027-01-01"))
            try fixture.run("cp signer.key issuer.pem && cp new.json trust.json")
            try fixture.issue()
            #expect(try fixture.verify(try fixture.present()).code == "ok")
        }

        @Test("Each certificate that is refused is said, and the others are imported unless it is all or nothing")
        func refused() throws {
            let fixture = try fixture()
            let files = "late.pem signer.pem other.pem missing.pem"
            let nothing = try fixture.result("\(Self.importing) --all-or-nothing \(files)")
            #expect(nothing.status == 65 && !fixture.names.contains("new.json"))
            #expect(nothing.output.hasPrefix("signer.pem  NOT IMPORTED  "))
            let some = try fixture.result("\(Self.importing) \(files)")
            #expect(some.status == 65)
            let codes = some.errors.split(separator: "\n").map { $0.split(separator: ": ").dropFirst().prefix(2) }
            #expect(
                codes == [
                    ["late.pem", "x509.expired"], ["other.pem", "x509.path_missing"], ["missing.pem", "file.missing"],
                ])
            #expect(try fixture.run("hufu trust show new.json").split(separator: "\n").count == 2)
        }

        @Test("Without a root, or with a signer in its place, nothing is imported")
        func wrongRoot() throws {
            let fixture = try fixture()
            let result = try fixture.result("hufu trust import --root signer.pem --trust new.json signer.pem")
            #expect(result.status == 65 && result.errors.hasPrefix("hufu: signer.pem: x509.root_invalid: "))
            #expect(!fixture.names.contains("new.json"))
        }

        @Test("Where a public key is read a certificate will do, and the command says that only the key is used")
        func asKey() throws {
            let fixture = try fixture()
            let added = try fixture.result("hufu trust add --trust new.json --issuer https://a.example --key other.pem")
            #expect(added.status == 0)
            #expect(added.errors.hasPrefix("hufu: other.pem: warning: key.of_certificate: "))
            try fixture.run("openssl x509 -in other.pem -noout -pubkey > other.pub")
            try fixture.run("hufu trust add --trust same.json --issuer https://a.example --key other.pub")
            #expect(try fixture.text("new.json") == (try fixture.text("same.json")))
            let signing = try fixture.result("hufu issue cn.json --issuer https://a.example --key other.pem")
            #expect(signing.status != 0)
        }

        @Test("A root for status lists needs an issuer and the purpose")
        func statusRoot() throws {
            let fixture = try fixture()
            let verify = "hufu verify HF1:00 --trust trust.json --at \(Self.now)"
            for (options, said) in [
                ("--status-root root.pem --status-purpose 1.2.3", #"expected an issuer and a file, found "root.pem""#),
                ("--status-root https://i.example=root.pem", "--status-purpose is missing"),
                (
                    "--status-root https://i.example=root.pem --status-purpose 2.5.29.37.0",
                    "expected the object identifier of a single purpose, found "
                ),
            ] {
                let result = try fixture.result("\(verify) \(options)")
                #expect(result.status == 64 && result.errors.contains(said), "\(result.errors)")
            }
            let options = "--status-root 'https://i.example/?a=b=root.pem' --status-purpose 1.2.3"
            #expect(try fixture.result("\(verify) \(options)").status == 1)
            let missing = try fixture.result("\(verify) --status-root https://i.example=no.pem --status-purpose 1.2.3")
            #expect(missing.status == 66 && missing.errors.contains("no.pem: file.missing"))
        }

        /// Writes the files of vectors with CRLs: the lists `good.cwt` and `revoked.cwt`, the root, the trust list, a scan,
        /// and the CRLs.
        private func vectors() throws -> TemporaryDirectory {
            let directory = try TemporaryDirectory()
            try directory.write(
                """
                import json
                vectors = json.load(open('\(Repository.vectors.path)/certificates.json'))
                cases = {case['id'].removeprefix('certificates-'): case for case in vectors['cases']}
                def put(name, text): open(name, 'wb').write(bytes.fromhex(text))
                put('list.cwt', vectors['status_lists']['crl-ok'])
                json.dump(vectors['trusts']['main'], open('trust.json', 'w'))
                open('scan', 'w').write(cases['crl-ok']['input'])
                for name in ('ok', 'signer', 'over'):
                    roots = vectors['roots'][cases['crl-' + name]['roots']]
                    put('root', roots['roots'][0]['certificate'])
                    for number, crl in enumerate(roots['crls']): put(f'{name}{number}.crl', crl)
                """, "files.py")
            try directory.run("python3 files.py")
            return directory
        }

        private static let pinned =
            "--status-root https://dmv.example=root --status-purpose 1.3.6.1.4.1.32473.1 --at 2027-01-01T00:00:30Z"

        @Test("A status list with certificates is checked by `status check` and by `verify` with the same options")
        func statusCheck() throws {
            let directory = try vectors()
            let unpinned = try directory.result(
                "hufu status check list.cwt --trust trust.json --at 2027-01-01T00:00:30Z")
            #expect(unpinned.status == 65 && unpinned.errors.contains("list.cwt: list.root_unknown: "))
            let check = "hufu status check list.cwt --trust trust.json \(Self.pinned)"
            #expect(try directory.run(check).contains("https://dmv.example"))
            let withCRLs = try directory.run("\(check) --status-crl ok0.crl --status-crl ok1.crl")
            #expect(withCRLs.contains("https://dmv.example"))
            let verify = "hufu verify @scan --json --trust trust.json --status list.cwt \(Self.pinned)"
            #expect(try directory.run(verify).contains(#""code":"ok""#))
            let both = try directory.run("\(verify) --status-crl ok0.crl --status-crl ok1.crl")
            #expect(both.contains(#""code":"ok""#))
        }

        @Test("With CRLs a list whose signer is revoked is refused, and so is each if a CA has no CRL")
        func statusRevoked() throws {
            let directory = try vectors()
            for (options, reason) in [
                ("--status-crl signer0.crl --status-crl signer1.crl", "x509.revoked"),
                ("--status-crl ok0.crl", "x509.crl_missing"),
            ] {
                let check = try directory.result(
                    "hufu status check list.cwt --trust trust.json \(Self.pinned) \(options)")
                #expect(check.status == 65 && check.errors.contains("list.certificates_invalid"), "\(check.errors)")
                #expect(check.errors.contains(reason), "\(check.errors)")
                let verified = try directory.result(
                    "hufu verify @scan --json --trust trust.json --status list.cwt \(Self.pinned) \(options)")
                #expect(verified.errors.contains(reason), "\(verified.errors)")
            }
        }

        @Test("A CRL that is over is an error at start, before any list is read")
        func statusCRLOver() throws {
            let directory = try vectors()
            for line in ["status check missing.cwt", "verify @scan --status missing.cwt"] {
                let result = try directory.result(
                    "hufu \(line) --trust trust.json \(Self.pinned) --status-crl over0.crl")
                #expect(result.status == 65 && result.output.isEmpty)
                #expect(result.errors.hasPrefix("hufu: over0.crl: x509.crl_expired: "), "\(result.errors)")
            }
            let alone = try directory.result("hufu status check list.cwt --trust trust.json --status-crl ok0.crl")
            #expect(alone.status == 64 && alone.errors.contains("go with --status-root"))
        }
    #else
        @Test("Without the trait the command says how to build with certificates")
        func unavailable() throws {
            let fixture = try fixture()
            for line in [
                "hufu trust import --root root.pem --trust new.json signer.pem",
                "hufu verify HF1:00 --trust trust.json --status-root https://i.example=root.pem",
                "hufu status check list.cwt --trust trust.json --status-root https://i.example=root.pem",
            ] {
                let result = try fixture.result(line)
                #expect(result.status == 64 && result.errors.contains("swift build --traits default,X509"))
            }
            let key = try fixture.result("hufu trust add --trust new.json --issuer https://a.example --key signer.pem")
            #expect(key.errors.contains("key.certificate") && key.errors.contains("openssl x509"))
        }
    #endif
}
