#if PKCS11
    internal import Dispatch
    public import Hufu
    internal import HufuFiles
    internal import Synchronization

    /// A private key on a token, such as an HSM or a smart card, through the token's PKCS #11 module.
    ///
    /// Signatures are made in several sessions at the same time. A session that is lost is opened again, with a login, and
    /// what was asked in it is asked again. Each signature is verified before it is returned. A wrong PIN is tried once
    /// only. A call of a module cannot be interrupted: time limits are those of the module.
    public struct PKCS11Signer: Signer {
        /// The longest PIN in a file, in bytes.
        private static let longestPIN = 1 << 10
        /// The times to wait before a session is opened again, after the first attempt, which is made at once.
        private static let pauses: [DispatchTimeInterval] = [.milliseconds(100), .milliseconds(500), .seconds(2)]

        /// The public half of the key.
        public let publicKey: PublicKey
        private let requests: Requests
        private let modulePath: String

        /// Opens a token, runs `body` with its key, and closes the sessions.
        ///
        /// - Parameters:
        ///   - uri: the key.
        ///   - pin: the PIN, if the URI names no file with it. Tokens with a keypad of their own need none.
        ///   - publicKey: the public half that the key has to have; `nil` to accept what the token has.
        ///   - sessions: the number of signatures that are made at the same time, at most.
        ///   - body: called with the signer.
        /// - Throws: what `body` throws, ``PKCS11Error``, or `FileError` for the file with the PIN.
        public static func run<Value: Sendable>(
            _ uri: PKCS11URI, pin: String? = nil, publicKey: PublicKey? = nil, sessions: Int = 4,
            _ body: @Sendable (PKCS11Signer) async throws -> Value
        ) async throws -> Value {
            let pin = try uri.pinFile.map(readPIN) ?? pin.map { Array($0.utf8) }
            let (token, key, limit) = try await onThread { try connect(uri, pin, expecting: publicKey) }
            let requests = Requests()
            let workers = DispatchGroup()
            let count = max(1, min(sessions, limit ?? sessions))
            for number in 1...count {
                // Calls of a module block, so each session has a thread of its own.
                DispatchQueue(label: "PKCS #11 session \(number)").async(group: workers) {
                    serve(requests, token, key.algorithm, uri.modulePath)
                }
            }
            let signer = PKCS11Signer(publicKey: key, requests: requests, modulePath: uri.modulePath)
            let result: Result<Value, any Error>
            do { result = .success(try await body(signer)) } catch { result = .failure(error) }
            requests.finish(PKCS11Error(.ended, uri.modulePath), workers: count)
            await withCheckedContinuation { end in workers.notify(queue: .global()) { end.resume() } }
            return try result.get()
        }

        /// Signs, when a session is free.
        ///
        /// - Throws: ``PKCS11Error``.
        public func signature(for message: [UInt8]) async throws -> [UInt8] {
            let data = PKCS11Token.data(for: message, publicKey.algorithm)
            let signature = try await withCheckedThrowingContinuation { answer in
                requests.add(Request(data: data, answer: answer))
            }
            guard publicKey.isValidSignature(signature[...], for: message) else {
                throw PKCS11Error(.signatureInvalid, modulePath, "\(signature.count) bytes")
            }
            return signature
        }

        /// The PIN of a file: its bytes without a line end.
        private static func readPIN(_ path: String) throws(FileError) -> [UInt8] {
            var pin = try FileInput(path).readAll(limit: longestPIN)
            while let last = pin.last, last == ASCII.lineFeed || last == ASCII.carriageReturn { pin.removeLast() }
            return pin
        }

        private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws
            -> Value
        {
            try await withCheckedThrowingContinuation { end in
                DispatchQueue(label: "PKCS #11 token").async { end.resume(with: Result { try body() }) }
            }
        }

        private static func connect(
            _ uri: PKCS11URI, _ pin: [UInt8]?, expecting publicKey: PublicKey?
        ) throws -> (PKCS11Token, PublicKey, limit: Int?) {
            let token = try PKCS11Token(uri, pin: pin)
            do {
                let session = try token.open()
                defer { token.close(session) }
                return (
                    token, try token.publicKey(in: session, expected: publicKey), try token.largestSessionCount()
                )
            } catch let failure as PKCS11Failure {
                throw PKCS11Error(.sessionLost, uri.modulePath, failure.description)
            }
        }

        /// Signs all that is asked, in one session after another.
        private static func serve(
            _ requests: Requests, _ token: PKCS11Token, _ algorithm: COSE.Algorithm, _ path: String
        ) {
            var session: PKCS11Token.Session?
            defer { if let session { token.close(session) } }
            while let request = requests.next() {
                var pauses = pauses[...]
                while true {
                    let failure: PKCS11Error
                    do {
                        let open = try session ?? token.open()
                        session = open
                        request.answer.resume(returning: try token.sign(request.data, in: open, algorithm))
                        break
                    } catch let error as PKCS11Error {
                        failure = error
                    } catch {
                        let detail = (error as? PKCS11Failure)?.description ?? "\(error)"
                        failure = PKCS11Error(.sessionLost, path, detail)
                    }
                    if let lost = session { token.close(lost) }
                    session = nil
                    let isPassing = failure.reason == .sessionLost || failure.reason == .tokenMissing
                    guard isPassing, let pause = pauses.popFirst() else {
                        request.answer.resume(throwing: failure)
                        // What waits would only wait for the same.
                        requests.fail(failure)
                        break
                    }
                    _ = DispatchSemaphore(value: 0).wait(timeout: .now() + pause)
                }
            }
        }
    }

    /// A signature that is asked for.
    private struct Request: Sendable {
        let data: [UInt8]
        let answer: CheckedContinuation<[UInt8], any Error>
    }

    /// Requests that no session has taken yet, oldest first.
    private final class Requests: Sendable {
        private struct State {
            var waiting: [Request] = []
            var end: PKCS11Error?
        }

        private let state = Mutex(State())
        private let isAvailable = DispatchSemaphore(value: 0)

        func add(_ request: Request) {
            let end = state.withLock { state in
                if state.end == nil { state.waiting.append(request) }
                return state.end
            }
            if let end { request.answer.resume(throwing: end) } else { isAvailable.signal() }
        }

        /// Waits for a request; `nil` at the end.
        func next() -> Request? {
            while true {
                isAvailable.wait()
                let (request, isEnded) = state.withLock { state in
                    (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.end != nil)
                }
                if request != nil || isEnded { return request }
            }
        }

        /// Fails all that wait.
        func fail(_ error: PKCS11Error) {
            let failed = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            for request in failed { request.answer.resume(throwing: error) }
        }

        /// Fails all that wait and all that come, and wakes the workers.
        func finish(_ error: PKCS11Error, workers: Int) {
            state.withLock { $0.end = error }
            fail(error)
            for _ in 0..<workers { isAvailable.signal() }
        }
    }
#endif
