extension Unicode.Scalar {
    /// Whether this is a control or bidirectional formatting character, which can control a terminal or reorder a text:
    /// controls (C0, DEL, C1), line and paragraph separators, bidirectional marks, embeddings and isolates, the byte
    /// order mark, and annotation marks.
    ///
    /// The profile refuses them in a licence (section 7). Printed texts show them escaped.
    package var isControlOrFormatting: Bool {
        switch value {
        case 0x00...0x1f, 0x7f...0x9f, 0x61c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff,
            0xfff9...0xfffb:
            true
        default: false
        }
    }
}

extension String {
    /// The first control or formatting character; `nil` if there is none.
    package var firstFormattingCharacter: Unicode.Scalar? {
        byteClasses.contains(.formattingLead) ? unicodeScalars.first { $0.isControlOrFormatting } : nil
    }
}
