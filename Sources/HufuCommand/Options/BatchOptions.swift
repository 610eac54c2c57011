internal import ArgumentParser
internal import Hufu
internal import HufuIssuer
internal import HufuScanner

/// The files of a batch beside its output, and its progress.
struct BatchOptions: ParsableArguments {
    static let discussion = """
        --batch reads JSON Lines, each a licence or {"license", "holder_key", "status", "id"}, and answers each line with \
        one line, in order; a line that cannot be signed has an error, and the others go on. Files are new ones, and are \
        never overwritten. With --checkpoint the same command continues after it was killed at any moment, each record \
        exactly once; the input may have grown at its end. The exit status is 65 if there is an error in a line. A status \
        list entry that an earlier line has is an error.
        """

    @Flag(help: "Sign many licences, one per line of the input.") var batch = false
    @Option(
        help: ArgumentHelp(
            "A new file for the lines of a batch that were not signed: line, id, code, message, location, advice.",
            valueName: "file"))
    var rejects: String?
    @Option(
        help: ArgumentHelp(
            "The file from which the same command continues an interrupted batch. Needs -o.", valueName: "file"))
    var checkpoint: String?
    @Flag(inversion: .prefixedNo, help: "Show the progress of a batch on a terminal.") var progress = true

    func validate() throws {
        if !batch, rejects != nil || checkpoint != nil {
            throw ValidationError("--rejects and --checkpoint go with --batch.")
        }
        if [rejects, checkpoint].contains("-") {
            throw ValidationError("--rejects and --checkpoint are files, not -.")
        }
    }

    /// Checks the options together with others of the command.
    func validate(
        _ signing: SigningOptions, _ portrait: PortraitOption, _ registry: RegistryOptions, output: String?,
        pictures: String? = nil
    ) throws {
        if batch, signing.status != nil { throw ValidationError("In a batch each line has its own status.") }
        if batch, portrait.portrait != nil { throw ValidationError("In a batch each line has its own portrait.") }
        if checkpoint != nil, output == nil || output == "-" {
            throw ValidationError(
                "--checkpoint needs -o FILE: what was written to standard output cannot be taken back.")
        }
        if batch, registry.registry != nil, checkpoint == nil {
            throw ValidationError(
                "A batch with --registry needs --checkpoint, so that it continues with the same entries.")
        }
        let names = [output, rejects, pictures, checkpoint].compactMap(\.self)
        if batch, Set(names).count < names.count {
            throw ValidationError("-o, --rejects, --render-tar and --checkpoint are different files.")
        }
    }

    /// Signs a batch, shows its progress, and reports its result on standard error.
    ///
    /// - Throws: a failure with the exit status 65 if lines were not signed.
    func run(
        _ batch: BatchIssuer, input: String, output: String?, pictures: String? = nil, drawn: String = "",
        at time: TimeArgument?
    ) async throws {
        let files = BatchFiles(
            output: output == "-" ? nil : output, rejects: rejects, pictures: pictures, checkpoint: checkpoint)
        let run = BatchRun(
            batch, to: files,
            settings: [
                "at": time.map { $0.time.description } ?? "now", "pictures": pictures.map { _ in drawn } ?? "none",
            ])
        var shown = Progress(isShown: progress)
        let result: BatchProgress
        do {
            result = try await run(standardOutput: { try Output.write($0) }, report: { shown.show($0.line) })
        } catch {
            shown.end()
            throw error
        }
        shown.end()
        Output.report("hufu: \(result.summary)")
        guard let first = result.firstRejected else { return }
        throw Failure(
            .badData, file: "\(input):\(first)", code: "batch.lines_failed",
            "\(result.rejected) of \(result.lines) lines were not signed; this is the first",
            advice: rejects.map { "\(Escaped.text($0)) says why." } ?? "The answers to these lines say why.")
    }
}
