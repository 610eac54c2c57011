#if SQLite
    internal import GRDB
    public import Hufu

    /// Why a replay store cannot be opened, or cannot admit a token. No token is admitted then.
    public struct SQLiteStoreError: ReasonedError {
        /// The causes.
        public enum Reason: String, ErrorReason, Error {
            /// The file is not a replay store: another database, or not a database.
            case foreign = "store.foreign"
            /// The file is a replay store with damaged contents.
            case damaged = "store.damaged"
            /// The replay store has the schema of another version.
            case versionUnsupported = "store.version_unsupported"
            /// The disk is full.
            case full = "store.full"
            /// Another process holds the lock for too long.
            case busy = "store.busy"
            /// Any other error of SQLite or the system.
            case failed = "store.failed"

            /// The fault, in one line.
            public var message: String {
                switch self {
                case .foreign: "the file is no replay store, or what is left of one"
                case .damaged: "the replay store is damaged"
                case .versionUnsupported: "the replay store was made by another version"
                case .full: "there is no space left for the replay store"
                case .busy: "other processes keep the replay store locked"
                case .failed: "the replay store cannot be opened, read or written"
                }
            }
            /// The remedy, in whole sentences.
            public var advice: String {
                switch self {
                case .foreign, .damaged, .versionUnsupported:
                    "Name another file, or move this one away: codes that are on show then can be admitted a second "
                        + "time, so wait until they have expired."
                case .full: "Make room; until then nothing is admitted."
                case .busy: "End the one that hangs, or wait until they have ended."
                case .failed: "Look at the folder, its rights and its file system."
                }
            }
        }

        /// The cause.
        public let reason: Reason
        /// The file, and the message of SQLite or the system.
        public let location: String?

        /// Runs `body`, and converts the errors that it throws to this type.
        static func translating<Value>(
            at path: String, _ body: () throws -> Value
        ) throws(SQLiteStoreError) -> Value {
            do { return try body() } catch let reason as Reason {
                throw SQLiteStoreError(reason: reason, location: path)
            } catch let error as DatabaseError {
                let reason: Reason =
                    switch error.resultCode {
                    case .SQLITE_NOTADB: .foreign
                    case .SQLITE_CORRUPT: .damaged
                    case .SQLITE_FULL: .full
                    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
                    default: .failed
                    }
                throw SQLiteStoreError(reason: reason, location: "\(path): \(error.message ?? "\(error.resultCode)")")
            } catch {
                throw SQLiteStoreError(reason: .failed, location: "\(path): \(error)")
            }
        }
    }
#endif
