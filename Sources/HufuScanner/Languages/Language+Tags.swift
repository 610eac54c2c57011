extension Language {
    /// The language that a tag of BCP 47 asks for, in any case; `nil` if there are no texts for it.
    ///
    /// A tag without a script asks for the script that its region writes: `zh` and `zh-SG` for simplified characters,
    /// `zh-TW` for traditional ones. All other subtags are ignored.
    public init?(tag: String) {
        let subtags = tag.lowercased().split(separator: "-", omittingEmptySubsequences: false)
        guard subtags.allSatisfy({ 1...8 ~= $0.utf8.count && $0.utf8.allSatisfy(Self.isOfSubtag) }) else { return nil }
        switch subtags.first {
        case "en": self = .english
        case "zh", "cmn":
            // The extended language of `zh-cmn-Hans`; extensions and private use follow a subtag of one character.
            let rest = subtags.dropFirst().drop { $0 == "cmn" }.prefix { $0.count > 1 }
            let script = rest.first { $0.count == 4 && $0.allSatisfy(\.isLetter) }
            guard script.map({ $0 == "hans" }) ?? rest.allSatisfy(Self.isSimplified) else { return nil }
            self = .simplifiedChinese
        default: return nil
        }
    }

    private static func isOfSubtag(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    /// Whether a subtag is neither a region that writes traditional characters, nor another Chinese language.
    private static func isSimplified(_ subtag: Substring) -> Bool {
        !["tw", "hk", "mo", "yue", "nan", "hak", "wuu", "gan", "hsn", "cdo", "lzh"].contains(subtag)
    }

    /// The language that a reader prefers; `nil` if there are no texts in any that the reader accepts.
    ///
    /// - Parameter header: the value of `Accept-Language`, a list of ranges with weights (RFC 9110, section 12.5.4).
    ///   Elements that are malformed are ignored, and so are all after the thirty-second.
    public static func preferred(_ header: String) -> Language? {
        let ranges = header.split(separator: ",", maxSplits: 32).prefix(32).compactMap(range)
        let refused = ranges.filter { $0.weight == 0 }.compactMap { Language(tag: $0.tag) }
        // The sort is stable: of equal weights the first counts.
        for range in ranges.filter({ $0.weight > 0 }).sorted(by: { $0.weight > $1.weight }) {
            if range.tag == "*", let language = allCases.first(where: { !refused.contains($0) }) { return language }
            if let language = Language(tag: range.tag) { return language }
        }
        return nil
    }

    /// A language range, and its weight in thousandths.
    private static func range(_ element: Substring) -> (tag: String, weight: Int)? {
        let parts = element.split(separator: ";", omittingEmptySubsequences: false).map {
            String($0.filter { $0 != " " && $0 != "\t" })
        }
        guard let tag = parts.first, !tag.isEmpty else { return nil }
        guard let parameter = parts.dropFirst().first else { return (tag, 1000) }
        guard parts.count == 2, let weight = weight(parameter) else { return nil }
        return (tag, weight)
    }

    /// The thousandths of a weight such as `q=0.8`, which has at most three digits after the point.
    private static func weight(_ parameter: String) -> Int? {
        guard parameter.hasPrefix("q=") || parameter.hasPrefix("Q=") else { return nil }
        let parts = parameter.dropFirst(2).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = parts.dropFirst().first ?? ""
        guard parts.first == "0" || parts.first == "1", digits.utf8.count <= 3,
            digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            let thousandths = Int(digits + String(repeating: "0", count: 3 - digits.utf8.count))
        else { return nil }
        let weight = (parts.first == "1" ? 1000 : 0) + thousandths
        return weight <= 1000 ? weight : nil
    }
}
