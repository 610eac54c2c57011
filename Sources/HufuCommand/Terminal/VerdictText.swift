internal import Hufu
internal import HufuScanner

/// The report of a verdict in the columns of a terminal.
struct VerdictText {
    /// The columns of a label, at least.
    private static let label = 12

    private let report: VerdictReport

    init(_ report: VerdictReport) { self.report = report }

    func show() throws(Failure) { try Output.write(lines.map { $0 + "\n" }.joined()) }

    private var lines: [String] {
        [headline] + TextLayout.wrapped(report.message) + report.groups.flatMap { [""] + $0.flatMap(Self.lines) }
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

    private static func lines(_ row: VerdictReport.Row) -> [String] {
        let start = max(label, row.label.count + 2)
        return TextLayout.wrapped(row.text, columns: TextLayout.columns - start).enumerated().map { index, line in
            let head = index == 0 ? row.label : ""
            return head + String(repeating: " ", count: start - head.count) + line
        }
    }
}
