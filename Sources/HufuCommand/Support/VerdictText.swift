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
        lines += [""] + row("To do", verdict.code.advice)
        for notice in verdict.notices { lines += row("Note", notice.message) }
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
                + TokenReport.time(standing.asOf)
        }
        let points = license.points.map { "\($0.total)\($0.cycleStart.map { ", since \($0)" } ?? "")" }
        return row("Classes", classes)
            + row("In force", "from \(license.issueDate), \(until)")
            + row("Standing", standing)
            + row("Points", points)
            + row("Record", license.record)
            + row(
                "Status",
                verdict.status.map { status in
                    status.jsonName + (verdict.statusAge.map { " (list \($0) s old)" } ?? "")
                })
    }

    private var origin: [String] {
        let license = verdict.license?.license
        let offset =
            verdict.clockOffset.map { $0 == 0 ? "" : ", phone \(abs($0)) s \($0 > 0 ? "ahead" : "behind")" } ?? ""
        let code = verdict.kind.map { kind in
            kind.rawValue + (verdict.tokenExpires.map { ", token until \(TokenReport.time($0))" } ?? "") + offset
        }
        return row("Authority", license?.issuingAuthority)
            + row("Issuer", verdict.issuer.map { $0.name == $0.id ? $0.id : "\($0.name) <\($0.id)>" })
            + row("Code", code)
            + row("Credential", verdict.credentialExpires.map { "until \(TokenReport.time($0))" })
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
