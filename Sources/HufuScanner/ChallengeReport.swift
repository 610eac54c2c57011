public import Hufu

/// A signed challenge as lines of text for the holder: who asks, for what, and what the code shows anyway.
///
/// The lines are safe to show: see ``Escaped``.
public struct ChallengeReport: Sendable {
    /// The lines.
    public let lines: [String]

    /// The report of a challenge.
    ///
    /// - Parameters:
    ///   - challenge: the challenge, whose scanner is known.
    ///   - preview: the elements that the answer shows.
    public init(_ challenge: IdentifiedChallenge, _ preview: AnswerPreview) {
        let certificate = challenge.challenge.certificate
        func names(_ elements: [License.Element]) -> String {
            let names = elements.map { element in
                element.jsonName.replacing("_", with: " ") + (preview.unallowed.contains(element) ? "*" : "")
            }
            return names.isEmpty ? "nothing" : names.joined(separator: ", ")
        }
        let asked = challenge.challenge.elements.filter { !preview.absent.contains($0) }
        var rows = [
            ("Scanner", "\(certificate.name) (\(certificate.id))"), ("Certified by", challenge.authority),
            ("Asks for", names(asked)),
        ]
        if !preview.absent.isEmpty { rows.append(("Not there", names(preview.absent))) }
        rows.append(("Shown anyway", names(preview.shown)))
        if !preview.unallowed.isEmpty {
            rows.append(("", "* The scanner may not ask for it, but the issuer has not let it be withheld."))
        }
        let start = (rows.map(\.0.count).max() ?? 0) + 2
        lines = rows.flatMap { label, text in
            let lines = TextLayout.wrapped(Escaped.text(text), columns: TextLayout.columns - start)
            return lines.enumerated().map { index, line in
                let head = index == 0 ? label : ""
                return head + String(repeating: " ", count: start - head.count) + line
            }
        }
    }
}
