package import Hufu

/// The input of a case in the adapter protocol (`Vectors/README.md`). It contains everything that a verification
/// depends on, so that the answer of this library is the same on every machine.
package struct CaseInput {
    private struct Scan {
        let now: UnixTime
        let challenge: [UInt8]?
        /// Seconds by the clock by which challenges were shown.
        let moment: Int
        let input: [UInt8]

        init(_ object: inout JSONObject) throws {
            let seconds = try object.requiredInt("now")
            now = UnixTime(secondsSince1970: seconds)
            moment = try object.optionalInt("moment", in: CaseInput.moments) ?? seconds
            challenge = try object.optional("challenge").flatMap { try $0.isNull ? nil : $0.hexadecimal() }
            let text = try object.optionalString("input").map { Array($0.utf8) }
            let raw = try object.optional("input_hex").map { try $0.hexadecimal() }
            guard let input = text ?? raw, text == nil || raw == nil else {
                throw InvalidCase("one of input and input_hex")
            }
            self.input = input
        }
    }

    /// The name of the member with the challenges that were shown. An adapter may not support it.
    static let challengesName = "challenges"
    private static let moments = -UnixTime.maximumSeconds...UnixTime.maximumSeconds

    private let verifier: Verifier
    /// The challenges that the scanner has shown; `nil` if the case has none.
    private let challenges: [Challenge]?
    /// The second 0 of the clock by which they were shown.
    private let origin = ContinuousClock.now
    private let scans: [Scan]
    private let isSequence: Bool

    /// The answer to a line: the verdicts, what a holder's device reads, or the error of the configuration or of the line.
    ///
    /// - Parameter certificates: makes the verifier of the certificates in status lists; without it, the answer to a line
    ///   with roots is that they are not supported.
    package static func answer(line: [UInt8], certificates: StatusRoots.Support?) -> JSONValue {
        do {
            let limits = JSONReader.Limits(bytes: maximumLineLength)
            return answer(try JSONReader.read(line, limits: limits), certificates)
        } catch {
            return ["id": .null, "error": .string("\(error)")]
        }
    }

    /// The longest line, in bytes: an input contains lists of up to 16 MiB in hexadecimal.
    package static let maximumLineLength = 64 << 20

    private static func answer(_ input: JSONField, _ certificates: StatusRoots.Support?) -> JSONValue {
        let id = input["id"]?.value ?? .null
        guard input[StatusRoots.name] == nil || certificates != nil else {
            return ["id": id, "unsupported": .string(StatusRoots.name)]
        }
        do {
            let answer =
                input[ChallengeInput.textName] == nil
                ? try CaseInput(input, certificates).verdicts() : try ChallengeInput(input).answer()
            return .object([JSONMember("id", id)] + answer)
        } catch {
            return ["id": id, "error": .string("\(error)")]
        }
    }

    private func verdicts() -> [JSONMember] {
        let results = scans.map { scan in
            let verdict =
                challenges.map { challenges in
                    verifier.verify(
                        scan.input, answering: challenges, at: scan.now, moment: origin + .seconds(scan.moment))
                } ?? verifier.verify(scan.input, challenge: scan.challenge, at: scan.now)
            return verdict.jsonValue
        }
        if isSequence { return [JSONMember("results", .array(results))] }
        guard case .object(let members)? = results.first else { return [] }
        return members
    }

    private init(_ field: JSONField, _ certificates: StatusRoots.Support?) throws {
        var object = try field.object()
        for name in ["id", "comment", "spec", "flags"] { _ = object.optional(name) }
        let policy = try object.optional("policy").map { try Policy(json: $0, utcOffset: 0) } ?? Policy(utcOffset: 0)
        if let sequence = try object.optionalArray("scans") {
            scans = try sequence.map { field in
                var scan = try field.object()
                let result = try Scan(&scan)
                try scan.finish()
                return result
            }
            isSequence = true
        } else {
            scans = [try Scan(&object)]
            isSequence = false
        }
        guard let first = scans.first else { throw InvalidCase("scans is empty") }
        let state = try State(object.optional("state"))
        let signers = try object.optional(StatusRoots.name).flatMap { try certificates?(StatusRoots($0)) }
        var lists = try Self.lists(
            try object.required("trust"), state.rollbackState, signers, skew: policy.skew, at: first.now)
        for field in try object.optional("status_lists").map({ try $0.isNull ? [] : $0.array() }) ?? [] {
            var (token, time) = (field, first.now)
            if field.isObject {
                var list = try field.object()
                if let package = try list.optionalArray("package") {
                    let time = try list.optionalInt("at").map(UnixTime.init(secondsSince1970:)) ?? first.now
                    try list.finish()
                    _ = lists.load(package: try package.map { try $0.hexadecimal()[...] }, skew: policy.skew, at: time)
                    continue
                }
                token = try list.required("token")
                time = UnixTime(secondsSince1970: try list.requiredInt("at"))
                try list.finish()
            }
            // A refused list is not loaded; the scan goes on without it.
            try? lists.load(statusList: try token.hexadecimal(), skew: policy.skew, at: time)
        }
        let origin = origin
        challenges = try object.optionalArray(Self.challengesName).map { fields in
            try fields.map { field in
                var object = try field.object()
                let (text, moment) = (
                    try object.requiredString("text"), try object.requiredInt("shown", in: Self.moments)
                )
                try object.finish()
                return try Challenge(text: text, shownAt: origin + .seconds(moment))
            }
        }
        guard challenges == nil || scans.allSatisfy({ $0.challenge == nil }) else {
            throw InvalidCase("challenge and challenges do not go together")
        }
        try object.finish()
        verifier = Verifier(lists: lists, policy: policy, replayMemory: state.replay ?? InMemoryReplayMemory())
    }

    static func lists(
        _ field: JSONField, _ rollbackState: RollbackState, _ certificates: (any StatusCertificateVerifier)?,
        skew: Duration, at now: UnixTime
    ) throws -> VerifierLists {
        guard field["token"] != nil else {
            return VerifierLists(
                trust: try TrustList(json: field), rollbackState: rollbackState, statusCertificates: certificates)
        }
        var object = try field.object()
        let token = try object.required("token").hexadecimal()
        let anchors = try object.requiredArray("anchors").map { try PublicKey(jwk: $0) }
        let name = try object.requiredString("name")
        let time = try object.optionalInt("at").map(UnixTime.init(secondsSince1970:)) ?? now
        try object.finish()
        return try VerifierLists(
            signedTrust: token, name: name, anchors: anchors, rollbackState: rollbackState,
            statusCertificates: certificates, skew: skew, at: time)
    }

    /// The state of the verifier before the scan.
    private struct State {
        private(set) var rollbackState = RollbackState()
        private(set) var replay: InMemoryReplayMemory?

        init(_ field: JSONField?) throws {
            guard let field, !field.isNull else { return }
            var object = try field.object()
            if let floor = object.optional("clock_floor"), !floor.isNull {
                let state: JSONValue = ["trust": [], "status": [], "clock_floor": .integer(try floor.int())]
                rollbackState = try RollbackState(json: JSONWriter.bytes(state))
            }
            if let memory = object.optional("replay"), !memory.isNull { replay = try Self.memory(memory) }
            try object.finish()
        }

        private static func memory(_ field: JSONField) throws -> InMemoryReplayMemory {
            var object = try field.object()
            let memory = InMemoryReplayMemory(capacity: try object.requiredInt("capacity", in: 0...10_000_000))
            for seen in try object.optionalArray("seen") ?? [] {
                let parts = try seen.array()
                guard parts.count == 3 else { throw seen.invalid(expected: "[hash, iat, expires]") }
                let expiresAt = UnixTime(secondsSince1970: try parts[2].int())
                let entry = ReplayEntry(
                    credential: try parts[0].hexadecimal(), issuedAt: UnixTime(secondsSince1970: try parts[1].int()),
                    expiresAt: expiresAt, expiry: expiresAt)
                _ = memory.admit(entry, at: .earliest)
            }
            try object.finish()
            return memory
        }
    }
}
