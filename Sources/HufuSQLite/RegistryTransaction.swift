#if SQLite
    internal import Foundation
    internal import GRDB
    internal import Hufu
    internal import HufuIssuer

    /// The statements of one transaction of a ``SQLiteRegistry``.
    struct RegistryTransaction {
        private let database: Database
        /// The block from which indices are given out, and how many of it are.
        private var block: (list: Int, block: Int, places: [Int], used: Int, stored: Int)?

        init(_ database: Database) { self.database = database }

        private func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
            try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
        }

        private func row(_ sql: String, _ arguments: StatementArguments) throws -> Row? {
            try Row.fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
        }

        /// - Returns: the number of rows that were changed.
        @discardableResult
        private func execute(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
            try database.cachedStatement(sql: sql).execute(arguments: arguments)
            return database.changesCount
        }

        // MARK: - Lists

        func add(_ list: RegistryList) throws {
            if let found = try row("SELECT bits, size FROM lists WHERE uri = ?", [list.uri]) {
                guard try found.value("bits") == list.bits, try found.value("size") == list.size else {
                    throw RegistryError(.listDiffers, at: list.uri)
                }
                return
            }
            try execute(
                "INSERT INTO lists (uri, bits, size) VALUES (?, ?, ?)", [list.uri, list.bits, list.size])
            let number = database.lastInsertedRowID
            for (block, places) in list.drawOrder().enumerated() {
                try execute(
                    "INSERT INTO blocks (list, block, is_open, used, places) VALUES (?, ?, 1, 0, ?)",
                    [number, block, Data(places)])
            }
        }

        func closeLists() throws { try execute("UPDATE blocks SET is_open = 0 WHERE is_open = 1") }

        private func list(of uri: String) throws -> (list: Int, bits: Int, size: Int) {
            guard let row = try row("SELECT list, bits, size FROM lists WHERE uri = ?", [uri]) else {
                throw RegistryError(.listUnknown, at: uri)
            }
            return (try row.value("list"), try row.value("bits"), try row.value("size"))
        }

        // MARK: - Entries

        mutating func register(_ request: RegistryRequest, at now: UnixTime) throws -> StatusReference {
            if let answer = request.answer { try accept(answer, by: request.holder, at: now) }
            let key = StatementArguments([Data(request.document.bytes), Data(request.holder.bytes)])
            let found = try rows(
                """
                SELECT list, place, uri, value, batch, line FROM entries JOIN lists USING (list)
                WHERE document = ? AND holder = ?
                """, key)
            if let entry = try found.first(where: { try $0.value("value") != 1 }) {
                let status = try Self.status(entry)
                guard request.status.map({ $0 == status }) ?? true else {
                    throw RegistryError(.holderTaken, at: status.text)
                }
                try renew(entry, request)
                return status
            }
            guard found.isEmpty || request.replacesRevoked else {
                throw RegistryError(.revoked, at: try found.last.map(Self.status)?.text)
            }
            if let status = request.status {
                let (list, _, size) = try list(of: status.uri)
                guard status.index < size, try insert(request, list, status.index) else {
                    throw RegistryError(status.index < size ? .indexTaken : .entryMissing, at: status.text)
                }
                return status
            }
            while true {
                let (list, place) = try nextIndex()
                // An index may have been recorded that was not given out.
                guard try insert(request, list, place) else { continue }
                guard let row = try row("SELECT uri FROM lists WHERE list = ?", [list]) else {
                    throw RegistryError.Reason.damaged
                }
                return try StatusReference(uri: row.value("uri"), index: place)
            }
        }

        private func renew(_ entry: Row, _ request: RegistryRequest) throws {
            let batch: Data? = try entry.optional("batch")
            let line: Int? = try entry.optional("line")
            let isSameBatch = request.line != nil && request.line.map { Data($0.batch) } == batch
            if isSameBatch, let line, let number = request.line?.number, line < number {
                throw RegistryError(.repeated, at: "line \(line)")
            }
            try execute(
                """
                UPDATE entries SET expires = max(expires, ?), batch = coalesce(?, batch), line = coalesce(?, line)
                WHERE list = ? AND place = ?
                """,
                [
                    request.expiresAt.secondsSince1970, request.line.map { Data($0.batch) }, request.line?.number,
                    try entry.value("list") as Int, try entry.value("place") as Int,
                ])
        }

        /// - Returns: false if the index is taken.
        private func insert(_ request: RegistryRequest, _ list: Int, _ place: Int) throws -> Bool {
            try execute(
                """
                INSERT INTO entries (list, place, document, holder, is_card, expires, value, batch, line)
                VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT (list, place) DO NOTHING
                """,
                [
                    list, place, Data(request.document.bytes), Data(request.holder.bytes), request.holder.isCard,
                    request.expiresAt.secondsSince1970, request.line.map { Data($0.batch) }, request.line?.number,
                ]) == 1
        }

        private mutating func nextIndex() throws -> (list: Int, place: Int) {
            if block == nil || block?.used == block?.places.count {
                try finish()
                let row = try row(
                    """
                    SELECT list, block, used, places FROM blocks WHERE is_open = 1
                    ORDER BY list, block LIMIT 1
                    """, [])
                guard let row else { throw RegistryError(.listsFull) }
                let used: Int = try row.value("used")
                let places: Data = try row.value("places")
                block = (
                    try row.value("list"), try row.value("block"), RegistryList.indices(of: places), used, used
                )
            }
            guard var current = block, current.places.indices.contains(current.used) else {
                throw RegistryError.Reason.damaged
            }
            defer { block = current }
            current.used += 1
            return (current.list, current.places[current.used - 1])
        }

        /// Stores what was used of the block.
        mutating func finish() throws {
            guard let current = block, current.used > current.stored else { return }
            try execute(
                "UPDATE blocks SET used = ?, is_open = ? WHERE list = ? AND block = ?",
                [current.used, current.used < current.places.count, current.list, current.block])
            block = nil
        }

        func claimRange(_ name: String, count: Int) throws -> [StatusReference] {
            if let row = try row("SELECT size FROM ranges WHERE name = ?", [name]) {
                guard try row.value("size") == count else { throw RegistryError(.rangeDiffers, at: name) }
            } else {
                try execute("INSERT INTO ranges (name, size) VALUES (?, ?)", [name, count])
                let free = try rows(
                    """
                    SELECT list, block, length(places) / 3 AS size FROM blocks WHERE is_open = 1 AND used = 0
                    ORDER BY list, block LIMIT ?
                    """, [count])
                var missing = count
                for row in free where missing > 0 {
                    try execute(
                        """
                        UPDATE blocks SET is_open = 0, used = length(places) / 3, range = ?
                        WHERE list = ? AND block = ?
                        """, [name, try row.value("list") as Int, try row.value("block") as Int])
                    missing -= try row.value("size")
                }
                guard missing <= 0 else { throw RegistryError(.listsFull) }
            }
            let blocks = try rows(
                "SELECT uri, places FROM blocks JOIN lists USING (list) WHERE range = ? ORDER BY list, block", [name])
            var entries: [StatusReference] = []
            for row in blocks {
                let (uri, places): (String, Data) = (try row.value("uri"), try row.value("places"))
                entries += try RegistryList.indices(of: places).map { try StatusReference(uri: uri, index: $0) }
            }
            guard entries.count >= count else { throw RegistryError.Reason.damaged }
            return Array(entries.prefix(count))
        }

        // MARK: - Status

        func set(_ change: RegistryChange, at now: UnixTime) throws -> Int {
            let found: [Row]
            let columns = "SELECT list, place, value, bits, uri FROM entries JOIN lists USING (list)"
            switch change.target {
            case .entry(let status):
                let list = try list(of: status.uri).list
                found = try rows("\(columns) WHERE list = ? AND place = ?", [list, status.index])
            case .licence(let document, let holder?):
                found = try rows(
                    "\(columns) WHERE document = ? AND holder = ?", [Data(document.bytes), Data(holder.bytes)])
            case .licence(let document, nil):
                found = try rows("\(columns) WHERE document = ?", [Data(document.bytes)])
            }
            guard let first = found.first else { throw RegistryError(.entryMissing) }
            let inForce = try found.filter { try $0.value("value") != 1 }
            if inForce.isEmpty {
                guard change.number == 1 else { throw RegistryError(.revoked, at: try Self.status(first).text) }
                return found.count
            }
            for row in inForce where change.number >= 1 << (try row.value("bits") as Int) {
                throw RegistryError(.valueInvalid, at: try Self.status(row).text)
            }
            for row in inForce where try row.value("value") != Int(change.number) {
                let key: [Int] = [try row.value("list"), try row.value("place")]
                let values: [(any DatabaseValueConvertible)?] = [
                    Int(change.number), change.reason, now.secondsSince1970,
                ]
                try execute(
                    "UPDATE entries SET value = ?, reason = ?, changed = ? WHERE list = ? AND place = ?",
                    StatementArguments(values + key))
                try execute(
                    "INSERT INTO changes (value, reason, changed, list, place) VALUES (?, ?, ?, ?, ?)",
                    StatementArguments(values + key))
            }
            return inForce.count
        }

        // MARK: - Reading

        private static let entryColumns = """
            SELECT list, place, uri, document, holder, is_card, expires, value, reason, changed
            FROM entries JOIN lists USING (list)
            """

        func entries(of document: DocumentName) throws -> [RegistryEntry] {
            try rows("\(Self.entryColumns) WHERE document = ? ORDER BY list, place", [Data(document.bytes)])
                .map(Self.entry)
        }

        func entry(at status: StatusReference) throws -> RegistryEntry? {
            try row("\(Self.entryColumns) WHERE uri = ? AND place = ?", [status.uri, status.index]).map(Self.entry)
        }

        func entries(endingBy end: UnixTime, after last: StatusReference?, limit: Int) throws -> [RegistryEntry] {
            let list = try last.map { try self.list(of: $0.uri).list } ?? 0
            return try rows(
                """
                \(Self.entryColumns) WHERE (list, place) > (?, ?) AND expires <= ? AND value <> 1
                ORDER BY list, place LIMIT ?
                """, [list, last?.index ?? -1, end.secondsSince1970, limit]
            ).map(Self.entry)
        }

        func statistics(at now: UnixTime) throws -> RegistryStatistics {
            let lists = try rows(
                """
                SELECT uri, bits, size, (SELECT sum(used) FROM blocks WHERE blocks.list = lists.list) AS used
                FROM lists ORDER BY list
                """
            ).map { row in
                RegistryStatistics.Usage(
                    list: try RegistryList(
                        uri: row.value("uri"), bits: row.value("bits"), size: row.value("size")),
                    used: try row.optional("used") ?? 0)
            }
            let values = try rows("SELECT value, count(*) AS number FROM entries WHERE value <> 0 GROUP BY value")
                .map { (try Self.byte($0.value("value")), try $0.value("number") as Int) }
            func count(_ table: String, _ arguments: StatementArguments = []) throws -> Int {
                try row("SELECT count(*) AS number FROM \(table)", arguments)?.value("number") ?? 0
            }
            return RegistryStatistics(
                lists: lists, entries: try count("entries"), values: Dictionary(values) { $0 + $1 },
                unpublished: try count(
                    "changes LEFT JOIN publications USING (publication) WHERE finished IS NULL"),
                openChallenges: try count("challenges WHERE answer IS NULL AND expires > ?", [now.secondsSince1970]))
        }

        private static func byte(_ number: Int) throws -> UInt8 {
            guard let byte = UInt8(exactly: number) else { throw RegistryError.Reason.damaged }
            return byte
        }

        private static func status(_ row: Row) throws -> StatusReference {
            try StatusReference(uri: row.value("uri"), index: row.value("place"))
        }

        private static func entry(_ row: Row) throws -> RegistryEntry {
            let (document, holder): (Data, Data) = (try row.value("document"), try row.value("holder"))
            guard let holder = RegistryHolder(Array(holder), isCard: try row.value("is_card")) else {
                throw RegistryError.Reason.damaged
            }
            let changed: Int? = try row.optional("changed")
            return RegistryEntry(
                status: try status(row), document: DocumentName(Array(document)), holder: holder,
                expiresAt: UnixTime(secondsSince1970: try row.value("expires")),
                number: try byte(row.value("value")), reason: try row.optional("reason"),
                changedAt: changed.map(UnixTime.init(secondsSince1970:)))
        }

        // MARK: - Publications

        func beginPublication() throws -> Int {
            let unfinished: Int? = try row("SELECT publication FROM publications WHERE finished IS NULL", [])?
                .value("publication")
            let number: Int
            if let unfinished {
                number = unfinished
            } else {
                try execute("INSERT INTO publications DEFAULT VALUES")
                number = Int(database.lastInsertedRowID)
            }
            try execute("UPDATE changes SET publication = ? WHERE publication IS NULL", [number])
            return number
        }

        func changes(of publication: Int) throws -> [RegistryPublishedChange] {
            try rows(
                """
                SELECT uri, place, value, reason, changed FROM changes JOIN lists USING (list)
                WHERE publication = ? ORDER BY change
                """, [publication]
            ).map { row in
                RegistryPublishedChange(
                    status: try Self.status(row), number: try Self.byte(row.value("value")),
                    reason: try row.optional("reason"),
                    changedAt: UnixTime(secondsSince1970: try row.value("changed")))
            }
        }

        func values(of uri: String) throws -> [(index: Int, number: UInt8)] {
            try rows(
                "SELECT place, value FROM entries WHERE list = ? AND value <> 0 ORDER BY place", [list(of: uri).list]
            ).map { (try $0.value("place"), try Self.byte($0.value("value"))) }
        }

        func finishPublication(_ publication: Int, changes: Int, at now: UnixTime) throws -> Bool {
            try execute(
                """
                UPDATE publications SET finished = coalesce(finished, ?) WHERE publication = ?
                AND (SELECT count(*) FROM changes WHERE changes.publication = publications.publication) = ?
                AND publication = (SELECT max(publication) FROM publications)
                """, [now.secondsSince1970, publication, changes]) == 1
        }

        // MARK: - Challenges

        func add(challenge: [UInt8], until end: UnixTime) throws {
            try execute(
                "INSERT INTO challenges (challenge, expires) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [Data(challenge), end.secondsSince1970])
        }

        private func accept(_ answer: ChallengeAnswer, by holder: RegistryHolder, at now: UnixTime) throws {
            let (challenge, id) = (Data(answer.challenge), Data(answer.id))
            let accepted = try execute(
                """
                UPDATE challenges SET answer = ?1, holder = ?2
                WHERE challenge = ?3 AND (answer = ?1 OR answer IS NULL AND expires > ?4)
                """, [id, Data(holder.bytes), challenge, now.secondsSince1970])
            guard accepted == 0 else { return }
            let row = try row("SELECT answer IS NULL AS is_open FROM challenges WHERE challenge = ?", [challenge])
            guard let row else { throw RegistryError(.challengeUnknown) }
            throw RegistryError(try row.value("is_open") ? .challengeExpired : .challengeAnswered)
        }
    }

    extension Row {
        /// The value of a column that has to be of this type; the row's own subscript traps on another.
        fileprivate func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
            guard let value: Value = try optional(column) else { throw RegistryError.Reason.damaged }
            return value
        }

        /// The same of a column that may be null.
        fileprivate func optional<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
            let stored: DatabaseValue = self[column]
            guard !stored.isNull else { return nil }
            guard let value = Value.fromDatabaseValue(stored) else { throw RegistryError.Reason.damaged }
            return value
        }
    }
#endif
