internal import ArgumentParser
internal import Hufu
internal import HufuScanner

/// The lists, policy, challenges and time of a verification, and the form of its output.
struct VerifyingOptions: ParsableArguments {
    @OptionGroup var scanner: ScannerOptions
    @OptionGroup var demands: PolicyOptions
    @OptionGroup var replay: ReplayOptions
    @Option(
        help: ArgumentHelp(
            "A challenge that was shown, and that the code has to answer; with --stream each once. May be repeated.",
            valueName: "text|hex"))
    var challenge: [ShownChallenge] = []
    @Flag(help: "Print the verdict as JSON.") var json = false
    @OptionGroup var texts: LanguageOptions
    @OptionGroup var clock: ClockOptions

    func validate() throws {
        if challenge.count > Challenge.maximumOpen {
            throw ValidationError("At most \(Challenge.maximumOpen) challenges are open.")
        }
    }

    /// A scanner with these lists and this policy.
    ///
    /// - Parameter isStream: whether it verifies until the input ends.
    func verification(isStream: Bool) async throws -> Verification {
        var (policy, zone) = try demands.load(at: clock.now)
        let memory = try await replay.memory(for: &policy, isStream: isStream)
        let file = replay.file
        let scanner = try await ReloadingScanner(
            try scanner.sources(at: clock.now), policy: policy, utcOffset: zone.offset(at:),
            storingIn: try await scanner.store(), replayMemory: memory, at: clock.now
        ) { Self.report($0, replayStore: file) }
        let now = clock.now
        let shown = try challenge.isEmpty ? nil : challenge.map { try $0.challenge(at: now) }
        return Verification(
            scanner: scanner, challenges: shown, zone: zone, language: texts.language, clock: clock)
    }

    static func report(_ diagnostic: ScannerDiagnostic, replayStore: String?) {
        switch diagnostic {
        case .listRefused(let error):
            Output.report(Failure(error).line + " Until then the list loaded before is used.")
        case .bundledListsRefused(let path, let count, let total, let first):
            Output.report(
                Failure(
                    .badData, file: path, code: first.code,
                    "\(first.message); of \(total) status lists in this bundle \(count) were refused, this is the first",
                    location: first.location, advice: first.advice
                ).line)
        case .rollbackStateUnavailable(let error): Output.report(Failure(error).line)
        case .verification(.replayMemoryFailed(let error)):
            // The verdict is indeterminate without the cause, which the operator needs.
            Output.report(Failure(error, file: replayStore, status: .inputOutput).line)
        case .verification(.replayMemoryMissing): break
        }
    }
}

/// A scanner with what it verifies against.
struct Verification {
    let scanner: ReloadingScanner
    let challenges: [Challenge]?
    let zone: LocalTimeZone
    let language: Language
    let clock: ClockOptions

    /// The report of the verdict on a scan, for a person.
    func report(on scan: [UInt8]) async -> VerdictReport {
        let now = clock.now
        return VerdictReport(
            await scanner.verify(scan, answering: challenges, at: now), of: scan, day: zone.day(at: now),
            language: language)
    }
}

extension ExitStatus {
    init(_ outcome: Verdict.Outcome) {
        self =
            switch outcome {
            case .valid: .done
            case .rejected: .rejected
            case .indeterminate: .indeterminate
            }
    }
}
