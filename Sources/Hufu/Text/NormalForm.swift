#if canImport(Darwin)
    internal import Foundation
#endif

/// Unicode normalisation form C.
enum NormalForm {
    /// Whether the text is in form C.
    ///
    /// The standard library's public check (SE-0464) carries its own Unicode tables: nothing else is needed where the
    /// library comes with the program, and FoundationEssentials has no normalisation. Only Apple's systems before
    /// version 26 lack it; there Foundation is part of the system and costs nothing.
    static func isComposed(_ text: String) -> Bool {
        if !text.byteClasses.contains(.notInert) || text.unicodeScalars.allSatisfy(isInert) { return true }
        #if canImport(Darwin)
            guard #available(macOS 26, iOS 26, watchOS 26, tvOS 26, visionOS 26, *) else {
                return text.precomposedStringWithCanonicalMapping.utf8.elementsEqual(text.utf8)
            }
        #endif
        var span = text.utf8Span
        return span.checkForNFC(quickCheck: false)
    }

    /// Whether this is one of the Latin letters and Chinese characters with combining class 0 and NFC_Quick_Check=Yes
    /// (UAX #15 section 9). A text of these alone is in form C; most names and addresses are such texts.
    static func isInert(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x2ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xff01...0xff60: true
        default: false
        }
    }
}
