#if Desk
    internal import Crypto
    internal import HTTPTypes
    internal import Hufu
    internal import HufuScanner
    internal import Hummingbird

    /// The page and its files, in each language.
    struct Pages: Sendable {
        /// A file with the tag by which browsers know that theirs is the same.
        private struct Served: Sendable {
            let bytes: [UInt8]
            let type: String
            let tag: String

            init(_ bytes: [UInt8], _ type: String) {
                self.bytes = bytes
                self.type = type
                tag = "\"\(Hex.encode(SHA256.hash(data: bytes).prefix(12)))\""
            }

            func response(to request: Request) -> Response {
                let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
                guard request.headers[.ifNoneMatch] != tag else {
                    return Response(status: .notModified, headers: headers)
                }
                return .bytes(bytes, type, headers: headers)
            }
        }

        /// What is HTML in both pages.
        private static let markup = [".symbol": PageFile.symbol.text]

        private let texts: [Language: [String: String]]
        private let index: [Language: Served]
        private let verdict: Template

        /// - Throws: `JSONError` if the texts are damaged, which the tests exclude.
        init() throws {
            var texts: [Language: [String: String]] = [:]
            for language in Language.allCases { texts[language] = try Self.texts(in: language) }
            let template = Template(PageFile.index.text)
            index = texts.mapValues {
                Served(Array(template.filled($0, markup: Self.markup).utf8), PageFile.index.mediaType)
            }
            verdict = Template(PageFile.verdict.text)
            self.texts = texts
        }

        /// The texts of the page by their names, and those that are the same in all answers.
        static func texts(in language: Language) throws -> [String: String] {
            let bytes =
                switch language {
                case .english: PackageResources.en_json
                case .simplifiedChinese: PackageResources.zh_Hans_json
                }
            var object = try JSONReader.read(bytes).object()
            var texts = [".language": language.tag, ".version": PackageVersion.current]
            for (name, field) in object.takeAll() { texts[name] = try field.string() }
            return texts
        }

        /// The page and its files. `form` answers the form of the page.
        func endpoints(form: @escaping Endpoint.Handler) -> [Endpoint] {
            let page: Endpoint.Handler = { call in
                guard let page = index[call.language] else { throw Problem(.notFound) }
                return page.response(to: call.request)
            }
            let files = (PageFile.all + [PageFile.openAPI]).map { file in
                let served = Served(file.bytes, file.mediaType)
                return Endpoint(
                    path: "/" + file.name, needsToken: false, methods: [.get: { served.response(to: $0.request) }])
            }
            return [Endpoint(path: "/", needsToken: false, methods: [.get: page, .post: form])] + files
        }

        /// The page of a verdict, for browsers without JavaScript.
        func verdict(_ report: VerdictReport, in language: Language) -> Response {
            let rows = report.groups.map { group in
                let rows = group.map { row in
                    "<div class=\"row\" data-row=\"\(Template.escaped(row.name))\"><dt>\(Template.escaped(row.label))</dt>"
                        + "<dd>\(Template.escaped(row.text))</dd></div>"
                }
                return "<dl class=\"rows\">\(rows.joined())</dl>"
            }
            return page(
                [
                    ".outcome": report.verdict.outcome.rawValue, ".headline": report.headline,
                    ".code": report.verdict.code.rawValue, ".message": report.message, ".advice": report.advice,
                ], rows: rows.joined(), .ok, language)
        }

        /// The page of a request that was refused: nothing was verified.
        func problem(_ problem: Problem, in language: Language) -> Response {
            let texts = problem.texts(in: language)
            return page(
                [
                    ".outcome": Verdict.Outcome.indeterminate.rawValue, ".headline": language.word(.indeterminate),
                    ".code": problem.error.code, ".message": texts.title, ".advice": texts.advice,
                ], rows: "", problem.status, language)
        }

        private func page(
            _ values: [String: String], rows: String, _ status: HTTPResponse.Status, _ language: Language
        ) -> Response {
            let texts = (texts[language] ?? [:]).merging(values) { _, new in new }
            let page = verdict.filled(texts, markup: Self.markup.merging([".rows": rows]) { $1 })
            return .bytes(Array(page.utf8), PageFile.verdict.mediaType, status: status)
        }
    }
#endif
