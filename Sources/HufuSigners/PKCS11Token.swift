#if PKCS11
    internal import CP11Kit
    internal import Hufu
    internal import Synchronization

    /// A token, and how to open sessions with it. All functions block.
    final class PKCS11Token: Sendable {
        /// A session in which the user is logged in, and the private key in it.
        struct Session {
            fileprivate let handle: CK_SESSION_HANDLE
            fileprivate let key: CK_OBJECT_HANDLE
        }

        private let uri: PKCS11URI
        private let module: PKCS11Module
        private let pin: [UInt8]?
        /// Why the token refused the PIN. Tokens lock after some wrong PINs, so one task logs in at a time, and none after
        /// a refusal.
        private let refusal = Mutex<PKCS11Error?>(nil)

        /// Loads the module.
        ///
        /// - Throws: `pkcs11.module_not_loaded`.
        init(_ uri: PKCS11URI, pin: [UInt8]?) throws(PKCS11Error) {
            self.uri = uri
            self.pin = pin
            module = try PKCS11Module(path: uri.modulePath)
            do throws(PKCS11Failure) { try module.initialize() } catch {
                throw PKCS11Error(.moduleNotLoaded, module.path, error.description)
            }
        }

        /// Opens a session, logs in, and finds the key.
        ///
        /// - Throws: ``PKCS11Failure`` or ``PKCS11Error``.
        func open() throws -> Session {
            try refusal.withLock { refusal in
                if let refusal { throw refusal }
                // Without effect, unless the module has lost all its state.
                try module.initialize()
                let (slot, info) = try findSlot()
                let handle = try module.openSession(slot)
                do {
                    refusal = try login(handle, info)
                    if let refusal { throw refusal }
                    return Session(handle: handle, key: try findKey(handle))
                } catch {
                    module.closeSession(handle)
                    throw error
                }
            }
        }

        func close(_ session: Session) { module.closeSession(session.handle) }

        /// The largest number of sessions that the token allows; `nil` if it does not limit them.
        func largestSessionCount() throws -> Int? {
            let count = try findSlot().info.ulMaxSessionCount
            return count == 0 || count == CK_ULONG.max ? nil : Int(clamping: count)
        }

        // --- the token ----------------------------------------------------------------------------------------------

        private func findSlot() throws -> (slot: CK_SLOT_ID, info: CK_TOKEN_INFO) {
            var found: [(slot: CK_SLOT_ID, info: CK_TOKEN_INFO)] = []
            let library = try module.info()
            for slot in try module.slots() {
                // A token that is removed at this moment is not there.
                guard let place = try? module.slotInfo(slot), let token = try? module.tokenInfo(slot) else { continue }
                if matches(library), matches(slot, place), matches(token) { found.append((slot, token)) }
            }
            guard let first = found.first else { throw PKCS11Error(.tokenMissing, module.path, uri.description) }
            guard found.count == 1 else { throw PKCS11Error(.tokenAmbiguous, module.path, uri.description) }
            return first
        }

        private func matches(_ library: CK_INFO) -> Bool {
            let version = "\(library.libraryVersion.major).\(library.libraryVersion.minor)"
            return matches(.libraryManufacturer, text(of: library.manufacturerID))
                && matches(.libraryDescription, text(of: library.libraryDescription))
                && matches(.libraryVersion, Array(version.utf8))
        }

        private func matches(_ slot: CK_SLOT_ID, _ place: CK_SLOT_INFO) -> Bool {
            (uri.slotID ?? slot) == slot && matches(.slotManufacturer, text(of: place.manufacturerID))
                && matches(.slotDescription, text(of: place.slotDescription))
        }

        private func matches(_ token: CK_TOKEN_INFO) -> Bool {
            matches(.token, text(of: token.label)) && matches(.manufacturer, text(of: token.manufacturerID))
                && matches(.model, text(of: token.model)) && matches(.serial, text(of: token.serialNumber))
        }

        private func matches(_ attribute: PKCS11URI.Attribute, _ value: [UInt8]) -> Bool {
            (uri.value(attribute) ?? value) == value
        }

        /// The text of a field of fixed length, without the spaces that fill it.
        private func text<Field>(of field: Field) -> [UInt8] {
            // Safe: a field is a tuple of bytes, and the bytes are copied.
            let bytes = unsafe withUnsafeBytes(of: field) { unsafe Array($0) }
            let end = bytes.lastIndex { $0 != ASCII.space && $0 != 0 } ?? -1
            return Array(bytes.prefix(end + 1))
        }

        /// - Returns: why the token refuses the PIN.
        private func login(_ session: CK_SESSION_HANDLE, _ token: CK_TOKEN_INFO) throws -> PKCS11Error? {
            guard token.flags & CKF_LOGIN_REQUIRED != 0 else { return nil }
            guard pin != nil || token.flags & CKF_PROTECTED_AUTHENTICATION_PATH != 0 else {
                return PKCS11Error(.pinMissing, module.path)
            }
            do throws(PKCS11Failure) { try module.login(session, pin: pin) } catch {
                switch error.value {
                case CKR_PIN_INCORRECT, CKR_PIN_INVALID, CKR_PIN_LEN_RANGE:
                    return PKCS11Error(.pinIncorrect, module.path, error.description)
                case CKR_PIN_LOCKED, CKR_PIN_EXPIRED, CKR_USER_PIN_NOT_INITIALIZED:
                    return PKCS11Error(.pinLocked, module.path, error.description)
                default: throw error
                }
            }
            return nil
        }

        // --- the key ------------------------------------------------------------------------------------------------

        private func findKey(_ session: CK_SESSION_HANDLE) throws -> CK_OBJECT_HANDLE {
            let names: [(CK_ATTRIBUTE_TYPE, PKCS11URI.Attribute)] = [(CKA_LABEL, .object), (CKA_ID, .id)]
            let given = names.compactMap { type, attribute in uri.value(attribute).map { (type: type, value: $0) } }
            let keys = try module.objects(session, of: CKO_PRIVATE_KEY, with: given)
            guard let key = keys.first else { throw PKCS11Error(.keyMissing, module.path, uri.description) }
            guard keys.count == 1 else { throw PKCS11Error(.keyAmbiguous, module.path, uri.description) }
            return key
        }

        /// The public half of the key.
        ///
        /// - Parameter expected: the key that it has to be, which also stands for one that the token does not have.
        func publicKey(in session: Session, expected: PublicKey?) throws -> PublicKey {
            let algorithm = try algorithm(of: session)
            guard let point = try point(of: session, algorithm) else {
                guard let expected else { throw PKCS11Error(.publicKeyMissing, module.path) }
                return expected
            }
            guard let key = try? PublicKey(algorithm, point: point[...]) else {
                throw PKCS11Error(.keyTypeUnsupported, module.path, "a point that is not on \(algorithm.keyName)")
            }
            if let expected, expected != key {
                throw PKCS11Error(
                    .publicKeyMismatch, module.path,
                    "\(Hex.encode(key.keyID)); \(Hex.encode(expected.keyID)) is expected")
            }
            return key
        }

        private func algorithm(of session: Session) throws -> COSE.Algorithm {
            let type = try module.attribute(CKA_KEY_TYPE, of: session.key, in: session.handle) ?? []
            let parameters = try module.attribute(CKA_EC_PARAMS, of: session.key, in: session.handle) ?? []
            for algorithm in COSE.Algorithm.allCases
            where type == bytes(of: algorithm.keyType) && algorithm.curves.contains(parameters) {
                return algorithm
            }
            let known = COSE.Algorithm.allCases.contains { type == bytes(of: $0.keyType) }
            throw PKCS11Error(
                .keyTypeUnsupported, module.path,
                known ? "on the curve \(Hex.encode(parameters))" : "of type \(Hex.encode(type.reversed()))")
        }

        private func bytes(of number: CK_ULONG) -> [UInt8] {
            // Safe: the bytes are copied.
            unsafe withUnsafeBytes(of: number) { unsafe Array($0) }
        }

        /// The point of the public key with the private key's id, or its label if it has no id.
        private func point(of session: Session, _ algorithm: COSE.Algorithm) throws -> [UInt8]? {
            for name in [CKA_ID, CKA_LABEL] {
                guard let value = try module.attribute(name, of: session.key, in: session.handle) else { continue }
                let keys = try module.objects(session.handle, of: CKO_PUBLIC_KEY, with: [(name, value)])
                guard let key = keys.first, keys.count == 1 else { continue }
                let encoded = try module.attribute(CKA_EC_POINT, of: key, in: session.handle) ?? []
                // An octet string in DER; some tokens leave its tag and length out.
                let length = algorithm.pointLength
                return encoded.count == length + 2 && encoded.starts(with: [0x04, UInt8(length)])
                    ? Array(encoded.dropFirst(2)) : encoded
            }
            return nil
        }

        /// Signs.
        ///
        /// - Parameter data: what ``data(for:_:)`` returns.
        /// - Throws: ``PKCS11Error`` if another session would not help, else ``PKCS11Failure``.
        func sign(_ data: [UInt8], in session: Session, _ algorithm: COSE.Algorithm) throws -> [UInt8] {
            do throws(PKCS11Failure) {
                return try module.sign(data, mechanism: algorithm.mechanism, key: session.key, in: session.handle)
            } catch {
                switch error.value {
                case CKR_KEY_FUNCTION_NOT_PERMITTED, CKR_KEY_TYPE_INCONSISTENT, CKR_MECHANISM_INVALID,
                    CKR_FUNCTION_NOT_SUPPORTED:
                    throw PKCS11Error(.signingRefused, module.path, error.description)
                default: throw error
                }
            }
        }

        /// What the token signs in place of a message: its SHA-256 for ECDSA, because few tokens have CKM_ECDSA_SHA256.
        static func data(for message: [UInt8], _ algorithm: COSE.Algorithm) -> [UInt8] {
            switch algorithm {
            case .ed25519: return message
            case .esp256:
                var digest = RunningDigest()
                digest.update(message)
                return digest.value
            }
        }
    }

    extension COSE.Algorithm {
        fileprivate var mechanism: CK_MECHANISM_TYPE {
            switch self {
            case .esp256: CKM_ECDSA
            case .ed25519: CKM_EDDSA
            }
        }

        fileprivate var keyType: CK_KEY_TYPE {
            switch self {
            case .esp256: CKK_EC
            case .ed25519: CKK_EC_EDWARDS
            }
        }

        fileprivate var keyName: String {
            switch self {
            case .esp256: "P-256"
            case .ed25519: "edwards25519"
            }
        }

        /// The forms of CKA_EC_PARAMS (PKCS #11 version 3.0, section 2.3): the object identifier, and for edwards25519
        /// the name of the curve too.
        fileprivate var curves: [[UInt8]] {
            switch self {
            case .esp256: [[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]]
            case .ed25519: [[0x06, 0x03, 0x2b, 0x65, 0x70], [0x13, 0x0c] + Array("edwards25519".utf8)]
            }
        }

        /// Bytes of an uncompressed point.
        fileprivate var pointLength: Int {
            switch self {
            case .esp256: 65
            case .ed25519: 32
            }
        }
    }
#endif
