#if Desk
    internal import HTTPTypes
    internal import Hufu

    /// Why a request is refused.
    struct RequestError: CausedError {
        enum Reason: String, Sendable, CaseIterable {
            case requestInvalid = "http.request_invalid"
            case tokenMissing = "http.token_missing"
            case tokenWrong = "http.token_wrong"
            case originForeign = "http.origin_foreign"
            case notFound = "http.not_found"
            case methodNotAllowed = "http.method_not_allowed"
            case tooSlow = "http.too_slow"
            case bodyTooLarge = "http.body_too_large"
            case typeUnsupported = "http.type_unsupported"
            case hostUnknown = "http.host_unknown"
            case failed = "http.failed"
        }

        let reason: Reason
        /// What was received and what was expected.
        let location: String?

        init(_ reason: Reason, _ location: String? = nil) {
            self.reason = reason
            self.location = location
        }

        var status: HTTPResponse.Status {
            switch reason {
            case .requestInvalid: .badRequest
            case .tokenMissing, .tokenWrong: .unauthorized
            case .originForeign: .forbidden
            case .notFound: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .tooSlow: .requestTimeout
            case .bodyTooLarge: .contentTooLarge
            case .typeUnsupported: .unsupportedMediaType
            case .hostUnknown: .misdirectedRequest
            case .failed: .internalServerError
            }
        }

        var message: String {
            switch reason {
            case .requestInvalid: "the request is not as this path expects it"
            case .tokenMissing: "this desk needs a token"
            case .tokenWrong: "this is not the token of this desk"
            case .originForeign: "the request comes from a page of another origin"
            case .notFound: "nothing has this path"
            case .methodNotAllowed: "this path does not have this method"
            case .tooSlow: "the body did not arrive in time"
            case .bodyTooLarge: "the body is too large"
            case .typeUnsupported: "this path does not take a body of this type"
            case .hostUnknown: "this desk has no such host name"
            case .failed: "the request could not be answered"
            }
        }

        var advice: String {
            switch reason {
            case .requestInvalid: "Send it as /openapi.json describes."
            case .tokenMissing: "Send it as `Authorization: Bearer TOKEN`."
            case .tokenWrong: "Ask the operator of the desk for it."
            case .originForeign: "Open the page at the address that the desk printed."
            case .notFound: "See /openapi.json for the paths."
            case .methodNotAllowed: "Use one of the methods in the field Allow."
            case .tooSlow: "Send it at once, or look at the network."
            case .bodyTooLarge: "Send one scanned text, or a picture of the code alone."
            case .typeUnsupported: "Send text/plain for a text, and image/png or image/jpeg for a picture."
            case .hostUnknown: "Use the address that the desk printed, or start it with this host name."
            case .failed: "Try again; the operator finds the reason in the log."
            }
        }
    }
#endif
