#if PostgreSQL
    internal import Dispatch
    internal import Foundation
    internal import Synchronization

    /// What a store in a database differs in from other stores.
    struct DatabaseSettings: Sendable {
        /// The schema that has its tables.
        let schema: String
        /// How long to wait for a server that does not answer; one that crashed needs some seconds to start again.
        let patience: Duration
        /// Whether a statement without an answer is given up after the same time, because a person waits for it.
        let limitsStatements: Bool
    }

    /// What any store in a database may fail with.
    enum DatabaseFault {
        case unreachable, busy, foreign, damaged, diskFull, failed
    }

    /// The error of a store in a database.
    protocol DatabaseStoreError: Error {
        /// The error for a fault.
        static func of(_ fault: DatabaseFault, at location: String) -> Self
        /// The error for a SQLSTATE of the store's own functions; `nil` if it is not one.
        static func of(state: String, at location: String) -> Self?
    }

    /// Runs statements of a store on one connection, which is made anew when it breaks.
    ///
    /// What was done by a statement before the connection broke is not known. Therefore the statements can be asked
    /// again with the same result, and are.
    final class Client<StoreError: DatabaseStoreError>: Sendable {
        private struct State {
            let connection: Connection
            /// When the server was first found unreachable, of attempts since the last answer.
            var outage: ContinuousClock.Instant?
        }

        private static var firstPatience: Duration { .seconds(10) }
        private static var pause: Duration { .milliseconds(100) }

        private let address: DatabaseAddress
        private let settings: DatabaseSettings
        /// libpq waits for the server, so its calls have a thread of their own.
        private let queue = DispatchQueue(label: "HufuPostgreSQL")
        private let state: Mutex<State>

        init(_ address: String, _ settings: DatabaseSettings) {
            state = Mutex(State(connection: Connection(address, schema: settings.schema)))
            self.address = DatabaseAddress(address)
            self.settings = settings
        }

        /// Runs `body` as often as the connection breaks or other transactions are in the way.
        ///
        /// - Parameter isFirst: whether the server has not been reached yet, so that the address may be wrong.
        func run<Value: Sendable>(
            isFirst: Bool = false, _ body: @escaping @Sendable (Connection) throws -> Value
        ) async throws(StoreError) -> Value {
            let result = await withCheckedContinuation { continuation in
                queue.async { continuation.resume(returning: self.result(isFirst, body)) }
            }
            return try result.get()
        }

        private func result<Value: Sendable>(
            _ isFirst: Bool, _ body: @Sendable (Connection) throws -> Value
        ) -> Result<Value, StoreError> {
            guard address.isValid else {
                return .failure(
                    error(
                        .unreachable,
                        "it is not postgresql://USER@HOST:PORT/DATABASE, or a special character in it is not "
                            + "percent-encoded"))
            }
            let start = ContinuousClock.now
            while true {
                let (failure, begin): (any Error, ContinuousClock.Instant)
                switch state.withLock({ attempt(body, start, &$0) }) {
                case .success(let value): return .success(value)
                case .failure(let failed): (failure, begin) = (failed.error, failed.begin)
                }
                let (error, mayPass) = translated(failure)
                // A server that is starting is no wrong address.
                let isWrong = isFirst && !state.withLock { $0.connection.isServerStarting }
                let patience = isWrong ? min(Self.firstPatience, settings.patience) : settings.patience
                guard mayPass, begin.duration(to: .now) < patience else { return .failure(error) }
                Thread.sleep(forTimeInterval: Self.pause / .seconds(1))
            }
        }

        /// An attempt that failed, and the start of the time in which it may be made again.
        private struct FailedAttempt: Error {
            let error: any Error
            let begin: ContinuousClock.Instant
        }

        private func attempt<Value: Sendable>(
            _ body: @Sendable (Connection) throws -> Value, _ start: ContinuousClock.Instant, _ state: inout State
        ) -> Result<Value, FailedAttempt> {
            let connection = state.connection
            connection.deadline = settings.limitsStatements ? .now + settings.patience : nil
            do {
                try connection.open()
                let value = try body(connection)
                state.outage = nil
                return .success(value)
            } catch {
                // Also ends a transaction that was begun.
                connection.close()
                guard case Failure.lost = error else {
                    state.outage = nil
                    return .failure(FailedAttempt(error: error, begin: start))
                }
                // After a server was waited for in vain, later calls make one attempt each until it answers.
                let outage = state.outage ?? start
                state.outage = outage
                return .failure(FailedAttempt(error: error, begin: outage))
            }
        }

        /// The error that a failure leads to, and whether the statement is asked again.
        private func translated(_ failure: any Error) -> (StoreError, Bool) {
            switch failure {
            case let error as StoreError: return (error, false)
            case Failure.lost(let message): return (error(.unreachable, message), true)
            case Failure.conflict: return (error(.busy), true)
            case Failure.unexpected: return (error(.damaged), false)
            case Failure.refused(let state, let message):
                if let error = StoreError.of(state: state, at: address.name) { return (error, false) }
                switch state {
                case "53100": return (error(.diskFull, message), false)
                // There is no such schema, table, column or function, or there are others of that name.
                case "3F000", "42P01", "42703", "42883", "42P06", "42P07", "42723":
                    return (error(.foreign, message), false)
                case _: return (error(.failed, message), false)
                }
            default: return (error(.failed, "\(failure)"), false)
            }
        }

        private func error(_ fault: DatabaseFault, _ message: String? = nil) -> StoreError {
            let lines = message?.split(whereSeparator: \.isNewline).joined(separator: " ")
            return .of(fault, at: lines.map { "\(address.name): \($0)" } ?? address.name)
        }
    }
#endif
