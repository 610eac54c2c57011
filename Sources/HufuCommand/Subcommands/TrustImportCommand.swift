internal import ArgumentParser
internal import Hufu
internal import HufuIssuer
internal import HufuScanner
internal import HufuX509

extension TrustCommand {
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add the keys of certificates that lead to a pinned root.",
            discussion: "A file has the signer, then the CAs below the root. Those that are refused are reported.")

        @Argument(help: "Certificates, PEM or DER.") var certificates: [String]
        @Option(help: ArgumentHelp("The trust list.", valueName: "file")) var trust: String
        @Option(help: ArgumentHelp("The root certificate.", valueName: "file")) var root: String
        @Option(help: ArgumentHelp("A CRL of a CA; may be repeated.", valueName: "file")) var crl: [String] = []
        @Option(help: ArgumentHelp("The issuer, in place of URI names.", valueName: "uri")) var issuer: String?
        @Option(help: ArgumentHelp("What the keys may sign: credential,status.", valueName: "use,...")) var use: String?
        @Option(help: ArgumentHelp("OID of id-kp-oauthStatusSigning.", valueName: "oid")) var statusPurpose: String?
        @Flag(help: "Import nothing if a certificate is refused.") var allOrNothing = false
        @OptionGroup var clock: ClockOptions

        #if X509
            func run() throws {
                var change = TrustListImport(root: try Input.read(root) { try PinnedRoot($0) })
                change.revocationLists = try crl.map { path in try Input.read(path) { try RevocationList($0) } }
                (change.issuer, change.use) = (issuer, try use.map(Trust.use))
                change.statusSigning = try Certificates.purpose(statusPurpose)
                let results = try change.update(
                    trust, certificates: certificates, isAllOrNothing: allOrNothing, at: clock.now)
                let isRefused = results.contains { (try? $0.get()) == nil }
                for (path, result) in zip(certificates, results) {
                    switch result {
                    case .success(let change):
                        let use = change.use?.names.joined(separator: ",") ?? ""
                        let end = change.notAfter.map { "  until \($0)" } ?? ""
                        let start = allOrNothing && isRefused ? "\(path)  NOT IMPORTED" : path
                        let line = "\(start)  \(change.issuer)  \(Hex.encode(change.publicKey.keyID))  \(use)\(end)"
                        try Output.line(Escaped.text(line))
                    case .failure(let error): Failure(error).report()
                    }
                }
                if isRefused { throw ExitStatus.badData }
            }
        #else
            func run() throws { throw Certificates.unavailable("trust import") }
        #endif
    }
}
