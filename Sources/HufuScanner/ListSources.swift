public import Hufu

/// The files from which a scanner loads its lists. A path of `-` is standard input.
public struct ListSources: Sendable {
    /// The file of the trust list, and its form.
    public enum Trust: Sendable {
        /// A trust list in its JSON form, which is trusted because the operator provides it.
        case json(path: String)
        /// A signed trust list.
        case signed(path: String, pin: Pin)
        /// A bundle of a signed trust list and status lists.
        case bundle(path: String, pin: Pin)
    }

    /// Identifies the signed trust list that a scanner accepts.
    public struct Pin: Sendable {
        /// The name of the list.
        public var name: String
        /// The public keys; one of them must have signed the list.
        public var anchors: [PublicKey]

        /// A name and keys.
        public init(name: String, anchors: [PublicKey]) {
            self.name = name
            self.anchors = anchors
        }
    }

    /// The trust list.
    public var trust: Trust
    /// The signed status lists.
    public var statusLists: [String]
    /// The folders of publications; see ``PublicationFolder``.
    public var publications: [String]
    /// Verifies the certificates of status lists that have no `kid`; `nil` refuses these lists. Its roots are pinned: a
    /// scanner that loads lists again does not read them again.
    public var statusCertificates: (any StatusCertificateVerifier)?

    /// The sources of a scanner.
    public init(
        trust: Trust, statusLists: [String] = [], publications: [String] = [],
        statusCertificates: (any StatusCertificateVerifier)? = nil
    ) {
        self.trust = trust
        self.statusLists = statusLists
        self.publications = publications
        self.statusCertificates = statusCertificates
    }

    /// The files of the lists as they are now, that of the trust list first.
    public var paths: [String] {
        [trust.path] + statusLists + publications.flatMap { PublicationFolder($0).signedPaths }
    }
}

extension ListSources.Trust {
    /// The path of the file.
    public var path: String {
        switch self {
        case .json(let path), .signed(let path, _), .bundle(let path, _): path
        }
    }
}
