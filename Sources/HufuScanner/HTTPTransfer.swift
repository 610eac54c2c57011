/// Gets files over HTTP for a ``PublicationFetcher``.
///
/// An implementation limits what a server can do to it: the time for connecting, for each read and for the whole, the
/// length of the headers, and the length of the body, which is cut off at the limit of the request whatever its header
/// says. It follows redirects to the same host only.
public protocol HTTPTransfer: Sendable {
    /// Gets a file.
    ///
    /// - Throws: ``FetchError``.
    func get(_ request: HTTPRequest) async throws(FetchError) -> HTTPAnswer
}

/// A file to get.
public struct HTTPRequest: Sendable, Equatable {
    /// The absolute URL.
    public let url: String
    /// The largest length of the body, in bytes.
    public let limit: Int
    /// The version that the client has; `nil` to get the file in any case.
    public let known: HTTPVersionTag?

    /// A request for the file at this URL.
    public init(url: String, limit: Int, known: HTTPVersionTag? = nil) {
        self.url = url
        self.limit = limit
        self.known = known
    }
}

/// The version of a file as its server names it (RFC 9110, section 8.8), for conditional requests.
public struct HTTPVersionTag: Sendable, Equatable {
    /// The value of `ETag`.
    public let entityTag: String?
    /// The value of `Last-Modified`.
    public let lastModified: String?

    /// A version with these values; `nil` if there are none.
    public init?(entityTag: String?, lastModified: String?) {
        guard entityTag != nil || lastModified != nil else { return nil }
        self.entityTag = entityTag
        self.lastModified = lastModified
    }
}

/// What a server answers.
public enum HTTPAnswer: Sendable, Equatable {
    /// Status 200: the whole body, and the version of the file if the server names one.
    case file([UInt8], HTTPVersionTag?)
    /// Status 304: the file has the version that the request named.
    case notModified
    /// Status 404 or 410: there is no such file.
    case missing
}
