/// The results of a run in the XML format of JUnit, which CI systems display: one test suite for each vector file, one
/// test for each case.
public struct JUnitReport {
    private var files: [(name: String, results: [(id: String, result: VectorCase.Result)])] = []

    /// An empty report.
    public init() {}

    /// Adds a result. The results of one file must be added one after another.
    public mutating func add(_ one: VectorCase, _ result: VectorCase.Result) {
        if files.last?.name != one.file { files.append((one.file, [])) }
        files[files.count - 1].results.append((one.id, result))
    }

    /// The XML document.
    public var xml: String {
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

    private static func counts(_ results: [(id: String, result: VectorCase.Result)]) -> String {
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

    /// The value of an attribute. XML cannot represent most control characters; they become U+FFFD.
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
