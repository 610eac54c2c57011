internal import Hufu

/// A verdict for a person at a terminal of 80 columns: the verdict first, then who, what, until when, and what to do.
struct VerdictText {
    private static let columns = 80
    private static let label = 12

    let verdict: Verdict
    let hasColour: Bool

    var lines: [String] {
        var lines = [headline] + Shown.wrapped(verdict.code.message, columns: Self.columns)
        if let license = verdict.license?.license { lines += [""] + person(license) + rights(license) }
        if verdict.issuer != nil { lines += [""] + origin }
        let lacking = verdict.lacking.map { $0.jsonName.replacing("_", with: " ") }
        lines += [""] + row("Clock", verdict.code == .clockUntrusted ? verdict.detail : nil)
        lines += row("Kept back", lacking.isEmpty ? nil : lacking.joined(separator: ", "))
        lines += row("To do", verdict.code.advice)
        for notice in verdict.notices { lines += row("Note", text(notice)) }
        return lines
    }

    private var headline: String {
        let (word, colour) =
            switch verdict.outcome {
            case .valid: ("VALID", "1;32")
            case .rejected: ("REJECTED", "1;31")
            case .indeterminate: ("INDETERMINATE", "1;33")
            }
        return (hasColour ? "\u{1B}[\(colour)m\(word)\u{1B}[0m" : word) + "  \(verdict.code.rawValue)"
    }

    private func person(_ license: License) -> [String] {
        let names = [license.familyName, license.givenName, license.nameNationalCharacter].compactMap { $0 }
        var born = license.birthDate?.description
        if let sex = license.sex, sex == .male || sex == .female {
            born = (born.map { $0 + ", " } ?? "") + (sex == .male ? "male" : "female")
        }
        return row("Name", names.isEmpty ? "withheld" : names.joined(separator: ", "))
            + row("Number", license.documentNumber ?? "withheld")
            + row("Born", born ?? "withheld")
            + row("Address", license.residentAddress)
    }

    private func rights(_ license: License) -> [String] {
        let classes = license.drivingPrivileges.map { $0.map(Self.text).joined(separator: ", ") } ?? "withheld"
        let until = license.expiryDate.map { "until \($0)" } ?? "without end"
        let standing = license.standing.map { standing in
            "\(standing.codes)\(verdict.standing.map { " (\($0.jsonName))" } ?? ""), as of "
                + standing.asOf.description
        }
        let points = license.points.map { "\($0.total)\($0.cycleStart.map { ", since \($0)" } ?? "")" }
        return row("Classes", classes)
            + row("In force", "from \(license.issueDate), \(until)")
            + row("Standing", standing)
            + row("Points", points)
            + row("Record", license.record)
            + row("Status", status)
    }

    /// What the status list said when it was made, which is all that a scanner can know.
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

    private var origin: [String] {
        let license = verdict.license?.license
        let code = verdict.kind.map { kind in
            kind.rawValue + (verdict.tokenExpires.map { ", token until \($0.description)" } ?? "") + offset
        }
        return row("Authority", license?.issuingAuthority)
            + row("Issuer", verdict.issuer.map { $0.name == $0.id ? $0.id : "\($0.name) <\($0.id)>" })
            + row("Code", code)
            + row("Credential", verdict.credentialExpires.map { "until \($0.description)" })
    }

    /// What the code's own span tells of the clock of whoever made it.
    private var offset: String {
        switch verdict.clockOffset {
        case nil, 0: ""
        case let offset? where verdict.code == .tokenExpired: ", over for \(Age.text(-offset))"
        case let offset?: ", phone \(Age.text(abs(offset))) \(offset > 0 ? "ahead" : "behind")"
        }
    }

    private static func text(_ privilege: DrivingPrivilege) -> String {
        let codes = privilege.codes.map { $0.code + ($0.sign ?? "") + ($0.value.map { $0 } ?? "") }
        let notes = codes + (privilege.expiryDate.map { ["until \($0)"] } ?? [])
        let name = "\(privilege.vehicleCategoryCode) \(privilege.scheme)"
        return notes.isEmpty ? name : "\(name) (\(notes.joined(separator: "; ")))"
    }

    private func row(_ label: String, _ text: String?) -> [String] {
        guard let text else { return [] }
        let lines = Shown.wrapped(Shown.text(text), columns: Self.columns - Self.label)
        return lines.enumerated().map { index, line in
            let head = index == 0 ? label : ""
            return head + String(repeating: " ", count: Self.label - head.count) + line
        }
    }
}

/// How long ago, for people: two units at most, rounded down; what is from the future, as clocks allow, is of now.
enum Age {
    static func text(_ seconds: Int) -> String {
        let units = [("s", 1), ("min", 60), ("h", 3_600), (seconds < 172_800 ? "day" : "days", 86_400)]
        guard let index = units.lastIndex(where: { seconds >= $0.1 }), index > 0 else { return "\(max(0, seconds)) s" }
        let (unit, finer) = (units[index], units[index - 1])
        let rest = seconds % unit.1 / finer.1
        return "\(seconds / unit.1) \(unit.0)" + (rest == 0 ? "" : " \(rest) \(finer.0)")
    }
}
