#if SQLite
    internal import Foundation
    internal import GRDB
    internal import Synchronization

    /// Keeps the write-ahead log of a database short.
    ///
    /// SQLite begins the log anew when no process needs what is in it. While several processes write all the time, there is
    /// no such moment, and the log would grow without bound. So a long log is emptied, and the other writers wait for that.
    final class WriteAheadLog: Sendable {
        /// The length of a log that is emptied, in bytes.
        private static let limit = 64 << 20
        /// How long to wait for other writers, and then for readers of the log, in milliseconds.
        private static let patience = 2_000
        /// The number of transactions between two attempts, if readers prevented the first one.
        private static let pause = 100

        private let path: String
        private let transactionsToWait = Mutex(0)

        /// The log of the database in a file.
        init(of path: String) { self.path = path + "-wal" }

        /// Whether the log should be emptied now; to be asked after each transaction.
        var isDue: Bool {
            let isWaiting = transactionsToWait.withLock { count in
                count = max(0, count - 1)
                return count > 0
            }
            guard !isWaiting, let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int else {
                return false
            }
            return size > Self.limit
        }

        /// Moves the contents of the log into the database, and empties it, unless readers need it for long.
        func empty(_ database: Database) {
            do {
                try database.execute(sql: "PRAGMA busy_timeout = \(Self.patience)")
                try database.checkpoint(.truncate)
            } catch { transactionsToWait.withLock { $0 = Self.pause } }
            // Nothing is lost if this fails: others are waited for a shorter time.
            try? database.execute(sql: "PRAGMA busy_timeout = \(Int(RegistrySchema.patience * 1_000))")
        }
    }
#endif
