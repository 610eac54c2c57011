/// The license map in CBOR (PROFILE section 7): the keys are those of `License.Field.row`, the values those of the
/// fields' codings.
///
/// Each value is assigned as soon as it is read; `checkRead` then checks the licence as a whole. The bytes were found
/// to be well-formed before; an error in them is reported all the same, never ignored.
extension License {
    /// A licence before its fields are read.
    static var unread: License { License(issueDate: .first, expiryDate: nil, issuingCountry: "") }

    /// Reads the open entries of a license map.
    @_lifetime(reader: copy reader)
    mutating func readMap(
        from reader: inout CBORReader, noting entries: inout ReadEntries
    ) throws(LicenseError) {
        let count: Int
        do throws(CBORError) { count = try reader.map() } catch { throw LicenseError(error) }
        for _ in 0..<count {
            let key: CBORReader.Key
            do throws(CBORError) {
                key = try reader.key()
                if case .redacted = key {
                    try reader.validateItem(.redactable)
                    continue
                }
            } catch { throw LicenseError(error) }
            try read(key, from: &reader, noting: &entries)
        }
    }

    /// Reads a disclosed entry of the license map.
    @_lifetime(key: copy key)
    @_lifetime(value: copy value)
    mutating func readEntry(
        key: inout CBORReader, value: inout CBORReader, noting entries: inout ReadEntries
    ) throws(LicenseError) {
        let entry: CBORReader.Key
        do throws(CBORError) { entry = try key.key() } catch { throw LicenseError(error) }
        try read(entry, from: &value, noting: &entries)
    }

    /// Reads a disclosed claim; the only one that belongs to the licence is `sub`.
    @_lifetime(key: copy key)
    @_lifetime(value: copy value)
    mutating func readClaim(key: inout CBORReader, value: inout CBORReader) throws(LicenseError) {
        do throws(CBORError) {
            guard try key.key() == .integer(CWT.Claim.subject) else { return }
            try read(.documentNumber, from: &value)
        } catch {
            throw LicenseError(
                error, at: Field.documentNumber.jsonName, expected: CodingDescription(of: .documentNumber).shape)
        }
    }

    /// Reads the value of an entry; skips it if the profile does not define the key.
    @_lifetime(reader: copy reader)
    mutating func read(
        _ key: CBORReader.Key, from reader: inout CBORReader, noting entries: inout ReadEntries
    ) throws(LicenseError) {
        if case .integer(let number) = key {
            if let field = entries.field(key: number) {
                do throws(CBORError) { try read(field, from: &reader) } catch {
                    throw LicenseError(error, at: field.jsonName, expected: CodingDescription(of: field).shape)
                }
                return entries.insert(key: number)
            }
            if number == Entry.secondPage.rawValue {
                do throws(CBORError) { try readSecondPage(from: &reader, noting: &entries) } catch {
                    throw LicenseError(
                        error, at: Entry.secondPage.jsonName,
                        expected: "a map of at least one entry of the second page")
                }
                return entries.insert(key: number)
            }
        }
        do throws(CBORError) { try reader.validateItem(.redactable) } catch { throw LicenseError(error) }
    }

    @_lifetime(reader: copy reader)
    private mutating func readSecondPage(
        from reader: inout CBORReader, noting entries: inout ReadEntries
    ) throws(CBORError) {
        let start = reader.offset
        let count = try reader.map()
        guard count > 0 else { throw reader.failure(.outOfRange, at: start) }
        let fields = Field.secondPageByKey
        for _ in 0..<count {
            let place = reader.offset
            let key = try reader.key()
            guard key != .redacted else { throw reader.failure(.simpleValue, at: place) }
            guard case .integer(let number) = key, let field = fields[key: number] else {
                try reader.validateItem(.redactable)
                continue
            }
            try read(field, from: &reader)
            entries.insertInSecondPage(key: number)
        }
    }

    /// Throws if a required entry is missing, or a field breaks a rule of form. Whether `sub` may be missing is a rule
    /// of the claims, not of the license map.
    ///
    /// - Parameters:
    ///   - isRedacted: whether the license map has redacted entries, so that required ones may be missing.
    ///   - mayContainFormattingCharacter: whether a text may contain a control or bidirectional formatting character.
    ///     If not, texts are not checked again: their lengths were when they were read.
    func checkRead(
        _ entries: ReadEntries, isRedacted: Bool, mayContainFormattingCharacter: Bool
    ) throws(LicenseError) {
        let missing = EntrySet.required.subtracting(entries.entries)
        if !missing.isEmpty {
            for entry in Entry.allCases where missing.contains(EntrySet(entry)) {
                guard isRedacted && entry.isRedactable else {
                    throw LicenseError(
                        .fieldMissing, at: entry.jsonName, expected: "a value", found: "nothing",
                        advice: "The issuer has to issue the licence anew.")
                }
            }
        }
        if mayContainFormattingCharacter { try validateTexts(of: shownFields) }
        try entries.forEachField(of: .withRules) { field throws(LicenseError) in try validateValue(of: field) }
    }

    /// Writes the value of an entry, if the licence has the entry.
    ///
    /// - Parameter fields: those that the licence shows.
    func write(_ entry: Entry, of fields: FieldSet, to writer: inout CBORWriter) {
        if let field = entry.field { return visit(field, with: &writer) }
        let fields = fields.intersection(.secondPage)
        writer.head(.map, UInt64(fields.count))
        fields.forEachField { field in
            if let key = field.secondPageKey { writer.integer(key) }
            visit(field, with: &writer)
        }
    }
}

extension LicenseError {
    fileprivate init(_ error: CBORError) {
        self.init(
            .encodingInvalid, at: "", expected: "well-formed entries", found: error.message, advice: error.advice)
    }
}

extension CBORReader: FieldReader {
    typealias Failure = CBORError

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func read<Coding: FieldCoding>(as coding: Coding) throws(CBORError) -> Coding.Value? {
        try coding.read(from: &self)
    }
}

extension CBORWriter: FieldVisitor {
    typealias Failure = Never

    @inline(__always)
    mutating func visit<Coding: FieldCoding>(_ value: Coding.Value, as coding: Coding) {
        coding.write(value, to: &self)
    }
}

/// Reading steps that several codings share.
extension CBORReader {
    func copy(_ range: Range<Int>) -> [UInt8] {
        // Safe: the span outlives the closure, and the range was handed out by a bounds-checked read.
        unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in unsafe [UInt8](buffer) }
    }

    /// A text; its code points are checked when the licence is complete.
    @_lifetime(self: copy self)
    mutating func string(of lengths: ClosedRange<Int>) throws(CBORError) -> String { string(try text(of: lengths)) }

    @_lifetime(self: copy self)
    mutating func day() throws(CBORError) -> Day {
        let start = offset
        guard let day = Day(daysSince1970: try clampedInteger()) else { throw failure(.outOfRange, at: start) }
        return day
    }

    /// One of the values that `make` knows by number.
    @_lifetime(self: copy self)
    mutating func choice<Choice>(_ make: (Int) -> Choice?) throws(CBORError) -> Choice {
        let start = offset
        guard let choice = make(try unsigned()) else { throw failure(.outOfRange, at: start) }
        return choice
    }

    /// The number of elements of an array, which lies in `counts`.
    @_lifetime(self: copy self)
    mutating func array(of counts: ClosedRange<Int>) throws(CBORError) -> Int {
        let start = offset
        let count = try array()
        guard counts.contains(count) else { throw failure(.outOfRange, at: start) }
        return count
    }

    /// Whether a positional array of `count` elements lacks the element at `place`: the array ends before it, or has a
    /// null there, which must not be the last element.
    @_lifetime(self: copy self)
    mutating func isAbsent(_ place: Int, of count: Int) throws(CBORError) -> Bool {
        guard place < count else { return true }
        let start = offset
        guard null() else { return false }
        guard place < count - 1 else { throw failure(.unexpectedType, at: start) }
        return true
    }
}
