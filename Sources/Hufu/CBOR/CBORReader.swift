/// A cursor over deterministically encoded CBOR that allocates nothing: what it hands out are ranges of the bytes it reads.
///
/// Offsets and ranges are always those of the whole span, whichever part of it the cursor walks, so that signed
/// bytes can be cut out as received and an error can name its place.
struct CBORReader: ~Escapable {
    /// The major types of RFC 8949 section 3.1.
    enum Major: UInt8 {
        case unsigned, negative, bytes, text, array, map, tag, simple

        /// Of the first byte of an item.
        @inline(__always)
        init(_ initial: UInt8) {
            switch initial >> 5 {
            case 0: self = .unsigned
            case 1: self = .negative
            case 2: self = .bytes
            case 3: self = .text
            case 4: self = .array
            case 5: self = .map
            case 6: self = .tag
            default: self = .simple
            }
        }

        var isInteger: Bool { rawValue <= Major.negative.rawValue }
        var isString: Bool { rawValue & 0b110 == Major.bytes.rawValue }
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
        /// Bytes of a protected header.
        var protectedHeader: Int

        /// A scanned code: 256 elements are more than fit into any QR symbol with sense in them. The symbol bounds all
        /// bytes.
        static let code = Limits(elements: 256, allowsRedactionKey: false, protectedHeader: .max)
        /// The payload of a credential, and a disclosed value.
        static let redactable = Limits(elements: 256, allowsRedactionKey: true, protectedHeader: .max)
        /// A trust or status list, which is a file of its own (PROFILE sections 10 and 11).
        static let file = Limits(elements: 1 << 20, allowsRedactionKey: false, protectedHeader: 16_384)
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
    /// Whether a text that was checked may contain a code point that steers; false for most without one.
    var mayContainFormattingCharacter = false

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
            if initial < 0xe0, initial & 0x1f < 24 {
                offset += 1
                return Head(major: Major(initial), argument: UInt64(initial & 0x1f))
            }
        }
        return try longHead()
    }

    @_lifetime(self: copy self)
    private mutating func longHead() throws(CBORError) -> Head {
        let start = offset
        let initial = try take()
        let (major, information) = (Major(initial), initial & 0x1f)
        if major == .simple { return try simple(information, at: start) }
        guard information < 28 else {
            throw failure(information == 31 ? .indefiniteLength : .reservedHead, at: start)
        }
        // `head` has read those below 24.
        let width = 1 << Int(information & 3)
        guard width <= end - offset else { throw failure(.truncated, at: end) }
        let argument = number(of: width)
        offset += width
        guard argument >= (width == 1 ? 24 : 1 << UInt64(width * 4)) else { throw failure(.notShortest, at: start) }
        return Head(major: major, argument: argument)
    }

    /// The next 1, 2, 4 or 8 bytes, which are there.
    @inline(__always)
    private func number(of width: Int) -> UInt64 {
        if bytes.count - offset >= 8 {
            // Safe: any eight bytes are a number, and as many are left.
            let eight = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            return UInt64(bigEndian: eight) >> UInt64(64 - 8 * width)
        }
        var number: UInt64 = 0
        for index in offset..<(offset + width) { number = number << 8 | UInt64(bytes[index]) }
        return number
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
    @inline(__always)
    var next: Major? {
        offset < end ? Major(bytes[offset]) : nil
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
        return try content(of: try argument(of: .text), at: start)
    }

    /// The UTF-8 of a text string whose head has been read.
    @_lifetime(self: copy self)
    @inline(__always)
    private mutating func content(of length: UInt64, at start: Int) throws(CBORError) -> Range<Int> {
        let range = try take(count: length)
        if !isChecked { try checkUTF8(of: range, at: start) }
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
    @inline(__always)
    mutating func key() throws(CBORError) -> Key {
        // Most keys are integers of one byte.
        if offset < end {
            let initial = bytes[offset]
            if initial < 0x40, initial & 0x1f < 24 {
                offset += 1
                return .integer(initial < 0x20 ? Int(initial) : -1 - Int(initial & 0x1f))
            }
        }
        return try longKey()
    }

    @_lifetime(self: copy self)
    private mutating func longKey() throws(CBORError) -> Key {
        let start = offset
        let head = try head()
        switch head.major {
        case .unsigned, .negative:
            guard let value = Int(exactly: head.argument) else { return .other }
            return .integer(head.major == .unsigned ? value : -1 - value)
        case .text:
            guard head.argument <= Self.maximumKeyLength else { throw failure(.outOfRange, at: start) }
            return .text(try content(of: head.argument, at: start))
        case .simple:
            guard head.argument == Self.redactionKey else { throw failure(.keyType, at: start) }
            return .redacted
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

    /// Calls `body` with the position of each key of a map that has been checked.
    func forEachKey(in map: Range<Int>, _ body: (Range<Int>) -> Void) throws(CBORError) {
        var reader = checked(in: map)
        for _ in 0..<(try reader.map()) {
            let start = reader.offset
            _ = try reader.key()
            body(start..<reader.offset)
            try reader.skip()
        }
    }

    func finish() throws(CBORError) {
        guard isAtEnd else { throw failure(.trailingBytes) }
    }

    // MARK: What it hands out

    /// The text of a range that `text` handed out.
    func string(_ range: Range<Int>) -> String {
        if #available(macOS 26, iOS 26, watchOS 26, tvOS 26, visionOS 26, *) {
            // Safe: what `text` hands out has been found to be UTF-8, and is not looked through once more.
            return unsafe String(copying: UTF8Span(unchecked: bytes.extracting(range)))
        }
        // Safe: `extracting` checks the bounds, and the buffer does not leave the closure.
        return unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in
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
