/// The lines of a file or pipe, one at a time, each as soon as it is complete. Memory is bounded, however long a line is.
public struct LineReader {
    /// A line of the input.
    public struct Line: Sendable {
        /// The line's number, from 1.
        public let number: Int
        /// The line without its line feed; of a line that is too long only the beginning, one byte more than the maximum.
        public let bytes: [UInt8]
        /// Whether the line has more bytes than the maximum.
        public let isTooLong: Bool
    }

    /// The input that the lines come from.
    public let input: FileInput
    /// The largest number of bytes of a line.
    public let maximum: Int
    private var buffer: [UInt8] = []
    private var position = 0
    private var number = 0

    /// The lines of `input`.
    ///
    /// - Parameter maximum: the largest number of bytes of a line.
    public init(_ input: FileInput, maximum: Int) {
        self.input = input
        self.maximum = maximum
    }

    /// Whether a part of the next line is there already, or the end is reached.
    public var isReady: Bool { position < buffer.count || input.isReady }

    /// The next line; `nil` at the end.
    ///
    /// - Throws: `file.read_failed`.
    public mutating func next() throws(FileError) -> Line? {
        var line: [UInt8] = []
        while true {
            if position == buffer.count {
                buffer = try input.read()
                position = 0
                if buffer.isEmpty { return line.isEmpty ? nil : made(line) }
            }
            let rest = buffer[position...]
            let end = rest.firstIndex(of: 0x0a)
            // The bytes beyond the maximum are read and dropped.
            line += rest[..<(end ?? rest.endIndex)].prefix(maximum + 1 - line.count)
            position = end.map { $0 + 1 } ?? buffer.count
            if end != nil { return made(line) }
        }
    }

    private mutating func made(_ bytes: [UInt8]) -> Line {
        number += 1
        return Line(number: number, bytes: bytes, isTooLong: bytes.count > maximum)
    }
}
