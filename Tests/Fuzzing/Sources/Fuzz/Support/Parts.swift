/// An input that consists of several strings. Each begins with its length, two bytes, big-endian; a length beyond the
/// end takes what is left, so that every input has as many strings as are asked for.
struct Parts {
    private var rest: ArraySlice<UInt8>

    init(_ input: [UInt8]) { rest = input[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next byte; 0 at the end.
    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// The next string; empty at the end.
    mutating func string() -> [UInt8] {
        let length = Int(byte()) << 8 | Int(byte())
        defer { rest = rest.dropFirst(length) }
        return Array(rest.prefix(length))
    }

    /// All that is left.
    mutating func remainder() -> [UInt8] {
        defer { rest = [] }
        return Array(rest)
    }

    /// The input that has these strings; of a longer string the first 65,535 bytes.
    static func join(_ strings: [UInt8]...) -> [UInt8] {
        strings.flatMap { string in
            let part = string.prefix(Int(UInt16.max))
            return [UInt8(truncatingIfNeeded: part.count >> 8), UInt8(truncatingIfNeeded: part.count)] + part
        }
    }
}
