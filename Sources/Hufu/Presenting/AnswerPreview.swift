/// The parts of a licence that the answer to a challenge shows (profile section 18). The holder sees them before the
/// device answers.
public struct AnswerPreview: Sendable, Equatable {
    /// The withheld elements that the scanner asks for, and that the answer discloses.
    public let disclosed: [License.Element]
    /// The elements that every code of the credential shows: the issuer has not redacted them, so that the holder cannot
    /// withhold them.
    public let shown: [License.Element]
    /// Those of the shown elements for which the scanner's certificate does not let it ask.
    public let unallowed: [License.Element]
    /// The elements that the scanner asks for and that the licence does not have.
    public let absent: [License.Element]
}

extension Credential {
    /// The parts that the answer to a challenge shows.
    ///
    /// - Throws: `issue.credential_invalid`.
    public func preview(for challenge: SignedChallenge) throws(SigningError) -> AnswerPreview {
        let parts = try parts()
        let withheld = License.Element.allCases.filter { element in
            element.field.map { parts.disclosures.entry(for: $0, in: bytes) != nil } ?? false
        }
        var keys: Set<Int> = []
        let reader = CBORReader(bytes.span)
        do throws(CBORError) {
            var map = reader.checked(in: parts.claims.license)
            for _ in 0..<(try map.map()) {
                if case .integer(let key) = try map.key() { keys.insert(key) }
                try map.validateItem(.redactable)
            }
        } catch { throw SigningError(.credentialInvalid, at: "byte \(error.offset)") }
        let shown = License.Element.allCases.filter { element in
            switch element {
            case .documentNumber: parts.claims.subject != nil
            case .entry(let entry): keys.contains(entry.rawValue)
            }
        }
        let asked = challenge.elements
        return AnswerPreview(
            disclosed: asked.filter(withheld.contains), shown: shown,
            unallowed: shown.filter { !challenge.certificate.elements.contains($0) },
            absent: asked.filter { !withheld.contains($0) && !shown.contains($0) })
    }
}

extension IdentifiedChallenge {
    /// The scanner, its authority and the elements, as `expect` of the vectors `hfc2.json` has them.
    ///
    /// - Parameter preview: the elements that the answer shows; `nil` leaves them out.
    package func jsonValue(_ preview: AnswerPreview?) -> JSONValue {
        func names(_ elements: [License.Element]) -> JSONValue { .array(elements.map { .string($0.jsonName) }) }
        let certificate = challenge.certificate
        var members = [
            JSONMember("cnonce", .string(Hex.encode(challenge.answer))),
            JSONMember("audience", .string(certificate.id)), JSONMember("verifier", .string(certificate.name)),
            JSONMember("authority", .string(authority)), JSONMember("allowed", names(certificate.elements)),
            JSONMember("asked", names(challenge.elements)),
        ]
        if let preview {
            members += [
                JSONMember("disclosed", names(preview.disclosed)), JSONMember("shown", names(preview.shown)),
                JSONMember("marked", names(preview.unallowed)), JSONMember("absent", names(preview.absent)),
            ]
        }
        return .object(members)
    }
}

extension Holder {
    /// The token that answers a signed challenge (profile section 18): for this challenge and its scanner only, with the
    /// withheld elements that the scanner asks for, and no others.
    ///
    /// The holder must have agreed before: see ``Credential/preview(for:)``.
    ///
    /// - Parameters:
    ///   - challenge: the challenge, whose scanner is known.
    ///   - now: the device's clock.
    ///   - rotation: the time steps, 30 seconds by default.
    /// - Throws: `SigningError`, `PresentingError`, or the errors of the signer.
    public func answer(
        _ challenge: IdentifiedChallenge, at now: UnixTime = .now, rotation: Rotation = .standard
    ) async throws -> Token {
        let challenge = challenge.challenge
        return try await present(
            at: now, rotation: rotation, audience: challenge.certificate.id, challenge: challenge.answer,
            disclosing: Set(try credential.preview(for: challenge).disclosed.compactMap(\.field)))
    }
}
