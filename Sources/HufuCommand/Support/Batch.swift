internal import Hufu

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// JSON Lines in, JSON Lines out, in order; memory holds a window of lines, however many there are.
struct Batch {
    let desk: Desk
    let holderKey: PublicKey?
    let clock: ClockOptions
    let file: String
    let showsProgress: Bool

    /// Lines that are being signed or wait for one before them. Enough to keep every core busy behind a slow signer.
    private static let window = 64
    /// More than a licence with a portrait needs.
    private static let longestLine = 1 << 16

    private typealias Answer = (number: Int, bytes: [UInt8], isGood: Bool)

    func run() async throws {
        var reader = try LineReader(file, maximum: Self.longestLine)
        var progress = Progress(isShown: showsProgress)
        var waiting: [Int: Answer] = [:]
        var (next, failed, firstFailed) = (1, 0, 0)

        try await withThrowingTaskGroup(of: Answer.self) { group in
            func take(_ answer: Answer) throws(Failure) {
                waiting[answer.number] = answer
                while let ready = waiting.removeValue(forKey: next) {
                    try Output.write(ready.bytes)
                    if !ready.isGood {
                        failed += 1
                        if firstFailed == 0 { firstFailed = ready.number }
                    }
                    next += 1
                    progress.show(next - 1, "licences")
                }
            }
            var last = 0
            while let line = try reader.next() {
                // What is out of order counts too: behind one slow line the others do not pile up.
                while last - next + 1 >= Self.window, let answer = try await group.next() { try take(answer) }
                last = line.number
                let now = clock.now
                group.addTask { await answer(line, at: now) }
            }
            while let answer = try await group.next() { try take(answer) }
        }
        progress.end()
        guard failed == 0 else {
            throw Failure(
                .badData, file: "\(Input.name(file)):\(firstFailed)", code: "batch.lines_failed",
                "\(failed) of \(next - 1) lines were not issued; this is the first",
                advice: "The answers to these lines say why.")
        }
    }

    private func answer(_ line: LineReader.Line, at now: Date) async -> Answer {
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
            return made(
                line, [name, JSONMember("document_number", number), JSONMember("credential", .string(text))], true)
        } catch {
            return made(line, [name, JSONMember("error", Self.json(Failure(error)))], false)
        }
    }

    private func made(_ line: LineReader.Line, _ members: [JSONMember], _ isGood: Bool) -> Answer {
        (line.number, JSONWriter.bytes(.object(members)) + [0x0a], isGood)
    }

    private static func json(_ failure: Failure) -> JSONValue {
        var members = [JSONMember("code", .string(failure.code)), JSONMember("message", .string(failure.message))]
        if let place = failure.place { members.append(JSONMember("place", .string(place))) }
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
