internal import ArgumentParser
internal import Hufu
internal import HufuFiles
internal import HufuScanner

/// The challenge that a token answers, and the holder's agreement.
struct AnswerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The scanner's challenge: its text, or hexadecimal digits.", valueName: "text|hex"))
    var challenge: ShownChallenge?
    @OptionGroup var list: TrustOptions
    @Flag(help: "Answer only scanners that identify themselves.") var identified = false
    @Flag(help: "Do not ask: the holder has agreed.") var yes = false

    var isSigned: Bool { if case .signed = challenge { true } else { false } }

    func validate() throws {
        if isSigned, list.trust == nil {
            throw ValidationError("A signed challenge needs --trust, the holder's list of authorities.")
        }
    }

    /// The content of tokens. For a signed challenge the holder is shown who asks, for what, and what the code shows
    /// anyway, and has to agree.
    func content(
        for credential: Credential, _ audience: String?, _ disclosing: DisclosureOptions, at now: UnixTime
    ) throws -> Presentation.Content {
        func chosen(_ bytes: [UInt8]?) throws -> Presentation.Content {
            .chosen(audience: audience ?? "any", challenge: bytes, try disclosing.fields(of: credential))
        }
        switch challenge {
        case nil: return try chosen(nil)
        case .plain(let bytes):
            guard !identified else { throw Failure(PresentingError(.scannerUnidentified), file: "--identified") }
            Output.report("The scanner did not identify itself.")
            return try chosen(bytes)
        case .signed(let text):
            let lists = try ListLoader(ListSources(trust: try list.source())).load(at: now) { _ in }
            let known = try Failure.naming("--challenge") {
                try IdentifiedChallenge(text: text, trust: lists.trust, at: now)
            }
            let report = ChallengeReport(known, try credential.preview(for: known.challenge))
            for line in report.lines { Output.report(line) }
            try agree()
            return .answer(known)
        }
    }

    private func agree() throws {
        guard !yes else { return }
        guard Terminal.isTerminal(0) else {
            throw Failure.usage(
                "the holder has to agree, and standard input is no terminal", option: "--challenge",
                advice: "Give --yes if the holder has agreed.")
        }
        Output.report("Show this? Type yes:")
        var reader = LineReader(.standardInput, maximum: 80)
        guard let line = try reader.next(), String(decoding: line.bytes, as: UTF8.self) == "yes" else {
            throw Failure(PresentingError(.declined))
        }
    }
}

/// A holder, and the options for its tokens.
struct Presentation {
    let holder: Holder
    let rotation: Rotation
    let content: Content
    let transport: Transport
    /// The name of the credential in errors.
    let name: String

    enum Content {
        case chosen(audience: String, challenge: [UInt8]?, Set<License.Field>)
        /// What the scanner asks for, to which the holder has agreed.
        case answer(IdentifiedChallenge)
    }

    func token(at now: UnixTime) async throws(Failure) -> Token {
        try await Failure.naming(name) {
            switch content {
            case .chosen(let audience, let challenge, let fields):
                try await holder.present(
                    at: now, rotation: rotation, audience: audience, challenge: challenge, disclosing: fields)
            case .answer(let challenge): try await holder.answer(challenge, at: now, rotation: rotation)
            }
        }
    }
}
