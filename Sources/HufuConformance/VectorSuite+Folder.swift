public import Hufu
internal import HufuFiles

extension VectorSuite {
    /// The largest vector file that is read, in bytes.
    private static let largestFile = 64 << 20

    /// Reads all JSON files of a folder, sorted by name; schemas, test keys and the table of codes have no cases.
    ///
    /// - Throws: `FileError`, or `FileContentError` with a ``VectorSuiteError`` if the folder has no vectors.
    public init(folder: String) throws {
        let names = try Folder.names(in: folder).filter { $0.hasSuffix(".json") }
        self.init(
            try names.map { name in
                let bytes = try FileInput("\(folder)/\(name)").readAll(limit: Self.largestFile)
                return (name: String(name.dropLast(5)), bytes: bytes)
            })
        guard !cases.isEmpty else { throw FileContentError(folder, VectorSuiteError(reason: .noVectors)) }
    }
}

/// Why a folder yields no suite.
public struct VectorSuiteError: ReasonedError {
    /// The causes, as a closed list.
    public enum Reason: String, ErrorReason {
        /// The folder has no vector files.
        case noVectors = "conformance.no_vectors"

        /// The fault, in one line.
        public var message: String { "there are no vectors in this folder" }
        /// The remedy, in whole sentences.
        public var advice: String { "Give the folder of the vectors." }
    }

    /// The cause.
    public let reason: Reason
    /// `nil`: the error concerns the folder as a whole.
    public var location: String? { nil }
}
