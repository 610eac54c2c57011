#if PostgreSQL
    public import Hufu
    public import HufuIssuer

    /// A registry in a PostgreSQL database (version 15 or later), which any number of machines share.
    ///
    /// Its tables and functions are in the schema `hufu`. A method waits up to a minute for a server that has stopped;
    /// a statement whose connection broke is asked again, and has the effect of one.
    public final class PostgreSQLRegistry: Registry {
        /// What documents are called in this registry.
        public let naming: DocumentNaming
        private let client: Client<RegistryError>

        private init(_ address: String, _ naming: DocumentNaming) {
            client = Client(
                address, DatabaseSettings(schema: "hufu", patience: .seconds(60), limitsStatements: false))
            self.naming = naming
        }

        /// Opens a registry.
        ///
        /// - Parameters:
        ///   - address: the server and database, `postgresql://USER@HOST:PORT/DATABASE?…` (a connection URI of libpq).
        ///     A password is better kept in the environment (`PGPASSWORD`) or in `~/.pgpass`.
        ///   - naming: how the registry names licences.
        /// - Throws: `RegistryError`; `registry.missing` if the database has no registry.
        public static func open(
            _ address: String, naming: DocumentNaming = .documentNumber
        ) async throws(RegistryError) -> PostgreSQLRegistry {
            let registry = PostgreSQLRegistry(address, naming)
            try await registry.open()
            return registry
        }

        /// Makes a registry, or opens the one that is there.
        ///
        /// - Parameters:
        ///   - address: the server and database, as in ``open(_:naming:)``.
        ///   - naming: how the registry names licences.
        /// - Throws: `RegistryError`.
        public static func make(
            _ address: String, naming: DocumentNaming = .documentNumber
        ) async throws(RegistryError) -> PostgreSQLRegistry {
            let registry = PostgreSQLRegistry(address, naming)
            try await registry.migrate(from: 0)
            try await registry.open()
            return registry
        }

        private func open() async throws(RegistryError) {
            let version = try await client.run(isFirst: true) { [naming] connection in
                let found = try connection.run("SELECT to_regclass('hufu.registry') IS NULL", [])
                guard try found.first?.boolean(0) == false else { throw RegistryError(.missing) }
                let rows = try connection.run("SELECT version, naming FROM registry", [])
                guard rows.count == 1, let row = rows.first else { throw Failure.unexpected }
                let version = try row.integer(0)
                guard 1...Schema.version ~= version else { throw RegistryError(.versionUnsupported) }
                guard try row.bytes(1) == naming.fingerprint else { throw RegistryError(.namingDiffers) }
                return version
            }
            if version < Schema.version { try await migrate(from: version) }
        }

        /// Brings the schema from a version to this one, unless another process has done it already.
        private func migrate(from version: Int) async throws(RegistryError) {
            try await client.run(isFirst: true) { [naming] connection in
                try connection.run("BEGIN; SELECT pg_advisory_xact_lock(1213547090)")
                let isMissing = try connection.run("SELECT to_regclass('hufu.registry') IS NULL", [])
                    .first?.boolean(0)
                let found =
                    isMissing == true
                    ? 0 : try connection.run("SELECT version FROM registry", []).first?.integer(0) ?? 0
                for statements in Schema.migrations.dropFirst(found) { try connection.run(statements) }
                if found == 0 {
                    try connection.run(
                        "INSERT INTO registry (version, naming) VALUES ($1, $2)",
                        [.integer(Schema.version), .bytes(naming.fingerprint)])
                } else if found < Schema.version {
                    try connection.run("UPDATE registry SET version = $1", [.integer(Schema.version)])
                }
                try connection.run("COMMIT")
            }
        }

        private func rows<Value: Sendable>(
            _ statement: String, _ parameters: [Parameter], _ body: @escaping @Sendable (ResultRow) throws -> Value
        ) async throws(RegistryError) -> [Value] {
            try await client.run { try $0.run(statement, parameters).map(body) }
        }

        /// See `Registry.add(_:)`.
        public func add(_ lists: [RegistryList]) async throws(RegistryError) {
            for list in lists {
                let drawn = list.drawOrder()
                _ = try await client.run { connection in
                    try connection.run(
                        "SELECT add_list($1, $2, $3, $4)",
                        [.text(list.uri), .integer(list.bits), .integer(list.size), .byteStrings(drawn)])
                }
            }
        }

        /// See `Registry.closeLists()`.
        public func closeLists() async throws(RegistryError) {
            _ = try await client.run { try $0.run("UPDATE blocks SET is_open = false WHERE is_open", []) }
        }

        /// See `Registry.register(_:at:)`.
        public func register(
            _ requests: [RegistryRequest], at now: UnixTime
        ) async throws(RegistryError) -> [Result<StatusReference, RegistryError>] {
            guard !requests.isEmpty else { return [] }
            let parameters: [Parameter] = [
                .byteStrings(requests.map(\.document.bytes)), .byteStrings(requests.map(\.holder.bytes)),
                .booleans(requests.map(\.holder.isCard)), .integers(requests.map(\.expiresAt.secondsSince1970)),
                .texts(requests.map { $0.status?.uri }), .integers(requests.map { $0.status?.index }),
                .booleans(requests.map(\.replacesRevoked)), .byteStrings(requests.map { $0.line?.batch }),
                .integers(requests.map { $0.line?.number }), .byteStrings(requests.map { $0.answer?.challenge }),
                .byteStrings(requests.map { $0.answer?.id }), .integer(now.secondsSince1970),
            ]
            return try await rows(
                "SELECT * FROM register($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", parameters
            ) { row in
                let status = row.isNull(1) ? nil : try? Self.status(row, at: 1)
                if let error = try Self.refusal(row, status) { return .failure(error) }
                guard let status else { throw Failure.unexpected }
                return .success(status)
            }
        }

        /// See `Registry.claimRange(_:count:)`.
        public func claimRange(_ name: String, count: Int) async throws(RegistryError) -> [StatusReference] {
            try RegistryError.checkRange(name, count: count)
            let blocks = try await rows("SELECT * FROM claim_range($1, $2)", [.text(name), .integer(count)]) { row in
                let uri = try row.text(0)
                return try RegistryList.indices(of: row.bytes(1)).map { try StatusReference(uri: uri, index: $0) }
            }
            return Array(blocks.joined().prefix(count))
        }

        /// See `Registry.set(_:at:)`.
        public func set(
            _ changes: [RegistryChange], at now: UnixTime
        ) async throws(RegistryError) -> [Result<Int, RegistryError>] {
            try RegistryError.checkReasons(changes)
            guard !changes.isEmpty else { return [] }
            let targets = changes.map { change -> (StatusReference?, [UInt8]?, [UInt8]?) in
                switch change.target {
                case .entry(let status): (status, nil, nil)
                case .licence(let document, let holder): (nil, document.bytes, holder?.bytes)
                }
            }
            return try await rows(
                "SELECT * FROM change($1, $2, $3, $4, $5, $6, $7)",
                [
                    .texts(targets.map { $0.0?.uri }), .integers(targets.map { $0.0?.index }),
                    .byteStrings(targets.map(\.1)), .byteStrings(targets.map(\.2)),
                    .integers(changes.map { Int($0.number) }), .texts(changes.map(\.reason)),
                    .integer(now.secondsSince1970),
                ]
            ) { row in
                let status = row.isNull(1) ? nil : try? Self.status(row, at: 1)
                if let error = try Self.refusal(row, status) { return .failure(error) }
                return .success(try row.integer(3))
            }
        }

        private static func refusal(_ row: ResultRow, _ status: StatusReference?) throws -> RegistryError? {
            let outcome = try row.text(0)
            if outcome == "done" { return nil }
            guard let reason = RegistryError.Reason(rawValue: outcome) else { throw Failure.unexpected }
            return RegistryError(reason, at: status?.text)
        }

        // MARK: - Reading

        private static let entryColumns = """
            SELECT uri, place, document, holder, is_card, expires, value, reason, changed
            FROM entries JOIN lists USING (list)
            """

        /// See `Registry.entries(of:)`.
        public func entries(of document: DocumentName) async throws(RegistryError) -> [RegistryEntry] {
            try await rows(
                "\(Self.entryColumns) WHERE document = $1 ORDER BY list, place", [.bytes(document.bytes)], Self.entry)
        }

        /// See `Registry.entry(at:)`.
        public func entry(at status: StatusReference) async throws(RegistryError) -> RegistryEntry? {
            try await rows(
                "\(Self.entryColumns) WHERE uri = $1 AND place = $2", [.text(status.uri), .integer(status.index)],
                Self.entry
            ).first
        }

        /// See `Registry.entries(endingBy:after:limit:)`.
        public func entries(
            endingBy end: UnixTime, after last: StatusReference?, limit: Int
        ) async throws(RegistryError) -> [RegistryEntry] {
            try await rows(
                """
                \(Self.entryColumns)
                WHERE (list, place) > (coalesce((SELECT list FROM lists WHERE uri = $1), 0), $2)
                AND expires <= $3 AND value <> 1 ORDER BY list, place LIMIT $4
                """,
                [
                    .text(last?.uri ?? ""), .integer(last?.index ?? -1), .integer(end.secondsSince1970),
                    .integer(limit),
                ], Self.entry)
        }

        /// See `Registry.statistics(at:)`.
        public func statistics(at now: UnixTime) async throws(RegistryError) -> RegistryStatistics {
            try await client.run { connection in
                let lists = try connection.run(
                    """
                    SELECT uri, bits, size, (SELECT sum(used) FROM blocks WHERE blocks.list = lists.list)
                    FROM lists ORDER BY list
                    """, []
                ).map { row in
                    RegistryStatistics.Usage(
                        list: try RegistryList(uri: row.text(0), bits: row.integer(1), size: row.integer(2)),
                        used: row.isNull(3) ? 0 : try row.integer(3))
                }
                let values = try connection.run(
                    "SELECT value, count(*) FROM entries WHERE value <> 0 GROUP BY value", []
                ).map { (try Self.byte($0, 0), try $0.integer(1)) }
                func count(_ table: String, _ parameters: [Parameter] = []) throws -> Int {
                    try connection.run("SELECT count(*) FROM \(table)", parameters).first?.integer(0) ?? 0
                }
                return RegistryStatistics(
                    lists: lists, entries: try count("entries"), values: Dictionary(values) { $0 + $1 },
                    unpublished: try count("changes LEFT JOIN publications USING (publication) WHERE finished IS NULL"),
                    openChallenges: try count(
                        "challenges WHERE answer IS NULL AND expires > $1", [.integer(now.secondsSince1970)]))
            }
        }

        private static func byte(_ row: ResultRow, _ column: Int) throws -> UInt8 {
            guard let byte = UInt8(exactly: try row.integer(column)) else { throw Failure.unexpected }
            return byte
        }

        private static func status(_ row: ResultRow, at column: Int) throws -> StatusReference {
            try StatusReference(uri: row.text(column), index: row.integer(column + 1))
        }

        private static func entry(_ row: ResultRow) throws -> RegistryEntry {
            guard let holder = RegistryHolder(try row.bytes(3), isCard: try row.boolean(4)) else {
                throw Failure.unexpected
            }
            return RegistryEntry(
                status: try status(row, at: 0), document: DocumentName(try row.bytes(2)), holder: holder,
                expiresAt: UnixTime(secondsSince1970: try row.integer(5)), number: try byte(row, 6),
                reason: row.isNull(7) ? nil : try row.text(7),
                changedAt: row.isNull(8) ? nil : UnixTime(secondsSince1970: try row.integer(8)))
        }

        // MARK: - Publications

        /// See `Registry.beginPublication()`.
        public func beginPublication() async throws(RegistryError) -> Int {
            try await rows("SELECT begin_publication()", []) { try $0.integer(0) }.first ?? 0
        }

        /// See `Registry.changes(of:)`.
        public func changes(of publication: Int) async throws(RegistryError) -> [RegistryPublishedChange] {
            try await rows(
                """
                SELECT uri, place, value, reason, changed FROM changes JOIN lists USING (list)
                WHERE publication = $1 ORDER BY change
                """, [.integer(publication)]
            ) { row in
                RegistryPublishedChange(
                    status: try Self.status(row, at: 0), number: try Self.byte(row, 2),
                    reason: row.isNull(3) ? nil : try row.text(3),
                    changedAt: UnixTime(secondsSince1970: try row.integer(4)))
            }
        }

        /// See `Registry.values(of:)`.
        public func values(of uri: String) async throws(RegistryError) -> [(index: Int, number: UInt8)] {
            try await client.run { connection in
                guard let list = try connection.run("SELECT list FROM lists WHERE uri = $1", [.text(uri)]).first else {
                    throw RegistryError(.listUnknown, at: uri)
                }
                return try connection.run(
                    "SELECT place, value FROM entries WHERE list = $1 AND value <> 0 ORDER BY place",
                    [.integer(list.integer(0))]
                ).map { (try $0.integer(0), try Self.byte($0, 1)) }
            }
        }

        /// See `Registry.finishPublication(_:changes:at:)`.
        public func finishPublication(
            _ publication: Int, changes: Int, at now: UnixTime
        ) async throws(RegistryError) -> Bool {
            try await rows(
                "SELECT finish_publication($1, $2, $3)",
                [.integer(publication), .integer(changes), .integer(now.secondsSince1970)]
            ) { try $0.boolean(0) }.first ?? false
        }

        /// See `Registry.add(challenges:until:)`.
        public func add(challenges: [[UInt8]], until end: UnixTime) async throws(RegistryError) {
            try RegistryError.checkChallenges(challenges)
            guard !challenges.isEmpty else { return }
            _ = try await client.run { connection in
                try connection.run(
                    """
                    INSERT INTO challenges (challenge, expires)
                    SELECT challenge, $2 FROM unnest($1) AS challenge ON CONFLICT DO NOTHING
                    """, [.byteStrings(challenges), .integer(end.secondsSince1970)])
            }
        }
    }

    extension RegistryError: DatabaseStoreError {
        static func of(_ fault: DatabaseFault, at location: String) -> RegistryError {
            let reason: Reason =
                switch fault {
                case .unreachable: .unreachable
                case .busy: .busy
                case .foreign: .foreign
                case .damaged: .damaged
                case .diskFull: .diskFull
                case .failed: .failed
                }
            return RegistryError(reason, at: location)
        }

        static func of(state: String, at location: String) -> RegistryError? {
            switch state {
            case Schema.listsFull: RegistryError(.listsFull, at: location)
            case Schema.rangeDiffers: RegistryError(.rangeDiffers, at: location)
            case Schema.listDiffers: RegistryError(.listDiffers, at: location)
            case _: nil
            }
        }
    }
#endif
