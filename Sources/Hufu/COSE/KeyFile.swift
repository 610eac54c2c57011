/// The key of a file: PEM (RFC 7468), a JWK (RFC 7517), or a set of one JWK.
///
/// Other formats are recognised, and the error names them and the command that converts them: encrypted keys,
/// certificates, DER, PKCS #12, keys of OpenSSH, texts in UTF-16, other curves and kinds of keys.
public enum KeyFile: Sendable {
    /// A file with a public key: SubjectPublicKeyInfo, or a JWK without `d`.
    case publicKey(PublicKey)
    /// A file with a private key: PKCS #8, SEC 1, or a JWK with `d`.
    case privateKey(PrivateKey)

    /// No file with a key is larger, in bytes.
    private static let largestFile = 1 << 20

    /// The key in a file.
    ///
    /// - Parameter contents: all bytes of the file.
    /// - Throws: `KeyError`; `JSONError` if the contents begin with a brace.
    public init(_ contents: [UInt8]) throws {
        guard contents.count <= Self.largestFile else { throw KeyError(.formatUnknown) }
        let text = Self.withoutByteOrderMark(contents[...])
        if text.first(where: { !ASCII.isWhiteSpace($0) }) == UInt8(ascii: "{") {
            try self.init(jwk: try JWK.key(in: try JSONReader.read(Array(text))))
        } else {
            try self.init(pem: text)
        }
    }

    /// The key, or the public half of a private one.
    public var publicKey: PublicKey {
        switch self {
        case .publicKey(let key): key
        case .privateKey(let key): key.publicKey
        }
    }

    func privateKey() throws(KeyError) -> PrivateKey {
        switch self {
        case .publicKey: throw KeyError(.publicInsteadOfPrivate)
        case .privateKey(let key): key
        }
    }

    func onlyPublicKey() throws(KeyError) -> PublicKey {
        switch self {
        case .publicKey(let key): key
        case .privateKey: throw KeyError(.privateInsteadOfPublic)
        }
    }
}

extension PublicKey {
    /// The public key in a file; see ``KeyFile``.
    ///
    /// - Throws: `KeyError`, `JSONError`. A private key is refused: it is not meant to be given to others.
    public init(fileContents contents: [UInt8]) throws { self = try KeyFile(contents).onlyPublicKey() }

    /// A key from PEM: a SubjectPublicKeyInfo (RFC 5480, RFC 8410), its point compressed or not.
    ///
    /// - Throws: `KeyError`.
    public init(pem: String) throws(KeyError) { self = try KeyFile(pem: Array(pem.utf8)[...]).onlyPublicKey() }

    /// The SubjectPublicKeyInfo as PEM, with a line feed behind it.
    public var pem: String { PEM.encode(KeyEncoding.encode(self), label: KeyFile.Label.publicKey) }
}

extension PrivateKey {
    /// The private key in a file; see ``KeyFile``.
    ///
    /// - Throws: `KeyError`, `JSONError`.
    public init(fileContents contents: [UInt8]) throws { self = try KeyFile(contents).privateKey() }
}

extension KeyFile {
    /// Labels of PEM blocks (RFC 7468 sections 10 to 13, RFC 5915 section 4).
    enum Label {
        static let publicKey = "PUBLIC KEY"
        static let privateKey = "PRIVATE KEY"
        fileprivate static let ellipticCurveKey = "EC PRIVATE KEY"
        fileprivate static let ellipticCurveParameters = "EC PARAMETERS"
        fileprivate static let encrypted = "ENCRYPTED PRIVATE KEY"
        fileprivate static let openSSH = "OPENSSH PRIVATE KEY"
        fileprivate static let certificates = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"]
        fileprivate static let otherKeys = ["RSA PRIVATE KEY", "RSA PUBLIC KEY", "DSA PRIVATE KEY", "DSA PUBLIC KEY"]

        fileprivate static let keys =
            [publicKey, privateKey, ellipticCurveKey, encrypted, openSSH] + otherKeys
    }

    /// The one key of a text with PEM blocks. Certificates may stand beside a key.
    init(pem text: ArraySlice<UInt8>) throws(KeyError) {
        let text = Self.withoutByteOrderMark(text)
        let blocks = try PEM.blocks(in: text)
        let keys = blocks.filter { block in Label.keys.contains { block.hasLabel($0) } }
        guard let key = keys.first else { throw Self.error(forKeyless: text, blocks) }
        guard keys.count == 1 else { throw KeyError(.severalKeys) }
        let parameters = blocks.first { $0.hasLabel(Label.ellipticCurveParameters) }
        try self.init(key, parameters)
    }

    private init(_ block: PEM.Block, _ parameters: PEM.Block?) throws(KeyError) {
        guard !block.isEncrypted, !block.hasLabel(Label.encrypted) else { throw KeyError(.encrypted) }
        if block.hasLabel(Label.publicKey) {
            self = .publicKey(try KeyEncoding.publicKey(try block.bytes()))
        } else if block.hasLabel(Label.privateKey) {
            self = .privateKey(try KeyEncoding.privateKey(try block.bytes()))
        } else if block.hasLabel(Label.ellipticCurveKey) {
            let curve = try parameters.map { block throws(KeyError) in try block.bytes() }
            self = .privateKey(try KeyEncoding.ellipticCurveKey(try block.bytes(), parameters: curve))
        } else if block.hasLabel(Label.openSSH) {
            throw KeyError(.openSSH)
        } else {
            throw KeyError(.typeUnsupported, at: String(decoding: block.label.prefix(3), as: UTF8.self))
        }
    }

    /// Editors of Windows begin a text in UTF-8 with a byte order mark (RFC 3629 section 6).
    private static func withoutByteOrderMark(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.starts(with: [0xef, 0xbb, 0xbf]) ? text.dropFirst(3) : text
    }

    // MARK: Recognising other formats

    private static func error(forKeyless text: ArraySlice<UInt8>, _ blocks: [PEM.Block]) -> KeyError {
        if blocks.contains(where: { block in Label.certificates.contains { block.hasLabel($0) } }) {
            return KeyError(.certificate)
        }
        if let block = blocks.first {
            return KeyError(
                .formatUnknown, at: "PEM block " + JSONValue.quoted(String(decoding: block.label, as: UTF8.self)))
        }
        let content = text.drop(while: ASCII.isWhiteSpace)
        if content.isEmpty { return KeyError(.empty) }
        if isUTF16(text) { return KeyError(.encodedAsUTF16) }
        if let reason = binary(text) { return KeyError(reason) }
        let isOpenSSH = openSSHPrefixes.contains { content.starts(with: $0.utf8) }
        return KeyError(isOpenSSH ? .openSSH : .formatUnknown)
    }

    /// How public keys of OpenSSH begin (RFC 4253 section 6.6, RFC 4716).
    private static let openSSHPrefixes = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "---- BEGIN SSH2 "]

    /// Whether there is a byte order mark of UTF-16, or a zero beside the first character, which is ASCII in every text
    /// form.
    private static func isUTF16(_ text: ArraySlice<UInt8>) -> Bool {
        let start = Array(text.prefix(2))
        return start == [0xff, 0xfe] || start == [0xfe, 0xff]
            || (start.count == 2 && start.contains(0) && start != [0, 0])
    }

    /// Recognises a DER encoding by its first elements; `nil` for other bytes.
    private static func binary(_ bytes: ArraySlice<UInt8>) -> KeyError.Reason? {
        typealias Tag = DERReader.Tag
        guard var outer = try? DERReader.whole(bytes, Tag.sequence) else {
            // PKCS #12 may have an indefinite length: SEQUENCE, INTEGER 3.
            return bytes.starts(with: [Tag.sequence, 0x80, Tag.integer, 1, 3]) ? .pkcs12 : nil
        }
        if outer.next == Tag.integer {
            return (try? outer.readSmallInteger()) == 3 ? .pkcs12 : .der
        }
        guard var inner = try? outer.enter(Tag.sequence) else { return nil }
        // A certificate begins with TBSCertificate, the two others with an AlgorithmIdentifier.
        guard inner.next == Tag.objectIdentifier, (try? inner.read(Tag.objectIdentifier)) != nil else {
            return .certificate
        }
        return outer.next == Tag.octetString ? .encrypted : .der
    }
}
