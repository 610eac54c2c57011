#if SQLite
    internal import GRDB
    public import Hufu
    public import HufuIssuer

    /// A registry in an SQLite database, which the processes of one machine share.
    ///
    /// The database has a write-ahead log: files that end in `-wal` and `-shm` belong to it. It must not be on a network
    /// file system.
    public final class SQLiteRegistry: Registry {
        /// What documents are called in this registry.
        public let naming: DocumentNaming
        private let database: DatabaseQueue
        private let log: WriteAheadLog

        /// Opens a registry.
        ///
        /// - Parameters:
        ///   - path: the file of the database.
        ///   - naming: how the registry names licences.
        /// - Throws: `RegistryError`; `registry.missing` if there is no file.
        public init(path: String, naming: DocumentNaming = .documentNumber) throws(RegistryError) {
            self.naming = naming
            log = WriteAheadLog(of: path)
            database = try RegistryError.translating(at: path) { try RegistrySchema.open(path, naming: naming) }
        }

        /// Makes a registry, or opens the one that is there.
        ///
        /// - Parameters:
        ///   - path: the file of the database.
        ///   - naming: how the registry names licences.
        /// - Throws: `RegistryError`.
        public static func make(
            path: String, naming: DocumentNaming = .documentNumber
        ) throws(RegistryError) -> SQLiteRegistry {
            do throws(RegistryError) { return try SQLiteRegistry(path: path, naming: naming) } catch {
                guard error.reason == .missing else { throw error }
            }
            try RegistryError.translating(at: path) { try RegistrySchema.create(at: path, naming: naming) }
            return try SQLiteRegistry(path: path, naming: naming)
        }

        private func write<Value: Sendable>(
            _ body: @escaping @Sendable (inout RegistryTransaction) throws -> Value
        ) async throws(RegistryError) -> Value {
            do {
                let value = try await database.write { database in
                    var transaction = RegistryTransaction(database)
                    let value = try body(&transaction)
                    try transaction.finish()
                    return value
                }
                // What was written stays, even if this task is cancelled meanwhile.
                if log.isDue { try? await database.writeWithoutTransaction { [log] in log.empty($0) } }
                return value
            } catch {
                throw RegistryError(of: error, at: database.path)
            }
        }

        private func read<Value: Sendable>(
            _ body: @escaping @Sendable (RegistryTransaction) throws -> Value
        ) async throws(RegistryError) -> Value {
            do { return try await database.read { try body(RegistryTransaction($0)) } } catch {
                throw RegistryError(of: error, at: database.path)
            }
        }

        /// See `Registry.add(_:)`.
        public func add(_ lists: [RegistryList]) async throws(RegistryError) {
            try await write { transaction in for list in lists { try transaction.add(list) } }
        }

        /// See `Registry.register(_:at:)`.
        public func register(
            _ requests: [RegistryRequest], at now: UnixTime
        ) async throws(RegistryError) -> [Result<StatusReference, RegistryError>] {
            try await write { transaction in
                try requests.map { request in
                    try RegistryError.result { try transaction.register(request, at: now) }
                }
            }
        }

        /// See `Registry.claimRange(_:count:)`.
        public func claimRange(_ name: String, count: Int) async throws(RegistryError) -> [StatusReference] {
            try RegistryError.checkRange(name, count: count)
            return try await write { try $0.claimRange(name, count: count) }
        }

        /// See `Registry.set(_:at:)`.
        public func set(
            _ changes: [RegistryChange], at now: UnixTime
        ) async throws(RegistryError) -> [Result<Int, RegistryError>] {
            try RegistryError.checkReasons(changes)
            return try await write { transaction in
                try changes.map { change in try RegistryError.result { try transaction.set(change, at: now) } }
            }
        }

        /// See `Registry.entries(of:)`.
        public func entries(of document: DocumentName) async throws(RegistryError) -> [RegistryEntry] {
            try await read { try $0.entries(of: document) }
        }

        /// See `Registry.entry(at:)`.
        public func entry(at status: StatusReference) async throws(RegistryError) -> RegistryEntry? {
            try await read { try $0.entry(at: status) }
        }

        /// See `Registry.entries(endingBy:after:limit:)`.
        public func entries(
            endingBy end: UnixTime, after last: StatusReference?, limit: Int
        ) async throws(RegistryError) -> [RegistryEntry] {
            try await read { try $0.entries(endingBy: end, after: last, limit: limit) }
        }

        /// See `Registry.statistics(at:)`.
        public func statistics(at now: UnixTime) async throws(RegistryError) -> RegistryStatistics {
            try await read { try $0.statistics(at: now) }
        }

        /// See `Registry.beginPublication()`.
        public func beginPublication() async throws(RegistryError) -> Int {
            try await write { try $0.beginPublication() }
        }

        /// See `Registry.changes(of:)`.
        public func changes(of publication: Int) async throws(RegistryError) -> [RegistryPublishedChange] {
            try await read { try $0.changes(of: publication) }
        }

        /// See `Registry.values(of:)`.
        public func values(of uri: String) async throws(RegistryError) -> [(index: Int, number: UInt8)] {
            try await read { try $0.values(of: uri) }
        }

        /// See `Registry.finishPublication(_:changes:at:)`.
        public func finishPublication(
            _ publication: Int, changes: Int, at now: UnixTime
        ) async throws(RegistryError) -> Bool {
            try await write { try $0.finishPublication(publication, changes: changes, at: now) }
        }

        /// See `Registry.add(challenges:until:)`.
        public func add(challenges: [[UInt8]], until end: UnixTime) async throws(RegistryError) {
            try RegistryError.checkChallenges(challenges)
            try await write { transaction in
                for challenge in challenges { try transaction.add(challenge: challenge, until: end) }
            }
        }

        /// See `Registry.closeLists()`.
        public func closeLists() async throws(RegistryError) { try await write { try $0.closeLists() } }
    }

    extension RegistryError {
        /// The error that one of SQLite, or of the system, leads to.
        init(of error: any Error, at path: String) {
            switch error {
            case let error as RegistryError: self = error
            case let reason as Reason: self.init(reason, at: path)
            case let error as DatabaseError:
                let reason: Reason =
                    switch error.resultCode {
                    case .SQLITE_NOTADB: .foreign
                    case .SQLITE_CORRUPT: .damaged
                    case .SQLITE_FULL: .diskFull
                    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
                    default: .failed
                    }
                self.init(reason, at: "\(path): \(error.message ?? "\(error.resultCode)")")
            default: self.init(.failed, at: "\(path): \(error)")
            }
        }

        /// Runs `body`, and converts the errors that it throws to this type.
        static func translating<Value>(at path: String, _ body: () throws -> Value) throws(RegistryError) -> Value {
            do { return try body() } catch { throw RegistryError(of: error, at: path) }
        }

        /// The result of one request; an error of the store is thrown, and ends the transaction.
        static func result<Value>(_ body: () throws -> Value) throws -> Result<Value, RegistryError> {
            do { return .success(try body()) } catch let error as RegistryError {
                guard error.isOfRequest else { throw error }
                return .failure(error)
            }
        }
    }
#endif
