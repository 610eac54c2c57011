#if PostgreSQL
    public import Hufu

    /// Why the stores of scanners in a database cannot be opened or used. No token is admitted then, and no new list used.
    public struct PostgreSQLStoreError: ReasonedError {
        /// The causes.
        public enum Reason: String, ErrorReason, Error {
            /// The server cannot be reached, or does not answer in time.
            case unreachable = "store.unreachable"
            /// The schema of the scanners has the tables of another program.
            case foreign = "store.foreign"
            /// The contents are not those that a scanner writes.
            case damaged = "store.damaged"
            /// The schema was made by a newer version.
            case versionUnsupported = "store.version_unsupported"
            /// The disk of the server is full.
            case full = "store.full"
            /// Other transactions keep the tables locked.
            case busy = "store.busy"
            /// Any other error of the server.
            case failed = "store.failed"

            /// The fault, in one line.
            public var message: String {
                switch self {
                case .unreachable: "there is no connection to the server of the scanners' store"
                case .foreign: "the database has a schema hufu_scanner of another program"
                case .damaged: "the scanners' store is damaged"
                case .versionUnsupported: "the scanners' store was made by a newer version"
                case .full: "the server has no space left for the scanners' store"
                case .busy: "other transactions keep the tables of the scanners' store locked"
                case .failed: "the scanners' store cannot be opened, read or written"
                }
            }

            /// The remedy, in whole sentences.
            public var advice: String {
                switch self {
                case .unreachable:
                    """
                    Start the server, or correct its address; or user and password, if it has refused them. Until then \
                    nothing is admitted.
                    """
                case .foreign: "Name another database."
                case .damaged:
                    "Wait until the codes that are shown now have expired, then name another database: it would admit "
                        + "them a second time."
                case .versionUnsupported: "Use the version that made it, or a later one."
                case .full: "Make room on the server; until then nothing is admitted."
                case .busy: "Look for transactions that do not end (pg_stat_activity), and end them."
                case .failed: "Look at the server's log, and at the rights of the user."
                }
            }
        }

        /// The cause.
        public let reason: Reason
        /// The server and database without user and password, and the message of the server.
        public let location: String?

        init(_ reason: Reason, at location: String) {
            self.reason = reason
            self.location = location
        }
    }

    extension PostgreSQLStoreError: DatabaseStoreError {
        static func of(_ fault: DatabaseFault, at location: String) -> PostgreSQLStoreError {
            let reason: Reason =
                switch fault {
                case .unreachable: .unreachable
                case .busy: .busy
                case .foreign: .foreign
                case .damaged: .damaged
                case .diskFull: .full
                case .failed: .failed
                }
            return PostgreSQLStoreError(reason, at: location)
        }

        static func of(state: String, at location: String) -> PostgreSQLStoreError? {
            switch state {
            case ScannerSchema.newer: PostgreSQLStoreError(.versionUnsupported, at: location)
            // The table with one row has none, or more.
            case "P0002", "P0003": PostgreSQLStoreError(.damaged, at: location)
            case _: nil
            }
        }
    }
#endif
