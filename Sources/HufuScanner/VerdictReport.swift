public import Hufu

/// A verdict for the person at the scanner: the outcome, then holder, privileges, validity, origin, and advice.
///
/// All texts are safe to show: see ``Escaped``. The report shows the authenticated licence, also if the verdict is not
/// valid.
public struct VerdictReport: Sendable {
    /// A labelled line.
    public struct Row: Sendable, Equatable {
        /// The name, the same in every language: that of a field of the licence in JSON, or one of `name`, `number`,
        /// `born`, `classes`, `in_force`, `day`, `standing`, `status`, `authority`, `issuer`, `code`, `answer`,
        /// `credential`, `clock`, `kept_back`, `to_do` and `note`.
        public let name: String
        /// A few words in the report's language.
        public let label: String
        /// The text.
        public let text: String

        init(_ name: String, _ label: String, _ text: String) {
            self.name = name
            self.label = label
            self.text = Escaped.text(text)
        }
    }

    /// The verdict.
    public let verdict: Verdict
    /// The language of labels and texts.
    public let language: Language
    private let day: String?
    /// The remedy for the person at the scanner, in whole sentences.
    public let advice: String

    /// The report of a verdict.
    ///
    /// - Parameters:
    ///   - verdict: the verdict to show.
    ///   - scan: the bytes that were verified, for advice on texts that are not codes.
    ///   - day: the text for the local day by which the licence was judged.
    ///   - language: the language of labels and texts.
    public init(_ verdict: Verdict, of scan: [UInt8] = [], day: String? = nil, language: Language = .english) {
        self.verdict = verdict
        self.day = day
        self.language = language
        advice = ScanFault(scan, verdict.code).map(language.catalogue.advice) ?? language.advice(verdict.code)
    }

    /// The verdict as JSON, with the message and the advice of this report.
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

    package var jsonValue: JSONValue {
        guard message != verdict.code.message || advice != verdict.code.advice,
            case .object(let members) = verdict.jsonValue
        else { return verdict.jsonValue }
        return .object(
            members.map { member in
                switch member.name {
                case "message": JSONMember("message", .string(message))
                case "advice": JSONMember("advice", .string(advice))
                default: member
                }
            })
    }

    /// The outcome in one word: `VALID`, `REJECTED` or `INDETERMINATE` in English.
    public var headline: String { language.word(verdict.outcome) }

    /// The reason in one sentence.
    public var message: String { language.message(verdict.code) }

    /// Groups of rows: the licence, its other elements, its origin, and the advice; empty groups are left out.
    public var groups: [[Row]] {
        let license = verdict.license.map { person($0.license) + rights($0.license) } ?? []
        let rest = verdict.license.map { self.rest($0.license) } ?? []
        return [license, rest, verdict.issuer == nil ? [] : origin, guidance].filter { !$0.isEmpty }
    }

    private var guidance: [Row] {
        row(.clock, verdict.code == .clockUntrusted ? verdict.detail.map { phrase(.detail($0)) } : nil)
            + row(.keptBack, verdict.lacking.isEmpty ? nil : phrase(.lacking(verdict.lacking)))
            + row(.toDo, advice)
            + verdict.notices.flatMap { row(.note, text($0)) }
    }

    private func person(_ license: License) -> [Row] {
        let names = [license.familyName, license.givenName, license.nameNationalCharacter].compactMap { $0 }
        let birth = text(of: .birthDate, license).map { phrase(.list([$0] + (sex(license).map { [$0] } ?? []))) }
        return row(.name, names.isEmpty ? phrase(.withheld) : phrase(.list(names)))
            + row(.number, license.documentNumber ?? phrase(.withheld))
            + row(.born, birth ?? phrase(.withheld))
    }

    /// The sex, if it is shown after the birth date.
    private func sex(_ license: License) -> String? {
        switch license.sex {
        case .male, .female: text(of: .sex, license)
        case nil, .notKnown, .notApplicable: nil
        }
    }

    private func rights(_ license: License) -> [Row] {
        row(.classes, text(of: .drivingPrivileges, license) ?? phrase(.withheld))
            + row(.inForce, phrase(.period(from: license.issueDate, until: license.expiryDate)))
            + row(.day, day)
            + row(.standing, license.standing.map { phrase(.standing($0, verdict.standing)) })
            + row(.status, status)
    }

    /// The fields that have rows of their own.
    private static let shownApart: Set<License.Field> = [
        .documentNumber, .familyName, .givenName, .nameNationalCharacter, .birthDate, .drivingPrivileges, .issueDate,
        .expiryDate, .standing, .issuingAuthority,
    ]

    /// All other fields that were disclosed, in the order of the wire.
    private func rest(_ license: License) -> [Row] {
        License.Field.allCases.filter { !Self.shownApart.contains($0) }.flatMap { field -> [Row] in
            if field == .sex, license.birthDate != nil, sex(license) != nil { return [] }
            if field == .ageOver, let ages = license.ageOver {
                return ages.thresholds.map {
                    Row("\(field.jsonName)_\($0.age)", phrase(.ageOver($0.age)), phrase(.answer($0.isReached)))
                }
            }
            return text(of: field, license).map { [Row(field.jsonName, language.label(field), $0)] } ?? []
        }
    }

    /// The entry of the status list, and how old the list is.
    private var status: String? {
        guard let status = verdict.status, let age = verdict.statusAge.map(age) else { return nil }
        return [.statusStale, .statusExpired].contains(verdict.code)
            ? phrase(.lastKnownStatus(status, age: age)) : phrase(.status(status, age: age))
    }

    /// A notice, with figures where the verdict has them.
    private func text(_ notice: Verdict.Notice) -> String {
        guard notice == .clockOffset, let offset = verdict.clockOffset else { return language.message(notice) }
        return phrase(offset > 0 ? .clockAhead(age(offset)) : .clockBehind(age(-offset)))
    }

    private var origin: [Row] {
        let code = verdict.kind.map { kind in
            let end = verdict.tokenExpires.map { phrase(.tokenUntil($0)) }
            return phrase(.list([language.catalogue.name(kind)] + [end, offset].compactMap { $0 }))
        }
        return row(.authority, verdict.license?.license.issuingAuthority)
            + row(.issuer, verdict.issuer.map { $0.name == $0.id ? $0.id : "\($0.name) <\($0.id)>" })
            + row(.code, code)
            + row(.answer, verdict.answerAge.map { phrase(.answerAge(age($0))) })
            + row(.credential, verdict.credentialExpires.map { phrase(.credentialUntil($0)) })
    }

    /// The offset of the phone's clock, derived from the times of the token.
    private var offset: String? {
        switch verdict.clockOffset {
        case nil, 0: nil
        case let offset? where verdict.code == .tokenExpired: phrase(.overFor(age(-offset)))
        case let offset?: phrase(offset > 0 ? .phoneAhead(age(offset)) : .phoneBehind(age(-offset)))
        }
    }

    private func phrase(_ phrase: Phrase) -> String { language.catalogue.text(phrase) }

    private func age(_ seconds: Int) -> String { Age.text(seconds, in: language) }

    private func text(of field: License.Field, _ license: License) -> String? { language.text(of: field, in: license) }

    private func row(_ row: ReportRow, _ text: String?) -> [Row] {
        text.map { [Row(row.rawValue, language.catalogue.label(row), $0)] } ?? []
    }
}
