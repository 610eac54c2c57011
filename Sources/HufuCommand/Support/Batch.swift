internal import Hufu

/// JSON Lines in, JSON Lines out, in order; memory holds a window of lines, however many there are.
struct Batch {
    let desk: Desk
    let holderKey: PublicKey?
    let clock: ClockOptions
    let file: String
    let showsProgress: Bool

    /// Lines that one task answers, one after the other, if so many are there already: what a task and a write cost is shared.
    private static let share = 16
    /// Shares that are being signed or wait for one before them. Enough to keep every core busy behind a slow signer.
    private static let window = 64
    /// More than a licence with a portrait needs.
    private static let longestLine = 1 << 16

    /// The answers to the lines of one share.
    private struct Answers {
        let share: Int
        var lines = 0
        var bytes: [UInt8] = []
        var failed = 0
        var firstFailed: Int?
    }

    func run() async throws {
        var reader = try LineReader(file, maximum: Self.longestLine)
        var progress = Progress(isShown: showsProgress)
        var waiting: [Int: Answers] = [:]
        var (next, lines, failed, firstFailed) = (0, 0, 0, Int?.none)

        try await withThrowingTaskGroup(of: Answers.self) { group in
            func take(_ answers: Answers) throws(Failure) {
                waiting[answers.share] = answers
                while let ready = waiting.removeValue(forKey: next) {
                    try Output.write(ready.bytes)
                    failed += ready.failed
                    firstFailed = firstFailed ?? ready.firstFailed
                    lines += ready.lines
                    next += 1
                    progress.show(lines, "licences")
                }
            }
            var shares = 0
            while let line = try reader.next() {
                var share = [line]
                while share.count < Self.share, reader.hasMore, let line = try reader.next() { share.append(line) }
                // What is out of order counts too: behind one slow line the others do not pile up.
                while shares - next >= Self.window, let answers = try await group.next() { try take(answers) }
                let (number, now) = (shares, clock.now)
                group.addTask { [share] in await answers(share, number, at: now) }
                shares += 1
            }
            while let answers = try await group.next() { try take(answers) }
        }
        progress.end()
        if let firstFailed {
            throw Failure(
                .badData, file: "\(Input.name(file)):\(firstFailed)", code: "batch.lines_failed",
                "\(failed) of \(lines) lines were not issued; this is the first",
                advice: "The answers to these lines say why.")
        }
    }

    private func answers(_ lines: [LineReader.Line], _ share: Int, at now: UnixTime) async -> Answers {
        var answers = Answers(share: share, lines: lines.count)
        for line in lines {
            let (members, isGood) = await answer(line, at: now)
            answers.bytes += JSONWriter.bytes(.object(members)) + [0x0a]
            guard !isGood else { continue }
            answers.failed += 1
            answers.firstFailed = answers.firstFailed ?? line.number
        }
        return answers
    }

    private func answer(_ line: LineReader.Line, at now: UnixTime) async -> (members: [JSONMember], isGood: Bool) {
        var name = JSONMember("line", .integer(line.number))
        do {
            guard !line.isTooLong else {
                throw Failure(
                    .badData, code: "batch.line_too_long", "a line has more than \(Self.longestLine) bytes",
                    advice: "One licence a line.")
            }
            let root = try JSONReader.read(line.bytes, firstLine: line.number)
            if let id = root["id"], root["license"] != nil { name = JSONMember("id", id.value) }
            let entry = try Entry(root)
            let text = try await desk.issue(
                entry.license, to: entry.holderKey ?? holderKey, status: entry.status, at: now)
            let number = entry.license.documentNumber.map(JSONValue.string) ?? .null
            return ([name, JSONMember("document_number", number), JSONMember("credential", .string(text))], true)
        } catch {
            return ([name, JSONMember("error", Self.json(Failure(error)))], false)
        }
    }

    private static func json(_ failure: Failure) -> JSONValue {
        var members = [JSONMember("code", .string(failure.code)), JSONMember("message", .string(failure.message))]
        if let location = failure.location { members.append(JSONMember("place", .string(location))) }
        members.append(JSONMember("advice", .string(failure.advice)))
        return .object(members)
    }
}

/// A line: a licence, or a licence with what is to be said of it.
private struct Entry {
    let license: License
    var holderKey: PublicKey?
    var status: StatusReference?

    init(_ root: JSONField) throws {
        guard root["license"] != nil else {
            license = try License(json: root)
            return
        }
        var object = try root.object()
        license = try License(json: try object.required("license"))
        holderKey = try object.optional("holder_key").map { try PublicKey(jwk: $0) }
        status = try object.optionalString("status").map { try StatusReference($0) }
        _ = object.optional("id")
        try object.finish()
    }
}
