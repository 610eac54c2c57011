import Foundation
import Testing

/// Runs programs as processes: the built command, and readers that are not ours. One that is missing is a failure.
enum Tool {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    struct Result {
        let status: Int32
        let output: Data
        let stderr: String

        var stdout: String { String(decoding: output, as: UTF8.self) }
        var lines: [Substring] { stdout.split(separator: "\n") }
    }

    static func run(
        _ arguments: [String], stdin: Data = Data(), closedOutput: Bool = false
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        environment["NO_COLOR"] = nil
        process.environment = environment
        // A file, and not a pipe, so that nobody has to write while reading.
        let input = FileManager.default.temporaryDirectory.appendingPathComponent("hufu-\(UUID().uuidString).in")
        try stdin.write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        process.standardInput = try FileHandle(forReadingFrom: input)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        if closedOutput { try output.fileHandleForReading.close() }
        try process.run()
        // The errors of every program here fit into a pipe's buffer.
        let data = closedOutput ? Data() : output.fileHandleForReading.readDataToEndOfFile()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: data, stderr: String(decoding: said, as: UTF8.self))
    }

    static func zbar(_ path: String) throws -> String {
        let result = try run(["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path])
        guard result.status == 0 else { throw Missing(description: "zbarimg: \(result.stderr)") }
        return result.stdout.hasSuffix("\n") ? String(result.stdout.dropLast()) : result.stdout
    }

    static func zxing(_ path: String) throws -> (text: String, version: Int?, level: String?) {
        let text = try run(["ZXingReader", "-format", "QRCode", "-bytes", path])
        guard text.status == 0 else { throw Missing(description: "ZXingReader: \(text.stderr)") }
        let report = try run(["ZXingReader", "-format", "QRCode", path]).lines
        func value(_ name: String) -> String? {
            report.first { $0.hasPrefix(name) }?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
        }
        return (text.stdout, value("Version").flatMap { Int($0) }, value("EC Level"))
    }
}

/// The built command.
enum Hufu {
    /// Beside the test bundle, where the package manager puts all products.
    static func path() throws -> String {
        let bundles = Bundle.allBundles.map(\.bundleURL) + [Bundle.main.bundleURL]
        var folders = bundles.map { $0.pathExtension == "xctest" ? $0.deletingLastPathComponent() : $0 }
        if let program = CommandLine.arguments.first {
            folders.append(URL(fileURLWithPath: program).deletingLastPathComponent())
        }
        for folder in folders {
            let path = folder.appendingPathComponent("hufu").path
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw Tool.Missing(description: "hufu is in none of \(folders.map(\.path))")
    }

    static func run(_ arguments: String..., stdin: String = "", closedOutput: Bool = false) throws -> Tool.Result {
        try run(arguments, stdin: Data(stdin.utf8), closedOutput: closedOutput)
    }

    static func run(_ arguments: [String], stdin: Data = Data(), closedOutput: Bool = false) throws -> Tool.Result {
        try Tool.run([path()] + arguments, stdin: stdin, closedOutput: closedOutput)
    }

    /// Runs it where it has to succeed, and gives what it printed, without the line end.
    @discardableResult
    static func expect(_ arguments: String..., stdin: String = "") throws -> String {
        let result = try run(arguments, stdin: Data(stdin.utf8))
        try #require(result.status == 0, "\(arguments): \(result.stderr)")
        return result.stdout.hasSuffix("\n") ? String(result.stdout.dropLast()) : result.stdout
    }
}

/// A folder that is gone when the test is over.
final class Folder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("hufu-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    subscript(name: String) -> String { path + "/" + name }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }

    @discardableResult
    func write(_ text: String, _ name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: self[name]))
        return self[name]
    }

    func data(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: self[name])) }
    func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

    func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: self[name])[.posixPermissions] as? Int
    }
}
