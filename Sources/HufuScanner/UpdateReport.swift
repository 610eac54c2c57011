public import Hufu

/// The result of an update that was scanned, as JSON.
public struct UpdateReport: Sendable {
    /// The JSON: `update` is `loaded` or `refused`; then publication and time, or code, message and advice.
    public let json: String

    /// The result of `load`.
    public init(_ load: () async throws -> ListSummary) async {
        let value: JSONValue
        do {
            let update = try await load()
            value = [
                "update": "loaded", "publication": .string(update.name),
                "issued_at": .string(update.issuedAt.description),
            ]
        } catch {
            let error = error as? any CodedError
            value = [
                "update": "refused", "code": .string(error?.code ?? "file.failed"),
                "message": .string(error?.message ?? "the update could not be stored"),
                "advice": .string(error?.advice ?? "Scan it again."),
            ]
        }
        json = JSONWriter.text(value)
    }
}
