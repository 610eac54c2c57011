public import Hufu

/// A status list of a registry.
public struct RegistryList: Sendable, Hashable {
    /// The URI under which credentials name the list.
    public let uri: String
    /// The bits of an entry: 1, 2, 4 or 8.
    public let bits: Int
    /// The number of entries, at most 2^20.
    public let size: Int

    /// A list.
    ///
    /// - Throws: `SigningError` or `StatusTableError`.
    public init(uri: String, bits: Int = 4, size: Int = StatusTable.maximumSize) throws {
        self.uri = try StatusReference(uri: uri, index: 0).uri
        let table = try StatusTable(bits: bits, size: size)
        (self.bits, self.size) = (table.bits, table.size)
    }

    /// The lists of a URI with `{}` for the number of each list; one list for a URI without.
    ///
    /// - Throws: as ``init(uri:bits:size:)``.
    package static func numbered(_ uri: String, _ numbers: ClosedRange<Int>, bits: Int, size: Int) throws
        -> [RegistryList]
    {
        guard uri.contains("{}") else { return [try RegistryList(uri: uri, bits: bits, size: size)] }
        return try numbers.map {
            try RegistryList(uri: uri.replacing("{}", with: "\($0)"), bits: bits, size: size)
        }
    }

    /// The number of indices of a block, the unit of a range.
    package static let block = 256

    /// All indices in random order, in blocks; an index has three bytes, the highest first.
    package func drawOrder() -> [[UInt8]] {
        let order = Array(0..<size).shuffled()
        return stride(from: 0, to: size, by: Self.block).map { start in
            order[start..<min(start + Self.block, size)].flatMap { index in
                [16, 8, 0].map { UInt8(truncatingIfNeeded: index >> $0) }
            }
        }
    }

    /// The indices of a block.
    package static func indices(of block: some Collection<UInt8>) -> [Int] {
        var (indices, index): ([Int], Int) = ([], 0)
        for (place, byte) in block.enumerated() {
            index = index << 8 | Int(byte)
            guard place % 3 == 2 else { continue }
            indices.append(index)
            index = 0
        }
        return indices
    }
}
