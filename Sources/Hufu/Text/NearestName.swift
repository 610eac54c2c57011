/// Finds the known name that is nearest to a misspelt one.
package enum NearestName {
    /// Bytes of a name. Longer ones are not misspellings, and comparing two costs the product of their lengths.
    private static let longest = 64

    /// The nearest candidate; `nil` if more than about a third of the name differs from every one.
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
        name.utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }.map(ASCII.lowercased)
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
