import Foundation

/// Programs as processes: the built command, and readers that are not ours.
enum Program {
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

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
