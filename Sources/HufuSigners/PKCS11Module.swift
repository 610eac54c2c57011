#if PKCS11
    internal import CP11Kit

    #if canImport(Glibc)
        internal import Glibc
    #elseif canImport(Musl)
        internal import Musl
    #elseif canImport(Android)
        internal import Android
    #else
        internal import Darwin
    #endif

    /// A function of a module that did not return CKR_OK.
    struct PKCS11Failure: Error {
        let function: StaticString
        let value: CK_RV

        /// Such as `C_Sign: CKR_DEVICE_ERROR`.
        var description: String { "\(function): \(Self.names[value] ?? "0x" + String(value, radix: 16))" }

        private static let names: [CK_RV: String] = [
            CKR_HOST_MEMORY: "CKR_HOST_MEMORY", CKR_SLOT_ID_INVALID: "CKR_SLOT_ID_INVALID",
            CKR_GENERAL_ERROR: "CKR_GENERAL_ERROR", CKR_FUNCTION_FAILED: "CKR_FUNCTION_FAILED",
            CKR_ARGUMENTS_BAD: "CKR_ARGUMENTS_BAD", CKR_DEVICE_ERROR: "CKR_DEVICE_ERROR",
            CKR_DEVICE_MEMORY: "CKR_DEVICE_MEMORY", CKR_DEVICE_REMOVED: "CKR_DEVICE_REMOVED",
            CKR_FUNCTION_NOT_SUPPORTED: "CKR_FUNCTION_NOT_SUPPORTED", CKR_KEY_HANDLE_INVALID: "CKR_KEY_HANDLE_INVALID",
            CKR_KEY_TYPE_INCONSISTENT: "CKR_KEY_TYPE_INCONSISTENT",
            CKR_KEY_FUNCTION_NOT_PERMITTED: "CKR_KEY_FUNCTION_NOT_PERMITTED",
            CKR_MECHANISM_INVALID: "CKR_MECHANISM_INVALID", CKR_OBJECT_HANDLE_INVALID: "CKR_OBJECT_HANDLE_INVALID",
            CKR_OPERATION_ACTIVE: "CKR_OPERATION_ACTIVE", CKR_PIN_INCORRECT: "CKR_PIN_INCORRECT",
            CKR_PIN_INVALID: "CKR_PIN_INVALID", CKR_PIN_LEN_RANGE: "CKR_PIN_LEN_RANGE",
            CKR_PIN_EXPIRED: "CKR_PIN_EXPIRED", CKR_PIN_LOCKED: "CKR_PIN_LOCKED",
            CKR_SESSION_CLOSED: "CKR_SESSION_CLOSED", CKR_SESSION_COUNT: "CKR_SESSION_COUNT",
            CKR_SESSION_HANDLE_INVALID: "CKR_SESSION_HANDLE_INVALID",
            CKR_TOKEN_NOT_PRESENT: "CKR_TOKEN_NOT_PRESENT", CKR_TOKEN_NOT_RECOGNIZED: "CKR_TOKEN_NOT_RECOGNIZED",
            CKR_USER_NOT_LOGGED_IN: "CKR_USER_NOT_LOGGED_IN",
            CKR_USER_PIN_NOT_INITIALIZED: "CKR_USER_PIN_NOT_INITIALIZED",
            CKR_BUFFER_TOO_SMALL: "CKR_BUFFER_TOO_SMALL", CKR_CRYPTOKI_NOT_INITIALIZED: "CKR_CRYPTOKI_NOT_INITIALIZED",
        ]
    }

    /// The functions of a module that are used here. The module is initialised for use by several threads, and stays
    /// loaded until the process ends, because others may use it too.
    struct PKCS11Module: @unchecked Sendable {
        let path: String
        private let functions: CK_FUNCTION_LIST

        /// Loads a module.
        ///
        /// - Throws: `pkcs11.module_not_loaded`.
        init(path: String) throws(PKCS11Error) {
            self.path = path
            guard let library = unsafe dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
                let reason = unsafe dlerror().map { unsafe String(cString: $0) }
                throw PKCS11Error(.moduleNotLoaded, path, reason ?? "no reason is given")
            }
            guard let symbol = unsafe dlsym(library, "C_GetFunctionList") else {
                throw PKCS11Error(.moduleNotLoaded, path, "it has no C_GetFunctionList")
            }
            // Safe: the standard gives the function of this name this type.
            let getList = unsafe unsafeBitCast(symbol, to: CK_C_GetFunctionList.self)
            var list: UnsafeMutablePointer<CK_FUNCTION_LIST>?
            let value = unsafe getList(&list)
            guard value == CKR_OK, let list = unsafe list else {
                let failure = PKCS11Failure(function: "C_GetFunctionList", value: value)
                throw PKCS11Error(.moduleNotLoaded, path, failure.description)
            }
            unsafe functions = list.pointee
        }

        private func check(_ function: StaticString, _ value: CK_RV?) throws(PKCS11Failure) {
            let value = value ?? CKR_FUNCTION_NOT_SUPPORTED
            guard value == CKR_OK else { throw PKCS11Failure(function: function, value: value) }
        }

        /// Without effect if the module is initialised.
        func initialize() throws(PKCS11Failure) {
            var arguments = unsafe CK_C_INITIALIZE_ARGS()
            unsafe arguments.flags = CKF_OS_LOCKING_OK
            let value = unsafe functions.C_Initialize?(&arguments)
            if value != CKR_CRYPTOKI_ALREADY_INITIALIZED { try check("C_Initialize", value) }
        }

        func info() throws(PKCS11Failure) -> CK_INFO {
            var info = CK_INFO()
            try check("C_GetInfo", unsafe functions.C_GetInfo?(&info))
            return info
        }

        /// The slots with a token in them.
        func slots() throws(PKCS11Failure) -> [CK_SLOT_ID] {
            var count = CK_ULONG(0)
            try check("C_GetSlotList", unsafe functions.C_GetSlotList?(CK_BBOOL(CK_TRUE), nil, &count))
            // Room for some more, in case that a token is connected at this moment.
            var slots = [CK_SLOT_ID](repeating: 0, count: Int(clamping: count) + 8)
            count = CK_ULONG(slots.count)
            try check("C_GetSlotList", unsafe functions.C_GetSlotList?(CK_BBOOL(CK_TRUE), &slots, &count))
            return Array(slots.prefix(Int(clamping: count)))
        }

        func slotInfo(_ slot: CK_SLOT_ID) throws(PKCS11Failure) -> CK_SLOT_INFO {
            var info = CK_SLOT_INFO()
            try check("C_GetSlotInfo", unsafe functions.C_GetSlotInfo?(slot, &info))
            return info
        }

        func tokenInfo(_ slot: CK_SLOT_ID) throws(PKCS11Failure) -> CK_TOKEN_INFO {
            var info = CK_TOKEN_INFO()
            try check("C_GetTokenInfo", unsafe functions.C_GetTokenInfo?(slot, &info))
            return info
        }

        func openSession(_ slot: CK_SLOT_ID) throws(PKCS11Failure) -> CK_SESSION_HANDLE {
            var session = CK_SESSION_HANDLE(0)
            try check(
                "C_OpenSession", unsafe functions.C_OpenSession?(slot, CKF_SERIAL_SESSION, nil, nil, &session))
            return session
        }

        /// A session that is lost already is no error.
        func closeSession(_ session: CK_SESSION_HANDLE) { _ = functions.C_CloseSession?(session) }

        /// Logs in all sessions of this process with the token; without effect if they are.
        ///
        /// - Parameter pin: `nil` for a token that takes the PIN itself.
        func login(_ session: CK_SESSION_HANDLE, pin: [UInt8]?) throws(PKCS11Failure) {
            var pin = pin
            let count = CK_ULONG(pin?.count ?? 0)
            // Safe: the pointer is used during the call only.
            let value: CK_RV? =
                unsafe pin?.withUnsafeMutableBufferPointer {
                    unsafe functions.C_Login?(session, CKU_USER, $0.baseAddress, count)
                } ?? functions.C_Login?(session, CKU_USER, nil, 0)
            if value != CKR_USER_ALREADY_LOGGED_IN { try check("C_Login", value) }
        }

        /// The objects of a class with these attributes, at most two of them.
        func objects(
            _ session: CK_SESSION_HANDLE, of objectClass: CK_OBJECT_CLASS,
            with attributes: [(type: CK_ATTRIBUTE_TYPE, value: [UInt8])]
        ) throws(PKCS11Failure) -> [CK_OBJECT_HANDLE] {
            var objectClass = objectClass
            var values = attributes.flatMap(\.value)
            // Safe: the template and what it points to outlive the call that reads them.
            let value = unsafe withUnsafeMutableBytes(of: &objectClass) { objectClass in
                unsafe values.withUnsafeMutableBytes { values in
                    var template = unsafe [
                        CK_ATTRIBUTE(
                            type: CKA_CLASS, pValue: objectClass.baseAddress, ulValueLen: CK_ULONG(objectClass.count))
                    ]
                    var start = 0
                    for attribute in attributes {
                        unsafe template.append(
                            CK_ATTRIBUTE(
                                type: attribute.type, pValue: values.baseAddress.map { unsafe $0 + start },
                                ulValueLen: CK_ULONG(attribute.value.count)))
                        start += attribute.value.count
                    }
                    let count = unsafe CK_ULONG(template.count)
                    return unsafe functions.C_FindObjectsInit?(session, &template, count)
                }
            }
            try check("C_FindObjectsInit", value)
            var found: [CK_OBJECT_HANDLE] = [0, 0]
            var count = CK_ULONG(0)
            let result = unsafe functions.C_FindObjects?(session, &found, 2, &count)
            _ = functions.C_FindObjectsFinal?(session)
            try check("C_FindObjects", result)
            return Array(found.prefix(Int(clamping: count)))
        }

        /// The value of an attribute; `nil` if the object has none.
        func attribute(
            _ type: CK_ATTRIBUTE_TYPE, of object: CK_OBJECT_HANDLE, in session: CK_SESSION_HANDLE
        ) throws(PKCS11Failure) -> [UInt8]? {
            var attribute = unsafe CK_ATTRIBUTE(type: type, pValue: nil, ulValueLen: 0)
            let value = unsafe functions.C_GetAttributeValue?(session, object, &attribute, 1)
            let length = unsafe Int(clamping: attribute.ulValueLen)
            // No attribute that is read here is longer; ~0 stands for one that the object does not have.
            guard (1...1 << 10).contains(length) else {
                if value != CKR_ATTRIBUTE_TYPE_INVALID { try check("C_GetAttributeValue", value) }
                return nil
            }
            try check("C_GetAttributeValue", value)
            var bytes = [UInt8](repeating: 0, count: length)
            // Safe: the module writes at most the given length.
            let result = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe attribute.pValue = buffer.baseAddress
                return unsafe functions.C_GetAttributeValue?(session, object, &attribute, 1)
            }
            try check("C_GetAttributeValue", result)
            return unsafe Array(bytes.prefix(Int(clamping: attribute.ulValueLen)))
        }

        /// Signs in one part.
        func sign(
            _ data: [UInt8], mechanism: CK_MECHANISM_TYPE, key: CK_OBJECT_HANDLE, in session: CK_SESSION_HANDLE
        ) throws(PKCS11Failure) -> [UInt8] {
            var mechanism = unsafe CK_MECHANISM(mechanism: mechanism, pParameter: nil, ulParameterLen: 0)
            try check("C_SignInit", unsafe functions.C_SignInit?(session, &mechanism, key))
            var data = data
            // More than a signature has, so that one that is too long is named as such.
            var signature = [UInt8](repeating: 0, count: 1 << 9)
            var count = CK_ULONG(signature.count)
            let length = CK_ULONG(data.count)
            try check("C_Sign", unsafe functions.C_Sign?(session, &data, length, &signature, &count))
            return Array(signature.prefix(Int(clamping: count)))
        }
    }
#endif
