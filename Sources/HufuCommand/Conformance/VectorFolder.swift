internal import HufuConformance

/// The JSON files of a folder.
struct VectorFolder {
    private let path: String

    init(_ path: String) { self.path = path }

    func suite() throws(Failure) -> Suite {
        let names: [String]
        do throws(SystemError) { names = try System.names(in: path) } catch {
            throw Failure(
                .noInput, file: path, code: "conformance.no_folder", error.message,
                advice: "Give the folder of the vectors.")
        }
        let files = try names.filter { $0.hasSuffix(".json") }.map { name throws(Failure) in
            (name: String(name.dropLast(5)), bytes: try Input.bytes("\(path)/\(name)"))
        }
        let suite = Suite(files)
        guard !suite.cases.isEmpty else {
            throw Failure(
                .noInput, file: path, code: "conformance.no_vectors", "there are no vectors in this folder",
                advice: "Give the folder of the vectors.")
        }
        return suite
    }
}
