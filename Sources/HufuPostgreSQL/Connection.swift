#if PostgreSQL
    internal import CPQ
    internal import Foundation

    /// A connection to a server. Statements are prepared when they are used for the first time.
    ///
    /// Safe: only this class has the handle, which is nil or open.
    @safe final class Connection {
        /// Seconds to wait for a connection, unless the address has another number: a server that is switched off does
        /// not answer at all.
        private static let connectTimeout = "5"

        private let address: String
        private let schema: String
        private var handle: OpaquePointer?
        /// When a statement without an answer is given up: the connection counts as lost then.
        var deadline: ContinuousClock.Instant?
        /// The names of prepared statements, by their texts.
        private var prepared: [String: String] = [:]

        /// - Parameter schema: the schema in which names of the statements are looked up.
        init(_ address: String, schema: String) { unsafe (self.address, self.schema, handle) = (address, schema, nil) }

        deinit { close() }

        func close() {
            if let open = unsafe handle { unsafe PQfinish(open) }
            unsafe handle = nil
            prepared = [:]
        }

        /// Connects unless there is a connection.
        func open() throws(Failure) {
            if unsafe handle != nil { return }
            guard let new = unsafe connected() else { throw .lost("out of memory") }
            unsafe handle = new
            guard unsafe PQstatus(new) == CONNECTION_OK else {
                // Safe: the message is a C string of the handle, which is open.
                let message = unsafe String(cString: PQerrorMessage(new))
                close()
                throw .lost(message)
            }
            // Notices would be printed to standard error.
            _ = unsafe PQsetNoticeReceiver(new, { _, _ in }, nil)
            // The server's JIT compiler would take 18 ms for the statements of an admission, which run for 0.3 ms.
            try run(
                """
                SET search_path TO \(schema); SET synchronous_commit TO on; SET client_encoding TO 'UTF8';
                SET default_transaction_isolation TO 'read committed'; SET default_transaction_read_only TO off;
                SET jit TO off
                """)
        }

        private func connected() -> OpaquePointer? {
            // Safe: the strings are C strings for the time of the call, and both arrays end with nil; the handle is owned
            // by this object. What the address says comes later and counts.
            unsafe Self.connectTimeout.withCString { timeout in
                unsafe address.withCString { address in
                    unsafe "connect_timeout".withCString { timeoutKey in
                        unsafe "dbname".withCString { addressKey in
                            unsafe PQconnectdbParams([timeoutKey, addressKey, nil], [timeout, address, nil], 1)
                        }
                    }
                }
            }
        }

        /// Whether there is a server that takes no connections yet.
        var isServerStarting: Bool {
            // Safe: the string is a C string for the time of the call.
            unsafe handle == nil && PQping(address) == PQPING_REJECT
        }

        /// Runs statements without parameters and results.
        func run(_ statements: String) throws(Failure) {
            guard let handle = unsafe handle else { throw .lost("not connected") }
            // Safe: the string is a C string for the time of the call.
            _ = try unsafe rows(of: answer(PQsendQuery(handle, statements)))
        }

        /// Runs a statement, and returns its rows.
        @discardableResult
        func run(_ statement: String, _ parameters: [Parameter]) throws(Failure) -> [ResultRow] {
            guard let handle = unsafe handle else { throw .lost("not connected") }
            let count = Int32(parameters.count)
            let name = prepared[statement] ?? "hufu\(prepared.count)"
            if prepared[statement] == nil {
                let types = parameters.map { Oid($0.type) }
                // Safe: the strings and the array are there for the time of the call, and the count is that of the array.
                _ = try unsafe rows(of: answer(PQsendPrepare(handle, name, statement, count, types)))
                prepared[statement] = name
            }
            // All values behind each other, so that each has a pointer into one buffer.
            let buffer: [UInt8] = parameters.flatMap(\.bytes) + [0]
            let lengths = parameters.map { Int32($0.bytes.count) }
            let formats = [Int32](repeating: 1, count: parameters.count)
            // Safe: the pointers lead into the buffer, which outlives the call, at the offsets of the values; each array
            // has as many elements as there are parameters.
            let isSent = unsafe buffer.withUnsafeBytes { buffer -> Int32 in
                var offset = 0
                let values = unsafe parameters.map { parameter -> UnsafePointer<CChar>? in
                    defer { offset += parameter.bytes.count }
                    return unsafe buffer.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
                }
                return unsafe PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
            }
            return try unsafe rows(of: answer(isSent))
        }

        /// Waits for the last result of the statements that were sent.
        private func answer(_ isSent: Int32) throws(Failure) -> OpaquePointer? {
            guard isSent == 1 else { throw .lost(message) }
            var last: OpaquePointer?
            while true {
                do throws(Failure) { try waitForResult() } catch {
                    unsafe PQclear(last)
                    throw error
                }
                guard let next = unsafe PQgetResult(handle) else { return unsafe last }
                unsafe PQclear(last)
                unsafe last = next
            }
        }

        /// Waits until the next result is there, but not longer than until the deadline.
        private func waitForResult() throws(Failure) {
            guard let deadline else { return }
            while unsafe PQisBusy(handle) == 1 {
                let left = ContinuousClock.now.duration(to: deadline)
                guard left > .zero else { throw .lost("the server did not answer in time") }
                var descriptor = unsafe pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
                // Safe: there is one descriptor for the time of the call.
                let found = unsafe poll(&descriptor, 1, Int32(left / .milliseconds(1)) + 1)
                guard found > 0 else { continue }
                guard unsafe PQconsumeInput(handle) == 1 else { throw .lost(message) }
            }
        }

        /// Takes the rows of a result, which is released.
        private func rows(of result: OpaquePointer?) throws(Failure) -> [ResultRow] {
            guard let result = unsafe result else { throw .lost(message) }
            defer { unsafe PQclear(result) }
            switch unsafe PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return []
            case PGRES_TUPLES_OK: break
            case _: throw unsafe failure(of: result)
            }
            let columns = unsafe PQnfields(result)
            return unsafe (0..<PQntuples(result)).map { row in
                ResultRow(
                    columns: (0..<columns).map { column in
                        guard unsafe PQgetisnull(result, row, column) == 0,
                            let value = unsafe PQgetvalue(result, row, column)
                        else { return nil }
                        // Safe: the value has this length, and lives as long as the result.
                        let bytes = unsafe UnsafeRawBufferPointer(
                            start: value, count: Int(PQgetlength(result, row, column)))
                        return unsafe Array(bytes)
                    })
            }
        }

        private func failure(of result: OpaquePointer) -> Failure {
            // Safe: both are C strings of the result, or nil.
            let state = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { unsafe String(cString: $0) }
            let text = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { unsafe String(cString: $0) }
            guard unsafe PQstatus(handle) == CONNECTION_OK, let state else { return .lost(text ?? message) }
            switch state {
            // The server ends, has crashed, or starts; a broken connection.
            case "57P01", "57P02", "57P03": return .lost(text ?? state)
            case _ where state.hasPrefix("08"): return .lost(text ?? state)
            case "40001", "40P01": return .conflict
            case _: return .refused(state: state, message: text ?? state)
            }
        }

        private var message: String {
            // Safe: the message is a C string of the handle; for nil it is a constant.
            guard let text = unsafe PQerrorMessage(handle) else { return "no connection" }
            return unsafe String(cString: text)
        }
    }
#endif
