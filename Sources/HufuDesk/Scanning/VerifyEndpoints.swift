#if Desk
    internal import HTTPTypes
    internal import Hufu
    internal import HufuScanner
    internal import Hummingbird

    /// `POST /v1/verify`, and the form of the page, which works without JavaScript.
    struct VerifyEndpoints: Sendable {
        /// The names of the query of a text, and of a picture.
        static let parameters: Set = ["view", "challenge"]

        let scanner: DeskScanner
        let challenges: ChallengeTable
        let pages: Pages
        let requests: RequestGuard
        let limits: DeskLimits

        var verify: Endpoint {
            Endpoint(path: "/v1/verify", parameters: Self.parameters, methods: [.post: verify(_:)])
        }

        private func verify(_ call: Call) async throws -> Response {
            guard call.request.mediaType == "text/plain" else {
                throw Problem(.typeUnsupported, call.request.mediaType.map { "type: \(JSONValue.quoted($0))" })
            }
            let view = try VerdictView(call)
            let shown = try call.challenges(in: challenges)
            let scan = try await call.request.bytes(limit: limits.textBytes)
            return view.response(await scanner.report(on: scan, answering: shown, in: call.language))
        }

        /// A scanned text in the field `text` of a form, as a page with the verdict.
        func page(_ call: Call) async throws -> Response {
            guard call.request.mediaType == "application/x-www-form-urlencoded" else { throw Problem(.typeUnsupported) }
            // Each byte of a text may be written as three characters.
            let form = FormFields(try await call.request.bytes(limit: 3 * limits.textBytes + 1_024))
            let language = form["language"].flatMap { Language(tag: String(decoding: $0, as: UTF8.self)) }
            let chosen = language ?? call.language
            do throws(Problem) {
                if requests.hasToken { try requests.check(token: String(decoding: form["token"] ?? [], as: UTF8.self)) }
                let report = await scanner.report(on: form["text"] ?? [], answering: nil, in: chosen)
                return pages.verdict(report, in: chosen)
            } catch {
                return pages.problem(error, in: chosen)
            }
        }
    }

    /// What an answer shows of a verdict: the verdict alone, as programs read it, or the report for a screen.
    enum VerdictView: String, CaseIterable {
        case verdict, report

        /// - Throws: ``Problem`` if the query has another name.
        init(_ call: Call) throws(Problem) {
            guard let name = call.query("view").first else {
                self = .verdict
                return
            }
            guard let view = VerdictView(rawValue: String(name)) else {
                throw Problem(.requestInvalid, "view: verdict or report, not \(JSONValue.quoted(String(name)))")
            }
            self = view
        }

        func response(_ report: VerdictReport) -> Response {
            switch self {
            case .verdict: .bytes(Array(report.json.utf8), "application/json")
            case .report: .json(value(report))
            }
        }

        /// The value for a list of several codes.
        func value(_ report: VerdictReport) -> JSONValue {
            switch self {
            case .verdict: report.jsonValue
            case .report:
                [
                    "verdict": report.jsonValue, "outcome": .string(report.verdict.outcome.rawValue),
                    "code": .string(report.verdict.code.rawValue), "headline": .string(report.headline),
                    "message": .string(report.message), "advice": .string(report.advice),
                    "groups": .array(
                        report.groups.map { group in
                            .array(
                                group.map { row in
                                    [
                                        "name": .string(row.name), "label": .string(row.label),
                                        "text": .string(row.text),
                                    ]
                                })
                        }),
                ]
            }
        }
    }

    extension Call {
        /// The challenges that the query names; `nil` if it names none. A challenge that is not known can no longer be
        /// answered. The empty id of a scanner that has no challenge to show is never known.
        func challenges(in table: ChallengeTable) throws(Problem) -> [Challenge]? {
            let ids = query("challenge")
            guard !ids.isEmpty else { return nil }
            guard ids.count <= Challenge.maximumOpen else {
                throw Problem(.requestInvalid, "challenge: \(ids.count), and \(Challenge.maximumOpen) are the most")
            }
            return ids.compactMap { table[$0] }
        }
    }
#endif
