/// The lines of a file or pipe, one at a time, each as soon as it is complete. Memory is bounded, however long a line
/// is.
public struct LineReader {
    /// The character sequences that end a line.
    public enum Ending: Sendable {
        /// A line feed; a carriage return before it is a part of the line.
        case lineFeed
        /// The suffixes of scanners: a carriage return, a tab or a line feed, or several of these. A carriage return or
        /// tab in front of a code is dropped.
        case scan
    }

    /// A line of the input.
    public struct Line: Sendable {
        /// The line's number, from 1.
        public let number: Int
        /// The line without its end; for a line that is too long its beginning, one byte more than the maximum.
        public let bytes: [UInt8]
        /// Whether the line has more bytes than the maximum.
        public let isTooLong: Bool
    }

    /// The input that the lines come from.
    public let input: FileInput
    /// The largest number of bytes of a line.
    public let maximum: Int
    private let ending: Ending
    private var buffer: [UInt8] = []
    private var position = 0
    private var number = 0
    /// The number of bytes that were read from the input.
    public private(set) var bytesRead = 0
    /// Whether the last line ended at a carriage return or tab, so that a line feed may belong to its end.
    private var mayEndFurther = false

    /// The lines of `input`.
    ///
    /// - Parameters:
    ///   - input: the input, which is read up to its end.
    ///   - maximum: the largest number of bytes of a line.
    ///   - ending: the end of a line.
    public init(_ input: FileInput, maximum: Int, ending: Ending = .lineFeed) {
        self.input = input
        self.maximum = maximum
        self.ending = ending
    }

    /// Whether a part of the next line is available, or the end is reached.
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
                bytesRead += buffer.count
                if buffer.isEmpty { return line.isEmpty ? nil : made(line) }
            }
            let end = nextEnd
            // The bytes beyond the maximum are read and dropped.
            line += buffer[position..<(end ?? buffer.count)].prefix(maximum + 1 - line.count)
            position = end.map { $0 + 1 } ?? buffer.count
            guard let end else {
                mayEndFurther = false
                continue
            }
            let isLineFeed = buffer[end] == Self.lineFeed
            if line.isEmpty, !isLineFeed || mayEndFurther {
                mayEndFurther = mayEndFurther && !isLineFeed
                continue
            }
            mayEndFurther = !isLineFeed
            return made(line)
        }
    }

    private static let lineFeed: UInt8 = 0x0a

    /// The index in the buffer at which the line ends; `nil` if that is not read yet.
    private var nextEnd: Int? {
        switch ending {
        case .lineFeed: POSIX.firstIndex(of: Self.lineFeed, in: buffer, from: position)
        case .scan: buffer[position...].firstIndex { $0 == Self.lineFeed || $0 == 0x0d || $0 == 0x09 }
        }
    }

    private mutating func made(_ bytes: [UInt8]) -> Line {
        number += 1
        return Line(number: number, bytes: bytes, isTooLong: bytes.count > maximum)
    }
}
