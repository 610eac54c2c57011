#if canImport(Darwin)
    internal import Foundation
#endif

/// Unicode normalisation form C.
enum NormalForm {
    /// Whether the text is in form C already.
    ///
    /// The standard library's public check (SE-0464) carries its own Unicode tables: nothing else is needed where the
    /// library comes with the program, and FoundationEssentials has no normalisation. Only Apple's systems before
    /// version 26 lack it; there Foundation is part of the system and costs nothing.
    static func isComposed(_ text: String) -> Bool {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return true }
        #if canImport(Darwin)
            guard #available(macOS 26, iOS 26, watchOS 26, tvOS 26, visionOS 26, *) else {
                return text.precomposedStringWithCanonicalMapping.utf8.elementsEqual(text.utf8)
            }
        #endif
        var span = text.utf8Span
        return span.checkForNFC(quickCheck: false)
    }
}
