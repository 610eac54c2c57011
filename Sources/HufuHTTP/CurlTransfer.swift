#if HTTP
    internal import CCurl
    internal import Dispatch
    internal import Hufu
    public import HufuScanner
    internal import Synchronization

    /// Gets files through libcurl, on one connection that is kept.
    ///
    /// Certificates are checked against the roots of the system. Plain HTTP goes to this machine only, and never through
    /// a proxy, unless it is allowed.
    public final class CurlTransfer: HTTPTransfer {
        /// How long a server may take.
        public struct Limits: Sendable {
            /// The time for resolving and connecting.
            public var connecting: Duration
            /// The time without a byte, in whole seconds.
            public var silence: Duration
            /// The time for the whole answer, redirects not counted.
            public var whole: Duration

            /// Limits; by default those of the command.
            public init(
                connecting: Duration = .seconds(10), silence: Duration = .seconds(15), whole: Duration = .seconds(120)
            ) {
                self.connecting = connecting
                self.silence = silence
                self.whole = whole
            }
        }

        private static let mostRedirects = 3

        private let handle: Mutex<CurlHandle>
        private let allowsPlainHTTP: Bool
        /// libcurl waits for the server, so its calls have a thread of their own.
        private let queue = DispatchQueue(label: "HufuHTTP")

        /// A client without a connection yet.
        ///
        /// - Parameters:
        ///   - limits: how long a server may take.
        ///   - allowsPlainHTTP: whether plain HTTP may go to other machines.
        public init(_ limits: Limits = Limits(), allowsPlainHTTP: Bool = false) {
            self.allowsPlainHTTP = allowsPlainHTTP
            handle = Mutex(CurlHandle(limits))
        }

        /// Gets a file.
        ///
        /// - Throws: `FetchError`.
        public func get(_ request: HTTPRequest) async throws(FetchError) -> HTTPAnswer {
            let result = await withCheckedContinuation { continuation in
                queue.async {
                    continuation.resume(returning: Result { () throws(FetchError) in try self.answer(request) })
                }
            }
            return try result.get()
        }

        private func answer(_ request: HTTPRequest) throws(FetchError) -> HTTPAnswer {
            guard var place = CurlPlace(request.url) else { throw FetchError(.urlInvalid, at: request.url) }
            var url = request.url
            for _ in 0...Self.mostRedirects {
                guard place.isEncrypted || place.isLoopback || allowsPlainHTTP else {
                    throw FetchError(.notEncrypted, at: url)
                }
                let response = try handle.withLock { handle throws(FetchError) in
                    try handle.perform(url, place, limit: request.limit, known: request.known)
                }
                switch response.status {
                case 200: return .file(response.body, response.version)
                case 304 where request.known != nil: return .notModified
                case 404, 410: return .missing
                case 301, 302, 303, 307, 308:
                    guard let target = response.redirect, let next = CurlPlace(target), next.continues(place) else {
                        throw FetchError(.redirectRefused, at: url, detail: response.redirect)
                    }
                    (url, place) = (target, next)
                case let status: throw FetchError(.statusUnexpected, at: url, detail: "\(status)")
                }
            }
            throw FetchError(.redirectRefused, at: request.url, detail: "\(url), after \(Self.mostRedirects) others")
        }
    }

    /// The parts of a URL as libcurl reads them: another reader could see another host.
    struct CurlPlace {
        private let scheme: String
        private let host: String
        private let port: String

        /// `nil` unless this is the URL of a file on a web server, without user, query and fragment.
        init?(_ url: String) {
            // Safe: the handle is released below, and used by no other code.
            guard let parts = unsafe curl_url() else { return nil }
            defer { unsafe curl_url_cleanup(parts) }
            // Safe: the text is a C string for the time of the call.
            guard unsafe curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK else { return nil }
            func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
                var text: UnsafeMutablePointer<CChar>?
                // Safe: libcurl stores a C string or nothing, which is released after it was copied.
                guard unsafe curl_url_get(parts, part, &text, UInt32(flags)) == CURLUE_OK, let text = unsafe text else {
                    return nil
                }
                defer { unsafe curl_free(text) }
                return unsafe String(cString: text)
            }
            guard let scheme = part(CURLUPART_SCHEME), let host = part(CURLUPART_HOST),
                let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT), ["https", "http"].contains(scheme),
                part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil, part(CURLUPART_QUERY) == nil,
                part(CURLUPART_FRAGMENT) == nil
            else { return nil }
            (self.scheme, self.host, self.port) = (scheme, host.lowercased(), port)
        }

        var isEncrypted: Bool { scheme == "https" }

        /// Whether the host is this machine; libcurl asks no server for `localhost`.
        var isLoopback: Bool {
            if ["localhost", "[::1]"].contains(host) { return true }
            let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
            return numbers.count == 4 && numbers.first == "127"
                && numbers.allSatisfy { $0.utf8.allSatisfy(ASCII.isDigit) && UInt8($0) != nil }
        }

        /// Whether a redirect from another place to this one stays with the same server.
        func continues(_ other: CurlPlace) -> Bool {
            host == other.host
                && (scheme == other.scheme && port == other.port || !other.isEncrypted && isEncrypted)
        }
    }

    /// A handle of libcurl, which keeps its connection.
    ///
    /// Safe: only this class has the handle, which is nil or open.
    @safe private final class CurlHandle {
        struct Response {
            let status: Int
            let body: [UInt8]
            let version: HTTPVersionTag?
            /// The absolute URL to which the server redirects.
            let redirect: String?
        }

        /// libcurl is made ready once in a process, by the first handle.
        private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

        private let limits: CurlTransfer.Limits
        private let handle: UnsafeMutableRawPointer?

        init(_ limits: CurlTransfer.Limits) {
            self.limits = limits
            // Safe: the handle is owned by this object.
            unsafe handle = Self.isReady ? curl_easy_init() : nil
        }

        deinit { unsafe curl_easy_cleanup(handle) }

        func perform(
            _ url: String, _ place: CurlPlace, limit: Int, known: HTTPVersionTag?
        ) throws(FetchError) -> Response {
            guard let handle = unsafe handle else { throw FetchError(.unreachable, at: url, detail: "out of memory") }
            // Safe: the options of the last request go, its connection stays.
            unsafe curl_easy_reset(handle)
            let answer = CurlAnswer(limit: limit)
            // Safe: the receiver lives until the end of this function, after the transfer.
            let receiver = unsafe Unmanaged.passUnretained(answer).toOpaque()
            var headers: UnsafeMutablePointer<curl_slist>?
            // Safe: the list is that of the lines below, and is released after the transfer.
            defer { unsafe curl_slist_free_all(headers) }
            if let tag = known?.entityTag { unsafe headers = curl_slist_append(headers, "If-None-Match: \(tag)") }
            if let time = known?.lastModified {
                unsafe headers = curl_slist_append(headers, "If-Modified-Since: \(time)")
            }
            // Safe: each option has the type of value that libcurl documents for it. Texts are copied by libcurl; the
            // list, the receiver and the functions are there until the transfer has ended.
            let isSet = unsafe [
                hufu_curl_set_text(handle, CURLOPT_URL, url),
                hufu_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
                hufu_curl_set_text(handle, CURLOPT_USERAGENT, "hufu/\(PackageVersion.current)"),
                hufu_curl_set_text(handle, CURLOPT_PROXY, place.isLoopback ? "" : nil),
                hufu_curl_set_list(handle, CURLOPT_HTTPHEADER, headers),
                hufu_curl_set_long(handle, CURLOPT_NOSIGNAL, 1),
                hufu_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0),
                hufu_curl_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
                hufu_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, limits.connecting.wholeMilliseconds),
                hufu_curl_set_long(handle, CURLOPT_TIMEOUT_MS, limits.whole.wholeMilliseconds),
                hufu_curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1),
                hufu_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, max(1, limits.silence.wholeMilliseconds / 1_000)),
                hufu_curl_set_pointer(handle, CURLOPT_WRITEDATA, receiver),
                hufu_curl_set_callback(
                    handle, CURLOPT_WRITEFUNCTION,
                    { unsafe CurlAnswer.receive($0, $1 * $2, $3) { unsafe $0.add(body: $1) } }),
                hufu_curl_set_pointer(handle, CURLOPT_HEADERDATA, receiver),
                hufu_curl_set_callback(
                    handle, CURLOPT_HEADERFUNCTION,
                    { unsafe CurlAnswer.receive($0, $1 * $2, $3) { unsafe $0.add(header: $1) } }),
            ]
            guard isSet.allSatisfy({ $0 == CURLE_OK }) else {
                throw FetchError(.unreachable, at: url, detail: "libcurl does not know an option; it is too old")
            }
            // Safe: all that the options name is there, as above.
            let code = unsafe curl_easy_perform(handle)
            let isTooLong = withExtendedLifetime(answer) { answer.isTooLong }
            if isTooLong { throw FetchError(.tooLarge, at: url, detail: "\(limit) bytes, or its headers than 65536") }
            guard code == CURLE_OK else { throw Self.error(code, at: url) }
            var status = 0
            var redirect: UnsafeMutablePointer<CChar>?
            // Safe: libcurl stores a number, and a C string of the handle or nil, which is copied at once.
            _ = unsafe hufu_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
            _ = unsafe hufu_curl_get_text(handle, CURLINFO_REDIRECT_URL, &redirect)
            return Response(
                status: status, body: answer.body, version: answer.version,
                redirect: unsafe redirect.map { unsafe String(cString: $0) })
        }

        private static func error(_ code: CURLcode, at url: String) -> FetchError {
            // Safe: the text is a constant of libcurl.
            let text = unsafe curl_easy_strerror(code).map { unsafe String(cString: $0) }
            switch code {
            case CURLE_OPERATION_TIMEDOUT: return FetchError(.timedOut, at: url)
            case CURLE_URL_MALFORMAT: return FetchError(.urlInvalid, at: url)
            // The last one: an answer without a header, which would be HTTP 0.9.
            case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_WEIRD_SERVER_REPLY,
                CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2, CURLE_HTTP2_STREAM,
                CURLE_UNSUPPORTED_PROTOCOL:
                return FetchError(.interrupted, at: url, detail: text)
            case _: return FetchError(.unreachable, at: url, detail: text)
            }
        }
    }

    /// What has arrived of an answer.
    private final class CurlAnswer {
        private static let longestHeaders = 1 << 16
        private static let longestValue = 1 << 10

        private let limit: Int
        private(set) var body: [UInt8] = []
        private(set) var isTooLong = false
        private var headerLength = 0
        private var entityTag: String?
        private var lastModified: String?

        init(limit: Int) { self.limit = limit }

        var version: HTTPVersionTag? { HTTPVersionTag(entityTag: entityTag, lastModified: lastModified) }

        /// Passes bytes from libcurl on.
        ///
        /// - Returns: the number of bytes that were taken; another number than `count` ends the transfer.
        static func receive(
            _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ receiver: UnsafeMutableRawPointer?,
            _ add: (CurlAnswer, UnsafeRawBufferPointer) -> Bool
        ) -> Int {
            guard let receiver = unsafe receiver else { return 0 }
            // Safe: the receiver is the object that `perform` holds, and libcurl passes that number of bytes.
            let answer = unsafe Unmanaged<CurlAnswer>.fromOpaque(receiver).takeUnretainedValue()
            return unsafe add(answer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
        }

        func add(body bytes: UnsafeRawBufferPointer) -> Bool {
            isTooLong = isTooLong || bytes.count > limit - body.count
            // Safe: the bytes are there for the time of the call.
            if !isTooLong { unsafe body.append(contentsOf: bytes) }
            return !isTooLong
        }

        func add(header bytes: UnsafeRawBufferPointer) -> Bool {
            headerLength += bytes.count
            isTooLong = isTooLong || headerLength > Self.longestHeaders
            // Safe: the bytes are there for the time of the call, and are copied.
            let line = unsafe String(decoding: bytes, as: UTF8.self)
            // An answer before the last one, such as status 100.
            if line.hasPrefix("HTTP/") { (entityTag, lastModified) = (nil, nil) }
            guard !isTooLong, let colon = line.firstIndex(of: ":") else { return !isTooLong }
            let value = String(
                line[line.index(after: colon)...].trimmingPrefix { $0 == " " || $0 == "\t" }
                    .prefix { !$0.isNewline })
            guard value.utf8.count <= Self.longestValue, !value.isEmpty else { return true }
            switch line[..<colon].lowercased() {
            case "etag": entityTag = value
            case "last-modified": lastModified = value
            case _: break
            }
            return true
        }
    }

    extension Duration {
        fileprivate var wholeMilliseconds: Int { Int(self / .milliseconds(1)) }
    }
#endif
