internal import Hufu

/// The texts of a language. Each language has all of them, which the compiler checks, except for the two tables, which
/// tests check.
protocol Catalogue {
    /// The language's name in itself.
    static var name: String { get }

    static func word(_ outcome: Verdict.Outcome) -> String
    static func message(_ code: Verdict.Code) -> String
    static func advice(_ code: Verdict.Code) -> String
    static func message(_ notice: Verdict.Notice) -> String
    static func advice(_ fault: ScanFault) -> String

    static func label(_ row: ReportRow) -> String
    static func label(_ field: License.Field) -> String
    static func text(of field: License.Field, in license: License) -> String?

    static func name(_ kind: Verdict.Kind) -> String
    static func name(_ standing: StandingClass) -> String
    static func name(_ status: StatusValue) -> String
    static func name(_ unit: Age.Unit, count: Int) -> String

    /// The names of vehicle classes, by scheme and code.
    static var classes: [String: [String: String]] { get }
    /// The meanings of standing letters.
    static var standings: [Character: String] { get }

    static func text(_ phrase: Phrase) -> String
}

/// A text with values in it. A language that leaves a value out does not compile without a warning.
enum Phrase {
    /// Several texts in one line.
    case list([String])
    /// In place of a value that the holder does not show.
    case withheld
    /// An answer to the question in the label.
    case answer(Bool)
    /// The days on which a licence is in force.
    case period(from: Day, until: Day?)
    /// A standing and its class.
    case standing(License.Standing, StandingClass?)
    /// The entry of a list of this age.
    case status(StatusValue, age: String)
    /// The entry of a list that is too old.
    case lastKnownStatus(StatusValue, age: String)
    /// The end of a token.
    case tokenUntil(UnixTime)
    /// The time since a token has expired.
    case overFor(String)
    /// The phone's clock is ahead of the scanner's.
    case phoneAhead(String)
    /// The phone's clock is behind the scanner's.
    case phoneBehind(String)
    /// The time between challenge and answer.
    case answerAge(String)
    /// The end of a credential.
    case credentialUntil(UnixTime)
    /// The notice that the phone's clock is ahead.
    case clockAhead(String)
    /// The notice that the phone's clock is behind.
    case clockBehind(String)
    /// A fault in the words of the library, which are English.
    case detail(String)
    /// The fields that the policy requires and the licence does not show.
    case lacking([License.Field])
    /// The label of an age that the holder has or has not reached.
    case ageOver(Int)
}

/// A row of a report that is more than one field of the licence. The raw value is its name, which is the same in every
/// language.
enum ReportRow: String, CaseIterable {
    case name
    case number
    case born
    case classes
    case inForce = "in_force"
    case day
    case standing
    case status
    case authority
    case issuer
    case code
    case answer
    case credential
    case clock
    case keptBack = "kept_back"
    case toDo = "to_do"
    case note
}
