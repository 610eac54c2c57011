#if X509
    internal import SwiftASN1
    internal import X509

    /// Files with certificates and CRLs: PEM (RFC 7468), with text around the blocks, or DER.
    enum X509File {
        static let certificate = "CERTIFICATE"
        static let revocationList = "X509 CRL"

        /// The DER of each block with this label; of the whole file if that is DER.
        static func items(_ contents: [UInt8], label: String) throws(X509Error) -> [[UInt8]] {
            let sequence: UInt8 = 0x30
            guard contents.first != sequence else { return [contents] }
            do {
                let blocks = try PEMDocument.parseMultiple(pemString: String(decoding: contents, as: UTF8.self))
                guard !blocks.isEmpty else { throw X509Error(.formInvalid) }
                return blocks.filter { $0.discriminator == label }.map(\.derBytes)
            } catch let error as X509Error {
                throw error
            } catch {
                throw X509Error(.formInvalid, at: "PEM")
            }
        }

        static func certificate(_ bytes: [UInt8]) throws(X509Error) -> Certificate {
            do { return try Certificate(derEncoded: bytes) } catch let error as CertificateError {
                let unsupported: [CertificateError.ErrorCode] = [
                    .unsupportedPublicKeyAlgorithm, .unsupportedSignatureAlgorithm,
                ]
                throw X509Error(unsupported.contains(error.code) ? .algorithmUnsupported : .formInvalid)
            } catch is ASN1Error {
                throw X509Error(.formInvalid, at: "DER")
            } catch {
                // Of swift-crypto: a key whose bytes are no point, or RSA with too few bits.
                throw X509Error(.algorithmUnsupported)
            }
        }
    }

    extension Certificate {
        /// The subject as errors name it.
        var subjectText: String { subject.isEmpty ? "no subject" : subject.description }

        /// Whether an outer and an inner name of the signature algorithm are the same (RFC 5280 section 4.1.1.2).
        var hasConsistentAlgorithm: Bool {
            guard let inner = try? Self.innerAlgorithm(tbsCertificateBytes),
                let outer = try? Self.outerAlgorithm(derBytes)
            else { return false }
            return inner == outer
        }

        private static func innerAlgorithm(_ bytes: ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
            try DER.sequence(try DER.parse(bytes), identifier: .sequence) { nodes in
                let version = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
                var node = nodes.next()
                if node?.identifier == version { node = nodes.next() }
                let algorithm = nodes.next()
                while nodes.next() != nil {}
                guard let algorithm else { throw X509Error(.formInvalid) }
                return algorithm.encodedBytes
            }
        }

        private static func outerAlgorithm(_ bytes: [UInt8]) throws -> ArraySlice<UInt8> {
            try DER.sequence(try DER.parse(bytes), identifier: .sequence) { nodes in
                _ = nodes.next()
                let algorithm = nodes.next()
                _ = nodes.next()
                guard let algorithm else { throw X509Error(.formInvalid) }
                return algorithm.encodedBytes
            }
        }

        /// The certificate in DER, as it was received.
        var derBytes: [UInt8] {
            var coder = DER.Serializer()
            // Three parts that were parsed are put together again, which does not fail.
            try? coder.serialize(self)
            return coder.serializedBytes
        }
    }
#endif
