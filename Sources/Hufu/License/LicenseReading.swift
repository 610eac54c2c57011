/// A licence while its entries are read one after the other, from the license map and from disclosures.
///
/// An entry is read into its place at once; `finish` hands out the licence when everything is there and in form.
struct LicenseBuilder: ~Copyable {
    private var license = Self.empty
    /// Bit n stands for the entry with key n.
    private var present: UInt32 = 0

    private static var empty: License { License(issueDate: .first, expiryDate: nil, issuingCountry: "") }

    init() {}

    /// Whether the entry was read already.
    func has(_ entry: License.Entry) -> Bool { present & 1 << UInt32(entry.rawValue) != 0 }

    /// The licence's number, from the claim `sub`.
    mutating func setDocumentNumber(_ number: String) { license.documentNumber = number }

    /// The licence, if it has what it needs and keeps the rules of form. Whether `sub` may be missing is a rule of the
    /// claims, not of the license map.
    ///
    /// - Parameter isRedacted: whether the license map has redacted entries, so that required ones may be missing.
    consuming func finish(isRedacted: Bool) throws(LicenseError) -> License {
        for entry in License.Entry.allCases where entry.isRequired && !has(entry) {
            guard isRedacted && entry.isRedactable else {
                throw LicenseError(
                    .fieldMissing, at: .entry(entry), expected: "a value", found: "nothing",
                    advice: "The issuer has to issue the licence anew.")
            }
        }
        try license.validateForm(allowingWithheld: true)
        // Moved out, as a copy would count a reference for every part.
        return exchange(&license, with: Self.empty)
    }

    /// Reads the value of an entry; passes over that of a key which is no entry's.
    @_lifetime(reader: copy reader)
    mutating func read(_ key: CBORReader.Key, from reader: inout CBORReader) throws(LicenseError) {
        guard case .integer(let number) = key, let entry = License.Entry(rawValue: number) else {
            do { try reader.item(.redactable) } catch {
                throw LicenseError(
                    .encodingInvalid, field: "", expected: "well-formed entries", found: error.message,
                    advice: error.advice)
            }
            return
        }
        do { try read(entry, from: &reader) } catch {
            throw LicenseError(error, at: .entry(entry), expected: entry.shape)
        }
        present |= 1 << UInt32(number)
    }

    @_lifetime(reader: copy reader)
    private mutating func read(_ entry: License.Entry, from reader: inout CBORReader) throws(CBORError) {
        switch entry {
        case .familyName: license.familyName = try reader.licenseText()
        case .givenName: license.givenName = try reader.licenseText()
        case .nameNationalCharacter: license.nameNationalCharacter = try reader.licenseText()
        case .birthDate: license.birthDate = try reader.day()
        case .sex: license.sex = try reader.choice(License.Sex.init(rawValue:))
        case .nationality: license.nationality = try reader.licenseText(2...2)
        case .firstIssueDate: license.firstIssueDate = try reader.day()
        case .issueDate: license.issueDate = try reader.day()
        case .expiryDate: license.expiryDate = try reader.null() ? nil : reader.day()
        case .issuingCountry: license.issuingCountry = try reader.licenseText(2...2)
        case .issuingAuthority: license.issuingAuthority = try reader.licenseText()
        case .unDistinguishingSign:
            license.unDistinguishingSign = try reader.licenseText(License.TextLength.distinguishingSign)
        case .drivingPrivileges: license.drivingPrivileges = try reader.privileges()
        case .portrait: license.portrait = try reader.portrait()
        case .portraitDigest:
            let range = try reader.byteString(of: License.digestSize...License.digestSize)
            license.portraitDigest = reader.copy(range)
        case .ageOver: license.ageOver = try reader.ages()
        case .standing: license.standing = try reader.standing()
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
            guard case .integer(let number) = key, let element = License.SecondPageKey(rawValue: number) else {
                try reader.item(.redactable)
                continue
            }
            switch element {
            case .residentAddress: license.residentAddress = try reader.licenseText()
            case .administrativeNumber: license.administrativeNumber = try reader.licenseText()
            case .record: license.record = try reader.licenseText()
            case .points: license.points = try reader.points()
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
