#if PostgreSQL
    internal import CPQ

    /// The address of a database: a connection URI of libpq.
    struct DatabaseAddress: Sendable {
        let text: String
        /// The server and database, without user and password: what messages say of the address.
        let name: String
        /// False for a text that libpq would refuse, or read in another way than it was meant: its messages would show
        /// parts of a password that is not percent-encoded.
        let isValid: Bool

        init(_ text: String) {
            self.text = text
            let options = Self.options(of: text)
            let host = options?["host"] ?? options?["hostaddr"] ?? ""
            let (port, database) = (options?["port"] ?? "", options?["dbname"] ?? "")
            isValid =
                options != nil && !(host + database).contains("@")
                && port.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: ",") }
            let place = host.contains(":") ? "[\(host)]" : host
            name = isValid ? "postgresql://\(place)\(port.isEmpty ? "" : ":\(port)")/\(database)" : "the address"
        }

        /// The parts of a connection URI, by the names of libpq; `nil` if it is none.
        private static func options(of text: String) -> [String: String]? {
            // Safe: the string is a C string for the time of the call; the array ends with an element without a keyword,
            // and is freed after its strings were copied.
            guard text.hasPrefix("postgresql://") || text.hasPrefix("postgres://"), !text.utf8.contains(0),
                let first = unsafe PQconninfoParse(text, nil)
            else { return nil }
            defer { unsafe PQconninfoFree(first) }
            var (options, next) = unsafe ([String: String](), first)
            while let keyword = unsafe next.pointee.keyword {
                if let value = unsafe next.pointee.val {
                    unsafe options[String(cString: keyword)] = unsafe String(cString: value)
                }
                unsafe next += 1
            }
            return options
        }
    }
#endif
