internal import Hufu

/// The fault of a scanned text that is not a code, such as a prefix or suffix that the scanner has added.
struct ScanFault {
    /// The remedy, in whole sentences.
    let advice: String

    private static let prefix = Array("HF1".utf8)
    /// A longer rest after an invalid character is the rest of a damaged code, not a suffix.
    private static let longestSuffix = 12

    /// `nil` if no fault is recognised; then the advice of the verdict applies.
    init?(_ scan: [UInt8], _ code: Verdict.Code) {
        var advice: String?
        if code == .payloadPrefixUnknown { advice = Self.adviceOnStart(of: scan) }
        if code == .payloadTextInvalid { advice = Self.adviceOnEnd(of: scan) ?? Self.adviceOnInside(of: scan) }
        guard let advice else { return nil }
        self.advice = advice
    }

    private static func adviceOnStart(of scan: [UInt8]) -> String? {
        if scan.starts(with: [0xff, 0xfe]) || scan.starts(with: [0xfe, 0xff]) || scan.prefix(8).contains(0) {
            return "This is text in UTF-16: have it written in ASCII or UTF-8."
        }
        if let start = scan.firstRange(of: prefix)?.lowerBound, start > 0 {
            return "Remove the text in front of the code: \(quoted(scan[..<start]))."
        }
        if scan.first == UInt8(ascii: "h"), scan.dropFirst().first == UInt8(ascii: "f") {
            return
                "The code's text is in small letters: switch off caps lock, and every change of letters in the scanner."
        }
        return nil
    }

    /// Advice on characters after a code that is intact otherwise; damage within the text has other causes.
    private static func adviceOnEnd(of scan: [UInt8]) -> String? {
        guard let first = scan.firstRange(of: prefix)?.lowerBound else { return nil }
        let end = scan[first...].firstIndex { !isOfCode($0) } ?? scan.endIndex
        var suffix = scan[end...].drop(while: isStripped)
        while let last = suffix.last, isStripped(last) { suffix.removeLast() }
        if end < scan.endIndex, isStripped(scan[end]) {
            if suffix.starts(with: prefix) { return "Two codes follow each other: verify one at a time." }
            if suffix.count > longestSuffix {
                return "A tab or line end is inside the code: let nothing put one there."
            }
        }
        guard 1...longestSuffix ~= suffix.count else { return nil }
        return "Something follows the code: \(quoted(suffix)). Look at the suffix in the scanner's settings."
    }

    /// Advice on bytes inside of the code that no code has. `HF1:` looks like a URI, in which a percent sign and two
    /// hexadecimal digits stand for a byte (RFC 3986 section 2.1), and `HF1Z` does not.
    private static func adviceOnInside(of scan: [UInt8]) -> String? {
        guard let foreign = scan.first(where: { !isOfCode($0) && !isStripped($0) }) else { return nil }
        return
            "The text has the byte 0x\(Hex.encode([foreign])), which no code contains: a camera app decoded percent signs as "
            + "in a web address, or the keyboard layout is wrong. Use a scanner that passes text on unchanged, or ask for "
            + "the Base32 transport."
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
