extension Inspector {
    /// Why a text does not fit its code.
    public struct Excess: Sendable, Equatable {
        /// The bytes of the payload that have to go.
        public let bytes: Int
        /// What the payload shows of the licence, the largest first.
        public let elements: [Part]
    }

    /// What has to go from a payload whose text is too long by some characters; nothing if the text is no payload.
    public static func excess(of scan: [UInt8], characters: Int) -> Excess? {
        guard let transport = Transport(prefixOf: scan), let sizes = sizes(of: scan) else { return nil }
        return Excess(
            bytes: transport.bytes(perCharacters: characters),
            elements: sizes.parts.filter { $0.place == .license || $0.place == .disclosed }
                .sorted { $0.size > $1.size })
    }
}
