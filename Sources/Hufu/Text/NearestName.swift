/// Finds the known name that a slip of the pen most likely meant.
package enum NearestName {
    /// Longer names are nobody's slip, and comparing them would cost the square of their length.
    private static let longest = 64

    /// - Returns: the nearest candidate, if no more than about a third of the name differs.
    package static func of(_ name: String, among candidates: [String]) -> String? {
        guard name.utf8.count <= longest else { return nil }
        let wanted = folded(name)
        var best: (distance: Int, name: String)?
        for candidate in candidates where candidate.utf8.count <= longest {
            let distance = distance(wanted, folded(candidate))
            if distance <= max(1, wanted.count / 3), distance < best?.distance ?? .max {
                best = (distance, candidate)
            }
        }
        return best?.name
    }

    /// Without case and separators, so that `familyName` is `family_name`.
    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }.map { byte in
            UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte + 0x20 : byte
        }
    }

    /// How many bytes have to be added, left out or changed (Levenshtein).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (leftIndex, a) in left.enumerated() {
            var next = [leftIndex + 1]
            next.reserveCapacity(row.count)
            var before = leftIndex + 1
            for ((b, diagonal), above) in zip(zip(right, row), row.dropFirst()) {
                before = min(above + 1, before + 1, diagonal + (a == b ? 0 : 1))
                next.append(before)
            }
            row = next
        }
        return row.last ?? 0
    }
}
