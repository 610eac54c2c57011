public import Hufu
public import QRCapacity

/// The size of a code, and of the parts of its payload.
public struct SizeReport: Sendable {
    /// The text of the code.
    public let text: String
    /// Whether the code is for print, which needs more error correction than a screen.
    public let isPrinted: Bool
    /// The transport of the text.
    public let transport: Transport
    /// The side of a module in millimetres.
    public let moduleMillimetres: Double
    /// The largest allowed version.
    public let maximumVersion: Int
    /// Bytes of the payload.
    public let size: Int
    /// The parts of the payload, which add up to it.
    public let parts: [Inspector.Part]
    private let sizes: Inspector.Sizes?

    /// The report of a code.
    ///
    /// - Parameters:
    ///   - text: the text of a token; for other texts `parts` is empty.
    ///   - isPrinted: whether the code is for print.
    ///   - transport: the transport of the text.
    ///   - moduleMillimetres: the side of a module in millimetres.
    ///   - maximumVersion: the largest allowed version, 1 to 40.
    public init(
        text: String, isPrinted: Bool, transport: Transport = .base45, moduleMillimetres: Double = 0.4,
        maximumVersion: Int = QRPlan.defaultMaximumVersion
    ) {
        self.text = text
        self.isPrinted = isPrinted
        self.transport = transport
        self.moduleMillimetres = moduleMillimetres
        self.maximumVersion = maximumVersion
        sizes = Inspector.sizes(of: Array(text.utf8))
        (size, parts) = (sizes?.size ?? 0, sizes?.parts ?? [])
    }

    /// The level of error correction for the code's purpose.
    public var level: QRErrorCorrection { isPrinted ? .print : .screen }

    /// The symbol at a level; `nil` if no version holds the text.
    public func plan(_ level: QRErrorCorrection) -> QRPlan? {
        try? QRPlan(
            characters: text.utf8.count, errorCorrection: level, maximumVersion: 40, raisesErrorCorrection: false)
    }

    /// The parts to leave out so that a code fits a version.
    public struct Reduction: Sendable, Equatable {
        /// The version to reach.
        public let version: Int
        /// The parts to leave out: the largest that the profile does not require.
        public let parts: [Inspector.Part]
        /// Whether the code fits the version without them.
        public let isEnough: Bool
    }

    /// The parts to leave out so that the code fits a version; empty if it fits already.
    public func reduction(to version: Int) -> Reduction {
        guard let capacity = AlphanumericCapacity.characters(version: version, errorCorrection: level) else {
            return Reduction(version: version, parts: [], isEnough: false)
        }
        let limit = transport.bytes(inCharacters: capacity)
        let parts = sizes?.dispensable(above: limit) ?? []
        return Reduction(version: version, parts: parts, isEnough: parts.reduce(size) { $0 - $1.size } <= limit)
    }

    /// Advice for people, in sentences: whether the code is small enough, and which parts to leave out.
    public var advice: [String] {
        let version = plan(level)?.version
        let state = version.map { "Version \($0) at level \(level.letter)" } ?? "No version at level \(level.letter)"
        let aim = min(QRPlan.aimedVersion, maximumVersion)
        if let version, version <= aim { return ["\(state) is fine."] }
        let isTooLarge = version.map { $0 > maximumVersion } ?? true
        return [isTooLarge ? "\(state) is too large." : "\(state) is read, but not by every reader at every angle."]
            + Set([aim, maximumVersion]).sorted(by: >).filter { $0 < version ?? 41 }.map(advice)
    }

    private func advice(for version: Int) -> String {
        let reduction = reduction(to: version)
        guard reduction.isEnough else { return "Version \(version) is out of reach, whatever is left out." }
        let names = reduction.parts.map { "\($0.name) (\($0.size))" }.joined(separator: ", ")
        return "For version \(version) \(isPrinted ? "leave out" : "leave out, or withhold") \(names)."
    }

    /// The parts and the symbols of each level, in lines of text for people.
    public var table: [String] {
        ["\(size) bytes, \(text.utf8.count) characters of \(transport.rawValue)", ""]
            + ["Bytes  Part"] + parts.map { Self.right($0.size, 5) + "  \($0.place.rawValue): \($0.name)" }
            + ["", "Level  Version  Modules  Millimetres"] + QRErrorCorrection.allCases.map(row)
            + ["Modules of \(moduleMillimetres) mm; the quiet zone of 4 modules on each side is in the millimetres."]
    }

    private func row(_ level: QRErrorCorrection) -> String {
        guard let plan = plan(level) else { return "\(level.letter)      no version holds this text" }
        let tenths = Int((plan.millimetres(moduleMillimetres: moduleMillimetres) * 10).rounded())
        let use = level == self.level ? isPrinted ? "  in print" : "  on a screen" : ""
        return level.letter + Self.right(plan.version, 13) + Self.right(plan.size, 9)
            + Self.right("\(tenths / 10).\(tenths % 10)", 13) + use
    }

    private static func right(_ value: some CustomStringConvertible, _ width: Int) -> String {
        let text = value.description
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// The report as JSON.
    public var json: String { JSONWriter.text(jsonValue) }

    private var jsonValue: JSONValue {
        [
            "bytes": .integer(size), "characters": .integer(text.utf8.count), "transport": .string(transport.rawValue),
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
                    let reduction = reduction(to: version)
                    return [
                        "version": .integer(version), "is_enough": .bool(reduction.isEnough),
                        "names": .array(reduction.parts.map { .string($0.name) }),
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
