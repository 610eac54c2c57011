import Foundation

@testable import Hufu

/// The folder of the published vectors.
struct Vectors {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A file of the repository.
    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appending(path: path))) }

    /// The files of a folder of the repository.
    static func files(in folder: String) throws -> [[UInt8]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        return try names.sorted().map { try bytes("\(folder)/\($0)") }
    }

    /// The inputs of `Corpus`: a file for each target, and an input in base64 on each line.
    static func corpus(of target: String) throws -> [[UInt8]] {
        let path = "Tests/Fuzzing/Corpus/\(target)"
        guard FileManager.default.fileExists(atPath: root.appending(path: path).path) else { return [] }
        return try bytes(path).split(separator: UInt8(ascii: "\n")).compactMap { line in
            Base64.decode(String(decoding: line, as: UTF8.self))
        }
    }

    /// A file of vectors.
    func file(_ name: String) throws -> JSONField {
        try JSONReader.read(Self.bytes("Vectors/\(name).json"), limits: .init(values: 1 << 22, depth: 64))
    }

    /// The cases of a file; of many about as many as `most`, from everywhere in the file.
    func cases(_ name: String, most: Int = 200) throws -> [JSONField] {
        let cases = try file(name)["cases"]?.array() ?? []
        let step = max(1, cases.count / most)
        return cases.enumerated().filter { $0.offset % step == 0 }.map(\.element)
    }

    /// The values of an object.
    static func values(_ field: JSONField?) throws -> [JSONField] {
        guard var object = try field?.object() else { return [] }
        return object.takeAll().map(\.field)
    }
}

extension JSONField {
    /// The bytes of hexadecimal digits; `nil` if it is no such string.
    var hexadecimalBytes: [UInt8]? { (try? string()).flatMap { Hex.decode($0) } }
}

extension UnixTime {
    /// The time of most scans of the vectors.
    static let ofVectors = UnixTime(secondsSince1970: 1_798_761_630)
}
