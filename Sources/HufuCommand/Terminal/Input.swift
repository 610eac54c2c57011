internal import Hufu
internal import HufuFiles

/// Files, standard input (`-`), and texts given as `@FILE`.
enum Input {
    /// More than any file the command reads; a pipe would otherwise be read until memory ends.
    private static let maximumBytes = 64 << 20

    /// How errors call an input.
    static func name(_ path: String) -> String { path == "-" ? "stdin" : path }

    static func bytes(_ path: String) throws(Failure) -> [UInt8] {
        try Failure.naming(path) { try FileInput.named(path).readAll(limit: maximumBytes) }
    }

    static func text(_ path: String) throws(Failure) -> String { try text(bytes(path), name(path)) }

    private static func text(_ bytes: [UInt8], _ name: String) throws(Failure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(FileError(.notText, name)) }
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
    static func line(_ argument: String) throws(Failure) -> (text: String, name: String) {
        var (bytes, name) = try scan(argument)
        if bytes.last == 0x0a { bytes.removeLast() }
        if bytes.last == 0x0d { bytes.removeLast() }
        return (try text(bytes, name), name)
    }

    /// The value that `read` makes of the bytes of a file; errors name the file.
    static func read<Value>(_ path: String, _ read: ([UInt8]) throws -> Value) throws(Failure) -> Value {
        let bytes = try bytes(path)
        return try Failure.naming(name(path)) { try read(bytes) }
    }
}
