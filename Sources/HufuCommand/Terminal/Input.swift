internal import Hufu
internal import HufuFiles
internal import HufuScanner

/// Files, standard input (`-`), and texts given as `@FILE`.
enum Input {
    /// The name of an input in errors.
    static func name(_ path: String) -> String { path == "-" ? "stdin" : path }

    static func bytes(_ path: String, limit: Int = SignedList.maximumSize) throws(Failure) -> [UInt8] {
        try Failure.naming(path) { try FileInput.named(path).readAll(limit: limit) }
    }

    static func text(_ path: String) throws(Failure) -> String { try text(bytes(path), name(path)) }

    private static func text(_ bytes: [UInt8], _ name: String) throws(Failure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(FileError(.notText, name)) }
        return text
    }

    /// The bytes of an argument `TEXT|@FILE|-`, and their name in errors.
    ///
    /// - Throws: a usage error for the name of a file without `@`, and `input.picture` for a picture: neither is the
    ///   text of a scan.
    static func scan(_ argument: String) throws(Failure) -> (bytes: [UInt8], name: String) {
        let isFile = argument.hasPrefix("@")
        guard isFile || argument == "-" else {
            try refuseFileName(argument)
            return (Array(argument.utf8), "argument")
        }
        let path = isFile ? String(argument.dropFirst()) : argument
        let bytes = try bytes(path)
        if let format = PictureFormat(of: bytes) {
            throw Failure(
                .badData, file: name(path), code: "input.picture",
                "this is a picture (\(format.rawValue)); the text of its code is needed",
                advice: "`hufu verify --image FILE` reads and verifies the codes of a PNG or JPEG.")
        }
        return (bytes, name(path))
    }

    private static func refuseFileName(_ argument: String) throws(Failure) {
        // A code is not taken for a file name, even if a file of that name exists.
        guard !argument.hasPrefix("HF") else { return }
        // A text that is not a valid path, such as a very long one, is not the name of a file.
        let isFile = (try? FileKind.of(argument)) != nil
        guard isFile || PictureFormat.isFileName(argument) else { return }
        throw .usage(
            "this is the name of a file, but the text of a code was expected", option: Escaped.text(argument),
            advice: "Did you mean @\(argument)?")
    }

    /// A text of one line: as `scan`, without the line end.
    static func line(_ argument: String) throws(Failure) -> (text: String, name: String) {
        var (bytes, name) = try scan(argument)
        if bytes.last == 0x0a { bytes.removeLast() }
        if bytes.last == 0x0d { bytes.removeLast() }
        return (try text(bytes, name), name)
    }

    /// The value that `read` returns for the bytes of a file; errors name the file.
    static func read<Value>(
        _ path: String, limit: Int = SignedList.maximumSize, _ read: ([UInt8]) throws -> Value
    ) throws(Failure) -> Value {
        let bytes = try bytes(path, limit: limit)
        return try Failure.naming(name(path)) { try read(bytes) }
    }
}
