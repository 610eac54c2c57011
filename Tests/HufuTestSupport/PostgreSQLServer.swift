import Foundation

/// A PostgreSQL server, which ends with this process.
public struct PostgreSQLServer: Sendable {
    /// A command that failed; it has told why on standard error.
    public struct Failed: Error { let command: String }

    private static let script = Repository.root.appending(path: ".ci/postgres").path

    private let folder: String
    private let address: String

    /// One for all tests of this process.
    public static let shared = Result { try PostgreSQLServer() }

    /// Starts a server of its own: for tests whose faults others must not see.
    public init() throws {
        let lines = try Self.run([Self.script, "start", "\(getpid())"]).split(separator: "\n").map(String.init)
        guard lines.count == 2 else { throw Failed(command: "start") }
        (folder, address) = (lines[0], lines[1])
    }

    /// The port on the loopback interface.
    public var port: String { address.split { $0 == ":" || $0 == "/" }.dropLast().last.map(String.init) ?? "" }

    /// Restarts the server as after a crash.
    public func restart() throws { _ = try Self.run([Self.script, "restart", folder]) }

    /// Stops the server for good.
    public func stop() throws { _ = try Self.run([Self.script, "stop", folder]) }

    /// Makes a database.
    ///
    /// - Returns: its address.
    public func makeDatabase() throws -> String {
        let name = "test_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        try query("CREATE DATABASE \(name)", at: address)
        return address.replacing("/postgres", with: "/\(name)", maxReplacements: 1)
    }

    /// The output of a statement, as psql prints it without decoration.
    @discardableResult
    public func query(_ statement: String, at address: String) throws -> String {
        try Self.run(["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-c", statement, address])
    }

    private static func run(_ words: [String]) throws -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(command: words.joined(separator: " ")) }
        return text
    }
}

/// A proxy before a server, which loses answers (`Tests/PostgreSQL/proxy.py`). It ends with this object.
public final class PostgreSQLProxy: Sendable {
    private struct Ended: Error {}
    private struct Refused: Error { let answer: String }

    private let process: Process
    private let (input, output): (Pipe, Pipe)
    private let port: String

    /// Starts a proxy.
    public init(before server: PostgreSQLServer) throws {
        (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", Repository.root.appending(path: "Tests/PostgreSQL/proxy.py").path, server.port,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        port = try Self.line(from: output.fileHandleForReading)
    }

    /// The next line of the proxy's output. `availableData` may have nothing before there is a line.
    private static func line(from output: FileHandle) throws -> String {
        var bytes: [UInt8] = []
        while true {
            guard let byte = try output.read(upToCount: 1)?.first else { throw Ended() }
            if byte == 0x0a { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
    }

    deinit { process.terminate() }

    /// The address of a database of the server, through the proxy.
    public func address(of database: String) -> String {
        database.replacing(/:\d+\//, with: ":\(port)/")
    }

    /// Gives the proxy a command of `proxy.py`, which is in force when this returns.
    public func command(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
        let answer = try Self.line(from: output.fileHandleForReading)
        guard answer == "ok" else { throw Refused(answer: answer) }
    }
}
