internal import ArgumentParser
internal import HufuScanner

/// The language of verdicts.
struct LanguageOptions: ParsableArguments {
    /// The environment does not choose it: a command prints the same text on every machine.
    @Option(
        help: ArgumentHelp(
            "The language of verdicts. Codes and technical details stay the same.", valueName: "tag"))
    var language = Language.english
}
