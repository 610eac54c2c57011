import Foundation

/// Another program. That it is missing is a failure like any other: nothing here is ever skipped.
enum Tool {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What the program wrote to standard output.
    static func run(_ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let output = Pipe()
        let errors = FileManager.default.temporaryDirectory.appendingPathComponent("hufu-\(UUID().uuidString).log")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: errors) }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let log = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
            let said = String(decoding: data.prefix(2000), as: UTF8.self)
            throw Failure(description: "\(arguments) ended with \(process.terminationStatus): \(said) \(log)")
        }
        return data
    }

    /// Hands `contents` to `body` as a file, which is gone afterwards.
    static func withFile<Result>(
        _ contents: some Sequence<UInt8>, type: String, _ body: (String) throws -> Result
    ) throws -> Result {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("hufu-\(UUID().uuidString).\(type)")
        try Data(contents).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file.path)
    }

    static func python(_ script: String, _ arguments: String...) throws -> Data {
        try run(["python3", "-c", script] + arguments)
    }

    /// What zbar reads, without the line feed that it adds.
    static func zbar(_ path: String) throws -> String {
        let output = try run(["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path])
        let text = String(decoding: output, as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// What ZXing reads: the text, and the level of error correction that it found.
    static func zxing(_ path: String) throws -> (text: String, level: String?) {
        let text = String(decoding: try run(["ZXingReader", "-format", "QRCode", "-bytes", path]), as: UTF8.self)
        let report = String(decoding: try run(["ZXingReader", "-format", "QRCode", path]), as: UTF8.self)
        let line = report.split(separator: "\n").first { $0.hasPrefix("EC Level:") }
        return (text, line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces))
    }
}
