public import Hufu
public import HufuFiles

/// Answers the challenges of an issuer for many devices, or for one again and again.
public struct KeyRequestLines {
    private static let longestLine = 1 << 13

    private let input: FileInput
    private let signer: (String?) throws -> any Signer
    private let clock: () -> UnixTime

    /// The challenges of a file in JSON Lines: `{"challenge", "key", "id"}`, the challenge as its text or in hexadecimal
    /// digits.
    ///
    /// - Parameters:
    ///   - input: the challenges.
    ///   - clock: returns the time of a request.
    ///   - signer: returns the device key of a line, from the value of its `key`, or `nil` if it has none.
    public init(
        _ input: FileInput, clock: @escaping () -> UnixTime = { .now },
        signer: @escaping (String?) throws -> any Signer
    ) {
        self.input = input
        self.clock = clock
        self.signer = signer
    }

    /// Writes a line for each line: `{"line" or "id", "request"}`, the signed request in base64, or `{"line" or "id",
    /// "error"}`.
    ///
    /// - Parameter write: called with whole lines.
    /// - Returns: the number of lines with an error.
    /// - Throws: `FileError`, `FileContentError`, or what `write` throws.
    public func answer(write: ([UInt8]) throws -> Void) async throws -> Int {
        try await JSONLines(input, longestLine: Self.longestLine).answer { object in
            let field = try object.required("challenge")
            let text = try field.string()
            guard let challenge = (try? Challenge.bytes(of: text)) ?? Hex.decode(text) else {
                throw field.invalid(expected: "the text of a challenge, or hexadecimal digits")
            }
            return (challenge, try signer(object.optionalString("key")))
        } asking: { requests in
            var results: [Result<KeyRequest, any Error>] = []
            for (challenge, signer) in requests {
                do {
                    results.append(
                        .success(try await KeyRequest(challenge: challenge, signer: signer, at: clock())))
                } catch { results.append(.failure(error)) }
            }
            return results
        } members: { _, request in
            [JSONMember("request", .string(Base64.encode(request.bytes, .standard)))]
        } write: {
            try write($0)
        }
    }
}
