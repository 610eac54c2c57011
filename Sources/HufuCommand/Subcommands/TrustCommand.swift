internal import ArgumentParser
internal import Hufu
internal import HufuIssuer
internal import HufuScanner

struct TrustCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Maintain and sign trust lists: the accepted issuers and their keys.",
        subcommands: [Add.self, Import.self, Show.self, Sign.self, Check.self, Certify.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an issuer's key to a trust list, or change its entry.",
            discussion:
                "The file is created if it does not exist. The options change the entry of a key that is already in the list."
        )

        @Option(help: ArgumentHelp("The trust list.", valueName: "file")) var trust: String
        @Option(help: ArgumentHelp("The issuer's identifier.", valueName: "uri")) var issuer: String
        @Option(help: ArgumentHelp("The issuer's public key: PEM or JWK.", valueName: "file")) var key: String
        @Option(help: "The issuer's display name.") var name: String?
        @Option(help: ArgumentHelp("The issuing countries for which it may sign. Default: any.", valueName: "cc,..."))
        var country: String?
        @Option(help: ArgumentHelp("What the key may sign: credential,status,verifier.", valueName: "use,..."))
        var use: String?
        @Option(help: ArgumentHelp("The first time at which the key may have signed.", valueName: "time"))
        var notBefore: TimeArgument?
        @Option(help: ArgumentHelp("The first time at which the key may no longer have signed.", valueName: "time"))
        var notAfter: TimeArgument?
        @Option(help: ArgumentHelp("The time from which no signature of the key is accepted.", valueName: "time"))
        var revokedAt: TimeArgument?

        func run() throws {
            var change = TrustList.Change(issuer: issuer, publicKey: try Keys.verifier(key))
            (change.name, change.countries) = (name, country.map(Names.split))
            change.use = try use.map(Trust.use)
            (change.notBefore, change.notAfter) = (notBefore?.time, notAfter?.time)
            change.revokedAt = revokedAt?.time
            try TrustList.update(trust, change)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the issuers of a trust list, and their keys.")

        @Argument(help: "The trust list, or - for standard input.") var file: String
        @Flag(help: "As JSON.") var json = false

        func run() throws {
            let list = try Trust.list(file)
            try json ? Output.line(list.json) : Trust.show(list)
        }
    }

    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign a trust list with the anchor key, whose public half scanners have pinned.")

        @Argument(help: "The trust list (JSON), or - for standard input.") var file: String
        @OptionGroup var signer: SignerOptions
        @Option(help: "The list's name, which scanners have pinned.") var name = Trust.name
        @Option(help: "The name of the publisher.") var publisher = Trust.name
        @Option(help: ArgumentHelp("The lifetime of the list.", valueName: "duration")) var validFor: DurationArgument
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The signed list.", valueName: "file"))
        var output: String
        @OptionGroup var clock: ClockOptions

        func run() async throws {
            let list = try Trust.list(file)
            let bytes = try await signer.withSigner { signer in
                try await Failure.naming(Input.name(file)) {
                    try await list.sign(
                        name: name, publisher: publisher, signer: signer, lifetime: .seconds(validFor.seconds),
                        at: clock.now)
                }
            }
            try Output.deliver(bytes, to: output)
        }
    }

    struct Certify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Certify a scanner, so that holders see who asks for their licence.",
            discussion: """
                Holders need a trust list with the key of --key, whose use includes verifier. The scanner makes its \
                challenges with `hufu challenge --certificate`.
                """)

        @Argument(help: "The scanner's public key.") var scanner: String
        @OptionGroup var signer: SignerOptions
        @Option(help: ArgumentHelp("The authority's identifier in trust lists.", valueName: "uri")) var issuer: String
        @Option(help: "The scanner's id: the only audience of answers to it.") var id: String
        @Option(help: "The name that holders see.") var name: String
        @Option(help: ArgumentHelp("The elements for which it may ask.", valueName: "name,...")) var allow: String
        @Option(help: "The lifetime of the certificate, at most 31d.") var validFor = DurationArgument.days(7)
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp("The certificate.", valueName: "file"))
        var output: String
        @OptionGroup var clock: ClockOptions

        func run() async throws {
            let (key, elements) = (try Keys.verifier(scanner), try Names.elements(allow, option: "--allow"))
            let certificate = try await signer.withSigner { signer in
                try await VerifierCertificate(
                    id: id, name: name, elements: elements, key: key, authority: issuer, signer: signer,
                    lifetime: .seconds(validFor.seconds), at: clock.now)
            }
            try Output.deliver(certificate.bytes, to: output)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Verify a signed trust list, and show it.")

        @Argument(help: "The signed list, or - for standard input.") var file: String
        @Option(help: ArgumentHelp("A pinned public key; may be repeated.", valueName: "file")) var anchor: [String]
        @Option(help: "The pinned name.") var name = Trust.name
        @OptionGroup var clock: ClockOptions

        func run() throws {
            let anchors = try anchor.map(Keys.verifier)
            let lists = try Input.read(file) { bytes in
                try TrustFileError.explaining(bytes, isSigned: true) {
                    try VerifierLists(signedTrust: bytes, name: name, anchors: anchors, at: clock.now)
                }
            }
            try Trust.show(lists.trust)
        }
    }
}
