#if SQLite
    internal import Crypto
    internal import Foundation

    /// The first half of SHA-256 over what a row says. SQLite notices a damaged page only if its structure is wrong; this
    /// notices damaged contents.
    struct RowDigest: Equatable {
        private static let size = 16

        private(set) var bytes: Data

        /// The digest that changes no other by ``formXOR(_:)``.
        static var zero: RowDigest { RowDigest(bytes: Data(count: size)) }

        private init(bytes: Data) { self.bytes = bytes }

        /// Throws if the bytes are no digest.
        init(stored bytes: Data) throws {
            guard bytes.count == Self.size else { throw SQLiteStoreError.Reason.damaged }
            self.init(bytes: bytes)
        }

        /// The digest of a blob of fixed length and numbers.
        init(_ table: StaticString, _ blob: Data, _ numbers: [Int]) {
            var hash = SHA256()
            hash.update(data: Data("\(table)\n".utf8))
            hash.update(data: blob)
            for number in numbers {
                let bits = UInt64(bitPattern: Int64(number))
                hash.update(data: (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
            }
            bytes = Data(hash.finalize().prefix(Self.size))
        }

        mutating func formXOR(_ other: RowDigest) { bytes = Data(zip(bytes, other.bytes).map { $0 ^ $1 }) }
    }
#endif
