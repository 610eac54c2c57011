/// A cursor over the CBOR of status lists, which other software writes too (profile section 11). Heads may be longer
/// than needed, and the keys of a map may stand in any order; everything else is as `CBORReader` has it.
///
/// Each item still has one meaning only: keys are compared by value, so that 2 and `18 02` are the same key, which a
/// map has once. The caller decides that it reads a status list; other input is never read leniently.
struct LenientCBORReader {
    /// A key of a map, by value.
    enum Key: Hashable {
        case unsigned(UInt64)
        /// -1 - n.
        case negative(UInt64)
        case text(Identifier)

        /// The key that is this integer.
        static func integer(_ value: Int) -> Key {
            value >= 0 ? .unsigned(UInt64(value)) : .negative(UInt64(-1 - value))
        }

        /// The key that is this text.
        static func text(_ value: String) -> Key { .text(Identifier(value)) }
    }

    /// The values of a map, each as an item.
    typealias Members = [Key: Range<Int>]

    static let maximumElements = 1 << 20
    static let maximumPairs = 256

    let bytes: [UInt8]
    let end: Int
    private(set) var offset: Int

    /// A cursor over a range of the bytes.
    init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        offset = min(range.lowerBound, bytes.count)
        end = min(range.upperBound, bytes.count)
    }

    func failure(_ reason: CBORError.Reason, at place: Int? = nil) -> CBORError {
        CBORError(reason: reason, offset: place ?? offset)
    }

    // MARK: Heads

    private mutating func take(_ count: UInt64) throws(CBORError) -> Range<Int> {
        guard count <= UInt64(max(0, end - offset)) else { throw failure(.truncated) }
        let range = offset..<(offset + Int(count))
        offset = range.upperBound
        return range
    }

    /// A head of any length. The argument of a simple value or floating-point number is its bits.
    mutating func head() throws(CBORError) -> CBORReader.Head {
        let start = offset
        let initial = bytes[try take(1)].first ?? 0
        let (major, information) = (CBORReader.Major(initial), initial & 0x1f)
        guard information >= 24 else { return CBORReader.Head(major: major, argument: UInt64(information)) }
        guard information < 28 else {
            throw failure(information == 31 ? .indefiniteLength : .reservedHead, at: start)
        }
        let argument = bytes[try take(1 << UInt64(information & 3))].reduce(0) { $0 << 8 | UInt64($1) }
        return CBORReader.Head(major: major, argument: argument)
    }

    private func count(
        _ declared: UInt64, each size: UInt64, through maximum: Int, at start: Int
    ) throws(CBORError) -> Int {
        guard declared <= UInt64(max(0, end - offset)) / size else { throw failure(.truncated, at: start) }
        guard declared <= UInt64(maximum) else { throw failure(.tooManyElements, at: start) }
        return Int(declared)
    }

    private func checkDepth(_ depth: Int) throws(CBORError) {
        guard depth <= CBORReader.maximumDepth else { throw failure(.tooDeep) }
    }

    // MARK: Items

    /// Reads one item and checks all of it.
    ///
    /// - Parameter depth: that of the item.
    mutating func validateItem(depth: Int = 0) throws(CBORError) {
        try checkDepth(depth)
        let start = offset
        let head = try head()
        switch head.major {
        case .unsigned, .negative: break
        case .bytes: _ = try take(head.argument)
        case .text: _ = try content(of: head.argument, at: start)
        case .array:
            let count = try count(head.argument, each: 1, through: Self.maximumElements, at: start)
            for _ in 0..<count { try validateItem(depth: depth + 1) }
        case .map: _ = try pairs(head.argument, depth: depth, at: start)
        case .tag: try validateItem(depth: depth + 1)
        // The head that is longer than needed is another simple value, or none (RFC 8949 section 3.3).
        case .simple: guard 0xf4...0xf6 ~= bytes[start] else { throw failure(.simpleValue, at: start) }
        }
    }

    /// Moves over one item by its heads alone.
    ///
    /// - Parameter depth: that of the item.
    mutating func skipItem(depth: Int = 0) throws(CBORError) {
        try checkDepth(depth)
        let start = offset
        let head = try head()
        switch head.major {
        case .unsigned, .negative, .simple: break
        case .bytes, .text: _ = try take(head.argument)
        case .array:
            for _ in 0..<(try count(head.argument, each: 1, through: .max, at: start)) {
                try skipItem(depth: depth + 1)
            }
        case .map:
            for _ in 0..<(try count(head.argument, each: 2, through: .max, at: start)) {
                try skipItem(depth: depth + 1)
                try skipItem(depth: depth + 1)
            }
        case .tag: try skipItem(depth: depth + 1)
        }
    }

    /// Reads a map and checks all of it.
    ///
    /// - Parameter depth: that of the map.
    mutating func map(depth: Int = 0) throws(CBORError) -> Members {
        try checkDepth(depth)
        let start = offset
        return try pairs(try argument(of: .map), depth: depth, at: start)
    }

    private mutating func pairs(_ declared: UInt64, depth: Int, at start: Int) throws(CBORError) -> Members {
        let count = try count(declared, each: 2, through: Self.maximumPairs, at: start)
        if count > 0 { try checkDepth(depth + 1) }
        var members: Members = [:]
        for _ in 0..<count {
            let place = offset
            let key = try key()
            let item = offset
            try validateItem(depth: depth + 1)
            guard members.updateValue(item..<offset, forKey: key) == nil else { throw failure(.keyOrder, at: place) }
        }
        return members
    }

    /// Reads an item as a key of a map.
    mutating func key() throws(CBORError) -> Key {
        let start = offset
        let head = try head()
        switch head.major {
        case .unsigned: return .unsigned(head.argument)
        case .negative: return .negative(head.argument)
        case .text:
            guard head.argument <= UInt64(CBORReader.maximumKeyLength) else { throw failure(.keyType, at: start) }
            return .text(Identifier(bytes: bytes[try content(of: head.argument, at: start)]))
        case .bytes, .array, .map, .tag, .simple: throw failure(.keyType, at: start)
        }
    }

    /// The UTF-8 of a text whose head has been read.
    private mutating func content(of length: UInt64, at start: Int) throws(CBORError) -> Range<Int> {
        let range = try take(length)
        var mayContainFormattingCharacter = false
        guard UTF8Check.isValid(bytes.span.extracting(range), &mayContainFormattingCharacter) else {
            throw failure(.invalidUTF8, at: start)
        }
        return range
    }

    // MARK: Typed reads

    private mutating func argument(of major: CBORReader.Major) throws(CBORError) -> UInt64 {
        let start = offset
        let head = try head()
        guard head.major == major else { throw failure(.unexpectedType, at: start) }
        return head.argument
    }

    /// The number of elements of an array.
    mutating func array() throws(CBORError) -> Int {
        let start = offset
        return try count(try argument(of: .array), each: 1, through: Self.maximumElements, at: start)
    }

    /// The content of a byte string whose length lies in `lengths`.
    mutating func byteString(of lengths: ClosedRange<Int> = 0...(.max)) throws(CBORError) -> Range<Int> {
        let start = offset
        let range = try take(try argument(of: .bytes))
        guard lengths.contains(range.count) else { throw failure(.outOfRange, at: start) }
        return range
    }

    /// The UTF-8 of a text whose length in bytes lies in `lengths`.
    mutating func text(of lengths: ClosedRange<Int>) throws(CBORError) -> Range<Int> {
        let start = offset
        let range = try content(of: try argument(of: .text), at: start)
        guard lengths.contains(range.count) else { throw failure(.outOfRange, at: start) }
        return range
    }

    /// An integer of either sign. One outside the range of `Int` becomes the nearest bound.
    mutating func clampedInteger() throws(CBORError) -> Int {
        let start = offset
        let head = try head()
        guard head.major.isInteger else { throw failure(.unexpectedType, at: start) }
        let value = Int(clamping: head.argument)
        return head.major == .unsigned ? value : -1 - value
    }

    /// An unsigned integer of at most `maximum`.
    mutating func unsigned(through maximum: Int) throws(CBORError) -> Int {
        let start = offset
        guard let value = Int(exactly: try argument(of: .unsigned)), value <= maximum else {
            throw failure(.outOfRange, at: start)
        }
        return value
    }

    /// A NumericDate.
    mutating func time() throws(CBORError) -> UnixTime {
        UnixTime(secondsSince1970: try unsigned(through: UnixTime.maximumSeconds))
    }

    func finish() throws(CBORError) {
        guard offset == end else { throw failure(.trailingBytes) }
    }

    /// A cursor over a range of the same bytes.
    func cursor(in range: Range<Int>) -> LenientCBORReader { LenientCBORReader(bytes, in: range) }

    /// The major type of the next item; `nil` at the end. The cursor does not move.
    var next: CBORReader.Major? { nextByte.map(CBORReader.Major.init) }

    /// The first byte of the next item; `nil` at the end.
    var nextByte: UInt8? { offset < end ? bytes[offset] : nil }
}
