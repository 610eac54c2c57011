/// Values of license entries: the key, then the value's CBOR in hex; after `#`, why.
enum LicenseCBORCases {
    static let allowed = parse(
        """
        1 6141
        4 1a002cc0a0 # 9999-12-31
        4 3a000af939 # 0001-01-01
        5 00
        5 01
        5 02
        5 09
        6 62434e
        9 f6 # without end
        12 6146
        13 81 82 624555 6142
        13 81 83 624555 6142 00
        13 81 84 624555 6142 f6 00
        13 81 85 624555 6142 f6 f6 81 81 6131
        13 81 85 624555 6142 00 00 81 82 6131 613d
        13 81 85 624555 6142 f6 00 81 83 6131 f6 6131
        14 82 01 4100
        14 82 04 41ff
        16 a1 01f5
        16 a4 01f5 02f4 03f4 1863f5
        17 82 6141 00
        17 82 684142434445464748 1b0000003afff4417f
        18 a1 01 6141
        18 a1 02 6141
        18 a1 03 6141
        18 a1 04 81 18ff
        18 a1 04 82 00 00
        18 a1 1903e8 00 # only an unknown key
        18 a1 6161 80 # an unknown text key
        18 a1 1bffffffffffffffff 80 # an unknown large key
        1000 a1 00 80 # an unknown entry
        99 f5
        -1 80
        """)

    static let refused = parse(
        """
        1 60 # empty
        1 f6
        1 4141
        1 01
        1 7801 41 # longer head than necessary
        1 61ff # not UTF-8
        2 6100
        2 63e280ae # U+202E
        2 63efbbbf # U+FEFF
        2 62c285 # U+0085
        4 1a002cc0a1 # 10000-01-01
        4 3a000af93a # 0000-12-31
        4 f6
        4 6a323032302d30312d3031 # a text
        4 c100 # a tag
        4 1bffffffffffffffff
        4 3bffffffffffffffff
        8 f6
        10 f6
        9 f4
        5 03
        5 20
        5 0a
        5 f6
        6 62636e # small letters
        6 6143
        6 6343484e
        10 6343484e
        10 623131
        12 60
        12 6443484e58
        13 80
        13 a0
        13 81 00
        13 81 80
        13 81 81 624555
        13 81 82 6143 6142 # scheme of one byte
        13 81 82 6743434343434343 6142 # scheme of seven
        13 81 82 624555 60
        13 81 82 624555 69414141414141414141 # class of nine
        13 81 83 624555 6142 f6 # trailing null
        13 81 84 624555 6142 00 f6
        13 81 84 624555 6142 f6 f6
        13 81 85 624555 6142 f6 f6 80 # empty codes
        13 81 85 624555 6142 f6 f6 f6
        13 81 85 624555 6142 f6 f6 81 80
        13 81 85 624555 6142 f6 f6 81 81 60
        13 81 85 624555 6142 f6 f6 81 82 6131 f6
        13 81 85 624555 6142 f6 f6 81 83 6131 613d f6
        13 81 85 624555 6142 f6 f6 81 83 6131 f6 f6
        13 81 85 624555 6142 f6 f6 81 83 f6 f6 6131
        13 81 85 624555 6142 f6 f6 81 84 6131 613d 6178 6178
        13 81 86 624555 6142 f6 f6 81 81 6131 00
        13 81 82 f6 6142
        13 81 83 624555 6142 f5
        14 82 00 4100
        14 82 05 4100
        14 82 01 40
        14 81 01
        14 83 01 4100 00
        14 41ff
        14 82 01 6100
        14 f6
        15 f6
        16 a0
        16 80
        16 a1 00f5
        16 a1 1864f5
        16 a1 20f5
        16 a1 01f6
        16 a1 6131f5
        16 a5 01f5 02f5 03f5 04f5 05f5
        16 a2 01f5 01f5
        16 a1 f83bf5
        17 f6
        17 81 6141
        17 82 60 00
        17 82 6161 00
        17 82 624241 00 # not ascending
        17 82 624141 00 # repeated
        17 82 69414243444546474849 00 # nine letters
        17 82 6141 20
        17 82 6141 1bffffffffffffffff
        17 82 6141 f6
        17 83 6141 00 00
        18 a0
        18 f6
        18 80
        18 a1 01 60
        18 a1 01 f6
        18 a1 02 6100
        18 a1 04 80
        18 a1 04 00
        18 a1 04 82 00 f6 # trailing null
        18 a1 04 81 190100
        18 a1 04 81 20
        18 a1 04 83 00 00 00
        18 a1 f83b 80 # redaction is not used inside
        1000 fb3ff0000000000000
        """)

    private static func parse(_ text: String) -> [(Int, String)] {
        text.split(separator: "\n").map { line in
            let parts = line.prefix { $0 != "#" }.split(separator: " ")
            return (Int(parts[0]) ?? 0, parts.dropFirst().joined())
        }
    }
}
