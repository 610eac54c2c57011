#if Desk
    internal import Hufu
    internal import Hummingbird

    /// The codes of a demonstration, as pictures and as texts.
    struct SampleEndpoints: Sendable {
        let samples: DeskSamples
        let challenges: ChallengeTable

        var endpoints: [Endpoint] {
            [
                Endpoint(path: "/v1/samples", methods: [.get: list(_:)]),
                Endpoint(path: "/v1/samples/", isPrefix: true, methods: [.get: sample(_:)]),
            ]
        }

        private func list(_ call: Call) async throws -> Response {
            .json([
                "samples": .array(
                    DeskSamples.Name.allCases.map { name in
                        [
                            "name": .string(name.rawValue), "picture": .string("/v1/samples/\(name.rawValue).png"),
                            "text": .string("/v1/samples/\(name.rawValue).txt"),
                        ]
                    })
            ])
        }

        private func sample(_ call: Call) async throws -> Response {
            let parts = call.rest.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, let name = DeskSamples.Name(rawValue: String(parts[0])),
                let text = try await samples.text(name, answering: challenges.newest)
            else { throw Problem(.notFound) }
            switch parts[1] {
            case "png": return try .code(of: text)
            case "txt": return .bytes(Array(text.utf8), "text/plain; charset=utf-8")
            default: throw Problem(.notFound)
            }
        }
    }
#endif
