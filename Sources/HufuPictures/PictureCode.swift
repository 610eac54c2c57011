#if Pictures
    /// A code that was read in a picture.
    public struct PictureCode: Sendable, Equatable {
        /// A point of a picture, in pixels from its top left corner; negative for a corner outside of the picture.
        public struct Point: Sendable, Equatable {
            /// The pixels to the right of the left edge.
            public let x: Int
            /// The pixels below the upper edge.
            public let y: Int
        }

        /// The content of the code, which is what a scanner verifies.
        public let bytes: [UInt8]
        /// The four corners of the symbol: top left, top right, bottom right and bottom left of the code itself, which
        /// may be rotated or mirrored in the picture.
        public let corners: [Point]

        /// The content as text; bytes that are not UTF-8 are replaced.
        public var text: String { String(decoding: bytes, as: UTF8.self) }
    }
#endif
