#if Desk
    internal import HTTPTypes
    internal import Hufu
    internal import HufuPictures
    internal import HufuScanner
    internal import Hummingbird

    /// `POST /v1/scan`: the codes of a picture, each with its verdict.
    struct ScanEndpoint: Sendable {
        private static let types: Set = ["image/png", "image/jpeg"]

        let scanner: DeskScanner
        let challenges: ChallengeTable
        let pictures: PictureReader
        let limits: DeskLimits

        var endpoint: Endpoint {
            Endpoint(path: "/v1/scan", parameters: VerifyEndpoints.parameters, methods: [.post: scan(_:)])
        }

        private func scan(_ call: Call) async throws -> Response {
            guard let type = call.request.mediaType, Self.types.contains(type) else {
                throw Problem(.typeUnsupported, call.request.mediaType.map { "type: \(JSONValue.quoted($0))" })
            }
            let view = try VerdictView(call)
            let shown = try call.challenges(in: challenges)
            let picture = try await call.request.bytes(limit: limits.pictureBytes)
            let codes: [PictureCode]
            do throws(PictureError) { codes = try await pictures.codes(in: picture) } catch {
                throw Problem(error.status, error)
            }
            var values: [JSONValue] = []
            for code in codes {
                let report = await scanner.report(on: code.bytes, answering: shown, in: call.language)
                values.append(view.value(report))
            }
            return .json(["codes": .array(values)])
        }
    }

    extension PictureError {
        fileprivate var status: HTTPResponse.Status {
            switch reason {
            case .formatUnknown: .unsupportedMediaType
            case .tooLarge: .contentTooLarge
            case .invalid, .timedOut, .helperFailed, .codeMissing: .unprocessableContent
            case .helperMissing: .internalServerError
            case .busy, .cancelled: .serviceUnavailable
            }
        }
    }
#endif
