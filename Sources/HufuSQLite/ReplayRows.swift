#if SQLite
    internal import Foundation
    internal import GRDB
    internal import Hufu

    extension Row {
        /// The value of a column that has to be of this type; the row's own subscript traps on another.
        fileprivate func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
            let stored: DatabaseValue = self[column]
            guard let value = Value.fromDatabaseValue(stored) else { throw SQLiteStoreError.Reason.damaged }
            return value
        }
    }

    /// A row of the table `admitted`: a token.
    struct AdmittedRow {
        let credential: Data
        let issuedAt: Int
        let expiresAt: Int
        /// The time from which the verifier that admitted the token finds it expired.
        let until: Int

        var digest: RowDigest { RowDigest("admitted", credential, [issuedAt, expiresAt, until]) }

        init(_ entry: ReplayEntry) {
            credential = Data(entry.credential)
            issuedAt = entry.issuedAt.secondsSince1970
            expiresAt = entry.expiresAt.secondsSince1970
            until = entry.expiry.secondsSince1970
        }

        /// A row of the version that had no digests.
        init(withoutDigest row: Row) throws {
            (credential, issuedAt) = (try row.value("credential"), try row.value("issued_at"))
            (expiresAt, until) = (try row.value("expires_at"), try row.value("until"))
        }

        /// Throws `store.damaged` unless the digest of the row is right.
        private init(_ row: Row) throws {
            try self.init(withoutDigest: row)
            guard try RowDigest(stored: row.value("digest")) == digest else { throw SQLiteStoreError.Reason.damaged }
        }

        /// Calls `body` with each row that meets a condition.
        static func forEach(
            in database: Database, where condition: String = "TRUE", _ arguments: StatementArguments = [],
            _ body: (AdmittedRow) -> Void
        ) throws {
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT credential, issued_at, expires_at, until, digest FROM admitted WHERE \(condition)",
                arguments: arguments)
            while let row = try rows.next() { body(try AdmittedRow(row)) }
        }

        /// Whether the same token is stored, by whichever verifier.
        ///
        /// A row stands in two trees: the table, and the index by time. Damage that hides it in one leaves it in the other.
        func isStored(in database: Database) throws -> Bool {
            var isFound = false
            try Self.forEach(in: database, where: "credential = ? AND issued_at = ?", [credential, issuedAt]) { _ in
                isFound = true
            }
            let isIndexed = try Bool.fetchOne(
                database,
                sql: """
                    SELECT TRUE FROM admitted INDEXED BY admitted_until
                    WHERE until = ? AND credential = ? AND issued_at = ?
                    """,
                arguments: [until, credential, issuedAt])
            guard isFound || isIndexed == nil else { throw SQLiteStoreError.Reason.damaged }
            return isFound
        }

        func insert(into database: Database) throws {
            try database.execute(
                sql: "INSERT INTO admitted (credential, issued_at, expires_at, until, digest) VALUES (?, ?, ?, ?, ?)",
                arguments: [credential, issuedAt, expiresAt, until, digest.bytes])
        }
    }

    /// The only row of the table `memory`: what the rows of `admitted` are together.
    struct MemoryRow: Equatable {
        /// The number of tokens.
        private(set) var alive = 0
        /// The latest `exp` of those that were removed.
        private(set) var forgotten: Int?
        /// The digests of all tokens, combined by XOR: a row that is missing is noticed.
        private(set) var combined = RowDigest.zero

        private var digest: RowDigest {
            RowDigest("memory", combined.bytes, [alive] + (forgotten.map { [$0] } ?? []))
        }

        /// Of no tokens.
        init(forgotten: Int? = nil) { self.forgotten = forgotten }

        /// Reads the row; throws `store.damaged` unless there is one and its digest is right.
        init(in database: Database) throws {
            let rows = try Row.fetchAll(database, sql: "SELECT alive, forgotten, combined, digest FROM memory LIMIT 2")
            guard rows.count == 1, let row = rows.first else { throw SQLiteStoreError.Reason.damaged }
            alive = try row.value("alive")
            let forgotten: DatabaseValue = row["forgotten"]
            self.forgotten = forgotten.isNull ? nil : try row.value("forgotten")
            combined = try RowDigest(stored: row.value("combined"))
            guard try RowDigest(stored: row.value("digest")) == digest else { throw SQLiteStoreError.Reason.damaged }
        }

        mutating func add(_ row: AdmittedRow) {
            alive += 1
            combined.formXOR(row.digest)
        }

        mutating func remove(_ row: AdmittedRow) {
            alive -= 1
            combined.formXOR(row.digest)
            forgotten = max(forgotten ?? row.expiresAt, row.expiresAt)
        }

        func insert(into database: Database) throws {
            try store("INSERT INTO memory VALUES (?, ?, ?, ?)", in: database)
        }

        func update(in database: Database) throws {
            try store("UPDATE memory SET (alive, forgotten, combined, digest) = (?, ?, ?, ?)", in: database)
        }

        private func store(_ sql: String, in database: Database) throws {
            try database.execute(sql: sql, arguments: [alive, forgotten, combined.bytes, digest.bytes])
        }
    }
#endif
