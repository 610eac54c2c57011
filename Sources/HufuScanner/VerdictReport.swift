public import Hufu

/// A verdict for the person at the scanner: the outcome, then holder, privileges, validity, origin, and advice.
///
/// All texts are safe to show: see ``Escaped``. The report shows the authenticated licence, also if the verdict is not
/// valid.
public struct VerdictReport: Sendable {
    /// A labelled line.
    public struct Row: Sendable, Equatable {
        /// One or two English words.
        public let label: String
        /// The text.
        public let text: String

        init(_ label: String, _ text: String) {
            self.label = label
            self.text = Escaped.text(text)
        }
    }

    /// The verdict.
    public let verdict: Verdict
    private let day: String?
    /// The remedy for the person at the scanner, in whole sentences.
    public let advice: String

    /// The report of a verdict.
    ///
    /// - Parameters:
    ///   - verdict: the verdict to show.
    ///   - scan: the bytes that were verified, for advice on texts that are not codes.
    ///   - day: the text for the local day by which the licence was judged.
    public init(_ verdict: Verdict, of scan: [UInt8] = [], day: String? = nil) {
        self.verdict = verdict
        self.day = day
        advice = ScanFault(scan, verdict.code)?.advice ?? verdict.code.advice
    }

    /// The verdict as JSON, with the advice of this report.
    public var json: String { JSONWriter.text(jsonValue) }

    /// The file of a picture, the corners of a code in it in pixels, and its verdict, as JSON.
    package func json(corners: [(x: Int, y: Int)], file: String) -> String {
        JSONWriter.text(
            .object([
                JSONMember("file", .string(file)),
                JSONMember("corners", .array(corners.map { .array([.integer($0.x), .integer($0.y)]) })),
                JSONMember("verdict", jsonValue),
            ]))
    }

    private var jsonValue: JSONValue {
        guard advice != verdict.code.advice, case .object(let members) = verdict.jsonValue else {
            return verdict.jsonValue
        }
        return .object(members.map { $0.name == "advice" ? JSONMember("advice", .string(advice)) : $0 })
    }

    /// `VALID`, `REJECTED` or `INDETERMINATE`.
    public var headline: String { verdict.outcome.rawValue.uppercased() }

    /// The reason in one sentence.
    public var message: String { verdict.code.message }

    /// Groups of rows: the licence, its other elements, its origin, and the advice; empty groups are left out.
    public var groups: [[Row]] {
        let license = verdict.license.map { person($0.license) + rights($0.license) } ?? []
        let rest = verdict.license.map { Self.rest($0.license) } ?? []
        return [license, rest, verdict.issuer == nil ? [] : origin, guidance].filter { !$0.isEmpty }
    }

    private var guidance: [Row] {
        let lacking = verdict.lacking.map { $0.jsonName.replacing("_", with: " ") }
        return row("Clock", verdict.code == .clockUntrusted ? verdict.detail : nil)
            + row("Kept back", lacking.isEmpty ? nil : lacking.joined(separator: ", "))
            + row("To do", advice)
            + verdict.notices.flatMap { row("Note", text($0)) }
    }

    private func person(_ license: License) -> [Row] {
        let names = [license.familyName, license.givenName, license.nameNationalCharacter].compactMap { $0 }
        return row("Name", names.isEmpty ? "withheld" : names.joined(separator: ", "))
            + row("Number", license.documentNumber ?? "withheld")
            + row("Born", license.text(of: .birthDate).map { $0 + Self.sex(license) } ?? "withheld")
    }

    /// The sex, if it is shown after the birth date.
    private static func sex(_ license: License) -> String {
        switch license.sex {
        case .male, .female: license.text(of: .sex).map { ", " + $0 } ?? ""
        case nil, .notKnown, .notApplicable: ""
        }
    }

    private func rights(_ license: License) -> [Row] {
        let until = license.expiryDate.map { "until \($0)" } ?? "without end"
        let standing = license.standing.map { standing in
            "\(standing.codes)\(verdict.standing.map { " (\($0.jsonName))" } ?? ""), as of "
                + standing.asOf.description
        }
        return row("Classes", license.text(of: .drivingPrivileges) ?? "withheld")
            + row("In force", "from \(license.issueDate), \(until)")
            + row("Day", day)
            + row("Standing", standing)
            + row("Status", status)
    }

    /// The fields that have rows of their own.
    private static let shownApart: Set<License.Field> = [
        .documentNumber, .familyName, .givenName, .nameNationalCharacter, .birthDate, .drivingPrivileges, .issueDate,
        .expiryDate, .standing, .issuingAuthority,
    ]

    /// All other fields that were disclosed, in the order of the wire.
    private static func rest(_ license: License) -> [Row] {
        License.Field.allCases.filter { !shownApart.contains($0) }.flatMap { field -> [Row] in
            if field == .sex, license.birthDate != nil, !sex(license).isEmpty { return [] }
            if field == .ageOver, let ages = license.ageOver {
                return ages.thresholds.map { Row("\(label(field)) \($0.age)", $0.isReached ? "yes" : "no") }
            }
            return license.text(of: field).map { [Row(label(field), $0)] } ?? []
        }
    }

    /// The JSON name of a field in words.
    private static func label(_ field: License.Field) -> String {
        let words = field.jsonName.split(separator: "_").map(String.init)
        guard let first = words.first else { return field.jsonName }
        let abbreviations: Set = ["un", "aka", "dhs", "cdl", "edl"]
        let start =
            abbreviations.contains(first) ? first.uppercased() : first.prefix(1).uppercased() + first.dropFirst()
        return ([start] + words.dropFirst()).joined(separator: " ")
    }

    /// The entry of the status list, and how old the list is.
    private var status: String? {
        guard let status = verdict.status else { return nil }
        let age = verdict.statusAge.map(Age.text) ?? "of unknown age"
        return [.statusStale, .statusExpired].contains(verdict.code)
            ? "last known: \(status.jsonName), \(age) ago" : "\(status.jsonName) (list \(age) old)"
    }

    /// A notice, with figures where the verdict has them.
    private func text(_ notice: Verdict.Notice) -> String {
        guard notice == .clockOffset, let offset = verdict.clockOffset else { return notice.message }
        let advice = "Phones set their clocks by the network: look at this scanner's first."
        return offset > 0
            ? "The phone's clock is \(Age.text(offset)) ahead of this scanner's. \(advice)"
            : "The phone's clock is \(Age.text(-offset)) behind this scanner's, or this is a picture taken then. \(advice)"
    }

    private var origin: [Row] {
        let license = verdict.license?.license
        let code = verdict.kind.map { kind in
            kind.rawValue + (verdict.tokenExpires.map { ", token until \($0.description)" } ?? "") + offset
        }
        return row("Authority", license?.issuingAuthority)
            + row("Issuer", verdict.issuer.map { $0.name == $0.id ? $0.id : "\($0.name) <\($0.id)>" })
            + row("Code", code)
            + row("Answer", verdict.answerAge.map { "\(Age.text($0)) after the challenge was shown" })
            + row("Credential", verdict.credentialExpires.map { "until \($0.description)" })
    }

    /// The offset of the phone's clock, derived from the times of the token.
    private var offset: String {
        switch verdict.clockOffset {
        case nil, 0: ""
        case let offset? where verdict.code == .tokenExpired: ", over for \(Age.text(-offset))"
        case let offset?: ", phone \(Age.text(abs(offset))) \(offset > 0 ? "ahead" : "behind")"
        }
    }

    private func row(_ label: String, _ text: String?) -> [Row] { text.map { [Row(label, $0)] } ?? [] }
}
