#if Desk
    import Foundation

    #if canImport(Glibc)
        import Glibc
    #endif

    /// A TCP connection to a server on this machine, for requests that no HTTP client would send.
    final class Connection {
        struct Failed: Error { let call: String }

        private let descriptor: Int32

        init(port: Int) throws {
            #if canImport(Glibc)
                descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            #else
                descriptor = socket(AF_INET, SOCK_STREAM, 0)
            #endif
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(UInt16(port).bigEndian)
            address.sin_addr.s_addr = in_addr_t(UInt32(0x7f00_0001).bigEndian)
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let descriptor = descriptor
            // Safe: the address lives until the call returns.
            let result = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe connect(descriptor, $0, size)
                }
            }
            guard result == 0 else { throw Failed(call: "connect") }
        }

        deinit { close(descriptor) }

        /// Sends text; `false` if the server has closed the connection.
        @discardableResult
        func send(_ text: String) -> Bool { send(Array(text.utf8)) }

        @discardableResult
        func send(_ bytes: [UInt8]) -> Bool {
            var rest = bytes[...]
            while !rest.isEmpty {
                // Safe: the pointer is valid for the bytes of the slice during the call.
                let count = unsafe rest.withUnsafeBytes { unsafe Self.write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }

        #if canImport(Glibc)
            private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
                unsafe Glibc.send(descriptor, bytes, count, Int32(MSG_NOSIGNAL))
            }
        #else
            private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
                unsafe Darwin.send(descriptor, bytes, count, 0)
            }
        #endif

        /// Whether the server sends something, or closes the connection, within a time.
        func isReadable(within time: Duration) -> Bool {
            var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            return unsafe poll(&poller, 1, Int32(time / .milliseconds(1))) > 0
        }

        /// The next bytes; empty when the server has closed the connection, or sends nothing for a time.
        func receive(within time: Duration = .seconds(10)) -> [UInt8] {
            guard isReadable(within: time) else { return [] }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            // Safe: the call writes at most the length of the buffer.
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            return Array(buffer.prefix(max(0, count)))
        }

        /// Whether the server closes the connection within a time; what it sends before is dropped.
        func isClosed(within time: Duration) -> Bool {
            let end = ContinuousClock.now + time
            while isReadable(within: max(.zero, end - .now)) {
                if receive().isEmpty { return true }
            }
            return false
        }

        /// Reads one answer with a stated length.
        func answer(bodyExpected: Bool = true) throws -> Answer {
            var bytes: [UInt8] = []
            while true {
                if let answer = Answer(bytes, bodyExpected: bodyExpected) { return answer }
                let more = receive()
                guard !more.isEmpty else { throw Failed(call: "answer after \(bytes.count) bytes") }
                bytes += more
            }
        }
    }

    /// An answer of a server.
    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]

        /// `nil` while it is not complete.
        init?(_ bytes: [UInt8], bodyExpected: Bool) {
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
            let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
            guard let first = lines.first, let status = Int(first.split(separator: " ").dropFirst().first ?? "") else {
                return nil
            }
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                if parts.count == 2 { headers[parts[0].lowercased()] = parts[1] }
            }
            let length = bodyExpected ? Int(headers["content-length"] ?? "0") ?? 0 : 0
            guard bytes.count >= end.upperBound + length else { return nil }
            self.status = status
            self.headers = headers
            body = Array(bytes[end.upperBound..<end.upperBound + length])
        }

        var text: String { String(decoding: body, as: UTF8.self) }

        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
        }

        var code: String? { json["code"] as? String }
    }
#endif
