public import Hufu
public import HufuFiles

/// The licences of a registry that end soon and are not revoked.
public struct RegistryRenewals {
    private static let share = 1_000

    private let registry: any Registry
    private let end: UnixTime

    /// The licences that end until a time.
    public init(in registry: any Registry, endingBy end: UnixTime) {
        self.registry = registry
        self.end = end
    }

    /// Writes the entries that end, one on each line; see ``RegistryEntry/json(_:)``.
    ///
    /// - Parameter write: called with whole lines.
    /// - Returns: the number of entries.
    /// - Throws: ``RegistryError``, or what `write` throws.
    public func list(write: ([UInt8]) throws -> Void) async throws -> Int {
        var (count, last) = (0, StatusReference?.none)
        while true {
            let part = try await registry.entries(endingBy: end, after: last, limit: Self.share)
            guard let end = part.last else { return count }
            try write(part.flatMap { Array(($0.json(registry.naming) + "\n").utf8) })
            (count, last) = (count + part.count, end.status)
        }
    }

    /// Writes those lines of a batch, as ``BatchIssuer`` reads them, whose licences end: the batch to issue again.
    ///
    /// A line without a device key stands for a card, and is written if a card of the licence ends.
    ///
    /// - Parameters:
    ///   - input: a batch with the present licences and device keys of all, in JSON Lines.
    ///   - write: called with whole lines.
    /// - Returns: the number of lines that were written.
    /// - Throws: ``RegistryError``, `FileError`, `FileContentError` for a line that cannot be read, or what `write`
    ///   throws.
    public func select(from input: FileInput, write: ([UInt8]) throws -> Void) async throws -> Int {
        var lines = JSONLines(input, longestLine: BatchIssuer.longestLine)
        var count = 0
        while let line = try lines.next() {
            let entry = try FileContentError.naming(lines.name) {
                try BatchEntry(JSONLines.value(of: line, longestLine: BatchIssuer.longestLine))
            }
            let document = try registry.naming.name(entry.license.documentNumber ?? "")
            let holder = entry.deviceKey.map(RegistryHolder.init)
            let ending = try await registry.entries(of: document).contains { found in
                found.expiresAt <= end && found.number != StatusValue.revoked.number
                    && (holder.map { $0 == found.holder } ?? found.holder.isCard)
            }
            guard ending else { continue }
            try write(line.bytes + [0x0a])
            count += 1
        }
        return count
    }
}
