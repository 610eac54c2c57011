/// Writes core deterministic encoding (RFC 8949 section 4.2.1): shortest heads, definite lengths, sorted map keys.
struct CBORWriter {
    fileprivate(set) var bytes: [UInt8] = []
    /// The pairs of all unfinished maps, those of the innermost last.
    fileprivate var pairs: [CBORMap.Pair] = []

    /// - Parameter capacity: bytes to reserve. Most items fit into the default.
    init(capacity: Int = 256) {
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    /// One item made by `body`.
    static func encode(capacity: Int = 256, _ body: (inout CBORWriter) -> Void) -> [UInt8] {
        var writer = CBORWriter(capacity: capacity)
        body(&writer)
        return writer.bytes
    }

    @inline(__always)
    mutating func head(_ major: CBORReader.Major, _ argument: UInt64) {
        let initial = major.rawValue << 5
        if argument < 24 { bytes.append(initial | UInt8(argument)) } else { longHead(initial, argument) }
    }

    /// A head whose argument does not fit into its first byte.
    private mutating func longHead(_ initial: UInt8, _ argument: UInt64) {
        switch argument {
        case ...0xff:
            bytes.append(initial | 24)
            bytes.append(UInt8(truncatingIfNeeded: argument))
        case ...0xffff:
            bytes.append(initial | 25)
            append(UInt16(truncatingIfNeeded: argument))
        case ...0xffff_ffff:
            bytes.append(initial | 26)
            append(UInt16(truncatingIfNeeded: argument >> 16))
            append(UInt16(truncatingIfNeeded: argument))
        default:
            bytes.append(initial | 27)
            encoded(word: argument)
        }
    }

    private mutating func append(_ number: UInt16) {
        bytes.append(UInt8(number >> 8))
        bytes.append(UInt8(truncatingIfNeeded: number))
    }

    mutating func integer(_ value: Int) {
        if value >= 0 { head(.unsigned, UInt64(value)) } else { head(.negative, UInt64(-1 - value)) }
    }

    mutating func byteString(_ content: some Collection<UInt8>) {
        head(.bytes, UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    mutating func byteString(_ content: Span<UInt8>) {
        head(.bytes, UInt64(content.count))
        append(content)
    }

    private mutating func append(_ content: Span<UInt8>) {
        // Safe: the buffer does not leave the closure.
        unsafe content.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    /// A byte string with what `body` writes.
    ///
    /// - Parameter isLong: whether 256 bytes or more are expected, and not 24 to 255. Any other length is written
    ///   correctly too, but its head is written twice.
    /// - Returns: the offset of the contents.
    @discardableResult @inline(__always)
    mutating func byteString(isLong: Bool = false, _ body: (inout CBORWriter) -> Void) -> Int {
        // The length is known at the end: until then there is a head of the expected size.
        let start = bytes.count
        head(.bytes, isLong ? 0x100 : 24)
        let headLength = bytes.count - start
        body(&self)
        let length = bytes.count - start - headLength
        switch (headLength, length) {
        case (2, 24...0xff): bytes[start + 1] = UInt8(truncatingIfNeeded: length)
        case (3, 0x100...0xffff):
            bytes[start + 1] = UInt8(truncatingIfNeeded: length >> 8)
            bytes[start + 2] = UInt8(truncatingIfNeeded: length)
        default:
            let head = CBORWriter.encode(capacity: 9) { $0.head(.bytes, UInt64(length)) }
            bytes.replaceSubrange(start..<start + headLength, with: head)
        }
        return bytes.count - length
    }

    mutating func text(_ value: String) {
        value.withBytes { text in
            head(.text, UInt64(text.count))
            append(text)
        }
    }

    mutating func boolean(_ value: Bool) { head(.simple, value ? 21 : 20) }

    mutating func null() { head(.simple, 22) }

    mutating func array(_ count: Int) { head(.array, UInt64(count)) }

    mutating func tag(_ number: UInt64) { head(.tag, number) }

    /// Appends encoded items.
    mutating func encoded(_ item: some Collection<UInt8>) { bytes.append(contentsOf: item) }

    /// Appends one byte of an encoded item.
    mutating func encoded(_ byte: UInt8) { bytes.append(byte) }

    /// Appends the eight bytes of a number, the highest first.
    mutating func encoded(word number: UInt64) {
        // Safe: the bytes do not leave the closure.
        unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// A map; the pairs may be added in any order.
    mutating func map(_ body: (inout CBORMap) -> Void) {
        // Moves the writer's buffer into the map, appends the pairs in place, and moves it back: nothing is copied.
        var map = CBORMap(behind: &self)
        body(&map)
        map.finish(into: &self)
    }

    /// Appends a map that was composed separately.
    mutating func map(_ map: CBORMap) {
        var (map, writer) = (map, CBORWriter(capacity: 0))
        map.finish(into: &writer)
        encoded(writer.bytes)
    }
}

/// The encoded pairs of an unfinished map. The last of several pairs with the same key counts.
struct CBORMap {
    fileprivate struct Pair {
        let key: Range<Int>
        let end: Int

        var range: Range<Int> { key.lowerBound..<end }
    }

    private var content = CBORWriter(capacity: 0)
    /// The offset of the map's head, and the index of its first pair among those of all unfinished maps.
    private let start: Int
    private let first: Int
    /// Whether the keys were added in order, so that the pairs need no sorting.
    private var isSorted = true

    /// A map without a writer around it.
    init() {
        var writer = CBORWriter()
        self.init(behind: &writer)
    }

    fileprivate init(behind writer: inout CBORWriter) {
        start = writer.bytes.count
        first = writer.pairs.count
        swap(&content, &writer)
        // A placeholder for the head, which is known at the end and takes one byte for fewer than 24 pairs.
        content.head(.map, 0)
    }

    mutating func add(_ key: Int, _ value: (inout CBORWriter) -> Void) {
        add({ $0.integer(key) }, value)
    }

    mutating func add(_ key: String, _ value: (inout CBORWriter) -> Void) {
        add({ $0.text(key) }, value)
    }

    /// The hashes of redacted entries, under `simple(59)`.
    ///
    /// - Parameter hashes: writes them.
    mutating func addRedacted(_ count: Int, _ hashes: (inout CBORWriter) -> Void) {
        add(
            { $0.simple(UInt8(CBORReader.redactionKey)) },
            { writer in
                writer.array(count)
                hashes(&writer)
            })
    }

    private mutating func add(_ writeKey: (inout CBORWriter) -> Void, _ value: (inout CBORWriter) -> Void) {
        let start = content.bytes.count
        writeKey(&content)
        let key = start..<content.bytes.count
        value(&content)
        let pair = Pair(key: key, end: content.bytes.count)
        if content.pairs.count > first, let last = content.pairs.last, !content.precedes(last, pair) {
            isSorted = false
        }
        // Room for the maps of a credential.
        if content.pairs.isEmpty { content.pairs.reserveCapacity(32) }
        content.pairs.append(pair)
    }

    /// Completes the map, and moves the buffer back into the writer.
    fileprivate mutating func finish(into writer: inout CBORWriter) {
        if !isSorted { content.sortPairs(from: first, at: start + 1) }
        content.closeMap(at: start, of: content.pairs.count - first)
        swap(&content, &writer)
    }
}

extension CBORWriter {
    fileprivate mutating func simple(_ value: UInt8) {
        encoded(0xe0 | 24)
        encoded(value)
    }

    fileprivate func precedes(_ left: CBORMap.Pair, _ right: CBORMap.Pair) -> Bool {
        let (first, second) = (bytes[left.key.lowerBound], bytes[right.key.lowerBound])
        return first == second ? bytes[left.key].lexicographicallyPrecedes(bytes[right.key]) : first < second
    }

    /// Sorts the pairs from `first` on, whose bytes begin at `start`, by their keys.
    fileprivate mutating func sortPairs(from first: Int, at start: Int) {
        var sorted: [CBORMap.Pair] = []
        // The sort is stable, so that the last of several pairs with one key is the one that was added last.
        for pair in pairs[first...].sorted(by: precedes) {
            if let last = sorted.last, !precedes(last, pair) { sorted.removeLast() }
            sorted.append(pair)
        }
        let content = sorted.flatMap { bytes[$0.range] }
        bytes.replaceSubrange(start..., with: content)
        pairs.replaceSubrange(first..., with: sorted)
    }

    /// Writes the head of the innermost map, in place of the byte at `offset`, and removes its pairs.
    fileprivate mutating func closeMap(at offset: Int, of count: Int) {
        pairs.removeLast(count)
        if count < 24 {
            bytes[offset] |= UInt8(count)
        } else {
            bytes.replaceSubrange(offset...offset, with: CBORWriter.encode { $0.head(.map, UInt64(count)) })
        }
    }
}
