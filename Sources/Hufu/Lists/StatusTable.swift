/// The values of a status list, packed least significant bits first (Token Status List draft section 4).
public struct StatusTable: Sendable, Equatable {
    /// The largest number of entries; a larger register uses several lists.
    public static let maximumSize = 1 << 20

    /// The bits of an entry: 1, 2, 4 or 8.
    public let bits: Int
    /// The entries, packed.
    let packed: [UInt8]

    /// The number of entries; a multiple of those in a byte.
    public var size: Int { packed.count * (8 / bits) }

    /// A table whose entries are all 0, valid.
    ///
    /// - Parameters:
    ///   - bits: the bits of an entry: 1, 2, 4 or 8.
    ///   - size: the number of entries, which is rounded up to whole bytes.
    /// - Throws: `status.table_invalid` for bits other than 1, 2, 4 and 8 and sizes other than 1 to 2^20.
    public init(bits: Int, size: Int) throws(StatusTableError) {
        guard [1, 2, 4, 8].contains(bits), 1...Self.maximumSize ~= size else { throw StatusTableError(.shapeInvalid) }
        self.bits = bits
        packed = [UInt8](repeating: 0, count: (size * bits + 7) / 8)
    }

    init?(bits: Int, packed: [UInt8]) {
        guard [1, 2, 4, 8].contains(bits), packed.count <= Self.maximumSize * bits / 8 else { return nil }
        self.bits = bits
        self.packed = packed
    }

    /// A table from its compressed form; `nil` if that is damaged or has more than 2^20 entries.
    init?(bits: Int, compressed: ArraySlice<UInt8>) {
        guard [1, 2, 4, 8].contains(bits),
            let packed = Zlib.inflate(compressed, limit: Self.maximumSize * bits / 8)
        else { return nil }
        self.bits = bits
        self.packed = packed
    }

    var compressed: [UInt8]? { Zlib.compress(packed) }

    /// The number at an index; `nil` past the end.
    public func number(at index: Int) -> UInt8? {
        let perByte = 8 / bits
        guard index >= 0, index / perByte < packed.count else { return nil }
        let shift = UInt8(truncatingIfNeeded: index % perByte * bits)
        return packed[index / perByte] >> shift & UInt8(truncatingIfNeeded: 1 << bits - 1)
    }

    /// The value at an index; `nil` past the end.
    public func value(at index: Int) -> StatusValue? { number(at: index).map(StatusValue.init(number:)) }

    /// An entry that differs in two tables.
    package struct Difference: Sendable, Equatable {
        package let index: Int
        package let old: UInt8
        package let new: UInt8
    }

    /// The entries that this table and an older one have both, with different numbers.
    package func differences(from old: StatusTable) -> [Difference] {
        var differences: [Difference] = []
        guard packed != old.packed else { return [] }
        for place in 0..<min(packed.count, old.packed.count) where packed[place] != old.packed[place] {
            for index in place * 8 / bits..<(place + 1) * 8 / bits {
                guard let before = old.number(at: index), let now = number(at: index), before != now else { continue }
                differences.append(Difference(index: index, old: before, new: now))
            }
        }
        return differences
    }

    /// The table with other numbers at some indices. If an index occurs twice, its last number counts.
    ///
    /// - Throws: `status.index_invalid` or `status.value_invalid`, with the index; then nothing has changed.
    public func setting(_ changes: some Sequence<(index: Int, number: UInt8)>) throws(StatusTableError) -> StatusTable {
        let perByte = 8 / bits
        let mask = UInt8(truncatingIfNeeded: 1 << bits - 1)
        var packed = packed
        for (index, number) in changes {
            guard index >= 0, index / perByte < packed.count else { throw StatusTableError(.indexInvalid, at: index) }
            guard number <= mask else { throw StatusTableError(.valueInvalid, at: index) }
            let shift = UInt8(truncatingIfNeeded: index % perByte * bits)
            packed[index / perByte] = packed[index / perByte] & ~(mask << shift) | number << shift
        }
        return StatusTable(bits: bits, packed: packed) ?? self
    }
}

/// Why a status table cannot be made or changed.
public struct StatusTableError: ReasonedError {
    /// The causes.
    public enum Reason: String, ErrorReason {
        /// The bits of an entry or the number of entries are out of range.
        case shapeInvalid = "status.table_invalid"
        /// The table has no entry with this index.
        case indexInvalid = "status.index_invalid"
        /// The value does not fit the bits of an entry.
        case valueInvalid = "status.value_invalid"
        /// The zlib library returned an error.
        case compressionFailed = "status.compression_failed"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .shapeInvalid: "a table has 1, 2, 4 or 8 bits an entry and 1 to 1,048,576 entries"
            case .indexInvalid: "the table has no such entry"
            case .valueInvalid: "the number does not fit the bits of an entry"
            case .compressionFailed: "the table could not be compressed"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .shapeInvalid: "Use 4 bits, and several lists for more licences."
            case .indexInvalid: "Indices count from 0."
            case .valueInvalid: "Suspended (2) and attention (3) need 2 bits or more."
            case .compressionFailed: "Is there memory left?"
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The entry at fault, as `index N`.
    public let location: String?

    package init(_ reason: Reason, at index: Int? = nil) {
        self.reason = reason
        location = index.map { "index \($0)" }
    }
}
