/// A cursor over DER (ITU-T X.690), as far as encodings of keys need it: tags of one byte, definite lengths in their
/// shortest form.
struct DERReader {
    /// Tags of X.690 section 8.
    enum Tag {
        static let integer: UInt8 = 0x02
        static let bitString: UInt8 = 0x03
        static let octetString: UInt8 = 0x04
        static let objectIdentifier: UInt8 = 0x06
        static let sequence: UInt8 = 0x30

        /// A context-specific tag of a constructed element.
        static func constructed(_ number: UInt8) -> UInt8 { 0xa0 | number }
        /// A context-specific tag of a primitive element.
        static func primitive(_ number: UInt8) -> UInt8 { 0x80 | number }
    }

    /// The bytes that are not read yet, with the indices of the whole encoding.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }
    /// The tag of the next element.
    var next: UInt8? { rest.first }

    /// The contents of the next element, which has to have this tag.
    mutating func read(_ tag: UInt8) throws(KeyError) -> ArraySlice<UInt8> {
        guard next == tag else { throw failure }
        rest = rest.dropFirst()
        let length = try readLength()
        guard length <= rest.count else { throw failure }
        let contents = rest.prefix(length)
        rest = rest.dropFirst(length)
        return contents
    }

    /// A cursor over the contents of the next element, which has to have this tag.
    mutating func enter(_ tag: UInt8) throws(KeyError) -> DERReader { DERReader(try read(tag)) }

    /// A cursor over the contents of an element that is all of the bytes.
    static func whole(_ bytes: ArraySlice<UInt8>, _ tag: UInt8) throws(KeyError) -> DERReader {
        var reader = DERReader(bytes)
        let contents = try reader.enter(tag)
        try reader.finish()
        return contents
    }

    /// A non-negative integer of one byte.
    mutating func readSmallInteger() throws(KeyError) -> UInt8 {
        let contents = try read(Tag.integer)
        guard contents.count == 1, let value = contents.first, value < 0x80 else { throw failure }
        return value
    }

    /// The bytes of a bit string that has whole bytes.
    mutating func readBitString(_ tag: UInt8 = Tag.bitString) throws(KeyError) -> ArraySlice<UInt8> {
        let contents = try read(tag)
        guard contents.first == 0 else { throw failure }
        return contents.dropFirst()
    }

    func finish() throws(KeyError) {
        guard isAtEnd else { throw failure }
    }

    var failure: KeyError { KeyError(.encodingInvalid, at: "byte \(rest.startIndex) of the DER") }

    private mutating func readLength() throws(KeyError) -> Int {
        guard let first = rest.popFirst() else { throw failure }
        guard first >= 0x80 else { return Int(first) }
        let bytes = rest.prefix(Int(first & 0x7f))
        // Section 10.1: in as few bytes as possible. Four hold any length that a file has.
        guard 1...4 ~= bytes.count, bytes.count == first & 0x7f, bytes.first != 0 else { throw failure }
        let length = bytes.reduce(0) { $0 << 8 | Int($1) }
        guard length >= 0x80 else { throw failure }
        rest = rest.dropFirst(bytes.count)
        return length
    }
}

/// Writes DER.
enum DERWriter {
    static func element(_ tag: UInt8, _ contents: [UInt8]...) -> [UInt8] {
        let contents = contents.flatMap(\.self)
        return [tag] + length(contents.count) + contents
    }

    /// A bit string of whole bytes.
    static func bitString(_ bytes: some Collection<UInt8>) -> [UInt8] {
        element(DERReader.Tag.bitString, [0] + bytes)
    }

    private static func length(_ count: Int) -> [UInt8] {
        guard count >= 0x80 else { return [UInt8(truncatingIfNeeded: count)] }
        let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }.drop { $0 == 0 }
        return [0x80 | UInt8(truncatingIfNeeded: bytes.count)] + bytes
    }
}
