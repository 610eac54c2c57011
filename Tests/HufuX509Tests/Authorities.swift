#if X509
    import Foundation
    import Hufu
    import HufuTestSupport
    import HufuX509

    /// Certificates and CRLs that the openssl command makes in a folder of their own.
    final class Authorities {
        struct Failure: Error, CustomStringConvertible {
            let description: String
        }

        /// What is asked for. Extensions are as in the sections of OpenSSL's configuration.
        struct Request {
            var subject: String
            var key = "p256"
            var extensions: [String: String]
            var from = "20260101000000Z"
            var until = "20270101000000Z"
            var digest = "default"
            /// Sections of the configuration that extensions refer to.
            var sections = ""
            /// Options of `openssl ca`.
            var options: [String] = []
        }

        /// 2026-11-23T08:00:00Z, when everything is valid unless a test asks for something else.
        static let now: UnixTime = 1_795_420_800
        /// A purpose of signing status lists; the draft's is not assigned yet.
        static let statusPurpose = "1.3.6.1.4.1.32473.1"

        let directory: TemporaryDirectory
        private var serial = 0x1000

        init() throws {
            directory = try TemporaryDirectory()
            try write(
                """
                [req]
                distinguished_name = empty
                prompt = no
                [empty]
                [ca]
                default_ca = ca_default
                [ca_default]
                database = issued
                new_certs_dir = .
                serial = serial
                default_md = default
                policy = any
                unique_subject = no
                [any]
                C = optional
                O = optional
                CN = optional
                """, "ca.cnf")
            try write("", "issued")
        }

        func write(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: directory.file(name))
        }

        func path(_ name: String) -> String { directory.file(name).path }

        func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: directory.file(name))) }

        // MARK: openssl

        @discardableResult
        func openssl(_ arguments: [String]) throws -> String {
            let result = try run(arguments)
            guard result.status == 0 else {
                throw Failure(description: "openssl \(arguments.joined(separator: " ")): \(result.output)")
            }
            return result.output
        }

        private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["openssl"] + arguments
            process.currentDirectoryURL = directory.url
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            process.standardInput = FileHandle.nullDevice
            try process.run()
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: data, as: UTF8.self))
        }

        // MARK: Certificates

        private static let keyOptions: [String: [String]] = [
            "p256": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
            "p384": ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
            "p521": ["EC", "-pkeyopt", "ec_paramgen_curve:P-521"], "ed25519": ["ED25519"], "ed448": ["ED448"],
            "secp256k1": ["EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
            "rsa1024": ["RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
            "rsa2048": ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
            "rsa3072": ["RSA", "-pkeyopt", "rsa_keygen_bits:3072"],
        ]

        /// Makes `name`.pem and `name`.key.
        ///
        /// - Parameter issuer: the name of another certificate, or `nil` for one that its own key signs.
        func make(_ name: String, under issuer: String?, _ request: Request) throws {
            if !FileManager.default.fileExists(atPath: path("\(name).key")) {
                try openssl(["genpkey", "-out", "\(name).key", "-algorithm"] + (Self.keyOptions[request.key] ?? []))
            }
            try openssl([
                "req", "-new", "-config", "ca.cnf", "-key", "\(name).key", "-subj", request.subject, "-utf8", "-out",
                "\(name).csr",
            ])
            let extensions = request.extensions.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
            try write(extensions.joined(separator: "\n") + "\n" + request.sections, "\(name).ext")
            serial += 1
            try write(String(serial, radix: 16) + "\n", "serial")
            try write(String(serial, radix: 16), "\(name).serial")
            let signer =
                issuer.map { ["-cert", "\($0).pem", "-keyfile", "\($0).key"] } ?? [
                    "-selfsign", "-keyfile", "\(name).key",
                ]
            try openssl(
                [
                    "ca", "-config", "ca.cnf", "-batch", "-notext", "-preserveDN", "-in", "\(name).csr", "-out",
                    "\(name).pem", "-startdate", request.from, "-enddate", request.until, "-md", request.digest,
                ] + signer + (extensions.isEmpty ? [] : ["-extfile", "\(name).ext"]) + request.options)
        }

        /// Lets a certificate that is made later have the key of another one.
        func copyKey(of name: String, to other: String) throws {
            try FileManager.default.copyItem(at: directory.file("\(name).key"), to: directory.file("\(other).key"))
        }

        func root(_ name: String = "root", _ change: (inout Request) -> Void = { _ in }) throws {
            var request = Request(
                subject: "/C=CN/O=Registry/CN=Root \(name)",
                extensions: [
                    "basicConstraints": "critical,CA:TRUE", "keyUsage": "critical,keyCertSign,cRLSign",
                    "subjectKeyIdentifier": "hash",
                ])
            (request.from, request.until) = ("20200101000000Z", "20400101000000Z")
            change(&request)
            try make(name, under: nil, request)
        }

        func authority(
            _ name: String = "sub", under issuer: String = "root", _ change: (inout Request) -> Void = { _ in }
        ) throws {
            var request = Request(
                subject: "/C=CN/O=Registry/CN=Sub \(name)",
                extensions: [
                    "basicConstraints": "critical,CA:TRUE", "keyUsage": "critical,keyCertSign,cRLSign",
                    "subjectKeyIdentifier": "hash", "authorityKeyIdentifier": "keyid:always",
                ])
            (request.from, request.until) = ("20220101000000Z", "20320101000000Z")
            change(&request)
            try make(name, under: issuer, request)
        }

        func signer(
            _ name: String = "signer", under issuer: String = "root", _ change: (inout Request) -> Void = { _ in }
        ) throws {
            var request = Request(
                subject: "/C=CN/CN=Example DMV",
                extensions: [
                    "keyUsage": "critical,digitalSignature", "subjectKeyIdentifier": "hash",
                    "authorityKeyIdentifier": "keyid:always", "subjectAltName": "URI:https://dl.example",
                    "extendedKeyUsage": Self.statusPurpose,
                ])
            change(&request)
            try make(name, under: issuer, request)
        }

        /// Makes `name`.crl of an issuer.
        ///
        /// - Parameter revoked: names of certificates, and the reasons.
        func revocationList(
            _ name: String, of issuer: String, revoked: [String: String] = [:], from: String = "20261101000000Z",
            until: String = "20261201000000Z", extensions: [String: String] = [:]
        ) throws {
            let lines = try revoked.map { name, reason in
                let serial = String(decoding: try bytes("\(name).serial"), as: UTF8.self).uppercased()
                return
                    "R\t270101000000Z\t261110000000Z\(reason.isEmpty ? "" : ",\(reason)")\t\(serial)\tunknown\t/CN=x\n"
            }
            try write(lines.joined(), "revoked")
            try write("01\n", "crlnumber")
            let content = extensions.map { "\($0.key) = \($0.value)" }.joined(separator: "\n")
            let configuration = String(decoding: try bytes("ca.cnf"), as: UTF8.self)
                .replacing("database = issued", with: "database = revoked\ncrlnumber = crlnumber")
            try write(configuration + "\n[crl]\nauthorityKeyIdentifier = keyid:always\n\(content)\n", "crl.cnf")
            try openssl([
                "ca", "-config", "crl.cnf", "-gencrl", "-cert", "\(issuer).pem", "-keyfile", "\(issuer).key",
                "-crl_lastupdate", from, "-crl_nextupdate", until, "-crlexts", "crl", "-out", "\(name).crl",
            ])
        }

        /// Changes one byte of a certificate or CRL, from the end: signatures stand there.
        func damage(_ file: String, fromEnd place: Int = 4) throws {
            let type = file.hasSuffix(".crl") ? "crl" : "x509"
            try openssl([type, "-in", file, "-outform", "DER", "-out", "damaged"])
            var bytes = try bytes("damaged")
            bytes[bytes.count - place] ^= 1
            try Data(bytes).write(to: directory.file("damaged"))
            try openssl([type, "-in", "damaged", "-inform", "DER", "-out", file])
        }

        /// Gives the content of a certificate another name of its signature algorithm than the certificate has, and signs
        /// the content again: ecdsa-with-SHA384 inside, SHA-256 outside.
        func renameAlgorithm(of name: String, signedBy issuer: String) throws {
            try openssl(["x509", "-in", "\(name).pem", "-outform", "DER", "-out", "whole"])
            let whole = try bytes("whole")
            // SEQUENCE with two bytes of length, and in it the content, which is another one.
            let end = 4 + 4 + Int(whole[6]) << 8 + Int(whole[7])
            var content = Array(whole[4..<end])
            let algorithm: [UInt8] = [0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]
            guard let place = content.firstRange(of: algorithm) else { throw Failure(description: "no algorithm") }
            content[place.upperBound - 1] = 0x03
            try Data(content).write(to: directory.file("content"))
            try openssl(["dgst", "-sha256", "-sign", "\(issuer).key", "-out", "signature", "content"])
            let signature = try bytes("signature")
            let inner = content + algorithm + [0x03, UInt8(signature.count + 1), 0] + signature
            try Data([0x30, 0x82, UInt8(inner.count >> 8), UInt8(inner.count & 255)] + inner).write(
                to: directory.file("whole"))
            try openssl(["x509", "-in", "whole", "-inform", "DER", "-out", "\(name).pem"])
        }

        /// Puts the blocks of several files into one.
        func join(_ names: [String], into file: String) throws {
            try Data(try names.flatMap { try bytes("\($0).pem") }).write(to: directory.file(file))
        }

        // MARK: Judgements

        /// The verdict of `openssl verify`.
        ///
        /// - Returns: what it found wrong; `nil` if the chain is good.
        func opensslFault(
            _ chain: [String], root: String, lists: [String], at now: UnixTime
        ) throws -> String? {
            var arguments = [
                "verify", "-x509_strict", "-auth_level", "2", "-attime", "\(now.secondsSince1970)", "-no-CApath",
                "-no-CAstore", "-CAfile", "\(root).pem",
            ]
            for name in chain.dropFirst() { arguments += ["-untrusted", "\(name).pem"] }
            if !lists.isEmpty { arguments.append("-crl_check_all") }
            for list in lists { arguments += ["-CRLfile", "\(list).crl"] }
            let result = try run(arguments + ["\(chain[0]).pem"])
            return result.status == 0 ? nil : result.output
        }

        func pinned(_ root: String = "root") throws -> PinnedRoot { try PinnedRoot(try bytes("\(root).pem")) }

        func chain(_ names: [String] = ["signer"]) throws -> CertificateChain {
            try join(names, into: "chain")
            return try CertificateChain(try bytes("chain"))
        }

        /// The verdict of this library: `nil` if the chain is good.
        func fault(
            _ names: [String], root: String, lists: [String], at now: UnixTime
        ) throws -> X509Error.Reason? {
            do {
                let lists = try lists.map { try RevocationList(try bytes("\($0).crl")) }
                _ = try pinned(root).verify(try chain(names), revocationLists: lists, at: now)
                return nil
            } catch let error as X509Error {
                return error.reason
            }
        }
    }

    /// A root, and a signer under it.
    func authorities(
        root: (inout Authorities.Request) -> Void = { _ in }, signer: (inout Authorities.Request) -> Void = { _ in }
    ) throws -> Authorities {
        let authorities = try Authorities()
        try authorities.root(root)
        try authorities.signer(signer)
        return authorities
    }
#endif
