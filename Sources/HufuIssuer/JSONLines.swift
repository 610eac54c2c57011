public import Hufu
internal import HufuFiles

/// Reads JSON Lines: a JSON value on each line. Blank lines are skipped.
struct JSONLines {
    private var lines: LineReader
    private var isFirst = true

    init(_ input: FileInput, longestLine: Int) { lines = LineReader(input, maximum: longestLine) }

    var longestLine: Int { lines.maximum }

    var name: String { lines.input.name }

    /// See `LineReader.bytesRead`.
    var bytesRead: Int { lines.bytesRead }

    /// See `LineReader.isReady`.
    var isReady: Bool { lines.isReady }

    /// The next line that is not blank; `nil` at the end.
    ///
    /// - Throws: `FileError`; `FileContentError` with a ``JSONLinesError`` if the first line shows that this is another
    ///   format.
    mutating func next() throws -> LineReader.Line? {
        while let line = try lines.next() {
            guard line.isTooLong || !line.bytes.allSatisfy(Self.isSpace) else { continue }
            if isFirst, let found = Self.otherFormat(line.bytes) {
                throw FileContentError(name, JSONLinesError(.formatInvalid, line: line.number, detail: found))
            }
            isFirst = false
            return line
        }
        return nil
    }

    /// The value of a line.
    ///
    /// - Throws: ``JSONLinesError`` for a line that is too long, else `JSONError`.
    static func value(of line: LineReader.Line, longestLine: Int) throws -> JSONField {
        guard !line.isTooLong else {
            throw JSONLinesError(.lineTooLong, line: line.number, detail: "\(longestLine)")
        }
        return try JSONReader.read(line.bytes, firstLine: line.number)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }

    /// The fault of a first line that cannot begin JSON Lines, as the rest of a sentence about it.
    private static func otherFormat(_ line: [UInt8]) -> String? {
        // Text in UTF-16 has zero bytes wherever it has ASCII.
        if line.contains(0) || line.starts(with: [0xff, 0xfe]) || line.starts(with: [0xfe, 0xff]) {
            return "is text in UTF-16, or not text"
        }
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let text = line.dropFirst(line.starts(with: mark) ? mark.count : 0).filter { !isSpace($0) }
        switch text.first {
        case UInt8(ascii: "{"): break
        case UInt8(ascii: "["): return "begins a JSON array"
        case nil: return nil
        case _?: return "is not a JSON object"
        }
        let endsInside = text.last.map { [UInt8](",:[{".utf8).contains($0) } ?? false
        return endsInside ? "begins an object that goes on in the next" : nil
    }
}

/// Why a file is not read as JSON Lines.
public struct JSONLinesError: CausedError {
    /// The causes, as a closed list; the raw value is the error's code.
    public enum Reason: String, Sendable, CaseIterable {
        /// Another format.
        case formatInvalid = "batch.not_json_lines"
        /// A line has more bytes than is allowed.
        case lineTooLong = "batch.line_too_long"
    }

    /// The cause.
    public let reason: Reason
    /// The line, from 1.
    public let line: Int
    /// The fault of the first line, or the largest number of bytes of a line.
    public let detail: String

    init(_ reason: Reason, line: Int, detail: String) {
        self.reason = reason
        self.line = line
        self.detail = detail
    }

    /// The line.
    public var location: String? { "line \(line)" }
    /// The fault, in one line.
    public var message: String {
        switch reason {
        case .formatInvalid: "this is not JSON Lines: its first line \(detail)"
        case .lineTooLong: "a line has more than \(detail) bytes"
        }
    }
    /// The remedy, in whole sentences.
    public var advice: String {
        switch reason {
        case .formatInvalid: "Write one JSON object on each line, in UTF-8."
        case .lineTooLong: "Write one licence on each line."
        }
    }
}
