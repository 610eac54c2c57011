/// How a licence is read from the license map and from disclosures: each entry goes into its place at once, and
/// `checkRead` says whether all is there and in form.
extension License {
    /// Entries of the license map that were read.
    struct EntrySet {
        /// Bit n stands for the entry with key n.
        private var bits: UInt32 = 0

        func contains(_ entry: Entry) -> Bool { bits & 1 << UInt32(entry.rawValue) != 0 }

        fileprivate mutating func insert(_ entry: Entry) { bits |= 1 << UInt32(entry.rawValue) }
    }

    /// A licence of which nothing has been read.
    static var unread: License { License(issueDate: .first, expiryDate: nil, issuingCountry: "") }

    /// Throws unless what was read has what a licence needs and keeps the rules of form. Whether `sub` may be missing is a
    /// rule of the claims, not of the license map.
    ///
    /// - Parameters:
    ///   - isRedacted: whether the license map has redacted entries, so that required ones may be missing.
    ///   - mayContainFormattingCharacter: whether the texts have to be looked through; their lengths were seen when they were read.
    func checkRead(
        _ entries: EntrySet, isRedacted: Bool, mayContainFormattingCharacter: Bool
    ) throws(LicenseError) {
        for entry in Entry.allCases where entry.isRequired && !entries.contains(entry) {
            guard isRedacted && entry.isRedactable else {
                throw LicenseError(
                    .fieldMissing, at: .entry(entry), expected: "a value", found: "nothing",
                    advice: "The issuer has to issue the licence anew.")
            }
        }
        if mayContainFormattingCharacter { try validateTexts() }
        try validateValues()
    }

    /// Reads the value of an entry; passes over that of a key which is no entry's.
    @_lifetime(reader: copy reader)
    mutating func read(
        _ key: CBORReader.Key, from reader: inout CBORReader, noting entries: inout EntrySet
    ) throws(LicenseError) {
        guard case .integer(let number) = key, let entry = Entry(rawValue: number) else {
            do { try reader.validateItem(.redactable) } catch {
                throw LicenseError(
                    .encodingInvalid, field: "", expected: "well-formed entries", found: error.message,
                    advice: error.advice)
            }
            return
        }
        do { try read(entry, from: &reader) } catch {
            throw LicenseError(error, at: .entry(entry), expected: entry.shape)
        }
        entries.insert(entry)
    }

    @_lifetime(reader: copy reader)
    private mutating func read(_ entry: Entry, from reader: inout CBORReader) throws(CBORError) {
        switch entry {
        case .familyName: familyName = try reader.licenseText()
        case .givenName: givenName = try reader.licenseText()
        case .nameNationalCharacter: nameNationalCharacter = try reader.licenseText()
        case .birthDate: birthDate = try reader.day()
        case .sex: sex = try reader.choice(Sex.init(rawValue:))
        case .nationality: nationality = try reader.licenseText(2...2)
        case .firstIssueDate: firstIssueDate = try reader.day()
        case .issueDate: issueDate = try reader.day()
        case .expiryDate: expiryDate = try reader.null() ? nil : reader.day()
        case .issuingCountry: issuingCountry = try reader.licenseText(2...2)
        case .issuingAuthority: issuingAuthority = try reader.licenseText()
        case .unDistinguishingSign:
            unDistinguishingSign = try reader.licenseText(TextLength.distinguishingSign)
        case .drivingPrivileges: drivingPrivileges = try reader.privileges()
        case .portrait: portrait = try reader.portrait()
        case .portraitDigest:
            let range = try reader.byteString(of: License.digestSize...License.digestSize)
            portraitDigest = reader.copy(range)
        case .ageOver: ageOver = try reader.ages()
        case .standing: standing = try reader.standing()
        case .secondPage: try readSecondPage(from: &reader)
        }
    }

    @_lifetime(reader: copy reader)
    private mutating func readSecondPage(from reader: inout CBORReader) throws(CBORError) {
        let start = reader.offset
        let count = try reader.map()
        guard count > 0 else { throw reader.failure(.outOfRange, at: start) }
        for _ in 0..<count {
            let place = reader.offset
            let key = try reader.key()
            guard key != .redacted else { throw reader.failure(.simpleValue, at: place) }
            guard case .integer(let number) = key, let element = SecondPageKey(rawValue: number) else {
                try reader.validateItem(.redactable)
                continue
            }
            switch element {
            case .residentAddress: residentAddress = try reader.licenseText()
            case .administrativeNumber: administrativeNumber = try reader.licenseText()
            case .record: record = try reader.licenseText()
            case .points: points = try reader.points()
            }
        }
    }
}

extension License.Entry {
    /// The entry's shape on the wire, for error messages.
    fileprivate var shape: String {
        switch self {
        case .familyName, .givenName, .nameNationalCharacter, .issuingAuthority: "a text of 1 to 300 bytes"
        case .birthDate, .firstIssueDate, .issueDate: "a day from -719162 to 2932896"
        case .expiryDate: "a day from -719162 to 2932896, or null"
        case .sex: "0, 1, 2 or 9"
        case .nationality, .issuingCountry: "two capital letters"
        case .unDistinguishingSign: "a text of 1 to 3 bytes"
        case .drivingPrivileges: "1 to 32 arrays [scheme, code, ? issue, ? expiry, ? codes] without trailing nulls"
        case .portrait: "[format, 1 to 1200 bytes]"
        case .portraitDigest: "32 bytes"
        case .ageOver: "a map of 1 to 4 ages from 1 to 99"
        case .standing: "[letters, time]"
        case .secondPage: "a map of at least one entry of the second page"
        }
    }
}
