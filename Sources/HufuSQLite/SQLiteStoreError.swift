#if SQLite
    internal import GRDB
    public import Hufu

    /// Why a replay store cannot be opened, or cannot admit. Nothing is admitted then.
    public struct SQLiteStoreError: CodedError, Equatable {
        /// What is wrong, as a closed list.
        public enum Reason: String, Error {
            case foreign = "store.foreign"
            case damaged = "store.damaged"
            case versionUnsupported = "store.version_unsupported"
            case full = "store.full"
            case busy = "store.busy"
            case failed = "store.failed"
        }

        /// What is wrong.
        public let reason: Reason
        /// The file, and what SQLite or the system said.
        public let place: String?

        /// Runs `body`, and makes of what it throws an error of this type.
        static func translating<Value>(
            at path: String, _ body: () throws -> Value
        ) throws(SQLiteStoreError) -> Value {
            do { return try body() } catch let reason as Reason {
                throw SQLiteStoreError(reason: reason, place: path)
            } catch let error as DatabaseError {
                let reason: Reason =
                    switch error.resultCode {
                    case .SQLITE_NOTADB: .foreign
                    case .SQLITE_CORRUPT: .damaged
                    case .SQLITE_FULL: .full
                    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
                    default: .failed
                    }
                throw SQLiteStoreError(reason: reason, place: "\(path): \(error.message ?? "\(error.resultCode)")")
            } catch {
                throw SQLiteStoreError(reason: .failed, place: "\(path): \(error)")
            }
        }

        /// The reason's stable name.
        public var code: String { reason.rawValue }
        /// What is wrong in words.
        public var message: String {
            switch reason {
            case .foreign: "the file is no replay store, or what is left of one"
            case .damaged: "the replay store is damaged"
            case .versionUnsupported: "the replay store was made by another version"
            case .full: "there is no space left for the replay store"
            case .busy: "other processes do not let go of the replay store"
            case .failed: "the replay store cannot be opened, read or written"
            }
        }
        /// What to do about it.
        public var advice: String {
            switch reason {
            case .foreign, .damaged, .versionUnsupported:
                "Name another file, or move this one away: codes that are on show then can be admitted a second time, "
                    + "so wait until they have expired."
            case .full: "Make room; until then nothing is admitted."
            case .busy: "Is one of them hanging?"
            case .failed: "Look at the folder, its rights and its file system."
            }
        }
    }
#endif
