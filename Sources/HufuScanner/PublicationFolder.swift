public import Hufu
internal import HufuFiles

/// The folder of a publication, as a publisher or a fetcher writes it (profile section 17): `index.cwt`, the lists in
/// `lists` under the hashes of their values, and updates as `update….cwt`.
public struct PublicationFolder: Sendable {
    /// The path of the folder.
    public let path: String

    /// The folder at a path.
    public init(_ path: String) { self.path = path }

    /// The path of the index.
    public var indexPath: String { "\(path)/index.cwt" }

    /// The path of an update that leads to the state of this time.
    public func updatePath(at time: UnixTime) -> String { "\(path)/update-\(time.secondsSince1970).cwt" }

    /// The path of the list whose values have this hash.
    public func listPath(_ hash: [UInt8]) -> String { "\(path)/lists/\(Hex.encode(hash)).cwt" }

    /// The folder of the lists.
    var listsPath: String { "\(path)/lists" }

    /// The paths of the index and the updates that are there.
    var signedPaths: [String] {
        let names = (try? Folder.names(in: path)) ?? []
        return names.filter { $0 == "index.cwt" || $0.hasPrefix("update") && $0.hasSuffix(".cwt") }.map {
            "\(path)/\($0)"
        }
    }

    /// The paths of all files that a scanner loads after a restart: the index, its lists as far as they are there, and
    /// the updates.
    ///
    /// - Throws: `FileError` if there is no index.
    func wholePaths() throws(FileError) -> [String] {
        let index = try FileInput(indexPath).readAll(limit: PublicationIndex.maximumSize)
        let hashes = (try? PublicationIndex(unverified: index))?.lists.map(\.hash) ?? []
        return signedPaths + hashes.map(listPath).filter { FileStamp(of: $0) != nil }
    }

    /// Issuer and name of the publication by its index, unverified; `nil` if there is none.
    func indexSummary() throws -> ListSummary? {
        guard FileStamp(of: indexPath) != nil else { return nil }
        return try ListSummary(FileInput(indexPath).readAll(limit: PublicationIndex.maximumSize), expecting: .index)
    }
}
