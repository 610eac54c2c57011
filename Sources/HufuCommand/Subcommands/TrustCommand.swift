internal import ArgumentParser
internal import Hufu
internal import HufuIssuer
internal import HufuScanner

struct TrustCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "The issuers that a scanner accepts, and their keys.",
        subcommands: [Add.self, Show.self, Sign.self, Check.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an issuer's key to a trust list, or change what the list says of it.",
            discussion:
                "The file is made if there is none. A key that is there already gets the options that are given.")

        @Option(help: ArgumentHelp("The trust list.", valueName: "file")) var trust: String
        @Option(help: ArgumentHelp("The issuer's identifier.", valueName: "uri")) var issuer: String
        @Option(help: ArgumentHelp("The issuer's public key: PEM or JWK.", valueName: "file")) var key: String
        @Option(help: "What people are shown of the issuer.") var name: String?
        @Option(help: ArgumentHelp("Issuing countries it may sign for; any, if left out.", valueName: "cc,..."))
        var country: String?
        @Option(help: ArgumentHelp("What the key may sign: credential,status.", valueName: "use,...")) var use: String?
        @Option(help: ArgumentHelp("First moment at which the key may have signed.", valueName: "time"))
        var notBefore: TimeArgument?
        @Option(help: ArgumentHelp("First moment at which it may no longer have signed.", valueName: "time"))
        var notAfter: TimeArgument?
        @Option(help: ArgumentHelp("Moment from which nothing it ever signed is accepted.", valueName: "time"))
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
        static let configuration = CommandConfiguration(abstract: "Show who is on a trust list, one line a key.")

        @Argument(help: "The trust list, or - for standard input.") var file: String
        @Flag(help: "As JSON.") var json = false

        func run() throws {
            let list = try Trust.list(file)
            try json ? Output.line(list.json) : Trust.show(list)
        }
    }

    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign a trust list with the anchor: the key whose public half scanners have pinned.")

        @Argument(help: "The trust list (JSON), or - for standard input.") var file: String
        @OptionGroup var signer: SignerOptions
        @Option(help: "The list's name, which scanners have pinned with the key.") var name = Trust.name
        @Option(help: "Who publishes it.") var publisher = Trust.name
        @Option(help: ArgumentHelp("How long the list holds.", valueName: "duration")) var validFor: DurationArgument
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

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check a signed trust list, and show it.")

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

/// Trust lists in files.
enum Trust {
    static func list(_ path: String) throws(Failure) -> TrustList {
        try Input.read(path) { bytes in
            try TrustFileError.explaining(bytes, isSigned: false) { try TrustList(json: bytes) }
        }
    }

    /// The name of signed lists where no other is given.
    static let name = "trust"

    static func show(_ list: TrustList) throws(Failure) {
        for line in ListReport.lines(of: list) { try Output.line(Escaped.text(line)) }
    }

    static func use(_ text: String) throws(Failure) -> TrustList.Use {
        var use: TrustList.Use = []
        for name in Names.split(text) {
            guard let one = TrustList.Use(name: name) else {
                throw .usage(
                    "a key has no use \(JSONValue.quoted(name))", option: "--use", advice: "Use credential or status.")
            }
            use.insert(one)
        }
        return use
    }
}
