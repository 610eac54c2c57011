/// A cursor over deterministically encoded CBOR. It allocates nothing: strings and items are ranges of the bytes.
///
/// Offsets and ranges count from the start of the whole span, also for a cursor over a part of it. So signed bytes can
/// be taken as received, and an error has the offset in the payload.
struct CBORReader: ~Escapable {
    /// The major types of RFC 8949 section 3.1.
    enum Major: UInt8 {
        case unsigned, negative, bytes, text, array, map, tag, simple

        /// The major type in the first byte of an item.
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

        /// A scanned code. Its 4,296 characters bound all lengths; 256 elements are more than any use has.
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
    /// Whether `validateItem` has validated all bytes of the cursor's range. Reads then skip these checks.
    let isChecked: Bool
    /// Whether a validated text may contain a control or bidirectional formatting character. May be true without one,
    /// never false with one.
    var mayContainFormattingCharacter = false

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.init(bytes, in: 0..<bytes.count) }

    /// A cursor over a range of the bytes, cut off at their end.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, in range: Range<Int>, isChecked: Bool = false) {
        self.bytes = bytes
        self.isChecked = isChecked
        self.offset = Swift.min(range.lowerBound, bytes.count)
        self.end = Swift.min(range.upperBound, bytes.count)
    }

    @_lifetime(copy self)
    func cursor(in range: Range<Int>) -> CBORReader { CBORReader(bytes, in: range) }

    /// A cursor over a validated range. The content of a byte string is not validated together with the string.
    @_lifetime(copy self)
    func checked(in range: Range<Int>) -> CBORReader { CBORReader(bytes, in: range, isChecked: true) }

    var isAtEnd: Bool { offset >= end }

    func failure(_ reason: CBORError.Reason, at place: Int? = nil) -> CBORError {
        CBORError(reason: reason, offset: place ?? offset)
    }

    // MARK: Heads

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

    /// A head that `head` does not know: an argument of 1, 2, 4 or 8 bytes, a simple value, or an error.
    @_lifetime(self: copy self)
    private mutating func longHead() throws(CBORError) -> Head {
        let start = offset
        let initial = try take()
        let information = initial & 0x1f
        if initial >= 0xe0 { return try simple(information, at: start) }
        if bytes.count - offset >= 8, information < 28 {
            // No shift is as wide as a number, so that none needs a check.
            let width = 1 &<< Int(information & 3)
            // Safe: the payload has eight more bytes, and every pattern of eight bytes is a number. Bytes beyond the
            // cursor's range do not become part of the argument.
            let eight = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let argument = UInt64(bigEndian: eight) &>> UInt64(64 &- 8 &* width)
            if width <= end - offset, argument >= Self.leastArgument(of: width) {
                offset &+= width
                return Head(major: Major(initial), argument: argument)
            }
        }
        return try lastHead(initial, at: start)
    }

    /// The least argument whose shortest form has this many bytes. `head` has handled arguments below 24.
    @inline(__always)
    private static func leastArgument(of width: Int) -> UInt64 { width == 1 ? 24 : 1 &<< UInt64(width &* 4) }

    /// The head behind its first byte among the last bytes of the payload, or the error in it.
    @_lifetime(self: copy self)
    @inline(never)
    private mutating func lastHead(_ initial: UInt8, at start: Int) throws(CBORError) -> Head {
        let information = initial & 0x1f
        guard information < 28 else {
            throw failure(information == 31 ? .indefiniteLength : .reservedHead, at: start)
        }
        let width = 1 &<< Int(information & 3)
        guard width <= end - offset else { throw failure(.truncated, at: end) }
        var argument: UInt64 = 0
        for index in offset..<(offset + width) { argument = argument << 8 | UInt64(bytes[index]) }
        offset += width
        guard argument >= Self.leastArgument(of: width) else { throw failure(.notShortest, at: start) }
        return Head(major: Major(initial), argument: argument)
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

    /// The major type of the next item; `nil` at the end. The cursor does not move.
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

    /// An integer of either sign. One outside the range of `Int` becomes the nearest bound.
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

    /// The UTF-8 of a text string, validated.
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

    /// Reads a null, if the next item is one.
    ///
    /// - Returns: whether it was.
    @_lifetime(self: copy self)
    mutating func null() -> Bool {
        guard offset < end, bytes[offset] == 0xf6 else { return false }
        offset += 1
        return true
    }

    /// Whether the next item is an array.
    var isAtArray: Bool { offset < end && bytes[offset] >> 5 == Major.array.rawValue }

    /// The number of elements of an array. It is at most the number of bytes left, as every element has at least one.
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

    /// A declared number of elements of at least `size` bytes each, refused if more are declared than bytes are left.
    /// So it fits an `Int`, and may be allocated.
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
        /// An integer outside the range of `Int`: allowed, and no key of the profile.
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

    /// Reads the next key of a map whose keys are all known.
    @_lifetime(self: copy self)
    mutating func expect(key expected: Int) throws(CBORError) {
        let start = offset
        guard try key() == .integer(expected) else { throw failure(.unexpectedType, at: start) }
    }

    /// Calls `body` with each key of a validated map, as the range of its encoding.
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

    // MARK: Contents of ranges

    /// The text in a range that `text` has returned.
    func string(_ range: Range<Int>) -> String {
        // Safe: `text` has validated the UTF-8.
        unsafe String(validated: bytes.extracting(range))
    }

    /// Whether a range has the UTF-8 of this text.
    func equal(_ range: Range<Int>, _ expected: String) -> Bool {
        let expected = expected.utf8
        guard range.count == expected.count else { return false }
        for (distance, byte) in expected.enumerated() where bytes[range.lowerBound + distance] != byte { return false }
        return true
    }

    /// Whether both ranges have the same bytes.
    func equal(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for distance in 0..<left.count
        where bytes[left.lowerBound + distance] != bytes[right.lowerBound + distance] { return false }
        return true
    }
}
