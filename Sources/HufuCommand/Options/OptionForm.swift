internal import HufuScanner

/// The forms that values of options need. They are checked before the arguments are parsed: the parser's own messages name
/// no form, and their words are another version's to change.
enum OptionForm {
    private typealias Form = (
        options: [String], isRight: @Sendable (String) -> Bool, expected: String, advice: String
    )

    private static let forms: [Form] = [
        (
            ["ending-within", "every", "interval", "period", "signer-timeout", "skew", "timeout", "ttl", "valid-for"],
            { DurationArgument(argument: $0) != nil }, "a duration",
            "Write a number and a unit, without a space: 30s, 15m, 24h, 7d or 2w."
        ),
        (
            ["at", "not-before", "not-after", "revoked-at"], { TimeArgument(argument: $0) != nil }, "a time",
            "Write it to the second with its offset from UTC: 2026-11-23T08:00:00Z or 2026-11-23T16:00:00+08:00."
        ),
        (
            ["time-zone", "utc-offset"], { LocalTimeZone(argument: $0) != nil }, "a time zone",
            "Write a name of the IANA time zone database, such as Asia/Shanghai, or an offset such as +08:00."
        ),
        (
            ["language"], { Language(tag: $0) != nil }, "the tag of a language that verdicts are written in",
            "Give \(Language.allCases.map { "\($0.tag) (\($0.name))" }.joined(separator: " or "))."
        ),
        (
            ["challenge"], { ShownChallenge(argument: $0) != nil }, "a challenge",
            "Give the challenge's text, which begins with HFC1: or HFC2:, or its bytes as hexadecimal digits."
        ),
        (
            [
                "bits", "count", "decoys", "dpi", "max-version", "quiet-zone", "samples", "scale", "seed", "size",
            ], { Int($0) != nil }, "a whole number", "Write digits only."
        ),
    ]

    /// Throws if the value of an option has not the form that it needs, or an argument is a negative number: it would be
    /// taken for an unknown option, and the next one for what it stands for.
    static func check(_ arguments: [String]) throws(Failure) {
        for (before, argument) in zip([""] + arguments, arguments) {
            if !before.hasPrefix("-"), argument.wholeMatch(of: /-[0-9]+/) != nil {
                throw .usage(
                    "\(argument) is a negative number, and arguments count from 0", advice: "Write a number from 0.")
            }
            if let assigned = argument.wholeMatch(of: /--(?<option>[a-z-]+)=(?<value>.*)/) {
                try check(String(assigned.value), of: assigned.option)
            } else if before.hasPrefix("--"), !argument.hasPrefix("--") {
                try check(argument, of: before.dropFirst(2))
            }
        }
    }

    private static func check(_ value: String, of option: Substring) throws(Failure) {
        guard let form = forms.first(where: { $0.options.contains { $0 == option } }), !form.isRight(value) else {
            return
        }
        throw .usage("expected \(form.expected), found '\(value)'", option: "--\(option)", advice: form.advice)
    }
}
