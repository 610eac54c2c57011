extension Unicode.Scalar {
    /// Whether the code point steers a terminal or the order of a text instead of standing in it: controls (C0, DEL,
    /// C1), line and paragraph separators, bidirectional marks and isolates, byte order mark, annotation marks.
    ///
    /// The profile refuses these in a licence (section 6); what is printed shows them escaped.
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
    /// Whether the UTF-8 of a steering code point begins like this; that of few others does.
    @inline(__always)
    var mayBeginFormattingCharacter: Bool { formattingLead != 0 }

    /// 1 for the same bytes, 0 for others, without a branch: for `hasByte`.
    @inline(__always)
    var formattingLead: UInt8 {
        (self < 0x20 ? 1 : 0) | (self == 0x7f ? 1 : 0) | (self == 0xc2 ? 1 : 0) | (self == 0xd8 ? 1 : 0)
            | (self == 0xe2 ? 1 : 0) | (self == 0xef ? 1 : 0)
    }
}

extension String {
    /// The first code point that steers instead of standing in the text.
    package var firstFormattingCharacter: Unicode.Scalar? {
        mayContainFormattingCharacter ? unicodeScalars.first { $0.isControlOrFormatting } : nil
    }

    /// False for most texts that contain none: those without the bytes that every such code point begins with.
    var mayContainFormattingCharacter: Bool { hasByte(\.formattingLead) }

    /// Whether `isOne` is 1 and not 0 for some byte of the UTF-8, or the bytes cannot be looked at where they stand.
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
