/// A file in a tar archive (POSIX.1-2024 pax, ustar interchange format).
struct TarEntry {
    private static let block = 512

    /// The name, at most 100 bytes of ASCII.
    let name: String
    let contents: [UInt8]

    /// Two blocks of zeros.
    static let endOfArchive = [UInt8](repeating: 0, count: 2 * block)

    /// Header and contents, in whole blocks. All files have the time 1970 and belong to the user 0, so that equal
    /// contents make equal archives.
    var bytes: [UInt8] {
        var header: [UInt8] = []
        func add(_ text: String, _ length: Int) {
            header += Array(text.utf8.prefix(length)) + [UInt8](repeating: 0, count: max(0, length - text.utf8.count))
        }
        func add(octal number: Int, _ length: Int) {
            let digits = String(number, radix: 8)
            add(String(repeating: "0", count: max(0, length - 1 - digits.utf8.count)) + digits, length)
        }
        add(name, 100)
        for (number, length) in [(0o644, 8), (0, 8), (0, 8), (contents.count, 12), (0, 12)] {
            add(octal: number, length)
        }
        let checksum = header.count
        // The checksum is computed with spaces in its place.
        add("        0", 8 + 1)
        add("", 100)
        add("ustar", 6)
        add("00", 2)
        add("", Self.block - header.count)
        let sum = header.reduce(0) { $0 + Int($1) }
        let digits = String(sum, radix: 8)
        let field = String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits + "\0 "
        header.replaceSubrange(checksum..<checksum + 8, with: Array(field.utf8))
        let padding = (Self.block - contents.count % Self.block) % Self.block
        return header + contents + [UInt8](repeating: 0, count: padding)
    }
}
