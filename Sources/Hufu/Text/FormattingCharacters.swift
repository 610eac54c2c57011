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

extension UInt8 {
    /// Whether the UTF-8 of a control or formatting character begins with this byte. That of few others does.
    @inline(__always)
    var mayBeginFormattingCharacter: Bool { formattingLead != 0 }

    /// 1 for these bytes and 0 for others, without a branch: for `hasByte`.
    @inline(__always)
    var formattingLead: UInt8 {
        (self < 0x20 ? 1 : 0) | (self == 0x7f ? 1 : 0) | (self == 0xc2 ? 1 : 0) | (self == 0xd8 ? 1 : 0)
            | (self == 0xe2 ? 1 : 0) | (self == 0xef ? 1 : 0)
    }
}

extension String {
    /// The first control or formatting character; `nil` if there is none.
    package var firstFormattingCharacter: Unicode.Scalar? {
        mayContainFormattingCharacter ? unicodeScalars.first { $0.isControlOrFormatting } : nil
    }

    /// Whether a byte occurs with which the UTF-8 of a control or formatting character may begin: never false for a
    /// text that contains one, and false for most others.
    var mayContainFormattingCharacter: Bool { hasByte(\.formattingLead) }

    /// Whether `isOne` is 1 and not 0 for some byte of the UTF-8, or the UTF-8 is not in contiguous storage.
    ///
    /// Looks at every byte without stopping or branching, so that the loop becomes a few vector instructions.
    @inline(__always)
    func hasByte(_ isOne: (UInt8) -> UInt8) -> Bool {
        // Safe: the span does not leave the closure.
        let found = unsafe utf8.withContiguousStorageIfAvailable { buffer in
            let bytes = unsafe buffer.span
            var found: UInt8 = 0
            for index in bytes.indices { found |= isOne(bytes[index]) }
            return found
        }
        return found != 0
    }
}
