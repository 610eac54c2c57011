internal import ArgumentParser
internal import Hufu

/// The length of the time steps of codes.
struct PeriodOptions: ParsableArguments {
    /// Seconds that the default policy accepts (profile section 13).
    private static let longestAccepted = 120

    @Option(
        help: ArgumentHelp(
            "The length of a time step, at most \(longestAccepted)s: a number and s or m.", valueName: "duration"))
    var period = DurationArgument.seconds(30)
    @Flag(
        help: """
            Allow a longer --period. Scanners reject such codes unless longest_token_life in their policy is as long, and a \
            copy of a code is valid for the same time.
            """)
    var allowLongPeriod = false

    func validate() throws {
        guard period.seconds > Self.longestAccepted, !allowLongPeriod else { return }
        throw ValidationError(
            "--period is \(period.text), and scanners reject codes that live longer than \(Self.longestAccepted)s. "
                + "Give a shorter one, or --allow-long-period for scanners with a policy of their own.")
    }

    func rotation() throws(Failure) -> Rotation {
        try Failure.naming("--period", status: .usage) { try Rotation(period: .seconds(period.seconds)) }
    }
}
