internal import Hufu

/// The results of a run as lines of text: one for each failed case, then one for each file, then the totals. As JSON
/// Lines: one for each case, then one for the totals.
///
/// The lines contain names from the vector files unescaped: escape them before they go to a terminal.
public struct CaseReport {
    private let isJSON: Bool
    private var files: [(name: String, counts: Counts)] = []

    private struct Counts {
        var passed = 0
        var failed = 0
        var notRun = 0
        var reason = ""
    }

    /// An empty report.
    ///
    /// - Parameter isJSON: whether the lines are JSON objects.
    public init(isJSON: Bool) { self.isJSON = isJSON }

    /// The line of a list of cases, for a case that is not run.
    public func name(of one: VectorCase) -> String {
        guard isJSON else { return "\(one.id)  \(one.comment)" }
        return JSONWriter.text([
            "id": .string(one.id), "file": .string(one.file), "comment": .string(one.comment),
            "spec": .string(one.spec),
        ])
    }

    /// Adds a result. The results of one file must be added one after another.
    ///
    /// - Returns: the line of the result; `nil` for a case that did not fail, unless the lines are JSON.
    public mutating func add(_ one: VectorCase, _ result: VectorCase.Result) -> String? {
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

    private var total: Counts {
        files.reduce(into: Counts()) { total, file in
            total.passed += file.counts.passed
            total.failed += file.counts.failed
            total.notRun += file.counts.notRun
        }
    }

    /// Whether at least one case has passed and none has failed.
    public var isPassed: Bool { total.failed == 0 && total.passed > 0 }

    /// The lines after the last case: one for each file, then the totals; as JSON the totals only.
    public var summary: [String] {
        let total = total
        guard !isJSON else {
            return [
                JSONWriter.text([
                    "passed": .integer(total.passed), "failed": .integer(total.failed),
                    "not_run": .integer(total.notRun),
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
        return lines + ["\(total.passed) passed, \(total.failed) failed"]
    }
}
