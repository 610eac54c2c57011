/// Writes core deterministic encoding (RFC 8949 section 4.2.1): shortest heads, definite lengths, sorted map keys.
struct CBORWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// One item made by `body`.
    static func encode(_ body: (inout CBORWriter) -> Void) -> [UInt8] {
        var writer = CBORWriter()
        body(&writer)
        return writer.bytes
    }

    mutating func head(_ major: CBORReader.Major, _ argument: UInt64) {
        let initial = major.rawValue << 5
        switch argument {
        case 0..<24: bytes.append(initial | UInt8(argument))
        case 24...0xff: append(initial | 24, argument, width: 1)
        case 0x100...0xffff: append(initial | 25, argument, width: 2)
        case 0x1_0000...0xffff_ffff: append(initial | 26, argument, width: 4)
        default: append(initial | 27, argument, width: 8)
        }
    }

    private mutating func append(_ initial: UInt8, _ argument: UInt64, width: Int) {
        bytes.append(initial)
        for position in (0..<width).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: argument >> (8 * UInt64(position))))
        }
    }

    mutating func integer(_ value: Int) {
        if value >= 0 { head(.unsigned, UInt64(value)) } else { head(.negative, UInt64(-1 - value)) }
    }

    mutating func byteString(_ content: some Collection<UInt8>) {
        head(.bytes, UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    mutating func text(_ value: String) {
        var value = value
        value.makeContiguousUTF8()
        head(.text, UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    mutating func boolean(_ value: Bool) { head(.simple, value ? 21 : 20) }

    mutating func null() { head(.simple, 22) }

    mutating func array(_ count: Int) { head(.array, UInt64(count)) }

    mutating func tag(_ number: UInt64) { head(.tag, number) }

    /// Items that are encoded already.
    mutating func encoded(_ item: some Collection<UInt8>) { bytes.append(contentsOf: item) }

    /// A map; the pairs may be added in any order.
    mutating func map(_ body: (inout CBORMap) -> Void) {
        var map = CBORMap()
        body(&map)
        self.map(map.pairs)
    }

    /// A map of encoded pairs.
    mutating func map(_ pairs: [CBORMap.Pair]) {
        head(.map, UInt64(pairs.count))
        for pair in pairs.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            bytes.append(contentsOf: pair.key)
            bytes.append(contentsOf: pair.value)
        }
    }
}

/// The encoded pairs of a map under construction; of a repeated key the last pair stands.
struct CBORMap {
    typealias Pair = (key: [UInt8], value: [UInt8])

    private(set) var pairs: [Pair] = []

    mutating func add(_ key: Int, _ value: (inout CBORWriter) -> Void) {
        add(encodedKey: CBORWriter.encode { $0.integer(key) }, CBORWriter.encode(value))
    }

    mutating func add(_ key: String, _ value: (inout CBORWriter) -> Void) {
        add(encodedKey: CBORWriter.encode { $0.text(key) }, CBORWriter.encode(value))
    }

    mutating func add(encodedKey key: [UInt8], _ value: [UInt8]) {
        // Maps are small, and a search is cheaper than hashing every key.
        if let place = pairs.firstIndex(where: { $0.key == key }) {
            pairs[place].value = value
        } else {
            pairs.append((key, value))
        }
    }

    /// The hashes of redacted entries, under `simple(59)`.
    mutating func addRedacted(_ hashes: [[UInt8]]) {
        let array = CBORWriter.encode { writer in
            writer.array(hashes.count)
            for hash in hashes { writer.byteString(hash) }
        }
        add(encodedKey: CBORWriter.encode { $0.simple(UInt8(CBORReader.redactionKey)) }, array)
    }
}

extension CBORWriter {
    fileprivate mutating func simple(_ value: UInt8) { encoded([0xe0 | 24, value]) }
}
