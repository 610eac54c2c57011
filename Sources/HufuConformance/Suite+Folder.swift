internal import Hufu
internal import HufuFiles

extension Suite {
    /// The largest file of vectors that is read, in bytes.
    private static let largestFile = 64 << 20

    /// The cases of all JSON files of a folder.
    ///
    /// - Throws: `FileError`, or `FileContentError` with a ``SuiteError`` if the folder has no vectors.
    package init(folder: String) throws {
        let names = try Folder.names(in: folder).filter { $0.hasSuffix(".json") }
        self.init(
            try names.map { name in
                let bytes = try FileInput("\(folder)/\(name)").readAll(limit: Self.largestFile)
                return (name: String(name.dropLast(5)), bytes: bytes)
            })
        guard !cases.isEmpty else { throw FileContentError(folder, SuiteError(reason: .noVectors)) }
    }
}

/// Why there are no cases.
package struct SuiteError: ReasonedError {
    /// The causes, as a closed list.
    package enum Reason: String, ErrorReason {
        /// A folder without vectors.
        case noVectors = "conformance.no_vectors"

        /// What is wrong.
        package var message: String { "there are no vectors in this folder" }
        /// What to do about it.
        package var advice: String { "Give the folder of the vectors." }
    }

    /// What is wrong, for programs.
    package let reason: Reason
    /// `nil`.
    package var location: String? { nil }
}
