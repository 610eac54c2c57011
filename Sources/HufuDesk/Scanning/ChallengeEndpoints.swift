#if Desk
    internal import HTTPTypes
    internal import Hufu
    internal import HufuQR
    internal import Hummingbird

    /// Makes challenges and draws their codes.
    struct ChallengeEndpoints: Sendable {
        private static let pictureSuffix = ".png"
        private static let largestBody = 4 << 10
        /// The life of a signed challenge, if the request names none.
        private static let signedLifetime = Duration.seconds(60)

        let table: ChallengeTable
        let identity: DeskIdentity?

        var endpoints: [Endpoint] {
            [
                Endpoint(path: "/v1/challenges", methods: [.post: make(_:)]),
                Endpoint(path: "/v1/challenges/", isPrefix: true, methods: [.get: picture(_:)]),
            ]
        }

        private func make(_ call: Call) async throws -> Response {
            let wish = try await Wish(call.request.bytes(limit: Self.largestBody), type: call.request.mediaType)
            let lifetime = min(wish.lifetime ?? Self.signedLifetime, table.age)
            let challenge: Challenge
            if let identity {
                do {
                    challenge = Challenge(try await identity.challenge(asking: wish.elements, lifetime: lifetime))
                } catch let error as ChallengeError { throw Problem(.unprocessableContent, error) }
            } else {
                guard wish.isEmpty else {
                    throw Problem(.requestInvalid, "this desk has no certificate, so its challenges ask for nothing")
                }
                challenge = Challenge()
            }
            let id = table.add(challenge)
            let seconds = identity == nil ? table.age.components.seconds : lifetime.components.seconds
            return .json(
                [
                    "id": .string(id), "text": .string(challenge.text), "signed": .bool(identity != nil),
                    "valid_for": .integer(Int(seconds)), "renew_after": .integer(max(1, Int(seconds) / 2)),
                    "picture": .string("/v1/challenges/\(id)\(Self.pictureSuffix)"),
                ], status: .created, headers: [.location: "/v1/challenges/\(id)\(Self.pictureSuffix)"])
        }

        private func picture(_ call: Call) async throws -> Response {
            guard call.rest.hasSuffix(Self.pictureSuffix),
                let challenge = table[call.rest.dropLast(Self.pictureSuffix.count)]
            else { throw Problem(.notFound) }
            return try .code(of: challenge.text)
        }

        /// What a request asks for.
        private struct Wish {
            var elements: Set<License.Element> = []
            var lifetime: Duration?

            var isEmpty: Bool { elements.isEmpty && lifetime == nil }

            init(_ body: [UInt8], type: String?) throws(Problem) {
                guard !body.isEmpty else { return }
                guard type == "application/json" else { throw Problem(.typeUnsupported) }
                do throws(JSONError) {
                    var object = try JSONReader.read(body, limits: .init(values: 256, depth: 4)).object()
                    for field in try object.optionalArray("ask") ?? [] {
                        guard let element = License.Element(jsonName: try field.string()) else {
                            throw field.invalid(expected: "the name of an element of a licence")
                        }
                        elements.insert(element)
                    }
                    lifetime = try object.optionalInt("valid_for", in: 1...120).map { .seconds($0) }
                    try object.finish()
                } catch { throw Problem(.badRequest, error) }
            }
        }
    }

    extension Response {
        /// The picture of a QR code.
        static func code(of text: String) throws -> Response {
            let symbol = try QRSymbol(text)
            return .bytes(try PNGRenderer(size: .scale(8)).png(of: symbol), "image/png")
        }
    }
#endif
