/// A cursor over deterministically encoded CBOR that allocates nothing: what it hands out are ranges of the bytes it reads.
///
/// Offsets and ranges are always those of the whole span, whichever part of it the cursor walks, so that signed
/// bytes can be cut out as received and an error can name its place.
struct CBORReader: ~Escapable {
    /// The major types of RFC 8949 section 3.1.
    enum Major: UInt8 {
        case unsigned, negative, bytes, text, array, map, tag, simple
    }

    struct Head {
        let major: Major
        let argument: UInt64
    }

    /// Bounds that keep hostile input cheap.
    struct Limits {
        /// Elements of an array or pairs of a map.
        var elements: Int
        /// `simple(59)`, which stands for the redacted entries of a map, is a key only where SD-CWT allows it.
        var allowsRedactionKey: Bool

        /// A scanned code: 256 elements are more than fit into any QR symbol with sense in them.
        static let code = Limits(elements: 256, allowsRedactionKey: false)
        /// The payload of a credential, and a disclosed value.
        static let redactable = Limits(elements: 256, allowsRedactionKey: true)
        /// A trust or status list, which is a file of its own.
        static let file = Limits(elements: 1 << 20, allowsRedactionKey: false)
    }

    /// PROFILE section 3: the root is at depth 0, each array, map and tag adds one.
    static let maximumDepth = 16
    static let maximumKeyLength = 255
    /// The map key under which SD-CWT lists the hashes of redacted entries.
    static let redactionKey: UInt64 = 59

    let bytes: Span<UInt8>
    let end: Int
    private(set) var offset: Int
    /// Whether everything in reach has passed `item`: what was found well-formed once is not looked into again.
    let isChecked: Bool

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.init(bytes, in: 0..<bytes.count) }

    /// A cursor over `range` of the same bytes; a range that this reader handed out is always inside them.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, in range: Range<Int>, isChecked: Bool = false) {
        self.bytes = bytes
        self.isChecked = isChecked
        self.offset = Swift.min(range.lowerBound, bytes.count)
        self.end = Swift.min(range.upperBound, bytes.count)
    }

    @_lifetime(copy self)
    func cursor(in range: Range<Int>) -> CBORReader { CBORReader(bytes, in: range) }

    /// A cursor over what has been checked; not over the content of a byte string that is still to be.
    @_lifetime(copy self)
    func checked(in range: Range<Int>) -> CBORReader { CBORReader(bytes, in: range, isChecked: true) }

    var isAtEnd: Bool { offset >= end }

    func failure(_ reason: CBORError.Reason, at place: Int? = nil) -> CBORError {
        CBORError(reason: reason, offset: place ?? offset)
    }

    // MARK: Heads: the one place that reads bytes

    @_lifetime(self: copy self)
    @inline(__always)
    private mutating func take() throws(CBORError) -> UInt8 {
        guard offset < end else { throw failure(.truncated) }
        let byte = bytes[offset]
        offset += 1
        return byte
    }

    @_lifetime(self: copy self)
    @inline(__always)
    mutating func take(count: UInt64) throws(CBORError) -> Range<Int> {
        guard count <= UInt64(end - offset) else { throw failure(.truncated) }
        let range = offset..<(offset + Int(count))
        offset = range.upperBound
        return range
    }

    @_lifetime(self: copy self)
    @inline(__always)
    mutating func head() throws(CBORError) -> Head {
        // Most heads are one byte.
        if offset < end {
            let initial = bytes[offset]
            if initial < 0xe0, initial & 0x1f < 24, let major = Major(rawValue: initial >> 5) {
                offset += 1
                return Head(major: major, argument: UInt64(initial & 0x1f))
            }
        }
        return try longHead()
    }

    @_lifetime(self: copy self)
    private mutating func longHead() throws(CBORError) -> Head {
        let start = offset
        let initial = try take()
        guard let major = Major(rawValue: initial >> 5) else { throw failure(.reservedHead, at: start) }
        let information = initial & 0x1f
        if major == .simple { return try simple(information, at: start) }
        switch information {
        case 0..<24: return Head(major: major, argument: UInt64(information))
        case 24:
            guard offset < end else { throw failure(.truncated, at: end) }
            let argument = UInt64(bytes[offset])
            offset += 1
            guard argument >= 24 else { throw failure(.notShortest, at: start) }
            return Head(major: major, argument: argument)
        case 25...27:
            let width = 1 << Int(information - 24)
            guard width <= end - offset else { throw failure(.truncated, at: end) }
            var argument: UInt64 = 0
            for index in offset..<(offset + width) { argument = argument << 8 | UInt64(bytes[index]) }
            offset += width
            guard argument >= 1 << (UInt64(width) * 4) else { throw failure(.notShortest, at: start) }
            return Head(major: major, argument: argument)
        case 31: throw failure(.indefiniteLength, at: start)
        default: throw failure(.reservedHead, at: start)
        }
    }

    @_lifetime(self: copy self)
    private mutating func simple(_ information: UInt8, at start: Int) throws(CBORError) -> Head {
        switch information {
        case 20, 21, 22: return Head(major: .simple, argument: UInt64(information))
        case 24:
            guard UInt64(try take()) == Self.redactionKey else { throw failure(.simpleValue, at: start) }
            return Head(major: .simple, argument: Self.redactionKey)
        case 25, 26, 27: throw failure(.floatingPoint, at: start)
        case 28, 29, 30: throw failure(.reservedHead, at: start)
        case 31: throw failure(.indefiniteLength, at: start)
        default: throw failure(.simpleValue, at: start)
        }
    }

    /// The major type of the next item, without moving.
    var next: Major? {
        offset < end ? Major(rawValue: bytes[offset] >> 5) : nil
    }

    // MARK: Typed reads

    @_lifetime(self: copy self)
    @inline(__always)
    private mutating func argument(of major: Major) throws(CBORError) -> UInt64 {
        let start = offset
        let head = try head()
        guard head.major == major else { throw failure(.unexpectedType, at: start) }
        return head.argument
    }

    /// An unsigned integer of at most `maximum`.
    @_lifetime(self: copy self)
    mutating func unsigned(through maximum: Int = .max) throws(CBORError) -> Int {
        let start = offset
        guard let value = Int(exactly: try argument(of: .unsigned)), value <= maximum else {
            throw failure(.outOfRange, at: start)
        }
        return value
    }

    /// An integer of either sign and any size; what does not fit 64 bits with sign becomes the nearest number that does.
    @_lifetime(self: copy self)
    mutating func clampedInteger() throws(CBORError) -> Int {
        let start = offset
        let head = try head()
        guard head.major == .unsigned || head.major == .negative else { throw failure(.unexpectedType, at: start) }
        let value = Int(clamping: head.argument)
        return head.major == .unsigned ? value : -1 - value
    }

    /// The content of a byte string.
    @_lifetime(self: copy self)
    mutating func byteString() throws(CBORError) -> Range<Int> {
        try take(count: try argument(of: .bytes))
    }

    /// The content of a byte string whose length lies in `lengths`.
    @_lifetime(self: copy self)
    mutating func byteString(of lengths: ClosedRange<Int>) throws(CBORError) -> Range<Int> {
        let start = offset
        let range = try byteString()
        guard lengths.contains(range.count) else { throw failure(.outOfRange, at: start) }
        return range
    }

    /// The UTF-8 of a text string, checked.
    @_lifetime(self: copy self)
    mutating func text() throws(CBORError) -> Range<Int> {
        let start = offset
        let range = try take(count: try argument(of: .text))
        guard isChecked || UTF8Check.isValid(bytes, in: range) else { throw failure(.invalidUTF8, at: start) }
        return range
    }

    /// A text string whose length in bytes of UTF-8 lies in `lengths`.
    @_lifetime(self: copy self)
    mutating func text(of lengths: ClosedRange<Int>) throws(CBORError) -> Range<Int> {
        let start = offset
        let range = try text()
        guard lengths.contains(range.count) else { throw failure(.outOfRange, at: start) }
        return range
    }

    @_lifetime(self: copy self)
    mutating func boolean() throws(CBORError) -> Bool {
        let start = offset
        let value = try argument(of: .simple)
        guard value == 20 || value == 21 else { throw failure(.unexpectedType, at: start) }
        return value == 21
    }

    /// Whether the next item is null; it is passed over if it is.
    @_lifetime(self: copy self)
    mutating func null() -> Bool {
        guard offset < end, bytes[offset] == 0xf6 else { return false }
        offset += 1
        return true
    }

    /// The number of elements of an array; no element can be shorter than a byte, so it never exceeds what is left.
    @_lifetime(self: copy self)
    mutating func array() throws(CBORError) -> Int {
        let start = offset
        return try count(try argument(of: .array), each: 1, at: start)
    }

    /// The number of pairs of a map.
    @_lifetime(self: copy self)
    mutating func map() throws(CBORError) -> Int {
        let start = offset
        return try count(try argument(of: .map), each: 2, at: start)
    }

    @_lifetime(self: copy self)
    mutating func tag() throws(CBORError) -> UInt64 { try argument(of: .tag) }

    /// A declared length that what is left can hold, so that it never exceeds an `Int` or costs memory.
    @inline(__always)
    func count(_ declared: UInt64, each size: Int, at start: Int) throws(CBORError) -> Int {
        guard declared <= UInt64((end - offset) / size) else { throw failure(.truncated, at: start) }
        return Int(declared)
    }

    /// A key of a map.
    enum Key: Equatable {
        case integer(Int)
        case text(Range<Int>)
        case redacted
        /// An integer beyond 64 bits with sign: allowed, and known to nobody.
        case other
    }

    @_lifetime(self: copy self)
    mutating func key() throws(CBORError) -> Key {
        let start = offset
        switch next {
        case .unsigned, .negative:
            let head = try head()
            guard let value = Int(exactly: head.argument) else { return .other }
            return .integer(head.major == .unsigned ? value : -1 - value)
        case .text: return .text(try text(of: 0...Self.maximumKeyLength))
        case .simple:
            guard try head().argument == Self.redactionKey else { throw failure(.keyType, at: start) }
            return .redacted
        case nil: throw failure(.truncated)
        default: throw failure(.keyType, at: start)
        }
    }

    /// The key of a map whose members all are known beforehand.
    @_lifetime(self: copy self)
    mutating func expect(key expected: Int) throws(CBORError) {
        let start = offset
        guard try key() == .integer(expected) else { throw failure(.unexpectedType, at: start) }
    }

    @_lifetime(self: copy self)
    mutating func expect(key expected: [UInt8]) throws(CBORError) {
        let start = offset
        guard equal(try text(), expected) else { throw failure(.unexpectedType, at: start) }
    }

    func finish() throws(CBORError) {
        guard isAtEnd else { throw failure(.trailingBytes) }
    }

    // MARK: What it hands out

    func string(_ range: Range<Int>) -> String {
        // Safe: `extracting` checks the bounds, and the buffer does not leave the closure.
        unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in
            unsafe String(decoding: buffer, as: UTF8.self)
        }
    }

    func equal(_ range: Range<Int>, _ expected: [UInt8]) -> Bool {
        guard range.count == expected.count else { return false }
        for (distance, byte) in expected.enumerated() where bytes[range.lowerBound + distance] != byte { return false }
        return true
    }

    /// Whether the same bytes stand in both ranges.
    func equal(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for distance in 0..<left.count
        where bytes[left.lowerBound + distance] != bytes[right.lowerBound + distance] { return false }
        return true
    }
}
