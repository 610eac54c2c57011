#if PostgreSQL
    internal import Dispatch
    internal import Foundation
    internal import HufuIssuer
    internal import Synchronization

    /// Runs statements of a registry on one connection, which is made anew when it breaks.
    ///
    /// What was done by a statement before the connection broke is not known. Therefore the statements can be asked
    /// again with the same result, and are.
    final class Client: Sendable {
        /// How long to wait for a server that does not answer; one that crashed needs some seconds to start again.
        private static let patience = Duration.seconds(60)
        private static let firstPatience = Duration.seconds(10)
        private static let pause = Duration.milliseconds(100)

        /// The server and database, without a password.
        let name: String
        /// libpq waits for the server, so its calls have a thread of their own.
        private let queue = DispatchQueue(label: "HufuPostgreSQL")
        private let connection: Mutex<Connection>

        init(_ address: String) {
            connection = Mutex(Connection(address))
            name = Self.name(of: address)
        }

        /// The address without what stands before `@` and behind `?`, which may be a password.
        private static func name(of address: String) -> String {
            let place = address.prefix { $0 != "?" }
            guard let at = place.lastIndex(of: "@") else { return String(place) }
            return "postgresql://" + place[place.index(after: at)...]
        }

        /// Runs `body` as often as the connection breaks or other transactions are in the way.
        ///
        /// - Parameter isFirst: whether the server has not been reached yet, so that the address may be wrong.
        func run<Value: Sendable>(
            isFirst: Bool = false, _ body: @escaping @Sendable (Connection) throws -> Value
        ) async throws(RegistryError) -> Value {
            let result = await withCheckedContinuation { continuation in
                queue.async { continuation.resume(returning: self.result(isFirst, body)) }
            }
            return try result.get()
        }

        private func result<Value: Sendable>(
            _ isFirst: Bool, _ body: @Sendable (Connection) throws -> Value
        ) -> Result<Value, RegistryError> {
            let start = ContinuousClock.now
            while true {
                let failure: any Error
                do {
                    return .success(
                        try connection.withLock { connection in
                            do {
                                try connection.open()
                                return try body(connection)
                            } catch {
                                // Also ends a transaction that was begun.
                                connection.close()
                                throw error
                            }
                        })
                } catch { failure = error }
                let (error, mayPass) = translated(failure)
                // A server that is starting is no wrong address.
                let isWrong = isFirst && !connection.withLock { $0.isServerStarting }
                guard mayPass, start.duration(to: .now) < (isWrong ? Self.firstPatience : Self.patience) else {
                    return .failure(error)
                }
                Thread.sleep(forTimeInterval: Self.pause / .seconds(1))
            }
        }

        /// The error that a failure leads to, and whether the statement is asked again.
        private func translated(_ failure: any Error) -> (RegistryError, Bool) {
            switch failure {
            case let error as RegistryError: return (error, false)
            case Failure.lost(let message): return (error(.unreachable, message), true)
            case Failure.conflict: return (error(.busy), true)
            case Failure.unexpected: return (error(.damaged), false)
            case Failure.refused(let state, let message):
                switch state {
                case Schema.listsFull: return (error(.listsFull), false)
                case Schema.rangeDiffers: return (error(.rangeDiffers), false)
                case Schema.listDiffers: return (error(.listDiffers), false)
                case "53100": return (error(.diskFull, message), false)
                // There is no such schema, table, column or function, or there are others of that name.
                case "3F000", "42P01", "42703", "42883", "42P06", "42P07", "42723":
                    return (error(.foreign, message), false)
                case _: return (error(.failed, message), false)
                }
            default: return (error(.failed, "\(failure)"), false)
            }
        }

        private func error(_ reason: RegistryError.Reason, _ message: String? = nil) -> RegistryError {
            let lines = message?.split(whereSeparator: \.isNewline).joined(separator: " ")
            return RegistryError(reason, at: lines.map { "\(name): \($0)" } ?? name)
        }
    }
#endif
