internal import Hufu

/// Files that are written whole or not at all: a temporary file in the same folder, flushed to the disk, takes the name
/// only when it is complete.
enum AtomicFile {
    /// Replaces what is there. A device or a pipe, which cannot be replaced, is written to.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        switch System.kind(of: path) {
        case .folder:
            throw Failure(
                .inputOutput, file: path, code: "file.is_folder", "this is a folder", advice: "Name a file in it.")
        case .other: try pour(bytes, into: path)
        case .file(let mode):
            // The file behind a link is replaced, not the link.
            let target = System.resolved(path) ?? path
            try place(bytes, at: target, named: path, mode: 0o666, keeping: mode) { temporary throws(SystemError) in
                try System.rename(temporary, target)
            }
        case nil:
            try place(bytes, at: path, named: path, mode: 0o666, keeping: nil) { temporary throws(SystemError) in
                try System.rename(temporary, path)
            }
        }
    }

    /// A file that only its owner may read, under a name that must not be taken: neither before nor meanwhile.
    static func create(_ bytes: [UInt8], at path: String, isPrivate: Bool) throws(Failure) {
        try refuseTaken(path)
        try place(bytes, at: path, named: path, mode: isPrivate ? 0o600 : 0o666, keeping: nil) {
            temporary throws(SystemError) in
            do throws(SystemError) {
                try System.link(temporary, path)
            } catch {
                guard error.isUnsupported else { throw error }
                // Without links the name itself is created exclusively; it is complete only a moment later.
                try store(bytes, in: System.create(path, mode: isPrivate ? 0o600 : 0o666), at: path)
            }
            System.remove(temporary)
        }
    }

    static func refuseTaken(_ path: String) throws(Failure) {
        guard System.isTaken(path) else { return }
        throw taken(path)
    }

    private static func taken(_ path: String) -> Failure {
        Failure(
            .exists, file: path, code: "file.exists", "this file is there already and is not overwritten",
            advice: "Choose another name, or move it away.")
    }

    private static func pour(_ bytes: [UInt8], into path: String) throws(Failure) {
        do throws(SystemError) {
            let descriptor = try System.openForWriting(path)
            defer { try? System.close(descriptor) }
            try System.write(descriptor, bytes)
        } catch { throw failed(path, error) }
    }

    private static func place(
        _ bytes: [UInt8], at path: String, named name: String, mode: UInt32, keeping kept: UInt32?,
        _ take: (String) throws(SystemError) -> Void
    ) throws(Failure) {
        let temporary = temporaryName(for: path)
        do throws(SystemError) {
            let descriptor = try System.create(temporary, mode: mode)
            if let kept { System.setMode(descriptor, kept) }
            try store(bytes, in: descriptor, at: temporary)
            do throws(SystemError) { try take(temporary) } catch {
                System.remove(temporary)
                throw error
            }
            // The name is in the folder; without this a loss of power may take it away again.
            let folder = try System.openForReading(folder(of: path))
            defer { try? System.close(folder) }
            try System.synchronize(folder)
        } catch { throw error.isExisting ? taken(name) : failed(name, error) }
    }

    private static func store(_ bytes: [UInt8], in descriptor: Int32, at path: String) throws(SystemError) {
        do throws(SystemError) {
            do throws(SystemError) {
                try System.write(descriptor, bytes)
                try System.synchronize(descriptor)
            } catch {
                try? System.close(descriptor)
                throw error
            }
            try System.close(descriptor)
        } catch {
            System.remove(path)
            throw error
        }
    }

    private static func failed(_ path: String, _ error: SystemError) -> Failure {
        Failure(
            .inputOutput, file: path, code: "file.write_failed", error.message,
            advice: "Look at the folder, its rights and the space left; what was there is as it was.")
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func temporaryName(for path: String) -> String {
        let random = Hex.encode((0..<6).map { _ in UInt8.random(in: 0...255) })
        let name = path.split(separator: "/").last ?? "file"
        // A name may have 255 bytes, this one among them.
        return folder(of: path) + "/." + String(name.prefix(40)) + "." + random + ".tmp"
    }
}
