/// A table of the characters of an encoding, such as Base64.
enum AlphabetTable {
    /// The position in the alphabet of each of the 256 bytes, or 255 for a byte outside it.
    static func values(of alphabet: [UInt8]) -> [UInt8] {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }
}
