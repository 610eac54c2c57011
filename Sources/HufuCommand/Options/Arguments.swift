internal import ArgumentParser
internal import Hufu

/// `30s`, `15m`, `24h`, `365d`, `2w`, in seconds.
struct DurationArgument: ExpressibleByArgument, Sendable {
    let seconds: Int
    let text: String

    private init(_ seconds: Int, _ text: String) {
        self.seconds = seconds
        self.text = text
    }

    static func seconds(_ count: Int) -> DurationArgument { DurationArgument(count, "\(count)s") }
    static func hours(_ count: Int) -> DurationArgument { DurationArgument(count * 3600, "\(count)h") }
    static func days(_ count: Int) -> DurationArgument { DurationArgument(count * 86_400, "\(count)d") }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400]
        guard let last = argument.last, let unit = units[last], let number = Number.digits(argument.dropLast()) else {
            return nil
        }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow, seconds <= UnixTime.lastFormattable.secondsSince1970 else { return nil }
        self.seconds = seconds
        text = argument
    }

    var defaultValueDescription: String { text }
}

/// RFC 3339, or seconds since 1970.
struct TimeArgument: ExpressibleByArgument, Sendable {
    let time: UnixTime

    init?(argument: String) {
        let time = Number.digits(argument[...]).map(UnixTime.init(secondsSince1970:)) ?? UnixTime(argument)
        guard let time, UnixTime(secondsSince1970: 0)...UnixTime.lastFormattable ~= time else { return nil }
        self.time = time
    }
}

/// A scanner's challenge: the text of its QR code, or the bytes as hexadecimal digits.
struct ChallengeArgument: ExpressibleByArgument, Sendable {
    let bytes: [UInt8]

    init?(argument: String) {
        guard let bytes = try? Challenge.bytes(of: argument) else {
            guard let bytes = Hex.decode(argument), !bytes.isEmpty else { return nil }
            self.bytes = bytes
            return
        }
        self.bytes = bytes
    }
}

/// A challenge that a scanner shows: one that identifies the scanner, or a plain one.
enum ShownChallenge: ExpressibleByArgument, Sendable {
    case plain([UInt8])
    /// Its text.
    case signed(String)

    init?(argument: String) {
        guard !SignedChallenge.isChallenge(argument) else {
            self = .signed(argument)
            return
        }
        guard let plain = ChallengeArgument(argument: argument) else { return nil }
        self = .plain(plain.bytes)
    }

    /// The challenge of this scanner. A signed one was shown when it was signed, a plain one is shown now.
    func challenge(at now: UnixTime) throws(Failure) -> Challenge {
        switch self {
        case .plain(let bytes): return Challenge(bytes: bytes)
        case .signed(let text):
            let signed = try Failure.naming("--challenge") { try SignedChallenge(text: text) }
            return Challenge(signed, shownAt: .now - .seconds(max(0, now - signed.issuedAt)))
        }
    }
}

enum Number {
    /// A number of ASCII digits only, without sign or space.
    static func digits(_ text: Substring) -> Int? {
        text.utf8.allSatisfy(ASCII.isDigit) ? Int(text) : nil
    }
}

/// Names separated by commas.
enum Names {
    static func split(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map { String($0.trimmingPrefix { $0 == " " }) }
    }

    /// Fields of a licence by their names in JSON.
    static func fields(_ text: String, option: String) throws(Failure) -> Set<License.Field> {
        try set(text, option, among: License.Field.allCases.map(\.jsonName), License.Field.init(rawValue:))
    }

    /// Elements of a licence by their names in JSON.
    static func elements(_ text: String, option: String) throws(Failure) -> Set<License.Element> {
        try set(text, option, among: License.Element.allCases.map(\.jsonName), License.Element.init(jsonName:))
    }

    private static func set<Value>(
        _ text: String, _ option: String, among names: [String], _ read: (String) -> Value?
    ) throws(Failure) -> Set<Value> {
        var values: Set<Value> = []
        for name in split(text) {
            guard let value = read(name) else {
                let near = NearestName.of(name, among: names)
                throw .usage(
                    "a licence has no element \(JSONValue.quoted(name))", option: option,
                    advice: near.map { "Did you mean \($0)?" } ?? "Use the names of the licence's JSON.")
            }
            values.insert(value)
        }
        return values
    }
}

/// The current time, or the value of `--at`.
struct ClockOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The time to use as now: RFC 3339, or seconds since 1970.", valueName: "time")
    )
    var at: TimeArgument?

    var now: UnixTime { at?.time ?? .now }

    /// `now` as a function, for code that runs for longer.
    var read: @Sendable () -> UnixTime { { [at] in at?.time ?? .now } }
}
