#if PKCS11
    public import Hufu

    /// The name of a private key on a token, and of the module that knows the token: a PKCS #11 URI (RFC 7512).
    ///
    /// ```
    /// pkcs11:token=issuer;object=2026?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/etc/hufu/pin
    /// ```
    ///
    /// All path attributes of the RFC are understood. Those that are given have to match; together with the objects of
    /// the token they have to name a single private key. `module-path` is required. Query attributes other than
    /// `module-path`, `pin-source` and `pin-value` have no effect.
    public struct PKCS11URI: Sendable, Equatable {
        /// The attributes of the path (RFC 7512 section 2.3).
        enum Attribute: String, CaseIterable {
            case token
            case manufacturer
            case serial
            case model
            case libraryManufacturer = "library-manufacturer"
            case libraryDescription = "library-description"
            case libraryVersion = "library-version"
            case object
            case type
            case id
            case slotManufacturer = "slot-manufacturer"
            case slotDescription = "slot-description"
            case slotID = "slot-id"
        }

        /// The path of the module, a shared library.
        public let modulePath: String
        /// The path of the file with the PIN, if the URI names one.
        public let pinFile: String?
        private let values: [Attribute: [UInt8]]

        /// Reads a URI.
        ///
        /// - Throws: ``PKCS11URIError``.
        public init(_ text: String) throws(PKCS11URIError) {
            guard Self.isURI(text) else { throw PKCS11URIError(.formInvalid, at: nil) }
            let parts = text.utf8.dropFirst(Self.scheme.utf8.count)
                .split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
            let none = ""[...].utf8
            let path = try Self.attributes(parts.first ?? none, separator: ";", otherCharacters: "&")
            let query = try Self.attributes(parts.dropFirst().first ?? none, separator: "&", otherCharacters: "/?|")

            var values: [Attribute: [UInt8]] = [:]
            for (name, value) in path {
                // An attribute that is not understood could exclude keys that all others match.
                guard let attribute = Attribute(rawValue: name) else {
                    throw PKCS11URIError(.attributeUnknown, at: name)
                }
                guard values.updateValue(value, forKey: attribute) == nil else {
                    throw PKCS11URIError(.attributeRepeated, at: name)
                }
            }
            if let type = values[.type], type != Array("private".utf8) {
                throw PKCS11URIError(.typeInvalid, at: Attribute.type.rawValue)
            }
            if let slot = values[.slotID], Self.number(slot) == nil {
                throw PKCS11URIError(.numberInvalid, at: Attribute.slotID.rawValue)
            }
            self.values = values

            guard try Self.text("pin-value", in: query) == nil else {
                throw PKCS11URIError(.pinValueRefused, at: "pin-value")
            }
            guard let modulePath = try Self.text("module-path", in: query), !modulePath.isEmpty else {
                throw PKCS11URIError(.modulePathMissing, at: "module-path")
            }
            self.modulePath = modulePath
            pinFile = try Self.text("pin-source", in: query).map { source throws(PKCS11URIError) in
                try Self.path(fileURI: source)
            }
        }

        private static let scheme = "pkcs11:"

        /// Whether a text begins as a PKCS #11 URI does; the name of a scheme has no case (RFC 3986 section 3.1).
        private static func isURI(_ text: String) -> Bool {
            text.utf8.prefix(scheme.utf8.count).map(ASCII.lowercased).elementsEqual(scheme.utf8)
        }

        /// The value of a path attribute, decoded; `nil` if the URI has no such attribute.
        func value(_ attribute: Attribute) -> [UInt8]? { values[attribute] }

        /// The value of `slot-id`.
        var slotID: UInt? { values[.slotID].flatMap(Self.number) }

        /// The attributes that name the key and its token, for messages.
        var description: String {
            let names = Attribute.allCases.compactMap { attribute -> String? in
                guard let value = values[attribute] else { return nil }
                let text = attribute == .id ? Hex.encode(value) : String(decoding: value, as: UTF8.self)
                return "\(attribute.rawValue) \(JSONValue.quoted(text))"
            }
            return names.isEmpty ? "no attribute" : names.joined(separator: ", ")
        }

        private static func number(_ digits: [UInt8]) -> UInt? {
            guard !digits.isEmpty, digits.allSatisfy(ASCII.isDigit) else { return nil }
            return UInt(String(decoding: digits, as: UTF8.self))
        }

        /// The value of a query attribute; `nil` if there is none.
        private static func text(
            _ name: String, in query: [(name: String, value: [UInt8])]
        ) throws(PKCS11URIError) -> String? {
            let found = query.filter { $0.name == name }
            guard found.count <= 1 else { throw PKCS11URIError(.attributeRepeated, at: name) }
            guard let value = found.first?.value else { return nil }
            guard !value.contains(0), let text = String(validating: value, as: UTF8.self) else {
                throw PKCS11URIError(.characterInvalid, at: name)
            }
            return text
        }

        /// `file:/path` or `file:///path` (RFC 8089); the path may also be relative. Its percent-encoding is that of the
        /// attribute, which is decoded already.
        private static func path(fileURI source: String) throws(PKCS11URIError) -> String {
            let prefix = "file:"
            guard source.hasPrefix(prefix) else { throw PKCS11URIError(.pinSourceInvalid, at: "pin-source") }
            var path = source.dropFirst(prefix.count)
            if path.hasPrefix("///") { path = path.dropFirst(2) }
            guard !path.isEmpty, !path.hasPrefix("//") else {
                throw PKCS11URIError(.pinSourceInvalid, at: "pin-source")
            }
            return String(path)
        }

        private static func attributes(
            _ part: Substring.UTF8View, separator: Unicode.Scalar, otherCharacters: String
        ) throws(PKCS11URIError) -> [(name: String, value: [UInt8])] {
            var found: [(name: String, value: [UInt8])] = []
            guard !part.isEmpty else { return found }
            let items = part.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
            for (index, item) in items.enumerated() {
                guard let sign = item.firstIndex(of: UInt8(ascii: "=")), sign != item.startIndex else {
                    // Without its text, which may be a PIN.
                    throw PKCS11URIError(.formInvalid, at: "attribute \(index + 1)")
                }
                let name = String(Substring(item[..<sign]))
                guard let value = decode(item[item.index(after: sign)...], otherCharacters) else {
                    throw PKCS11URIError(.characterInvalid, at: name)
                }
                found.append((name, value))
            }
            return found
        }

        /// `nil` for a character that has to be percent-encoded, or an incomplete encoding.
        private static func decode(_ text: Substring.UTF8View, _ otherCharacters: String) -> [UInt8]? {
            let allowed = Array(("-._~:[]@!$'()*+,=" + otherCharacters).utf8)
            var bytes: [UInt8] = []
            var rest = text
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "%") {
                    guard rest.count >= 2, let decoded = Hex.decode(String(Substring(rest.prefix(2)))) else {
                        return nil
                    }
                    bytes += decoded
                    rest = rest.dropFirst(2)
                } else if ASCII.isLetter(byte) || ASCII.isDigit(byte) || allowed.contains(byte) {
                    bytes.append(byte)
                } else {
                    return nil
                }
            }
            return bytes
        }
    }

    /// Why a text is not the URI of a private key.
    public struct PKCS11URIError: ReasonedError {
        /// The causes.
        public enum Reason: String, ErrorReason {
            /// Not `pkcs11:` with attributes behind it.
            case formInvalid = "pkcs11_uri.form_invalid"
            /// A character that has to be percent-encoded, or an incomplete encoding.
            case characterInvalid = "pkcs11_uri.character_invalid"
            /// A path attribute that the RFC does not have.
            case attributeUnknown = "pkcs11_uri.attribute_unknown"
            /// An attribute twice.
            case attributeRepeated = "pkcs11_uri.attribute_repeated"
            /// A `slot-id` that is not a number.
            case numberInvalid = "pkcs11_uri.number_invalid"
            /// Another type than `private`.
            case typeInvalid = "pkcs11_uri.type_invalid"
            /// No `module-path`.
            case modulePathMissing = "pkcs11_uri.module_path_missing"
            /// A `pin-source` that is not a file.
            case pinSourceInvalid = "pkcs11_uri.pin_source_invalid"
            /// A PIN in the URI itself.
            case pinValueRefused = "pkcs11_uri.pin_value_refused"

            /// The fault, in one line.
            public var message: String {
                switch self {
                case .formInvalid: "this is not a PKCS #11 URI of attributes NAME=VALUE"
                case .characterInvalid: "a character of the value is not allowed, or its percent-encoding is incomplete"
                case .attributeUnknown: "RFC 7512 has no such path attribute"
                case .attributeRepeated: "the attribute is there twice"
                case .numberInvalid: "the value is not a decimal number"
                case .typeInvalid: "the object is of another type than private"
                case .modulePathMissing: "the URI does not name the module"
                case .pinSourceInvalid: "the source of the PIN is not a file"
                case .pinValueRefused: "the URI contains the PIN, and every user can read a command line while it runs"
                }
            }
            /// The remedy, in whole sentences.
            public var advice: String {
                switch self {
                case .formInvalid: "Write pkcs11:token=LABEL;object=LABEL?module-path=FILE&pin-source=file:FILE."
                case .characterInvalid: "Percent-encode it in UTF-8, such as %20 for a space."
                case .attributeUnknown:
                    "Path attributes are \(PKCS11URI.Attribute.allCases.map(\.rawValue).joined(separator: ", "))."
                case .attributeRepeated: "Leave one of them."
                case .numberInvalid: "Give the slot's number, or leave slot-id out and give token."
                case .typeInvalid: "Write type=private, or leave it out."
                case .modulePathMissing: "Add module-path=FILE behind a question mark: the shared library of the token."
                case .pinSourceInvalid: "Write pin-source=file:FILE."
                case .pinValueRefused: "Put the PIN into a file that only you can read, and write pin-source=file:FILE."
                }
            }
        }

        /// The cause.
        public let reason: Reason
        /// The name of the attribute.
        public let location: String?

        init(_ reason: Reason, at location: String?) {
            self.reason = reason
            self.location = location
        }
    }
#endif
