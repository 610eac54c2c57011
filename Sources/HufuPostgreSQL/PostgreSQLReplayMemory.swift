#if PostgreSQL
    public import Hufu
    internal import Synchronization

    /// A replay memory in a PostgreSQL database (version 15 or later): of all scanners that use it, on any number of
    /// machines, one admits a token.
    ///
    /// A token is admitted when the server has its transaction on the disk. While a request waits for the server, others
    /// collect and follow in one transaction.
    ///
    /// If the connection breaks, whether the token was admitted is unknown, and the same request is made again on a new
    /// connection. A request has an identifier that is stored with the token: if the lost request has admitted it, the
    /// answer is `admitted` and not `repeated`, and no other request gets that answer. If the server is not reached in
    /// time, the scan is an error; the next scan of the same token by this object continues its request.
    ///
    /// A copy of an older state must not come back: codes that were admitted since could be admitted a second time. A
    /// standby that takes over must be a synchronous one.
    public final class PostgreSQLReplayMemory: AsyncReplayMemory {
        /// The largest number of tokens of one transaction.
        private static let largestBatch = 1_000
        /// The largest number of tokens whose answers were lost that are remembered.
        private static let maximumOpen = 10_000

        private struct Request {
            let entry: ReplayEntry
            let now: UnixTime
            let continuation: CheckedContinuation<Result<ReplayAnswer, PostgreSQLStoreError>, Never>
        }

        private struct State {
            var waiting: [Request] = []
            /// Whether a task asks the server.
            var isAsking = false
        }

        /// The largest number of tokens that have not expired.
        public let capacity: Int
        private let client: Client<PostgreSQLStoreError>
        private let state = Mutex(State())
        /// The identifiers of admissions whose answers were lost.
        private let open = Mutex<[ReplayEntry: [UInt8]]>([:])

        /// Opens the memory of a database, or makes it.
        ///
        /// - Parameters:
        ///   - address: the server and database, `postgresql://USER@HOST:PORT/DATABASE?…` (a connection URI of libpq).
        ///     A password is better kept in the environment (`PGPASSWORD`) or in `~/.pgpass`. The user needs the right to
        ///     create the schema `hufu_scanner`, or to use its tables if they are there.
        ///   - capacity: the largest number of tokens that have not expired, for all scanners together; about 250 bytes
        ///     each.
        ///   - patience: how long a scan waits for a server that does not answer; one that crashed needs some seconds to
        ///     start again. After that, each scan makes one attempt until the server answers.
        /// - Throws: ``PostgreSQLStoreError``.
        public init(
            _ address: String, capacity: Int = 1_000_000, patience: Duration = .seconds(10)
        ) async throws(PostgreSQLStoreError) {
            self.capacity = max(0, capacity)
            client = Client(address, ScannerSchema.settings(patience))
            try await ScannerSchema.prepare(client)
        }

        /// Admits a token once; see `AsyncReplayMemory.admit(_:at:)`.
        ///
        /// - Throws: ``PostgreSQLStoreError``; the token may be admitted by the next call with it.
        public func admit(_ entry: ReplayEntry, at now: UnixTime) async throws(PostgreSQLStoreError) -> ReplayAnswer {
            let result = await withCheckedContinuation { continuation in
                let isFirst = state.withLock { state in
                    state.waiting.append(Request(entry: entry, now: now, continuation: continuation))
                    defer { state.isAsking = true }
                    return !state.isAsking
                }
                if isFirst { Task { await ask() } }
            }
            return try result.get()
        }

        /// Asks until no request waits.
        private func ask() async {
            while let batch = nextBatch() {
                do throws(PostgreSQLStoreError) {
                    for (request, answer) in zip(batch, try await answers(to: batch)) {
                        request.continuation.resume(returning: .success(answer))
                    }
                } catch {
                    for request in batch { request.continuation.resume(returning: .failure(error)) }
                }
            }
        }

        private func nextBatch() -> [Request]? {
            state.withLock { state in
                guard !state.waiting.isEmpty else {
                    state.isAsking = false
                    return nil
                }
                defer { state.waiting.removeFirst(min(Self.largestBatch, state.waiting.count)) }
                return Array(state.waiting.prefix(Self.largestBatch))
            }
        }

        /// - Returns: as many answers as there are requests.
        private func answers(to batch: [Request]) async throws(PostgreSQLStoreError) -> [ReplayAnswer] {
            let admissions = identifiers(of: batch)
            let parameters: [Parameter] = [
                .byteStrings(batch.map(\.entry.credential)), .integers(batch.map(\.entry.issuedAt.secondsSince1970)),
                .integers(batch.map(\.entry.expiresAt.secondsSince1970)),
                .integers(batch.map(\.entry.expiry.secondsSince1970)), .byteStrings(admissions),
                .integers(batch.map(\.now.secondsSince1970)), .integer(capacity),
            ]
            do throws(PostgreSQLStoreError) {
                return try await client.run { connection in
                    let rows = try connection.run("SELECT admit($1, $2, $3, $4, $5, $6, $7)", parameters)
                    guard rows.count == admissions.count else { throw Failure.unexpected }
                    return try rows.map { try Self.answer($0.text(0)) }
                }
            } catch {
                remember(batch, admissions)
                throw error
            }
        }

        private static func answer(_ text: String) throws(Failure) -> ReplayAnswer {
            switch text {
            case "admitted": .admitted
            case "repeated": .repeated
            case "full": .full
            case _: throw .unexpected
            }
        }

        /// New identifiers, but for tokens whose answers were lost those of the lost requests, which are forgotten.
        private func identifiers(of batch: [Request]) -> [[UInt8]] {
            open.withLock { open in
                batch.map { request in
                    open.removeValue(forKey: request.entry) ?? (0..<16).map { _ in UInt8.random(in: 0...255) }
                }
            }
        }

        /// Remembers the identifier of the first request for each token, which is the one that may be stored.
        private func remember(_ batch: [Request], _ admissions: [[UInt8]]) {
            open.withLock { open in
                for (request, admission) in zip(batch, admissions) where open[request.entry] == nil {
                    if open.count >= Self.maximumOpen { open = open.filter { $0.key.expiry > request.now } }
                    // Without its identifier, the token is repeated at its next scan.
                    if open.count < Self.maximumOpen { open[request.entry] = admission }
                }
            }
        }
    }
#endif
