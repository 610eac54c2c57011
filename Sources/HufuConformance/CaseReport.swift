internal import Hufu

/// The results of a run as lines: a line for each failure, then one for each file, then the sum. As JSON, a line for
/// each case and one for the sum.
///
/// The lines contain names from the files as they are; they have to be escaped where they are shown.
package struct CaseReport {
    private let isJSON: Bool
    private var files: [(name: String, counts: Counts)] = []

    private struct Counts {
        var passed = 0
        var failed = 0
        var notRun = 0
        var reason = ""
    }

    /// An empty report.
    package init(isJSON: Bool) { self.isJSON = isJSON }

    /// The line that names a case.
    package func name(of one: Case) -> String {
        guard isJSON else { return "\(one.id)  \(one.comment)" }
        return JSONWriter.text([
            "id": .string(one.id), "file": .string(one.file), "comment": .string(one.comment),
            "spec": .string(one.spec),
        ])
    }

    /// Counts a result.
    ///
    /// - Returns: its line, if it has one.
    package mutating func add(_ one: Case, _ result: Case.Result) -> String? {
        if files.last?.name != one.file { files.append((one.file, Counts())) }
        let index = files.count - 1
        let (name, failure): (String, String?)
        switch result {
        case .passed:
            files[index].counts.passed += 1
            (name, failure) = ("passed", nil)
        case .failed(let reason):
            files[index].counts.failed += 1
            (name, failure) = ("failed", reason)
        case .notRun(let reason):
            files[index].counts.notRun += 1
            files[index].counts.reason = reason
            (name, failure) = ("not_run", nil)
        }
        guard isJSON else { return failure.map { "FAILED  \(one.id): \($0.prefix(400))" } }
        let members = [JSONMember("id", .string(one.id)), JSONMember("result", .string(name))]
        return JSONWriter.text(.object(members + (failure.map { [JSONMember("reason", .string($0))] } ?? [])))
    }

    private var sum: Counts {
        files.reduce(into: Counts()) { sum, file in
            sum.passed += file.counts.passed
            sum.failed += file.counts.failed
            sum.notRun += file.counts.notRun
        }
    }

    /// Whether a case has passed and none has failed.
    package var isPassed: Bool { sum.failed == 0 && sum.passed > 0 }

    /// The last lines.
    package var summary: [String] {
        let sum = sum
        guard !isJSON else {
            return [
                JSONWriter.text([
                    "passed": .integer(sum.passed), "failed": .integer(sum.failed), "not_run": .integer(sum.notRun),
                ])
            ]
        }
        let width = files.map(\.name.count).max() ?? 0
        let lines = files.map { name, counts in
            var parts = [(counts.passed, "passed"), (counts.failed, "failed")].filter { $0.0 > 0 }.map {
                "\($0.0) \($0.1)"
            }
            if counts.notRun > 0 { parts.append("\(counts.notRun) NOT RUN: \(counts.reason)") }
            return name + String(repeating: " ", count: width - name.count + 2) + parts.joined(separator: ", ")
        }
        return lines + ["\(sum.passed) passed, \(sum.failed) failed"]
    }
}
