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

    /// Runs the command, and kills it after so many seconds if it still runs then.
    ///
    /// - Parameters:
    ///   - line: the arguments, with a space between them.
    ///   - folder: the folder in which it runs.
    ///   - input: the file of its standard input.
    ///   - output: its standard output.
    ///   - delay: the time in seconds; `nil` lets it end.
    /// - Returns: the exit status, or `nil` if it was killed; and the seconds that it ran.
    static func run(
        _ line: String, in folder: URL, input: String, output: FileHandle = .nullDevice,
        killedAfter delay: TimeInterval?
    ) throws -> (status: Int32?, duration: TimeInterval) {
        let process = Process()
        process.executableURL = Self.folder.appending(path: "hufu")
        process.arguments = line.split(separator: " ").map(String.init)
        process.currentDirectoryURL = folder
        process.standardInput = try FileHandle(forReadingFrom: folder.appending(path: input))
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let start = Date.now
        try process.run()
        if let delay {
            Thread.sleep(forTimeInterval: delay)
            kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
        let isKilled = process.terminationReason == .uncaughtSignal
        return (isKilled ? nil : process.terminationStatus, Date.now.timeIntervalSince(start))
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
