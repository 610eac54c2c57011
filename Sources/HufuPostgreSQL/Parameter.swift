#if PostgreSQL
    internal import Hufu

    /// A parameter of a statement, in the binary format of the protocol.
    struct Parameter {
        /// The object identifiers of PostgreSQL's types (`pg_type.dat`), of a value and of an array of them.
        private enum TypeID {
            static let boolean: (one: UInt32, array: UInt32) = (16, 1000)
            static let bytes: (one: UInt32, array: UInt32) = (17, 1001)
            static let integer: (one: UInt32, array: UInt32) = (20, 1016)
            static let text: (one: UInt32, array: UInt32) = (25, 1009)
        }

        let type: UInt32
        let bytes: [UInt8]

        static func integer(_ value: Int) -> Parameter {
            Parameter(type: TypeID.integer.one, bytes: bigEndian(UInt64(bitPattern: Int64(value)), 8))
        }

        static func text(_ value: String) -> Parameter {
            Parameter(type: TypeID.text.one, bytes: value.utf8.contains(0) ? [] : Array(value.utf8))
        }

        static func bytes(_ value: [UInt8]) -> Parameter { Parameter(type: TypeID.bytes.one, bytes: value) }

        static func integers(_ values: [Int?]) -> Parameter {
            array(TypeID.integer, values.map { $0.map { bigEndian(UInt64(bitPattern: Int64($0)), 8) } })
        }

        /// A text with a zero byte, which PostgreSQL does not have, becomes the empty one, which no column has either.
        static func texts(_ values: [String?]) -> Parameter {
            array(TypeID.text, values.map { $0.map { $0.utf8.contains(0) ? [] : Array($0.utf8) } })
        }

        static func byteStrings(_ values: [[UInt8]?]) -> Parameter { array(TypeID.bytes, values) }

        static func booleans(_ values: [Bool]) -> Parameter {
            array(TypeID.boolean, values.map { [$0 ? 1 : 0] })
        }

        /// The number of dimensions, whether there are nulls, the type; the length and the first index; and each
        /// element with its length before it, -1 for null.
        private static func array(_ type: (one: UInt32, array: UInt32), _ elements: [[UInt8]?]) -> Parameter {
            var bytes = [1, elements.contains(nil) ? 1 : 0, type.one, UInt32(elements.count), 1]
                .flatMap { bigEndian(UInt64($0), 4) }
            for element in elements {
                bytes += bigEndian(element.map { UInt64($0.count) } ?? .max, 4)
                bytes += element ?? []
            }
            return Parameter(type: type.array, bytes: bytes)
        }

        private static func bigEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - $0))) }
        }
    }

    /// A row of a result, whose columns are in the binary format.
    struct ResultRow {
        let columns: [[UInt8]?]

        /// Whether a column is null.
        func isNull(_ column: Int) -> Bool { columns.indices.contains(column) && columns[column] == nil }

        /// A column of any type.
        func bytes(_ column: Int) throws(Failure) -> [UInt8] {
            guard columns.indices.contains(column), let bytes = columns[column] else { throw .unexpected }
            return bytes
        }

        func text(_ column: Int) throws(Failure) -> String {
            guard let text = String(validating: try bytes(column), as: UTF8.self) else { throw .unexpected }
            return text
        }

        func boolean(_ column: Int) throws(Failure) -> Bool { try bytes(column) == [1] }

        /// An `integer` or `bigint`.
        func integer(_ column: Int) throws(Failure) -> Int {
            let bytes = try bytes(column)
            switch bytes.count {
            case 4: return Int(Int32(truncatingIfNeeded: bytes.reduce(0) { $0 << 8 | Int($1) }))
            case 8: return Int(truncatingIfNeeded: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
            case _: throw .unexpected
            }
        }
    }

    /// Why a statement has no result.
    enum Failure: Error {
        /// There is no connection any more: whether the statement was carried out is not known.
        case lost(String)
        /// The transaction was undone because of others; it may be made again.
        case conflict
        /// The server has refused the statement, with this SQLSTATE.
        case refused(state: String, message: String)
        /// The result has another form than was expected.
        case unexpected
    }
#endif
