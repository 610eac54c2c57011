/// How the open and the disclosed entries become a licence. Whether the bytes are well-formed has been checked; a fault is
/// reported all the same, never passed over.
extension License {
    /// The open entries of a license map.
    @_lifetime(reader: copy reader)
    mutating func readMap(
        from reader: inout CBORReader, noting entries: inout EntrySet
    ) throws(LicenseError) {
        let count: Int
        do throws(CBORError) { count = try reader.map() } catch { throw LicenseError(error) }
        for _ in 0..<count {
            let key: CBORReader.Key
            do throws(CBORError) {
                key = try reader.key()
                if key == .redacted { try reader.validateItem(.redactable) }
            } catch { throw LicenseError(error) }
            if key != .redacted { try read(key, from: &reader, noting: &entries) }
        }
    }

    /// A disclosed entry of the license map.
    @_lifetime(key: copy key)
    @_lifetime(value: copy value)
    mutating func readEntry(
        key: inout CBORReader, value: inout CBORReader, noting entries: inout EntrySet
    ) throws(LicenseError) {
        let entry: CBORReader.Key
        do throws(CBORError) { entry = try key.key() } catch { throw LicenseError(error) }
        try read(entry, from: &value, noting: &entries)
    }

    /// A disclosed claim; the only one that says something about the licence is `sub`.
    @_lifetime(key: copy key)
    @_lifetime(value: copy value)
    mutating func readClaim(key: inout CBORReader, value: inout CBORReader) throws(LicenseError) {
        do throws(CBORError) {
            guard try key.key() == .integer(CWT.Claim.subject) else { return }
            documentNumber = value.string(try value.text(of: CWT.subjectLength))
        } catch {
            throw LicenseError(error, at: .field(.documentNumber), expected: "a text of 1 to 64 bytes")
        }
    }
}

extension LicenseError {
    fileprivate init(_ error: CBORError) {
        self.init(
            .encodingInvalid, field: "", expected: "well-formed entries", found: error.message, advice: error.advice)
    }
}
