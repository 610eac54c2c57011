#if Desk
    internal import HTTPTypes
    internal import Hufu
    internal import HufuScanner
    internal import Hummingbird
    internal import Logging
    internal import NIOCore
    internal import NIOHTTP1

    /// What the server knows of a request when it arrives: nothing beyond the request is needed.
    struct DeskContext: InitializableFromSource {
        init(source: ApplicationRequestContextSource) {}
    }

    /// A request, and what its path and its fields say.
    struct Call: Sendable {
        let request: Request
        let language: Language
        /// The part of the path that follows that of the endpoint.
        let rest: Substring

        /// The values of a name of the query.
        func query(_ name: String) -> [Substring] { request.uri.queryParameters[values: name[...]] }

        /// Refuses a name that is misspelt: without its value the answer would be that to another question, such as a
        /// verdict that demands no answer to a challenge.
        ///
        /// - Throws: ``Problem`` if the query has another name than these and `language`.
        func checkQuery(_ names: Set<String>) throws(Problem) {
            let unknown = request.uri.queryParameters.first { $0.key != "language" && !names.contains(String($0.key)) }
            guard let unknown else { return }
            let known = names.union(["language"]).sorted().joined(separator: ", ")
            throw Problem(.requestInvalid, "query: \(known), not \(JSONValue.quoted(String(unknown.key)))")
        }
    }

    /// A path, and what it answers to each method.
    struct Endpoint: Sendable {
        typealias Handler = @Sendable (Call) async throws -> Response

        /// The path, up to the part that is different each time.
        let path: String
        /// Whether a part follows that is different each time.
        var isPrefix = false
        /// Whether a token is needed, if the desk has one.
        var needsToken = true
        /// The names of its query; every path has `language` too.
        var parameters: Set<String> = []
        let methods: [HTTPRequest.Method: Handler]

        /// The method as one that a server implements: HEAD is GET without the body.
        func handler(for method: HTTPRequest.Method) -> Handler? { methods[method == .head ? .get : method] }

        var allowed: String {
            let names = methods.keys.map(\.rawValue) + (methods[.get] == nil ? [] : ["HEAD"])
            return names.sorted().joined(separator: ", ")
        }
    }

    /// Answers requests: the guard first, then the endpoint of the path.
    struct DeskResponder: HTTPResponder {
        typealias Context = DeskContext

        private let exact: [String: Endpoint]
        private let prefixes: [Endpoint]
        private let requests: RequestGuard
        private let language: Language?
        private let counts: RequestCounts
        private let logger: Logger

        init(
            _ endpoints: [Endpoint], guardedBy requests: RequestGuard, language: Language?, counts: RequestCounts,
            logger: Logger
        ) {
            exact = Dictionary(
                endpoints.filter { !$0.isPrefix }.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
            prefixes = endpoints.filter(\.isPrefix)
            self.requests = requests
            self.language = language
            self.counts = counts
            self.logger = logger
        }

        func respond(to request: Request, context: DeskContext) async throws -> Response {
            let start = ContinuousClock.now
            let language = language(of: request)
            let path = request.uri.path
            let (endpoint, rest) = find(path)
            var response: Response
            do {
                response = try await answer(request, language, endpoint, rest)
            } catch let problem as Problem {
                response = problem.response(in: language)
                // The rest of a body that nobody wants is not read.
                if request.mayHaveBody { response.headers[.connection] = "close" }
            } catch let error as HTTPParserError {
                throw error
            } catch {
                logger.error("\(request.method) \(endpoint?.path ?? "another path"): \(type(of: error))")
                response = Problem(.failed).response(in: language)
                response.headers[.connection] = "close"
            }
            response.headers[.contentLanguage] = language.tag
            SecurityHeaders.add(to: &response.headers)
            counts.add(endpoint?.path ?? "other", response.status.code, .now - start)
            return request.method == .head ? response.createHeadResponse() : response
        }

        private func answer(
            _ request: Request, _ language: Language, _ endpoint: Endpoint?, _ rest: Substring
        ) async throws -> Response {
            try requests.checkOrigin(of: request)
            guard let endpoint else { throw Problem(.notFound) }
            if endpoint.needsToken { try requests.checkToken(of: request) }
            guard let handler = endpoint.handler(for: request.method) else {
                var problem = Problem(.methodNotAllowed, "method: \(JSONValue.quoted(request.method.rawValue))")
                problem.headers[.allow] = endpoint.allowed
                throw problem
            }
            let call = Call(request: request, language: language, rest: rest)
            try call.checkQuery(endpoint.parameters)
            return try await handler(call)
        }

        private func find(_ path: String) -> (endpoint: Endpoint?, rest: Substring) {
            if let endpoint = exact[path] { return (endpoint, "") }
            let found = prefixes.first { path.utf8.starts(with: $0.path.utf8) }
            return (found, found.map { path.dropFirst($0.path.count) } ?? "")
        }

        /// The language that the query names, that of the desk, or the one that the browser prefers.
        private func language(of request: Request) -> Language {
            if request.uri.string.utf8.contains(UInt8(ascii: "?")),
                let tag = request.uri.queryParameters["language"], let language = Language(tag: String(tag))
            {
                return language
            }
            return language ?? request.headers[.acceptLanguage].flatMap(Language.preferred) ?? .english
        }
    }

    extension Request {
        /// Whether a body follows the header.
        var mayHaveBody: Bool {
            headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false
        }

        /// The body.
        ///
        /// - Throws: ``Problem`` if it is longer than `limit`, which is known before it is read if it states its length,
        ///   or if it does not arrive in time.
        func bytes(limit: Int) async throws -> [UInt8] {
            if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
                throw Problem(.bodyTooLarge, "\(length) bytes, and \(limit) are the most")
            }
            do {
                let buffer = try await body.collect(upTo: limit)
                return Array(buffer.readableBytesView)
            } catch is NIOTooManyBytesError {
                throw Problem(.bodyTooLarge, "more than \(limit) bytes")
            } catch is SlowRequestError {
                throw Problem(.tooSlow)
            }
        }

        /// The media type of the body in lower case, without parameters.
        var mediaType: String? {
            headers[.contentType]?.split(separator: ";").first.map { type in
                type.lowercased().filter { $0 != " " }
            }
        }
    }
#endif
