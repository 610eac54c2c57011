public import Foundation

/// nginx on free ports of this machine, with its files in a temporary folder, and beside it a server with faults
/// (`Tests/HTTP/server.py`). Both end with this object, and with this process.
public final class WebServer: Sendable {
    private struct NotStarted: Error { let output: String }

    /// The folder that is served, `www`, and what nginx has.
    public let directory: TemporaryDirectory
    /// URLs without a slash at the end: nginx with HTTP and HTTPS, and the server with faults.
    public let (plain, encrypted, faults): (String, String, String)
    /// Its other end is the standard input of the servers, which end when this process does.
    private let input: Pipe
    private let process: Process

    /// Starts the servers.
    public init() throws {
        directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(at: directory.file("www"), withIntermediateDirectories: true)
        (process, input) = (Process(), Pipe())
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", Repository.root.appending(path: "Tests/HTTP/server.py").path, directory.url.path,
        ]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let ports = line.split { $0 == " " || $0 == "\n" }
        guard ports.count == 3 else { throw NotStarted(output: line) }
        plain = "http://127.0.0.1:\(ports[0])"
        encrypted = "https://127.0.0.1:\(ports[1])"
        faults = "http://127.0.0.1:\(ports[2])"
    }

    deinit { process.terminate() }

    /// The folder that is served.
    public var root: URL { directory.file("www") }

    /// The requests to nginx since the last call, each with path, status, named version, and connection.
    public func requests() throws -> [[Substring]] {
        let file = directory.file("access.log")
        // nginx writes a line when the whole answer is sent.
        Thread.sleep(forTimeInterval: 0.05)
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { String($0) }
        try Data().write(to: file)
        return lines.map { $0.split(separator: " ") }
    }
}
