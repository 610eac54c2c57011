import Foundation
import Testing

/// Programs as processes: the built command, and readers that are not ours.
enum Program {
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The command, where the package manager has built it: beside the bundle of these tests.
    static var folder: URL {
        let bundle = URL(filePath: CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0])
        return bundle.deletingLastPathComponent()
    }

    /// Runs a shell line with the command first in the path; a program that is not there makes it fail.
    static func shell(_ line: String, in folder: URL, input: String? = nil) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = Self.folder.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        environment["NO_COLOR"] = "1"
        process.environment = environment
        let (output, errors) = (folder.appending(path: ".output"), folder.appending(path: ".errors"))
        let source = folder.appending(path: ".input")
        for file in [output, errors] { try Data().write(to: file) }
        try Data((input ?? "").utf8).write(to: source)
        process.standardInput = try FileHandle(forReadingFrom: source)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
}

/// A folder of its own for a test, gone afterwards.
struct Scratch: ~Copyable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "hufu-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func copy(sample name: String, as file: String) throws {
        try FileManager.default.copyItem(
            at: Program.root.appending(path: "Vectors/samples/\(name).json"), to: folder.appending(path: file))
    }

    /// What a line prints, which has to end well.
    @discardableResult
    func run(_ line: String, input: String? = nil) throws -> String {
        let result = try Program.shell(line, in: folder, input: input)
        #expect(result.status == 0, "\(line): \(result.errors)")
        return result.output
    }

    func result(_ line: String, input: String? = nil) throws -> Program.Result {
        try Program.shell(line, in: folder, input: input)
    }

    func text(_ file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }
}
