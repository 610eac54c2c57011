/// The results of a run in the XML format of JUnit, which systems for continuous integration show: a suite for each
/// file of vectors, a test for each case.
package struct JUnitReport {
    private var files: [(name: String, results: [(id: String, result: Case.Result)])] = []

    /// An empty report.
    package init() {}

    /// Adds a result.
    package mutating func add(_ one: Case, _ result: Case.Result) {
        if files.last?.name != one.file { files.append((one.file, [])) }
        files[files.count - 1].results.append((one.id, result))
    }

    /// The document.
    package var xml: String {
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
        lines.append("<testsuites\(Self.counts(files.flatMap(\.results)))>")
        for (name, results) in files {
            lines.append("<testsuite name=\(Self.quoted(name))\(Self.counts(results))>")
            for (id, result) in results {
                let test = "<testcase classname=\(Self.quoted(name)) name=\(Self.quoted(id))"
                switch result {
                case .passed: lines.append("\(test)/>")
                case .failed(let reason): lines.append("\(test)><failure message=\(Self.quoted(reason))/></testcase>")
                case .notRun(let reason): lines.append("\(test)><skipped message=\(Self.quoted(reason))/></testcase>")
                }
            }
            lines.append("</testsuite>")
        }
        return (lines + ["</testsuites>", ""]).joined(separator: "\n")
    }

    private static func counts(_ results: [(id: String, result: Case.Result)]) -> String {
        var (failures, skipped) = (0, 0)
        for (_, result) in results {
            switch result {
            case .passed: break
            case .failed: failures += 1
            case .notRun: skipped += 1
            }
        }
        return #" tests="\#(results.count)" failures="\#(failures)" skipped="\#(skipped)""#
    }

    /// A value of an attribute. XML has no way to write most control characters.
    private static func quoted(_ text: String) -> String {
        var value = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": value += "&amp;"
            case "<": value += "&lt;"
            case ">": value += "&gt;"
            case "\"": value += "&quot;"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": value += "\u{FFFD}"
            default: value.unicodeScalars.append(scalar)
            }
        }
        return value + "\""
    }
}
