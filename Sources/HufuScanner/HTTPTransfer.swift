public import Hufu

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

/// Why a file of a publication was not fetched.
public struct FetchError: CausedError {
    /// The causes, as a closed list; the raw value is the error's code.
    public enum Reason: String, Sendable, CaseIterable {
        /// Not the URL of a folder on a web server.
        case urlInvalid = "fetch.url_invalid"
        /// Plain HTTP to another machine.
        case notEncrypted = "fetch.not_encrypted"
        /// There is no connection to the server, or its certificate is not accepted.
        case unreachable = "fetch.unreachable"
        /// The server does not answer in time.
        case timedOut = "fetch.timed_out"
        /// The answer ends early, or is not HTTP.
        case interrupted = "fetch.interrupted"
        /// The body or the headers exceed their limit.
        case tooLarge = "fetch.too_large"
        /// A status other than 200, 304, 404 and 410.
        case statusUnexpected = "fetch.status_unexpected"
        /// A redirect to another host, from HTTPS to HTTP, or one too many.
        case redirectRefused = "fetch.redirect_refused"
        /// The publication has no such file.
        case missing = "fetch.missing"
        /// The file is one of another publication, or of another kind.
        case otherPublication = "fetch.other_publication"
    }

    /// The cause.
    public let reason: Reason
    /// The URL.
    public let location: String?
    /// The status, the limit, or the cause in the words of the HTTP client; `nil` if the reason is sufficient.
    public let detail: String?

    /// An error of the file at a URL.
    public init(_ reason: Reason, at url: String, detail: String? = nil) {
        self.reason = reason
        location = url
        self.detail = detail
    }

    /// The fault, in one line.
    public var message: String {
        let cause = detail.map { ": \($0)" } ?? ""
        return switch reason {
        case .urlInvalid: "expected the https URL of a folder, without user, query and fragment"
        case .notEncrypted: "expected https; plain http is for this machine only"
        case .unreachable: "there is no connection to the server\(cause)"
        case .timedOut: "the server did not answer in time\(cause)"
        case .interrupted: "the answer of the server is incomplete\(cause)"
        case .tooLarge: "the answer of the server is longer than \(detail ?? "allowed")"
        case .statusUnexpected: "expected status 200, 304 or 404 and received \(detail ?? "another one")"
        case .redirectRefused: "a redirect to \(detail ?? "another place") is not followed"
        case .missing: "the publication has no such file"
        case .otherPublication: "expected a file of \(detail ?? "the publication in the folder"), received another one"
        }
    }

    /// The remedy, in whole sentences.
    public var advice: String {
        switch reason {
        case .urlInvalid: "Give the URL of the folder that the issuer publishes."
        case .notEncrypted: "Use https, or allow plain http: all files are signed."
        case .unreachable, .timedOut, .interrupted: "Check the network and the server, or give another source."
        case .tooLarge: "Tell the operator of the server, or give another source."
        case .statusUnexpected, .redirectRefused, .missing: "Check the URL, or give another source."
        case .otherPublication: "Use a folder of its own for each publication, or give another source."
        }
    }
}
