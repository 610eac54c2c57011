internal import Synchronization

/// A file, a pipe or a device that is open for reading.
public final class FileInput: Sendable {
    private static let chunk = 1 << 16
    /// The longest time to wait for the other end of a pipe.
    private static let patience = Duration.seconds(10)
    private static let pause: UInt32 = 5_000

    /// Standard input.
    public static let standardInput = FileInput(descriptor: 0)

    /// The path, or `stdin`, for messages.
    public let name: String
    private let descriptor: Int32
    private let isOwned: Bool
    /// The size in bytes of a regular file when it was opened; `nil` for other kinds and for standard input.
    public let size: Int?
    /// The bytes that were read to find out whether a pipe has a writer.
    private let first = Mutex<[UInt8]>([])

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        name = "stdin"
        isOwned = false
        size = nil
    }

    /// Opens a path. A pipe is opened without waiting for its other end; if no process opens that in 10 s, it is an
    /// error.
    ///
    /// - Parameters:
    ///   - path: the path of a file, a pipe or a device.
    ///   - regularOnly: whether to refuse pipes and devices, which may never end.
    /// - Throws: `file.missing`, `file.unreadable`, `file.too_many_open`, `file.pipe_idle`, `file.not_regular` or
    ///   `file.read_failed`.
    public init(_ path: String, regularOnly: Bool = false) throws(FileError) {
        name = path
        isOwned = true
        do throws(SystemError) { descriptor = try POSIX.openForReading(path) } catch {
            throw error.isMissing ? FileError(.missing, path) : FileError(.unreadable, path, error)
        }
        let entry: POSIX.Entry
        do throws(SystemError) { entry = try POSIX.entry(descriptor) } catch {
            throw FileError(.readFailed, path, error)
        }
        if case .file = entry.kind { size = Int(entry.stamp.size) } else { size = nil }
        if regularOnly, size == nil { throw FileError(.notRegular, path) }
        if entry.isPipe { try waitForWriter() }
    }

    /// Opens a path of a command line; `-` is standard input.
    ///
    /// - Throws: as ``init(_:regularOnly:)``.
    public static func named(_ argument: String) throws(FileError) -> FileInput {
        argument == "-" ? standardInput : try FileInput(argument)
    }

    deinit {
        if isOwned { try? POSIX.close(descriptor) }
    }

    /// A pipe without a writer reads as one that has ended, until it has had one.
    private func waitForWriter() throws(FileError) {
        let start = ContinuousClock.now
        while true {
            do throws(SystemError) {
                guard let bytes = try POSIX.readNow(descriptor, Self.chunk) else { return }
                guard bytes.isEmpty else { return first.withLock { $0 = bytes } }
            } catch { throw FileError(.readFailed, name, error) }
            if POSIX.hasHungUp(descriptor) { return }
            guard start.duration(to: .now) < Self.patience else { throw FileError(.pipeIdle, name) }
            POSIX.pause(microseconds: Self.pause)
        }
    }

    /// Whether reading returns at once: with bytes, or because the end is reached.
    public var isReady: Bool { first.withLock { !$0.isEmpty } || POSIX.isReadable(descriptor) }

    /// The next bytes, as soon as some are available; empty at the end.
    ///
    /// - Throws: `file.read_failed`.
    public func read() throws(FileError) -> [UInt8] {
        let bytes = first.withLock { first in
            defer { first = [] }
            return first
        }
        guard bytes.isEmpty else { return bytes }
        do throws(SystemError) { return try POSIX.read(descriptor, Self.chunk) } catch {
            throw FileError(.readFailed, name, error)
        }
    }

    /// All bytes up to the end.
    ///
    /// - Parameter limit: the largest number of bytes.
    /// - Throws: `file.read_failed` or `file.too_large`.
    public func readAll(limit: Int) throws(FileError) -> [UInt8] {
        let tooLarge = FileError(.tooLarge, name, detail: "\(limit)")
        var bytes: [UInt8] = []
        if let size {
            guard size <= limit else { throw tooLarge }
            bytes.reserveCapacity(size)
        }
        while true {
            let more = try read()
            if more.isEmpty { return bytes }
            guard bytes.count + more.count <= limit else { throw tooLarge }
            bytes += more
        }
    }
}
