extension SeededGenerator {
    /// The bytes with one to four changes: a byte inserted, removed, replaced or flipped, the end cut off, or a part
    /// repeated.
    public mutating func mutated(_ bytes: [UInt8], inserting interesting: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let place = Int.random(in: 0...bytes.count, using: &self)
            let byte = interesting.randomElement(using: &self) ?? 0
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes.insert(byte, at: place)
            case 1 where place < bytes.count: bytes.remove(at: place)
            case 2 where place < bytes.count: bytes[place] = byte
            case 3 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 4: bytes.removeLast(Int.random(in: 0...min(8, bytes.count), using: &self))
            default:
                let end = min(bytes.count, place + Int.random(in: 0...16, using: &self))
                bytes.insert(contentsOf: Array(bytes[place..<end]), at: Int.random(in: 0...bytes.count, using: &self))
            }
        }
        return bytes
    }
}
