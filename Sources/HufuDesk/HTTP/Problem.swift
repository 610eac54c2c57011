#if Desk
    internal import HTTPTypes
    internal import Hufu
    internal import HufuScanner
    internal import Hummingbird

    /// An error as an answer: `application/problem+json` (RFC 9457), with the code and the advice of the error.
    struct Problem: Error {
        let status: HTTPResponse.Status
        let error: any CodedError
        /// Fields of the answer, such as `Allow`.
        var headers = HTTPFields()

        init(_ error: RequestError) {
            self.init(error.status, error)
            if error.status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        }

        init(_ reason: RequestError.Reason, _ location: String? = nil) {
            self.init(RequestError(reason, location))
        }

        init(_ status: HTTPResponse.Status, _ error: any CodedError) {
            self.status = status
            self.error = error
        }

        /// The fault and the remedy in a language; in English if it has no texts for this error.
        func texts(in language: Language) -> (title: String, advice: String) {
            switch language {
            case .english: (error.message, error.advice)
            case .simplifiedChinese: simplifiedChinese ?? (error.message, error.advice)
            }
        }

        func response(in language: Language) -> Response {
            let texts = texts(in: language)
            var members = [
                JSONMember("type", "about:blank"), JSONMember("status", .integer(status.code)),
                JSONMember("code", .string(error.code)), JSONMember("title", .string(texts.title)),
                JSONMember("advice", .string(texts.advice)),
            ]
            if let location = error.location { members.append(JSONMember("detail", .string(location))) }
            return .json(.object(members), status: status, type: "application/problem+json", headers: headers)
        }
    }

    extension Response {
        /// A JSON value.
        static func json(
            _ value: JSONValue, status: HTTPResponse.Status = .ok, type: String = "application/json",
            headers: HTTPFields = HTTPFields()
        ) -> Response {
            .bytes(JSONWriter.bytes(value), type, status: status, headers: headers)
        }

        /// Bytes of a media type.
        static func bytes(
            _ bytes: [UInt8], _ type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = HTTPFields()
        ) -> Response {
            var headers = headers
            headers[.contentType] = type
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }
#endif
