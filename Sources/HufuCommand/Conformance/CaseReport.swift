internal import Hufu
internal import HufuConformance

/// What became of the cases: failures by name, then a line for each file, then the sum.
struct CaseReport {
    let isJSON: Bool
    private var files: [(name: String, counts: Counts)] = []

    init(isJSON: Bool) { self.isJSON = isJSON }

    private struct Counts {
        var passed = 0
        var failed = 0
        var notRun = 0
        var reason = ""
    }

    func name(_ one: Case) throws(Failure) {
        guard isJSON else { return try Output.line("\(one.id)  \(Shown.text(one.comment))") }
        try Output.line(
            JSONWriter.text([
                "id": .string(one.id), "file": .string(one.file), "comment": .string(one.comment),
                "spec": .string(one.spec),
            ]))
    }

    mutating func add(_ one: Case, _ result: Case.Result) throws(Failure) {
        if files.last?.name != one.file { files.append((one.file, Counts())) }
        let index = files.count - 1
        switch result {
        case .passed: files[index].counts.passed += 1
        case .failed: files[index].counts.failed += 1
        case .notRun(let reason):
            files[index].counts.notRun += 1
            files[index].counts.reason = reason
        }
        if isJSON {
            var members = [JSONMember("id", .string(one.id)), JSONMember("result", .string(Self.name(result)))]
            if case .failed(let reason) = result { members.append(JSONMember("reason", .string(reason))) }
            try Output.line(JSONWriter.text(.object(members)))
        } else if case .failed(let reason) = result {
            try Output.line("FAILED  \(one.id): \(Shown.text(String(reason.prefix(400))))")
        }
    }

    private static func name(_ result: Case.Result) -> String {
        switch result {
        case .passed: "passed"
        case .failed: "failed"
        case .notRun: "not_run"
        }
    }

    /// The end of the report.
    ///
    /// - Returns: whether something passed and nothing failed.
    func sum() throws(Failure) -> Bool {
        let sum = files.reduce(into: Counts()) { sum, file in
            sum.passed += file.counts.passed
            sum.failed += file.counts.failed
            sum.notRun += file.counts.notRun
        }
        if isJSON {
            try Output.line(
                JSONWriter.text([
                    "passed": .integer(sum.passed), "failed": .integer(sum.failed), "not_run": .integer(sum.notRun),
                ]))
        } else {
            let width = files.map(\.name.count).max() ?? 0
            for (name, counts) in files {
                var parts = [(counts.passed, "passed"), (counts.failed, "failed")].filter { $0.0 > 0 }.map {
                    "\($0.0) \($0.1)"
                }
                if counts.notRun > 0 { parts.append("\(counts.notRun) NOT RUN: \(counts.reason)") }
                try Output.line(
                    name + String(repeating: " ", count: width - name.count + 2) + parts.joined(separator: ", "))
            }
            try Output.line("\(sum.passed) passed, \(sum.failed) failed")
        }
        return sum.failed == 0 && sum.passed > 0
    }
}
