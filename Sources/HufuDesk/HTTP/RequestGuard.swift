#if Desk
    internal import HTTPTypes
    internal import Hufu
    internal import Hummingbird

    /// Refuses requests that do not come from a page of this desk, or from a program with its token.
    struct RequestGuard: Sendable {
        private let hostNames: Set<String>
        private let scheme: String
        private let token: BearerToken?

        init(_ options: DeskOptions) {
            let address = options.address
            let local = address.isLoopback ? ["localhost", "127.0.0.1", "[::1]"] : []
            hostNames = Set((local + [address.urlHost] + options.hostNames).map { $0.lowercased() })
            scheme = options.tls == nil ? "http" : "https"
            token = options.token
        }

        /// Whether programs need a token.
        var hasToken: Bool { token != nil }

        /// Checks the host and the origin of a request.
        ///
        /// A page of another origin can send requests here, and its name may resolve to this machine (DNS rebinding).
        /// Browsers state both names truly.
        func checkOrigin(of request: Request) throws(Problem) {
            guard let authority = request.head.authority, hostNames.contains(Self.hostName(authority)) else {
                throw Problem(.hostUnknown, request.head.authority.map { "host: \(JSONValue.quoted($0))" })
            }
            if let origin = request.headers[.origin],
                origin.lowercased() != "\(scheme)://\(authority.lowercased())"
            {
                throw Problem(.originForeign, "origin: \(JSONValue.quoted(origin))")
            }
            let isForeign = ["cross-site", "same-site"].contains(request.headers[.secFetchSite])
            // A link on another page may open the page of the desk.
            if isForeign, request.method != .get || request.headers[.secFetchMode] != "navigate" {
                throw Problem(.originForeign)
            }
        }

        private static func hostName(_ authority: String) -> String {
            let end = authority.lastIndex(of: "]").map { authority.index(after: $0) } ?? authority.startIndex
            let colon = authority[end...].firstIndex(of: ":") ?? authority.endIndex
            return authority[..<colon].lowercased()
        }

        /// Checks the token of a request.
        func checkToken(of request: Request) throws(Problem) {
            guard token != nil else { return }
            guard let field = request.headers[.authorization] else { throw Problem(.tokenMissing) }
            let words = field.split(separator: " ")
            guard words.count == 2, words[0].lowercased() == "bearer" else { throw Problem(.tokenMissing) }
            try check(token: words[1])
        }

        /// Checks a token that a form has.
        func check(token text: some StringProtocol) throws(Problem) {
            guard let token, !token.matches(text) else { return }
            throw Problem(.tokenWrong)
        }
    }

    extension HTTPField.Name {
        static let secFetchSite = HTTPField.Name(literal: "sec-fetch-site")
        static let secFetchMode = HTTPField.Name(literal: "sec-fetch-mode")
        static let permissionsPolicy = HTTPField.Name(literal: "permissions-policy")
        static let referrerPolicy = HTTPField.Name(literal: "referrer-policy")
        static let frameOptions = HTTPField.Name(literal: "x-frame-options")
        static let openerPolicy = HTTPField.Name(literal: "cross-origin-opener-policy")
        static let embedderPolicy = HTTPField.Name(literal: "cross-origin-embedder-policy")
        static let resourcePolicy = HTTPField.Name(literal: "cross-origin-resource-policy")

        /// A name whose characters are a token of RFC 9110.
        private init(literal text: String) { self = HTTPField.Name(text) ?? .accept }
    }
#endif
