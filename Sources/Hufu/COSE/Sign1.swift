internal import Crypto

extension COSE {
    /// A COSE_Sign1 whose structure is checked and whose signature is not, as ranges of the bytes it was read from.
    ///
    /// ```
    /// COSE_Sign1 = #6.18([protected: bstr .cbor map, unprotected: map, payload: bstr .cbor map, signature: bstr])
    /// ```
    struct Sign1 {
        let header: Header
        /// The content of the protected byte string.
        let protected: Range<Int>
        /// The content of the payload: one map.
        let payload: Range<Int>
        /// The same two with their heads. As there is only one encoding, they are the items of the Sig_structure too.
        private let protectedItem: Range<Int>
        private let payloadItem: Range<Int>
        let signature: Range<Int>
        /// Whether a text of the payload may contain a control or bidirectional formatting character. May be true
        /// without one, never false with one.
        let mayContainFormattingCharacter: Bool

        /// Reads one item that fills the cursor's range: step 3 (a) to (g) of the verification.
        ///
        /// - Parameters:
        ///   - type: the only type that is allowed, or `nil` for any that can be scanned.
        ///   - limits: those of the payload, and of the size of the protected header.
        ///   - isNested: whether the item is part of a protected map that has been validated.
        init(
            _ source: borrowing CBORReader, expecting type: ContentType? = nil, limits: CBORReader.Limits = .code,
            isNested: Bool = false
        ) throws(COSEError) {
            var reader = source.checked(in: source.offset..<source.end)
            if !isNested {
                do throws(CBORError) {
                    var check = source.cursor(in: source.offset..<source.end)
                    try check.validateWholeItem(.code)
                } catch { throw COSEError(error) }
            }

            let unprotected: Range<Int>
            do throws(CBORError) {
                let start = reader.offset
                guard try reader.tag() == COSE.tag, try reader.array() == 4 else {
                    throw reader.failure(.outOfRange, at: start)
                }
                let protectedStart = reader.offset
                protected = try reader.byteString()
                protectedItem = protectedStart..<reader.offset
                guard reader.next == .map else { throw reader.failure(.unexpectedType) }
                unprotected = try reader.validateItem(.code)
                let payloadStart = reader.offset
                payload = try reader.byteString()
                payloadItem = payloadStart..<reader.offset
                signature = try reader.byteString(of: COSE.Algorithm.signatureLengths)
            } catch { throw .structure(error) }

            guard !protected.isEmpty else {
                throw COSEError(.structure, at: protected.lowerBound, "the protected header is empty")
            }
            guard protected.count <= limits.protectedHeader else {
                throw COSEError(.header, at: protected.lowerBound, "the protected header is too large")
            }
            _ = try Self.checkMap(source, protected, .code)
            header = try Header(source, protected: protected, unprotected: unprotected, expecting: type)
            guard signature.count == header.algorithm.parameters.signatureLength else {
                throw COSEError(
                    .structure, at: signature.lowerBound, "the signature does not have its algorithm's length")
            }
            mayContainFormattingCharacter = try Self.checkMap(
                source, payload, header.type == .credential ? .redactable : limits)
        }

        /// Validates one map that fills the range.
        ///
        /// - Returns: whether a text in it may contain a control or formatting character.
        private static func checkMap(
            _ source: borrowing CBORReader, _ range: Range<Int>, _ limits: CBORReader.Limits
        ) throws(COSEError) -> Bool {
            var reader = source.cursor(in: range)
            let isMap = reader.next == .map
            do throws(CBORError) { try reader.validateWholeItem(limits) } catch { throw COSEError(error) }
            guard isMap else { throw COSEError(.structure, at: range.lowerBound, "a map was expected") }
            return reader.mayContainFormattingCharacter
        }

        /// Calls `body` with the bytes that the signature covers (RFC 9052 section 4.4), composed from the received
        /// ones on the stack.
        func withSignatureStructure<Result>(
            in bytes: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
        ) -> Result {
            let size =
                COSE.signatureContext.count + protectedItem.count + COSE.noExternalData.count + payloadItem.count
            // Safe: the four parts fill the buffer, and no pointer leaves the closure.
            return unsafe withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { buffer in
                var end = unsafe Self.copy(COSE.signatureContext.span, to: buffer, at: 0)
                end = unsafe Self.copy(bytes.span.extracting(protectedItem), to: buffer, at: end)
                end = unsafe Self.copy(COSE.noExternalData.span, to: buffer, at: end)
                _ = unsafe Self.copy(bytes.span.extracting(payloadItem), to: buffer, at: end)
                return unsafe body(UnsafeRawBufferPointer(buffer))
            }
        }

        /// Copies bytes to a place in a buffer that has room for them.
        ///
        /// - Returns: the offset behind them.
        private static func copy(
            _ part: Span<UInt8>, to buffer: UnsafeMutableRawBufferPointer, at offset: Int
        ) -> Int {
            unsafe part.withUnsafeBytes { part in
                unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[offset...]).copyMemory(from: part)
            }
            return offset + part.count
        }

        /// SHA-256 of the same bytes, without a copy of them.
        func signatureDigest(in bytes: [UInt8]) -> SHA256Digest {
            var hash = SHA256()
            hash.update(COSE.signatureContext.span)
            hash.update(bytes.span.extracting(protectedItem))
            hash.update(COSE.noExternalData.span)
            hash.update(bytes.span.extracting(payloadItem))
            return hash.finalize()
        }
    }

    /// ```
    /// Sig_structure = ["Signature1", protected: bstr, external_aad: h'', payload: bstr]
    /// ```
    static func signatureStructure(protected: ArraySlice<UInt8>, payload: ArraySlice<UInt8>) -> [UInt8] {
        var writer = signatureStructure(before: payload.count, protected: protected)
        writer.byteString(payload)
        return writer.bytes
    }

    /// The Sig_structure up to the payload.
    ///
    /// - Parameter capacity: the expected number of bytes of the payload.
    private static func signatureStructure(
        before capacity: Int, protected: some Collection<UInt8>
    ) -> CBORWriter {
        var writer = CBORWriter(capacity: protected.count + capacity + 24)
        writer.encoded(signatureContext)
        writer.byteString(protected)
        writer.encoded(noExternalData)
        return writer
    }

    /// The head of an array of four, and the text "Signature1".
    private static let signatureContext: [UInt8] = [
        0x84, 0x6a, 0x53, 0x69, 0x67, 0x6e, 0x61, 0x74, 0x75, 0x72, 0x65, 0x31,
    ]
    /// The empty external_aad.
    private static let noExternalData: [UInt8] = [0x40]

    /// A protected header.
    ///
    /// - Parameter header: adds the parameters beside `alg` and `typ`.
    static func protectedHeader(
        type: ContentType, algorithm: Algorithm, naming: AlgorithmNaming = .fullySpecified,
        header: (inout CBORMap) -> Void = { _ in }
    ) -> [UInt8] {
        CBORWriter.encode { writer in
            writer.map { map in
                map.add(Label.algorithm) { $0.integer(algorithm.number(naming)) }
                header(&map)
                map.add(Label.type) { type.write(to: &$0) }
            }
        }
    }

    /// The Sig_structure of a COSE_Sign1, of which the protected header and the payload are parts.
    struct ToBeSigned {
        let bytes: [UInt8]
        fileprivate let protected: Range<Int>
        fileprivate let payload: Range<Int>

        /// - Parameters:
        ///   - protected: the protected header. Borrowed, as all threads that sign have the same one, and would wait for
        ///     each other to count their references to it.
        ///   - payload: adds the claims.
        init(protected: borrowing [UInt8], payload: (inout CBORMap) -> Void) {
            var writer = signatureStructure(before: 600, protected: protected)
            let end = writer.bytes.count - noExternalData.count
            self.protected = end - protected.count..<end
            let start = writer.byteString(isLong: true) { $0.map(payload) }
            self.payload = start..<writer.bytes.count
            bytes = writer.bytes
        }
    }

    /// Disclosures for the unprotected header of a COSE_Sign1, encoded one behind the other.
    struct EncodedDisclosures {
        private(set) var count = 0
        private var writer = CBORWriter(capacity: 0)

        var bytes: [UInt8] { writer.bytes }

        /// Adds an encoded disclosure.
        mutating func add(_ disclosure: ArraySlice<UInt8>) {
            writer.encoded(disclosure)
            count += 1
        }

        /// Adds a disclosure.
        ///
        /// - Parameter content: writes what is in its byte string.
        /// - Returns: its place in the bytes.
        @inline(__always)
        mutating func add(_ content: (inout CBORWriter) -> Void) -> Range<Int> {
            if count == 0 { writer = CBORWriter() }
            let start = bytes.count
            writer.byteString(content)
            count += 1
            return start..<bytes.count
        }
    }

    /// A COSE_Sign1 that this library has signed.
    struct Sign1Message {
        private let content: ToBeSigned
        private let signature: [UInt8]

        /// Signs.
        ///
        /// - Parameters:
        ///   - content: what is signed.
        ///   - signer: the signer; borrowed for the same reason.
        ///   - algorithm: the algorithm of the signer's key, which the protected header names.
        /// - Throws: the errors of the signer, and `key.signature_length`.
        init(_ content: ToBeSigned, by signer: borrowing any Signer, _ algorithm: Algorithm) async throws {
            signature = try await signer.signature(for: content.bytes)
            guard signature.count == algorithm.parameters.signatureLength else { throw KeyError(.signatureLength) }
            self.content = content
        }

        init(
            type: ContentType, by signer: any Signer, naming: AlgorithmNaming = .fullySpecified,
            header: (inout CBORMap) -> Void = { _ in }, payload: (inout CBORMap) -> Void
        ) async throws {
            let algorithm = signer.publicKey.algorithm
            let protected = COSE.protectedHeader(type: type, algorithm: algorithm, naming: naming, header: header)
            try await self.init(ToBeSigned(protected: protected, payload: payload), by: signer, algorithm)
        }

        /// The tagged item.
        ///
        /// - Parameter disclosures: those for the unprotected header, which is empty without them.
        func encode(disclosures: EncodedDisclosures = EncodedDisclosures()) -> [UInt8] {
            let bytes = content.bytes.span
            return Sign1Message.encode(
                protected: bytes.extracting(content.protected), disclosures: disclosures,
                payload: bytes.extracting(content.payload), signature: signature.span)
        }

        static func encode(
            protected: Span<UInt8>, disclosures: EncodedDisclosures, payload: Span<UInt8>, signature: Span<UInt8>
        ) -> [UInt8] {
            let size = protected.count + disclosures.bytes.count + payload.count + signature.count
            return CBORWriter.encode(capacity: size + 32) { writer in
                writer.tag(COSE.tag)
                writer.array(4)
                writer.byteString(protected)
                writer.head(.map, disclosures.count == 0 ? 0 : 1)
                if disclosures.count > 0 {
                    writer.integer(Label.disclosures)
                    writer.array(disclosures.count)
                    writer.encoded(disclosures.bytes)
                }
                writer.byteString(payload)
                writer.byteString(signature)
            }
        }
    }
}

extension SHA256 {
    /// The digest of bytes, in less time than by `hash(data:)`, which is generic and not specialised.
    static func hash(of bytes: Span<UInt8>) -> SHA256Digest {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finalize()
    }

    /// Hashes bytes without a copy of them.
    mutating func update(_ bytes: Span<UInt8>) {
        // Safe: the buffer does not leave the closure.
        unsafe bytes.withUnsafeBytes { buffer in unsafe update(bufferPointer: buffer) }
    }
}
