import CFuzzer
import Foundation
import Synchronization

/// `fuzz TARGET [libFuzzer's options and files]`; `fuzz targets` lists the targets, and `fuzz seeds TARGET FOLDER`
/// writes the inputs to begin with: those made from the vectors, and those of `Corpus`.
@main
struct Main {
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        if words.first == "targets" { return print(FuzzTarget.all.map(\.name).joined(separator: "\n")) }
        let isSeeding = words.first == "seeds"
        let name = words.dropFirst(isSeeding ? 1 : 0).first
        guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
            return end("fuzz: one of the targets is needed: " + FuzzTarget.all.map(\.name).joined(separator: ", "))
        }
        if isSeeding {
            guard let folder = words.dropFirst(2).first else { return end("fuzz: a folder for the seeds is needed") }
            do {
                try write(target.seeds(Vectors()), named: "vector", to: folder)
                try write(Vectors.corpus(of: target.name), named: "corpus", to: folder)
            } catch { end("fuzz: \(error)") }
        } else {
            run(target, options: Array(words.dropFirst()))
        }
    }

    private static func end(_ message: String) {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(64)
    }

    private static func write(_ seeds: [[UInt8]], named name: String, to folder: String) throws {
        for (number, seed) in seeds.enumerated() {
            try Data(seed).write(to: URL(filePath: folder).appending(path: "\(name)-\(number)"))
        }
    }

    private static func run(_ target: FuzzTarget, options: [String]) {
        Current.target.withLock { $0 = target }
        let words: [String] = [CommandLine.arguments.first ?? "fuzz", "-max_len=\(target.longest)"] + options
        // Safe: libFuzzer keeps the words until the process ends, and they are never freed.
        var addresses = unsafe words.map { unsafe strdup($0) } + [nil]
        var count = Int32(words.count)
        unsafe addresses.withUnsafeMutableBufferPointer { buffer in
            guard var start = buffer.baseAddress else { return }
            // The library's own start, such as tables that are made once, belongs to no input.
            Current.run([])
            fuzz_count_allocations()
            _ = unsafe LLVMFuzzerRunDriver(&count, &start) { bytes, count in
                Current.run(unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count)))
                return 0
            }
        }
    }
}
