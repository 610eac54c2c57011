internal import Hufu

/// The fault of a scanned text that is not a code, such as a prefix or suffix that the scanner has added.
enum ScanFault {
    /// The text is UTF-16.
    case wideCharacters
    /// This text, which is quoted, stands before the code.
    case prefix(String)
    /// The letters of the code are small.
    case smallLetters
    /// Another code follows.
    case secondCode
    /// A tab or a line end is inside of the code.
    case lineEnd
    /// This text, which is quoted, follows the code.
    case suffix(String)
    /// A byte that no code contains, in hexadecimal.
    case foreignByte(String)

    private static let start = Array("HF1".utf8)
    /// A longer rest after an invalid character is the rest of a damaged code, not a suffix.
    private static let longestSuffix = 12

    /// `nil` if no fault is recognised; then the advice of the verdict applies.
    init?(_ scan: [UInt8], _ code: Verdict.Code) {
        var fault: ScanFault?
        if code == .payloadPrefixUnknown { fault = Self.atStart(of: scan) }
        if code == .payloadTextInvalid { fault = Self.atEnd(of: scan) ?? Self.inside(scan) }
        guard let fault else { return nil }
        self = fault
    }

    private static func atStart(of scan: [UInt8]) -> ScanFault? {
        if scan.starts(with: [0xff, 0xfe]) || scan.starts(with: [0xfe, 0xff]) || scan.prefix(8).contains(0) {
            return .wideCharacters
        }
        if let first = scan.firstRange(of: start)?.lowerBound, first > 0 { return .prefix(quoted(scan[..<first])) }
        if scan.first == UInt8(ascii: "h"), scan.dropFirst().first == UInt8(ascii: "f") { return .smallLetters }
        return nil
    }

    /// Characters after a code that is intact otherwise; damage within the text has other causes.
    private static func atEnd(of scan: [UInt8]) -> ScanFault? {
        guard let first = scan.firstRange(of: start)?.lowerBound else { return nil }
        let end = scan[first...].firstIndex { !isOfCode($0) } ?? scan.endIndex
        var suffix = scan[end...].drop(while: isStripped)
        while let last = suffix.last, isStripped(last) { suffix.removeLast() }
        if end < scan.endIndex, isStripped(scan[end]) {
            if suffix.starts(with: start) { return .secondCode }
            if suffix.count > longestSuffix { return .lineEnd }
        }
        return 1...longestSuffix ~= suffix.count ? .suffix(quoted(suffix)) : nil
    }

    /// A byte inside of the code that no code has. `HF1:` looks like a URI, in which a percent sign and two hexadecimal
    /// digits stand for a byte (RFC 3986 section 2.1), and `HF1Z` does not.
    private static func inside(_ scan: [UInt8]) -> ScanFault? {
        scan.first { !isOfCode($0) && !isStripped($0) }.map { .foreignByte("0x" + Hex.encode([$0])) }
    }

    /// The characters of the alphanumeric mode of QR codes.
    private static func isOfCode(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || ASCII.isCapital(byte) || " $%*+-./:".utf8.contains(byte)
    }

    /// What may follow a code (profile section 2).
    private static func isStripped(_ byte: UInt8) -> Bool { byte == 0x09 || byte == 0x0a || byte == 0x0d }

    private static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
        JSONValue.quoted(String(decoding: bytes, as: UTF8.self))
    }
}
