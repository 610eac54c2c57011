extension Inspector {
    /// The number of bytes by which a payload is too large for a code, and its largest elements.
    public struct Excess: Sendable, Equatable {
        /// The number of bytes.
        public let bytes: Int
        /// The elements of the licence in the payload, the largest first.
        public let elements: [Part]
    }

    /// The bytes to remove from a payload so that its text gets shorter; `nil` if the text is not that of a payload.
    ///
    /// - Parameters:
    ///   - scan: the text.
    ///   - characters: the number of characters by which it is too long.
    public static func excess(of scan: [UInt8], characters: Int) -> Excess? {
        guard let transport = Transport(prefixOf: scan), let sizes = sizes(of: scan) else { return nil }
        return Excess(
            bytes: transport.bytes(perCharacters: characters),
            elements: sizes.parts.filter { $0.place == .license || $0.place == .disclosed }
                .sorted { $0.size > $1.size })
    }
}
