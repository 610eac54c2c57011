internal import Hufu

/// Advice for values that the argument parser refuses: the form that the value needs.
enum OptionForm {
    /// The form that a value needs, by its name in the help.
    private static let forms: [(name: String, advice: String)] = [
        ("duration", "Write a number and a unit, without a space: 30s, 15m, 24h, 7d or 2w."),
        ("time", "Write it to the second with its offset from UTC: 2026-11-23T08:00:00Z or 2026-11-23T16:00:00+08:00."),
        ("zone", "Write a name of the IANA time zone database, such as Asia/Shanghai, or an offset such as +08:00."),
        ("text|hex", "Give the challenge's text, which begins with HFC1:, or its bytes as hexadecimal digits."),
        ("index", "Write a whole number: entries count from 0."),
        ("value", "Write valid, revoked, suspended, attention, or a number from 0 to 255."),
    ]

    /// Options whose values are whole numbers.
    private static let counts = [
        "bits", "count", "decoys", "dpi", "max-version", "quiet-zone", "samples", "scale", "size", "skip-lines",
    ]

    /// Advice for a message of the argument parser about a value; `nil` if it is about something else.
    static func advice(on message: String) -> String? {
        guard let place = message.firstMatch(of: /is invalid for '(--(?<option>[a-z-]+) )?<(?<name>[^>]+)>'/) else {
            return nil
        }
        if let option = place.option, counts.contains(String(option)) { return "Write a whole number." }
        return forms.first { $0.name == place.name }?.advice
    }

    /// The argument parser would report an argument such as `-1` as an unknown option.
    static func refuseNegativeNumber(in arguments: [String]) throws(Failure) {
        for (before, argument) in zip([""] + arguments, arguments)
        where !before.hasPrefix("-") && argument.wholeMatch(of: /-[0-9]+/) != nil {
            throw .usage(
                "\(argument) is a negative number, and arguments count from 0", advice: "Write a number from 0.")
        }
    }
}
