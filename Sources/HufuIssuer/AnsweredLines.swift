internal import Hufu
internal import HufuFiles

extension JSONLines {
    /// The largest number of waiting lines that are asked for at once.
    private static let share = 1_000

    /// Answers each line with one line, in order; as many lines at once as are waiting.
    ///
    /// An answer has the line's `id`, or its number as `line`, and then its members, or `{"error"}`.
    ///
    /// - Parameters:
    ///   - read: reads what a line asks for, except for its `id`.
    ///   - ask: returns a result for each of them; what it throws ends all.
    ///   - members: the members of an answer.
    ///   - write: called with whole lines.
    /// - Returns: the number of lines with an error.
    func answer<Request, Answer>(
        _ read: (inout JSONObject) throws -> Request,
        asking ask: ([Request]) async throws -> [Result<Answer, some Error>],
        members: (Request, Answer) -> [JSONMember], write: ([UInt8]) throws -> Void
    ) async throws -> Int {
        var lines = self
        var refused = 0
        while true {
            var (names, requests): ([JSONMember], [Result<Request, any Error>]) = ([], [])
            while names.count < Self.share, names.isEmpty || lines.isReady, let line = try lines.next() {
                var name = JSONMember("line", .integer(line.number))
                requests.append(
                    Result {
                        var object = try Self.value(of: line, longestLine: lines.longestLine).object()
                        if let id = object.optional("id") { name = JSONMember("id", id.value) }
                        let request = try read(&object)
                        try object.finish()
                        return request
                    })
                names.append(name)
            }
            guard !names.isEmpty else { return refused }
            var results = try await ask(requests.compactMap { try? $0.get() })[...]
            var answers: [UInt8] = []
            for (name, request) in zip(names, requests) {
                let rest: [JSONMember]
                do {
                    let request = try request.get()
                    guard let result = results.popFirst() else { throw CancellationError() }
                    rest = members(request, try result.get())
                } catch {
                    refused += 1
                    rest = [JSONMember("error", .object(BatchResult.members(error, location: "place")))]
                }
                answers += JSONWriter.bytes(.object([name] + rest)) + [0x0a]
            }
            try write(answers)
        }
    }
}
