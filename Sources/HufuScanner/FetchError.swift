public import Hufu

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
