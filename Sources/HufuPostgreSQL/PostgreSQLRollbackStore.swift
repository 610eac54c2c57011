#if PostgreSQL
    public import Hufu

    /// A rollback state in a PostgreSQL database, which scanners of any number of machines share: a list that one of them
    /// has accepted is the oldest that the others accept.
    public struct PostgreSQLRollbackStore: AsyncRollbackStateStore {
        private let client: Client<PostgreSQLStoreError>

        /// Opens the state of a database, or makes it.
        ///
        /// - Parameters:
        ///   - address: the server and database, as of ``PostgreSQLReplayMemory``; both may have the same one.
        ///   - patience: how long an update waits for a server that does not answer.
        /// - Throws: ``PostgreSQLStoreError``.
        public init(_ address: String, patience: Duration = .seconds(10)) async throws(PostgreSQLStoreError) {
            client = Client(address, ScannerSchema.settings(patience))
            try await ScannerSchema.prepare(client)
        }

        /// Changes the stored state; see `AsyncRollbackStateStore.update(_:)`. No lock is held while `body` runs: it is
        /// called again if the state that it was given is not the stored one any more.
        ///
        /// - Throws: the error of `body`, or ``PostgreSQLStoreError``.
        public func update<Result: Sendable>(
            _ body: @Sendable (inout RollbackState) throws -> Result
        ) async throws -> Result {
            while true {
                let (text, before) = try await stored()
                var after = before
                let result = try body(&after)
                if after == before { return result }
                if try await replace(text, by: after.json) { return result }
            }
        }

        private func stored() async throws(PostgreSQLStoreError) -> (text: String, state: RollbackState) {
            try await client.run { connection in
                let rows = try connection.run("SELECT state FROM rollback", [])
                // A damaged state is an error and not an empty one, because older lists would be accepted then.
                guard rows.count == 1, let text = try rows.first?.text(0),
                    let state = try? RollbackState(json: Array(text.utf8))
                else { throw Failure.unexpected }
                return (text, state)
            }
        }

        /// - Returns: false if the stored state is another one, or is that after this very change, whose answer was lost.
        private func replace(_ old: String, by new: String) async throws(PostgreSQLStoreError) -> Bool {
            try await client.run { connection in
                try !connection.run(
                    "UPDATE rollback SET state = $2 WHERE state = $1 RETURNING true", [.text(old), .text(new)]
                ).isEmpty
            }
        }
    }
#endif
