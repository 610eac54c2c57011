/// The position of a value: line and column from 1, the column counted in Unicode scalars as editors do.
package struct JSONPosition: Sendable, Hashable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The position of a byte, counted from the beginning: positions are needed for errors only.
    init(of offset: Int, in bytes: Span<UInt8>, firstLine: Int) {
        var (line, column) = (firstLine, 1)
        for index in 0..<min(offset, bytes.count) {
            if bytes[index] == 0x0a {
                (line, column) = (line + 1, 1)
            } else if bytes[index] & 0xc0 != 0x80 {
                column += 1
            }
        }
        self.init(line: line, column: column)
    }
}
