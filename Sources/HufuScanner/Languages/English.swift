internal import Hufu

/// English. The texts of codes and values are those of the core.
enum English: Catalogue {
    static let name = "English"

    static func word(_ outcome: Verdict.Outcome) -> String { outcome.rawValue.uppercased() }
    static func message(_ code: Verdict.Code) -> String { code.message }
    static func advice(_ code: Verdict.Code) -> String { code.advice }
    static func message(_ notice: Verdict.Notice) -> String { notice.message }

    static func advice(_ fault: ScanFault) -> String {
        switch fault {
        case .wideCharacters: "This is text in UTF-16: have it written in ASCII or UTF-8."
        case .prefix(let text): "Remove the text in front of the code: \(text)."
        case .smallLetters:
            "The code's text is in small letters: switch off caps lock, and every change of letters in the scanner."
        case .secondCode: "Two codes follow each other: verify one at a time."
        case .lineEnd: "A tab or line end is inside the code: let nothing put one there."
        case .suffix(let text): "Something follows the code: \(text). Look at the suffix in the scanner's settings."
        case .foreignByte(let byte):
            "The text has the byte \(byte), which no code contains: a camera app decoded percent signs as in a web "
                + "address, or the keyboard layout is wrong. Use a scanner that passes text on unchanged, or ask for "
                + "the Base32 transport."
        }
    }

    static func label(_ row: ReportRow) -> String {
        switch row {
        case .name: "Name"
        case .number: "Number"
        case .born: "Born"
        case .classes: "Classes"
        case .inForce: "In force"
        case .day: "Day"
        case .standing: "Standing"
        case .status: "Status"
        case .authority: "Authority"
        case .issuer: "Issuer"
        case .code: "Code"
        case .answer: "Answer"
        case .credential: "Credential"
        case .clock: "Clock"
        case .keptBack: "Kept back"
        case .toDo: "To do"
        case .note: "Note"
        }
    }

    /// The JSON name in words.
    static func label(_ field: License.Field) -> String {
        let words = field.jsonName.split(separator: "_").map(String.init)
        guard let first = words.first else { return field.jsonName }
        let abbreviations: Set = ["un", "aka", "dhs", "cdl", "edl"]
        let start =
            abbreviations.contains(first) ? first.uppercased() : first.prefix(1).uppercased() + first.dropFirst()
        return ([start] + words.dropFirst()).joined(separator: " ")
    }

    static func text(of field: License.Field, in license: License) -> String? { license.text(of: field) }

    static func name(_ kind: Verdict.Kind) -> String { kind.rawValue }
    static func name(_ standing: StandingClass) -> String { standing.jsonName }
    static func name(_ status: StatusValue) -> String { status.jsonName }

    static func name(_ unit: Age.Unit, count: Int) -> String {
        switch unit {
        case .second: "s"
        case .minute: "min"
        case .hour: "h"
        case .day: count == 1 ? "day" : "days"
        }
    }

    static func text(_ phrase: Phrase) -> String {
        switch phrase {
        case .list(let texts): texts.joined(separator: ", ")
        case .withheld: "withheld"
        case .answer(let isYes): isYes ? "yes" : "no"
        case .period(let first, let last): "from \(first), \(last.map { "until \($0)" } ?? "without end")"
        case .standing(let standing, let standingClass):
            "\(standing.codes)\(standingClass.map { " (\(name($0)))" } ?? ""), as of \(standing.asOf)"
        case .status(let status, let age): "\(name(status)) (list \(age) old)"
        case .lastKnownStatus(let status, let age): "last known: \(name(status)), \(age) ago"
        case .tokenUntil(let time): "token until \(time)"
        case .overFor(let age): "over for \(age)"
        case .phoneAhead(let age): "phone \(age) ahead"
        case .phoneBehind(let age): "phone \(age) behind"
        case .answerAge(let age): "\(age) after the challenge was shown"
        case .credentialUntil(let time): "until \(time)"
        case .clockAhead(let age):
            "The phone's clock is \(age) ahead of this scanner's. "
                + "Phones set their clocks by the network: look at this scanner's first."
        case .clockBehind(let age):
            "The phone's clock is \(age) behind this scanner's, or this is a picture taken then. "
                + "Phones set their clocks by the network: look at this scanner's first."
        case .detail(let text): text
        case .lacking(let fields): fields.map { $0.jsonName.replacing("_", with: " ") }.joined(separator: ", ")
        case .ageOver(let age): "\(label(.ageOver)) \(age)"
        }
    }

    static let classes = [
        "CN": [
            "A1": "Large bus", "A2": "Heavy tractor and trailer", "A3": "City bus", "B1": "Medium bus",
            "B2": "Large goods vehicle", "C1": "Small car", "C2": "Small car with automatic transmission",
            "C3": "Low-speed goods vehicle", "C4": "Three-wheeled goods vehicle",
            "C5": "Small car with automatic transmission, for persons with disabilities",
            "C6": "Light car and trailer", "D": "Three-wheeled motorcycle", "E": "Two-wheeled motorcycle",
            "F": "Moped", "M": "Wheeled special machine", "N": "Trolleybus", "P": "Tram",
        ],
        "EU": [
            "AM": "Moped or light quadricycle", "A1": "Light motorcycle", "A2": "Medium motorcycle",
            "A": "Motorcycle", "B1": "Quadricycle", "B": "Car up to 3.5 t", "BE": "Car and trailer",
            "C1": "Goods vehicle up to 7.5 t", "C1E": "Goods vehicle up to 7.5 t, and trailer",
            "C": "Goods vehicle", "CE": "Goods vehicle and trailer", "D1": "Bus up to 16 passengers",
            "D1E": "Bus up to 16 passengers, and trailer", "D": "Bus", "DE": "Bus and trailer",
            "L": "Slow tractor or machine (national class)", "M": "Moped (national class)",
            "T": "Tractor (national class)",
        ],
        "ISO": [
            "A1": "Light motorcycle", "A": "Motorcycle", "B1": "Quadricycle", "B": "Car up to 3.5 t",
            "C1": "Goods vehicle up to 7.5 t", "C": "Goods vehicle", "D1": "Bus up to 16 passengers", "D": "Bus",
            "BE": "Car and trailer", "C1E": "Goods vehicle up to 7.5 t, and trailer",
            "CE": "Goods vehicle and trailer", "D1E": "Bus up to 16 passengers, and trailer", "DE": "Bus and trailer",
        ],
        "US": [
            "A": "Combination of vehicles", "B": "Heavy single vehicle", "C": "Light vehicle",
            "D": "Light vehicle, not commercial", "M": "Motorcycle",
        ],
        "US-END": [
            "H": "Hazardous materials", "L": "Motorcycle or moped", "N": "Tank vehicle",
            "O": "Another endorsement of the state", "P": "Passengers", "S": "School bus",
            "T": "Double or triple trailers", "X": "Tank vehicle with hazardous materials",
        ],
    ]

    static let standings: [Character: String] = [
        "A": "normal", "B": "too many points", "C": "transferred out", "D": "withheld for a time", "E": "annulled",
        "F": "revoked", "G": "cancelled", "H": "violation to be settled", "I": "accident to be settled",
        "J": "use stopped", "K": "seized", "L": "locked", "M": "renewal overdue", "N": "renewal deferred",
        "P": "medical report deferred", "R": "cancelled, may be restored", "S": "review overdue",
        "T": "review deferred", "U": "detained",
    ]
}
