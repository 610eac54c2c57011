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

        /// The residue of a number of five words.
        ///
        /// - Parameters:
        ///   - words: the lower four words, the first of them if there are more.
        ///   - carry: the highest word, below 2^57. It counts multiples of 2^256, each of which is 38 modulo p.
        private init(_ words: [UInt64], _ carry: UInt64) {
            var (sum, carry) = (words, carry * 38)
            for index in 0..<4 { (sum[index], carry) = Self.sum(sum[index], carry) }
            // If this carries once more, the sum is small.
            self.init(sum[0] + carry * 38, sum[1], sum[2], sum[3])
        }

        private static func sum(_ left: UInt64, _ right: UInt64) -> (word: UInt64, carry: UInt64) {
            let (word, isTooLarge) = left.addingReportingOverflow(right)
            return (word, isTooLarge ? 1 : 0)
        }

        /// Adds a product and the carry to a word. The largest sum is 2^128 - 1.
        private static func add(_ left: UInt64, _ right: UInt64, to word: inout UInt64, _ carry: inout UInt64) {
            let product = left.multipliedFullWidth(by: right)
            let first = sum(word, product.low)
            let second = sum(first.word, carry)
            (word, carry) = (second.word, product.high + first.carry + second.carry)
        }

        static func + (left: Field, right: Field) -> Field {
            let right = right.words
            var (sum, carry) = (left.words, UInt64(0))
            for index in 0..<4 { add(right[index], 1, to: &sum[index], &carry) }
            return Field(sum, carry)
        }

        static func * (left: Field, right: Field) -> Field {
            let (left, right) = (left.words, right.words)
            var product = [UInt64](repeating: 0, count: 8)
            for i in 0..<4 {
                var carry: UInt64 = 0
                for j in 0..<4 { add(left[i], right[j], to: &product[i + j], &carry) }
                product[i + 4] = carry
            }
            var carry: UInt64 = 0
            for index in 0..<4 { add(product[index + 4], 38, to: &product[index], &carry) }
            return Field(product, carry)
        }

        /// The power of 2^count.
        private func squared(_ count: Int) -> Field {
            var power = self
            for _ in 0..<count { power = power * power }
            return power
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

        /// Whether the power of (p - 1) / 2 is 1 or 0.
        ///
        /// The exponent is 2^254 - 10 = 2^4 (2^250 - 1) + 6. A constant `onesN` is the power of 2^N - 1, whose N bits are set:
        /// that of 2^(M + N) - 1 is that of 2^M - 1, squared N times, times that of 2^N - 1.
        var isSquare: Bool {
            let ones2 = squared(1) * self
            let ones4 = ones2.squared(2) * ones2
            let ones5 = ones4.squared(1) * self
            let ones10 = ones5.squared(5) * ones5
            let ones20 = ones10.squared(10) * ones10
            let ones25 = ones20.squared(5) * ones5
            let ones50 = ones25.squared(25) * ones25
            let ones100 = ones50.squared(50) * ones50
            let ones200 = ones100.squared(100) * ones100
            let ones250 = ones200.squared(50) * ones50
            // The sixth power is the third one squared.
            let result = (ones250.squared(4) * ones2.squared(1)).reduced
            return result == .one || result == Field(0, 0, 0, 0)
        }
    }
}
