/// Files, standard input (`-`), and texts given as `@FILE`.
enum Input {
    /// More than any file the command reads; what comes from a pipe would otherwise be read until memory ends.
    static let maximumBytes = 64 << 20
    private static let chunk = 1 << 16

    /// How errors call an input.
    static func name(_ path: String) -> String { path == "-" ? "stdin" : path }

    static func open(_ path: String) throws(Failure) -> Int32 {
        guard path != "-" else { return System.standardInput }
        do throws(SystemError) { return try System.openForReading(path) } catch {
            throw error.isMissing
                ? Failure(
                    .noInput, file: path, code: "file.missing", "there is no such file", advice: "Look at the path.")
                : Failure(
                    .noInput, file: path, code: "file.unreadable", error.message, advice: "Look at the file's rights.")
        }
    }

    static func read(_ descriptor: Int32, _ path: String, count: Int = chunk) throws(Failure) -> [UInt8] {
        do throws(SystemError) { return try System.read(descriptor, count) } catch {
            throw Failure(
                .inputOutput, file: name(path), code: "file.read_failed", error.message, advice: "Look at what it is.")
        }
    }

    static func bytes(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = try open(path)
        defer { if path != "-" { try? System.close(descriptor) } }
        var bytes: [UInt8] = []
        while true {
            let more = try read(descriptor, path)
            if more.isEmpty { return bytes }
            guard bytes.count + more.count <= maximumBytes else {
                throw Failure(
                    .badData, file: name(path), code: "file.too_large", "there are more than \(maximumBytes) bytes",
                    advice: "Give the right file.")
            }
            bytes += more
        }
    }

    static func text(_ path: String) throws(Failure) -> String {
        guard let text = String(validating: try bytes(path), as: UTF8.self) else {
            throw Failure(
                .badData, file: name(path), code: "file.not_text", "these bytes are not UTF-8",
                advice: "Give the right file.")
        }
        return text
    }

    /// The bytes of an argument `TEXT|@FILE|-`, and how errors call them.
    static func scan(_ argument: String) throws(Failure) -> (bytes: [UInt8], name: String) {
        if argument == "-" { return (try bytes(argument), name(argument)) }
        guard argument.hasPrefix("@") else { return (Array(argument.utf8), "argument") }
        let path = String(argument.dropFirst())
        return (try bytes(path), path)
    }

    /// A text of one line: as `scan`, without the line end behind it.
    static func line(_ argument: String) throws(Failure) -> String {
        var (bytes, name) = try scan(argument)
        if bytes.last == 0x0a { bytes.removeLast() }
        if bytes.last == 0x0d { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.badData, file: name, code: "file.not_text", "not UTF-8", advice: "Give the right file.")
        }
        return text
    }
}

/// The lines of a file or pipe, one at a time, each handed out as soon as it is there.
struct LineReader {
    struct Line {
        /// From 1.
        let number: Int
        /// Without the line feed; of a line that is too long only its beginning, one byte more than is allowed.
        let bytes: [UInt8]
        let isTooLong: Bool
    }

    private let path: String
    private let descriptor: Int32
    private let maximum: Int
    private var buffer: [UInt8] = []
    private var position = 0
    private var number = 0

    init(_ path: String, maximum: Int) throws(Failure) {
        self.path = path
        self.maximum = maximum
        descriptor = try Input.open(path)
    }

    /// Whether something of the next line has been read.
    var hasMore: Bool { position < buffer.count }

    mutating func next() throws(Failure) -> Line? {
        var line: [UInt8] = []
        while true {
            if position == buffer.count {
                buffer = try Input.read(descriptor, path)
                position = 0
                if buffer.isEmpty { return line.isEmpty ? nil : made(line) }
            }
            let rest = buffer[position...]
            let end = rest.firstIndex(of: 0x0a)
            // What is beyond the limit is read and forgotten: memory stays bounded whatever comes.
            line += rest[..<(end ?? rest.endIndex)].prefix(maximum + 1 - line.count)
            position = end.map { $0 + 1 } ?? buffer.count
            if end != nil { return made(line) }
        }
    }

    private mutating func made(_ bytes: [UInt8]) -> Line {
        number += 1
        return Line(number: number, bytes: bytes, isTooLong: bytes.count > maximum)
    }
}
