public import Hufu
public import HufuFiles

/// A new value of an entry of a status table.
public struct StatusChange: Sendable, Equatable {
    private static let longestLine = 1 << 10

    /// The entry, from 0.
    public var index: Int
    /// Its new value, as a number.
    public var number: UInt8

    /// A change.
    public init(index: Int, number: UInt8) {
        self.index = index
        self.number = number
    }

    /// Reads changes from JSON Lines: `{"index": 42, "value": "revoked"}`, where the value is a name or a number.
    ///
    /// - Throws: `FileError`, or `FileContentError` with a ``JSONLinesError`` or `JSONError` of the first bad line.
    public static func read(_ input: FileInput) throws -> [StatusChange] {
        var changes: [StatusChange] = []
        var lines = JSONLines(input, longestLine: longestLine)
        while let line = try lines.next() {
            changes.append(try FileContentError.naming(lines.name) { try StatusChange(line) })
        }
        return changes
    }

    private init(_ line: LineReader.Line) throws {
        var object = try JSONLines.value(of: line, longestLine: Self.longestLine).object()
        index = try object.requiredInt("index", in: 0...Int.max)
        let value = try object.required("value")
        try object.finish()
        number = try Self.number(value)
    }

    /// The number of a value, which has its name or is a number.
    static func number(_ value: JSONField) throws -> UInt8 {
        if value.isInteger { return UInt8(truncatingIfNeeded: try value.int(in: 0...255)) }
        guard let named = StatusValue.number(named: try value.string()) else {
            throw value.invalid(expected: StatusValue.forms)
        }
        return named
    }
}

extension StatusValue {
    /// The number of a value by its name in JSON, or written as digits; `nil` for other texts.
    package static func number(named name: String) -> UInt8? {
        StatusValue(jsonName: name)?.number ?? UInt8(name)
    }

    /// The texts that have a number, as a list in a sentence.
    package static var forms: String { (defined.map(\.jsonName) + ["or a number"]).joined(separator: ", ") }
}

extension StatusTableFile {
    /// Changes entries of the table in a file, all of them or none. Concurrent changes by several processes are not
    /// lost.
    ///
    /// - Parameters:
    ///   - path: the file of the table.
    ///   - changes: the new values of entries.
    ///   - source: the name of the source of the changes, for errors in them; `nil` for the table's file.
    /// - Throws: `FileError`, or `FileContentError` with a `JSONError` or `StatusTableError`; then the file is
    ///   unchanged.
    public static func update(_ path: String, _ changes: [StatusChange], from source: String? = nil) throws {
        try AtomicFile.update(path, limit: SignedList.maximumSize) { old in
            guard let old else { throw FileError(.missing, path) }
            var file = try FileContentError.naming(path) { try StatusTableFile(json: old) }
            file.table = try FileContentError.naming(source ?? path) {
                try file.table.setting(changes.map { ($0.index, $0.number) })
            }
            return try FileContentError.naming(path) { Array((try file.json + "\n").utf8) }
        }
    }
}
