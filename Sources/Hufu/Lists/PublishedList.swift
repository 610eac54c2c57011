internal import Crypto

/// A list of a publication: its values in chunks, with the hashes of chunks and of groups of chunks, so that a change
/// costs no more than its chunk and its group (profile section 17).
struct PublishedList: Sendable {
    /// The bytes of a chunk.
    private static let chunkLength = 512
    /// The chunks of a group.
    private static let groupLength = 16
    private static let chunkPrefix: [UInt8] = [0]
    private static let groupPrefix: [UInt8] = [2]
    private static let listPrefix: [UInt8] = [1]

    let uri: String
    let bits: Int
    /// The number of entries.
    let size: Int
    private var chunks: SharedBlocks
    /// The hashes of the chunks of each group, one behind the other.
    private var groups: SharedBlocks
    /// The hashes of the groups, one behind the other.
    private var groupHashes: [UInt8]
    private let uriHash: [UInt8]
    private(set) var hash: [UInt8]

    init(uri: String, _ table: StatusTable) {
        (self.uri, bits, size) = (uri, table.bits, table.size)
        let chunkHashes = Self.hashes(Self.chunkPrefix, table.packed.span, of: Self.chunkLength)
        chunks = SharedBlocks(table.packed, length: Self.chunkLength)
        groups = SharedBlocks(chunkHashes, length: Self.groupLength * CWT.hashLength)
        let groupHashes = Self.hashes(Self.groupPrefix, chunkHashes.span, of: Self.groupLength * CWT.hashLength)
        self.groupHashes = groupHashes
        let uriHash = Array(uri.withBytes { SHA256.hash(of: $0) })
        self.uriHash = uriHash
        hash = Array(Self.hash(Self.listPrefix, uriHash.span, groupHashes))
    }

    var entry: PublicationIndex.Entry { PublicationIndex.Entry(uri: uri, size: size, hash: hash) }

    /// The number at an index; `nil` past the end.
    func number(at index: Int) -> UInt8? {
        guard 0..<size ~= index else { return nil }
        let (place, shift) = (index * bits / 8, UInt8(truncatingIfNeeded: index * bits % 8))
        return chunks.byte(at: place) >> shift & UInt8(truncatingIfNeeded: 1 << bits - 1)
    }

    /// Changes entries on copies of their chunks; other values that share the chunks keep the old ones.
    ///
    /// - Parameter changes: ascending positions in this list, counted from `start`, which are all in it.
    mutating func set(_ changes: ArraySlice<(position: Int, number: UInt8)>, from start: Int) {
        let mask = UInt8(truncatingIfNeeded: 1 << bits - 1)
        var next = changes.startIndex
        var (newChunks, newGroups) = (SharedBlocks.Layer(), SharedBlocks.Layer())
        /// The byte of the next change; `nil` at the end.
        func place() -> Int? { next < changes.endIndex ? (changes[next].position - start) * bits / 8 : nil }
        while let first = place() {
            let group = first / Self.chunkLength / Self.groupLength
            let hashes = newGroups.append(group, groups.block(group))
            while let first = place(), first / Self.chunkLength / Self.groupLength == group {
                let number = first / Self.chunkLength
                let chunk = newChunks.append(number, chunks.block(number))
                while let place = place(), place / Self.chunkLength == number {
                    let shift = UInt8((changes[next].position - start) * bits % 8)
                    let byte = chunk.lowerBound + place % Self.chunkLength
                    newChunks.bytes[byte] =
                        newChunks.bytes[byte] & ~(mask << shift) | changes[next].number << shift
                    next += 1
                }
                newGroups.bytes.replaceHash(
                    at: hashes.lowerBound + number % Self.groupLength * CWT.hashLength,
                    by: Self.hash(Self.chunkPrefix, newChunks.bytes.span.extracting(chunk)))
            }
            groupHashes.replaceHash(
                at: group * CWT.hashLength, by: Self.hash(Self.groupPrefix, newGroups.bytes.span.extracting(hashes)))
        }
        chunks.add(newChunks)
        groups.add(newGroups)
        hash = Array(Self.hash(Self.listPrefix, uriHash.span, groupHashes))
    }

    /// The hashes of consecutive blocks, one behind the other.
    private static func hashes(_ prefix: [UInt8], _ bytes: Span<UInt8>, of length: Int) -> [UInt8] {
        stride(from: 0, to: bytes.count, by: length).flatMap { start in
            Array(hash(prefix, bytes.extracting(start..<min(start + length, bytes.count))))
        }
    }

    private static func hash(_ prefix: [UInt8], _ bytes: Span<UInt8>, _ rest: [UInt8] = []) -> SHA256Digest {
        var hash = SHA256()
        hash.update(prefix.span)
        hash.update(bytes)
        hash.update(rest.span)
        return hash.finalize()
    }
}

/// Bytes in blocks of equal length, of which the last may be shorter. A copy takes no time that depends on the number of
/// blocks: it shares them with the original, and has blocks of its own only where it is changed.
private struct SharedBlocks: Sendable {
    /// More layers become one, because a look-up searches all of them.
    private static let mostLayers = 8

    /// The bytes of a block.
    private let length: Int
    /// All blocks as they were at some time.
    private var base: [UInt8]
    /// The blocks that have changed since then, the newest layer last.
    private var layers: [Shared] = []

    /// Blocks that have changed at the same time.
    struct Layer {
        /// The numbers of the blocks, ascending.
        private(set) var numbers: [Int] = []
        /// The blocks, one behind the other.
        var bytes: [UInt8] = []

        /// Adds a copy of a block.
        ///
        /// - Returns: its place in the bytes.
        mutating func append(_ number: Int, _ block: ArraySlice<UInt8>) -> Range<Int> {
            numbers.append(number)
            bytes += block
            return bytes.count - block.count..<bytes.count
        }
    }

    /// A layer behind one reference.
    private final class Shared: Sendable {
        let numbers: [Int]
        let bytes: [UInt8]

        init(_ layer: Layer) { (numbers, bytes) = (layer.numbers, layer.bytes) }

        /// The place of a block among the blocks of this layer; `nil` if it has not changed in it.
        func place(of number: Int) -> Int? {
            var (low, high) = (0, numbers.count)
            while low < high {
                let middle = (low + high) / 2
                if numbers[middle] < number { low = middle + 1 } else { high = middle }
            }
            return low < numbers.count && numbers[low] == number ? low : nil
        }
    }

    init(_ bytes: [UInt8], length: Int) { (base, self.length) = (bytes, length) }

    func byte(at place: Int) -> UInt8 {
        let number = place / length
        for layer in layers.reversed() {
            if let found = layer.place(of: number) { return layer.bytes[found * length + place % length] }
        }
        return base[place]
    }

    func block(_ number: Int) -> ArraySlice<UInt8> {
        for layer in layers.reversed() {
            if let place = layer.place(of: number) { return block(place, of: layer.bytes) }
        }
        return block(number, of: base)
    }

    private func block(_ place: Int, of bytes: [UInt8]) -> ArraySlice<UInt8> {
        // The last block, which may be shorter, is the last of each layer that has it.
        bytes[place * length..<min((place + 1) * length, bytes.count)]
    }

    /// Adds blocks that have changed. From time to time layers become one, or all of them a part of the base.
    mutating func add(_ layer: Layer) {
        layers.append(Shared(layer))
        let size = layers.reduce(0) { $0 + $1.bytes.count }
        guard layers.count > Self.mostLayers || size > base.count / 4 else { return }
        let numbers = Set(layers.flatMap(\.numbers)).sorted()
        guard numbers.count * length > base.count / 4 else {
            var merged = Layer()
            for number in numbers { _ = merged.append(number, block(number)) }
            layers = [Shared(merged)]
            return
        }
        var bytes = base
        for number in numbers {
            let block = block(number)
            bytes.replaceSubrange(number * length..<number * length + block.count, with: block)
        }
        (base, layers) = (bytes, [])
    }
}

extension [UInt8] {
    /// Replaces a hash among several that stand one behind the other.
    fileprivate mutating func replaceHash(at place: Int, by hash: SHA256Digest) {
        // Safe: the closure copies the bytes.
        unsafe hash.withUnsafeBytes { unsafe replaceSubrange(place..<place + CWT.hashLength, with: $0) }
    }
}
