internal import Hufu
internal import QRCapacity

/// How large a code will be, and what makes it large.
struct SizeReport {
    let text: String
    let isPrinted: Bool
    let transport: Transport
    let moduleMillimetres: Double
    let maximumVersion: Int

    private var sizes: Inspector.Sizes? { Inspector.sizes(of: Array(text.utf8)) }
    private var parts: [Inspector.Part] { sizes?.parts ?? [] }
    private var level: QRErrorCorrection { isPrinted ? .print : .screen }

    private func plan(_ level: QRErrorCorrection) -> QRPlan? {
        try? QRPlan(
            characters: text.utf8.count, errorCorrection: level, maximumVersion: 40, raisesErrorCorrection: false)
    }

    /// What to leave out to stay within a version.
    private func excess(beyond version: Int) -> [Inspector.Part] {
        guard let sizes, let capacity = AlphanumericCapacity.characters(version: version, errorCorrection: level) else { return [] }
        return sizes.dispensable(above: transport.bytes(inCharacters: capacity))
    }

    private func isEnough(_ left: [Inspector.Part], for version: Int) -> Bool {
        guard let sizes, let capacity = AlphanumericCapacity.characters(version: version, errorCorrection: level) else {
            return false
        }
        return left.reduce(sizes.size) { $0 - $1.size } <= transport.bytes(inCharacters: capacity)
    }

    // MARK: For people

    var lines: [String] {
        ["\(sizes?.size ?? 0) bytes, \(text.utf8.count) characters of \(transport.rawValue)", ""]
            + ["Bytes  Part"] + parts.map { Self.right($0.size, 5) + "  \($0.place.rawValue): \($0.name)" }
            + ["", "Level  Version  Modules  Millimetres"] + QRErrorCorrection.allCases.map(line)
            + [
                "Modules of \(moduleMillimetres) mm; the quiet zone of 4 modules on each side is in the millimetres.",
                "",
            ]
            + advice
    }

    private func line(_ level: QRErrorCorrection) -> String {
        guard let plan = plan(level) else { return "\(level.letter)      no version holds this text" }
        let tenths = Int((plan.millimetres(moduleMillimetres: moduleMillimetres) * 10).rounded())
        let use = level == self.level ? isPrinted ? "  in print" : "  on a screen" : ""
        return level.letter + Self.right(plan.version, 13) + Self.right(plan.size, 9)
            + Self.right("\(tenths / 10).\(tenths % 10)", 13) + use
    }

    private var advice: [String] {
        let version = plan(level)?.version
        let state = version.map { "Version \($0) at level \(level.letter)" } ?? "No version at level \(level.letter)"
        if let version, version <= min(QRPlan.aimedVersion, maximumVersion) {
            return ["\(state) is fine."]
        }
        let isTooLarge = version.map { $0 > maximumVersion } ?? true
        return [isTooLarge ? "\(state) is too large." : "\(state) is read, but not by every reader at every angle."]
            + Set([min(QRPlan.aimedVersion, maximumVersion), maximumVersion]).sorted(by: >)
            .filter { $0 < version ?? 41 }.flatMap(advice)
    }

    private func advice(for version: Int) -> [String] {
        let left = excess(beyond: version)
        let names = left.map { "\($0.name) (\($0.size))" }.joined(separator: ", ")
        guard isEnough(left, for: version) else {
            return ["Version \(version) is out of reach, whatever is left out."]
        }
        let way = isPrinted ? "leave out" : "leave out, or withhold"
        return Shown.wrapped("For version \(version) \(way) \(names).", columns: 80)
    }

    private static func right(_ value: some CustomStringConvertible, _ width: Int) -> String {
        let text = value.description
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }

    // MARK: For programs

    var json: JSONValue {
        [
            "bytes": .integer(sizes?.size ?? 0), "characters": .integer(text.utf8.count),
            "transport": .string(transport.rawValue),
            "parts": .array(
                parts.map { part in
                    [
                        "place": .string(part.place.rawValue), "name": .string(part.name), "bytes": .integer(part.size),
                    ]
                }),
            "module_mm": .number("\(moduleMillimetres)"), "level": .string(level.letter),
            "symbols": .object(QRErrorCorrection.allCases.map { JSONMember($0.letter, symbol($0)) }),
            "leave_out": .array(
                Set([QRPlan.aimedVersion, maximumVersion]).sorted().map { version in
                    let left = excess(beyond: version)
                    return [
                        "version": .integer(version), "is_enough": .bool(isEnough(left, for: version)),
                        "names": .array(left.map { .string($0.name) }),
                    ]
                }),
        ]
    }

    private func symbol(_ level: QRErrorCorrection) -> JSONValue {
        guard let plan = plan(level) else { return .null }
        let hundredths = Int((plan.millimetres(moduleMillimetres: moduleMillimetres) * 100).rounded())
        return [
            "version": .integer(plan.version), "modules": .integer(plan.size),
            "mm": .number("\(Double(hundredths) / 100)"),
        ]
    }
}
