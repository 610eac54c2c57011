/// Metrics in the text format of Prometheus, version 0.0.4.
struct MetricsText {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// A metric with one sample for each set of labels.
    mutating func add(
        _ name: String, _ type: String, _ help: String, _ samples: [(labels: [(String, String)], value: Double)]
    ) {
        begin(name, type, help)
        for (labels, value) in samples { line(name, labels, value) }
    }

    /// A histogram of times in seconds for each path.
    mutating func add(_ name: String, _ help: String, _ times: [String: RequestCounts.Times]) {
        begin(name, "histogram", help)
        for (path, times) in times.sorted(by: { $0.key < $1.key }) {
            var total = 0
            for (bound, count) in zip(RequestCounts.Times.bounds, times.counts) {
                total += count
                line(name + "_bucket", [("path", path), ("le", "\(Double(bound) / 1_000)")], Double(total))
            }
            total += times.counts.last ?? 0
            line(name + "_bucket", [("path", path), ("le", "+Inf")], Double(total))
            line(name + "_sum", [("path", path)], times.sum / .seconds(1))
            line(name + "_count", [("path", path)], Double(total))
        }
    }

    private mutating func begin(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func line(_ name: String, _ labels: [(String, String)], _ value: Double) {
        let list = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        let number = Int(exactly: value).map { "\($0)" } ?? "\(value)"
        text += name + (list.isEmpty ? "" : "{\(list)}") + " \(number)\n"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
