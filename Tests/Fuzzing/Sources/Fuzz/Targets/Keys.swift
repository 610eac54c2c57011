import HufuIssuer

@testable import Hufu
@testable import HufuX509

extension FuzzTarget {
    /// Files with keys, certificates and CRLs; and certificates and CRLs of arbitrary content that the root of the
    /// vectors has signed. The first byte chooses.
    static let keys = FuzzTarget(
        name: "keys", longest: 8_192,
        // An RSA key of 16,384 bits in a certificate is slow to use.
        budget: FuzzTarget.Budget(nanoseconds: 2_000_000_000),
        seeds: { vectors in
            var seeds = try Vectors.files(in: "Tests/Keys").filter { $0.count < 8_000 }.map { [0] + $0 }
            for key in try vectors.file("keys")["keys"]?.array() ?? [] {
                seeds.append([0] + JSONWriter.bytes(key["jwk"]?.value ?? .null))
            }
            for field in try vectors.cases("cose", most: 80) {
                if let key = field["key"]?.hexadecimalBytes ?? field["input_hex"]?.hexadecimalBytes {
                    seeds.append([1] + key)
                }
            }
            let file = try vectors.file("certificates")
            for list in try Vectors.values(file["status_lists"]) {
                guard let bytes = list.hexadecimalBytes, let envelope = try? StatusListEnvelope(bytes),
                    case .certificates(let chain) = envelope.keyName
                else { continue }
                for certificate in chain.prefix(2) { seeds += SignedCertificate.seeds(of: certificate, isList: false) }
            }
            for roots in try Vectors.values(file["roots"]) {
                for list in try roots["revocation_lists"]?.array() ?? [] {
                    if let bytes = list.hexadecimalBytes { seeds += SignedCertificate.seeds(of: bytes, isList: true) }
                }
            }
            return seeds
        },
        body: { input in
            var parts = Parts(input)
            let choices = parts.byte()
            let bytes = parts.remainder()
            switch choices & 7 {
            case 0: checkKeyFile(bytes)
            case 1: checkKey(bytes)
            case 2, 3: SignedCertificate(bytes, isCorrupted: choices & 8 != 0).check()
            case 4, 5: SignedCertificate(bytes, isCorrupted: choices & 8 != 0).checkList()
            default: checkCertificates(bytes)
            }
        })

    private static func checkKeyFile(_ bytes: [UInt8]) {
        let file: KeyFile
        do { file = try KeyFile(bytes) } catch {
            if let error = error as? any CodedError { _ = (error.message, error.advice, error.location) }
            return
        }
        check(file.publicKey)
        guard case .privateKey(let key) = file else { return }
        let again = require("a private key is read from its PEM") { () throws(KeyError) in try PrivateKey(pem: key.pem)
        }
        require(again.publicKey == key.publicKey && again.pem == key.pem, "a private key has one PEM")
        let signature = require("a key signs") { try key.signature(for: bytes) }
        require(key.publicKey.isValidSignature(signature[...], for: bytes), "a key verifies what it has signed")
    }

    private static func check(_ key: PublicKey) {
        require((try? PublicKey(pem: key.pem)) == key, "a public key is read from its PEM")
        require((try? PublicKey(jwk: Array(key.jwk.utf8))) == key, "a public key is read from its JWK")
        for isCompressed in [true, false] {
            let item = CBORWriter.encode { key.coseKey(to: &$0, compressed: isCompressed) }
            require(LayerReport.key(item) == key, "a public key is read from its COSE_Key")
        }
    }

    /// A COSE_Key.
    private static func checkKey(_ bytes: [UInt8]) {
        guard let key = LayerReport.key(bytes) else { return }
        check(key)
        let isCompressed = bytes.count < 60 && key.y != nil
        let item = CBORWriter.encode { key.coseKey(to: &$0, compressed: isCompressed) }
        require(item == bytes, "a COSE_Key is encoded as the same bytes")
    }

    private static func checkCertificates(_ bytes: [UInt8]) {
        if let chain = try? CertificateChain(bytes) {
            _ = try? chain.uncheckedPublicKey
            _ = try? SignedCertificate.root.verify(chain, at: .ofVectors)
        }
        if let root = try? PinnedRoot(bytes), let chain = try? CertificateChain(bytes) {
            _ = try? root.verify(chain, at: .ofVectors)
            _ = try? TrustListImport(root: root).adding(chain, to: TrustList(issuers: []), at: .ofVectors)
        }
        if let list = try? RevocationList(bytes) { _ = try? list.checkTime(.ofVectors) }
    }
}

/// A TBSCertificate or TBSCertList of arbitrary content, signed by the root of the vectors.
private struct SignedCertificate {
    static let root = require("the vectors have a root certificate") {
        let roots = try Vectors().file("certificates")["roots"]?["main"]?["roots"]?[0]
        return try PinnedRoot(roots?["certificate"]?.hexadecimalBytes ?? [])
    }
    private static let key = OwnKeys.shared["root"]
    private static let certificate = require("the vectors have a certificate under their root") {
        let lists = try Vectors().file("certificates")["status_lists"]
        let envelope = try StatusListEnvelope(lists?["ok"]?.hexadecimalBytes ?? [])
        guard case .certificates(let chain) = envelope.keyName else { throw ListError(.formInvalid) }
        return try CertificateChain(der: chain)
    }
    /// ecdsa-with-SHA256 (RFC 5758 section 3.2).
    private static let algorithm: [UInt8] = [0x30, 0x0a, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]

    private let bytes: [UInt8]
    private let isCorrupted: Bool

    /// - Parameter content: what is signed, without the head of its SEQUENCE.
    init(_ content: [UInt8], isCorrupted: Bool) {
        let signed = Self.item(0x30, content)
        var signature = require("a key signs") { try Self.key.signature(for: signed) }
        if isCorrupted { signature[40] ^= 1 }
        let numbers = Self.integer(signature[..<32]) + Self.integer(signature[32...])
        bytes = Self.item(0x30, signed + Self.algorithm + Self.item(3, [0] + Self.item(0x30, numbers)))
        self.isCorrupted = isCorrupted
    }

    private static func item(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let (low, high) = (UInt8(truncatingIfNeeded: content.count), UInt8(truncatingIfNeeded: content.count >> 8))
        let length: [UInt8] = content.count < 128 ? [low] : content.count < 256 ? [0x81, low] : [0x82, high, low]
        return [tag] + length + content
    }

    private static func integer(_ number: ArraySlice<UInt8>) -> [UInt8] {
        let digits = number.drop { $0 == 0 }
        return item(2, (digits.first.map { $0 & 0x80 != 0 } ?? true ? [0] : []) + digits)
    }

    /// The inputs for a certificate or CRL of the vectors: as a file, and what is signed of it.
    static func seeds(of bytes: [UInt8], isList: Bool) -> [[UInt8]] {
        var outer = DERReader(bytes[...])
        guard var inner = try? outer.enter(DERReader.Tag.sequence), let signed = try? inner.read(DERReader.Tag.sequence)
        else {
            return [[6] + bytes]
        }
        return [[6] + bytes, [isList ? 4 : 2] + signed]
    }

    func check() {
        guard let chain = try? CertificateChain(der: [bytes]) else { return }
        guard let verified = try? Self.root.verify(chain, at: .ofVectors) else { return }
        require(!isCorrupted, "a certificate with a wrong signature is refused")
        _ = (try? verified.publicKey, try? verified.issuer, verified.name, try? verified.countries)
        _ = (verified.notBefore, verified.notAfter)
        var importing = TrustListImport(root: Self.root)
        importing.statusSigning = KeyPurpose("1.3.6.1.4.1.32473.1")
        if let (list, _) = try? importing.adding(chain, to: TrustList(issuers: []), at: .ofVectors) {
            require(
                (try? TrustList(json: Array(list.json.utf8)))?.json == list.json, "an imported list has one JSON form")
        }
    }

    func checkList() {
        guard let list = try? RevocationList(bytes) else { return }
        _ = try? list.checkTime(.ofVectors)
        let isAccepted = (try? Self.root.verify(Self.certificate, revocationLists: [list], at: .ofVectors)) != nil
        require(!isAccepted || !isCorrupted, "a CRL with a wrong signature is refused")
    }
}
