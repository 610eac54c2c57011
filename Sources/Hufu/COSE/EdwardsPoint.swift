/// Checks of 32 bytes that encode a point of edwards25519 (RFC 8032 section 5.1.3).
///
/// The cryptography library takes any 32 bytes for a key and lets verification fail later. But signatures that are made
/// without a private key verify under a key of small order, and a key has to be refused when it is loaded. This is the
/// only curve arithmetic of the library, and all of its operands are public.
enum EdwardsPoint {
    /// Whether y is below p = 2^255 - 19, and differs from the five y of the points whose order divides 8.
    static func isCanonicalOfLargeOrder(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let y = Field(bytes), y.isReduced else { return false }
        return !smallOrder.contains(y)
    }

    /// Whether x^2 = (y^2 - 1) / (d y^2 + 1) has a solution: numerator times denominator is a square (Euler's
    /// criterion).
    static func isOnCurve(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let y = Field(bytes) else { return false }
        let square = y * y
        let product = (square + Field.minusOne) * (d * square + Field.one)
        return product.isSquare
    }

    /// d = -121665/121666.
    private static let d = Field(
        0x75eb_4dca_1359_78a3, 0x0070_0a4d_4141_d8ab, 0x8cc7_4079_7779_e898, 0x5203_6cee_2b6f_fe73)

    /// 0 (order 4), 1 (order 1), -1 (order 2), and the two of order 8.
    private static let smallOrder: [Field] = [
        Field(0, 0, 0, 0), Field.one, Field.minusOne,
        Field(0xb027_b2c2_8f95_e826, 0xf098_eff2_89f4_c345, 0x3933_c6d3_05ac_dfd5, 0x05fc_536d_8802_38b1),
        Field(0x4fd8_4d3d_706a_17c7, 0x0f67_100d_760b_3cba, 0xc6cc_392c_fa53_202a, 0x7a03_ac92_77fd_c74e),
    ]

    /// An integer modulo p, in four 64-bit words, least significant first. Any value below 2^256 represents its
    /// residue.
    private struct Field: Equatable {
        let (w0, w1, w2, w3): (UInt64, UInt64, UInt64, UInt64)

        static let one = Field(1, 0, 0, 0)
        static let minusOne = Field(0xffff_ffff_ffff_ffec, .max, .max, 0x7fff_ffff_ffff_ffff)

        init(_ w0: UInt64, _ w1: UInt64, _ w2: UInt64, _ w3: UInt64) {
            (self.w0, self.w1, self.w2, self.w3) = (w0, w1, w2, w3)
        }

        /// 32 bytes, least significant first, without the sign of x in the last bit.
        init?(_ bytes: ArraySlice<UInt8>) {
            guard bytes.count == 32 else { return nil }
            func word(_ index: Int) -> UInt64 {
                let start = bytes.startIndex + index * 8
                return bytes[start..<(start + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            }
            self.init(word(0), word(1), word(2), word(3) & 0x7fff_ffff_ffff_ffff)
        }

        /// Below p.
        var isReduced: Bool { w3 < 0x7fff_ffff_ffff_ffff || w2 != .max || w1 != .max || w0 < 0xffff_ffff_ffff_ffed }

        private var words: [UInt64] { [w0, w1, w2, w3] }

        /// Reduces any number of words to a value below 2^256, as 2^256 is 38 modulo p.
        private init(reducing words: [UInt64]) {
            var words = words
            while words.count > 4 {
                var (carry, low) = (UInt128(0), Array(words.prefix(4)))
                for (index, high) in words.dropFirst(4).enumerated() {
                    carry += UInt128(low[index]) + UInt128(high) * 38
                    low[index] = UInt64(truncatingIfNeeded: carry)
                    carry >>= 64
                }
                for index in (words.count - 4)..<4 {
                    carry += UInt128(low[index])
                    low[index] = UInt64(truncatingIfNeeded: carry)
                    carry >>= 64
                }
                words = carry == 0 ? low : low + [UInt64(truncatingIfNeeded: carry)]
            }
            self.init(words[0], words[1], words[2], words[3])
        }

        static func + (left: Field, right: Field) -> Field {
            var (carry, sum) = (UInt128(0), [UInt64]())
            for (a, b) in zip(left.words, right.words) {
                carry += UInt128(a) + UInt128(b)
                sum.append(UInt64(truncatingIfNeeded: carry))
                carry >>= 64
            }
            return Field(reducing: carry == 0 ? sum : sum + [UInt64(truncatingIfNeeded: carry)])
        }

        static func * (left: Field, right: Field) -> Field {
            var product = [UInt64](repeating: 0, count: 8)
            for (i, a) in left.words.enumerated() {
                var carry = UInt128(0)
                for (j, b) in right.words.enumerated() {
                    carry += UInt128(a) * UInt128(b) + UInt128(product[i + j])
                    product[i + j] = UInt64(truncatingIfNeeded: carry)
                    carry >>= 64
                }
                product[i + 4] = UInt64(truncatingIfNeeded: carry)
            }
            return Field(reducing: product)
        }

        /// The same residue below p.
        private var reduced: Field {
            var value = self
            // A value below 2^256 contains p at most twice. Adding 19 carries into bit 255 if the value is at least p.
            for _ in 0..<2 where !value.isBelowModulus {
                let sum = value.addingNineteen
                value = Field(sum.w0, sum.w1, sum.w2, sum.w3 ^ 0x8000_0000_0000_0000)
            }
            return value
        }

        private var isBelowModulus: Bool { w3 < 0x8000_0000_0000_0000 && isReduced }

        private var addingNineteen: Field {
            let (a, c0) = w0.addingReportingOverflow(19)
            let (b, c1) = w1.addingReportingOverflow(c0 ? 1 : 0)
            let (c, c2) = w2.addingReportingOverflow(c1 ? 1 : 0)
            return Field(a, b, c, w3 &+ (c2 ? 1 : 0))
        }

        /// a^((p-1)/2) is 1, or a is 0; (p-1)/2 = 2^254 - 10 has all of its 254 bits set but the bits 0 and 3.
        var isSquare: Bool {
            var power = Field.one
            for bit in (0..<254).reversed() {
                power = power * power
                if bit != 0 && bit != 3 { power = power * self }
            }
            let result = power.reduced
            return result == .one || result == Field(0, 0, 0, 0)
        }
    }
}
