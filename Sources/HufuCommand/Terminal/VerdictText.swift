internal import Hufu
internal import HufuScanner

/// The report of a verdict in the columns of a terminal.
struct VerdictText {
    /// The smallest width of the label column.
    private static let label = 12

    private let report: VerdictReport

    init(_ report: VerdictReport) { self.report = report }

    func show() throws(Failure) { try Output.write(lines.map { $0 + "\n" }.joined()) }

    private var lines: [String] {
        [headline] + TextLayout.wrapped(report.message) + report.groups.flatMap { [""] + Self.lines($0) }
    }

    private var headline: String {
        let colour =
            switch report.verdict.outcome {
            case .valid: "1;32"
            case .rejected: "1;31"
            case .indeterminate: "1;33"
            }
        let word = Terminal.hasColour ? "\u{1B}[\(colour)m\(report.headline)\u{1B}[0m" : report.headline
        return word + "  \(report.verdict.code.rawValue)"
    }

    private static func lines(_ rows: [VerdictReport.Row]) -> [String] {
        let start = rows.reduce(label) { max($0, TextLayout.width($1.label) + 2) }
        return rows.flatMap { row in
            TextLayout.wrapped(row.text, columns: TextLayout.columns - start).enumerated().map { index, line in
                let head = index == 0 ? row.label : ""
                return head + String(repeating: " ", count: start - TextLayout.width(head)) + line
            }
        }
    }
}
