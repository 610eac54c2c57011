extension License {
    /// The data elements by name: the one table of names that JSON, the options of commands, policies and errors use,
    /// in the order of the wire.
    public enum Field: String, Sendable, CaseIterable {
        /// The licence's number; the claim `sub`.
        case documentNumber = "document_number"
        /// Entry 1.
        case familyName = "family_name"
        /// Entry 2.
        case givenName = "given_name"
        /// Entry 3.
        case nameNationalCharacter = "name_national_character"
        /// Entry 4.
        case birthDate = "birth_date"
        /// Entry 5.
        case sex
        /// Entry 6.
        case nationality
        /// Entry 7.
        case firstIssueDate = "first_issue_date"
        /// Entry 8.
        case issueDate = "issue_date"
        /// Entry 9.
        case expiryDate = "expiry_date"
        /// Entry 10.
        case issuingCountry = "issuing_country"
        /// Entry 11.
        case issuingAuthority = "issuing_authority"
        /// Entry 12.
        case unDistinguishingSign = "un_distinguishing_sign"
        /// Entry 13.
        case drivingPrivileges = "driving_privileges"
        /// Entry 14.
        case portrait
        /// Entry 15.
        case portraitDigest = "portrait_digest"
        /// Entry 16.
        case ageOver = "age_over"
        /// Entry 17.
        case standing
        /// Second page, 1.
        case residentAddress = "resident_address"
        /// Second page, 2.
        case administrativeNumber = "administrative_number"
        /// Second page, 3.
        case record
        /// Second page, 4.
        case points

        /// The name in JSON.
        public var jsonName: String { rawValue }

        /// The entry of the license map that holds the element; nothing for the document number.
        public var entry: Entry? {
            switch self {
            case .documentNumber: nil
            case .residentAddress, .administrativeNumber, .record, .points: .secondPage
            default: Entry.allCases.first { $0.field == self }
            }
        }

        /// Whether every licence has the element, shown or withheld.
        public var isRequired: Bool {
            switch self {
            case .documentNumber, .familyName, .birthDate, .issueDate, .expiryDate, .issuingCountry,
                .drivingPrivileges:
                true
            default: false
            }
        }
    }

    /// The entries of the license map; the raw value is the key. They are withheld and disclosed as wholes.
    public enum Entry: Int, Sendable, CaseIterable {
        /// Key 1.
        case familyName = 1
        /// Key 2.
        case givenName
        /// Key 3.
        case nameNationalCharacter
        /// Key 4.
        case birthDate
        /// Key 5.
        case sex
        /// Key 6.
        case nationality
        /// Key 7.
        case firstIssueDate
        /// Key 8.
        case issueDate
        /// Key 9.
        case expiryDate
        /// Key 10.
        case issuingCountry
        /// Key 11.
        case issuingAuthority
        /// Key 12.
        case unDistinguishingSign
        /// Key 13.
        case drivingPrivileges
        /// Key 14.
        case portrait
        /// Key 15.
        case portraitDigest
        /// Key 16.
        case ageOver
        /// Key 17.
        case standing
        /// Key 18: address, file number, record and points together.
        case secondPage

        /// The one element that the entry holds; nothing for the second page, which holds four.
        public var field: Field? {
            switch self {
            case .familyName: .familyName
            case .givenName: .givenName
            case .nameNationalCharacter: .nameNationalCharacter
            case .birthDate: .birthDate
            case .sex: .sex
            case .nationality: .nationality
            case .firstIssueDate: .firstIssueDate
            case .issueDate: .issueDate
            case .expiryDate: .expiryDate
            case .issuingCountry: .issuingCountry
            case .issuingAuthority: .issuingAuthority
            case .unDistinguishingSign: .unDistinguishingSign
            case .drivingPrivileges: .drivingPrivileges
            case .portrait: .portrait
            case .portraitDigest: .portraitDigest
            case .ageOver: .ageOver
            case .standing: .standing
            case .secondPage: nil
            }
        }

        /// The element's name in JSON, or `second_page`.
        public var jsonName: String { field?.jsonName ?? "second_page" }

        /// The entry of that name; a name of the second page's elements stands for the whole of it.
        public init?(jsonName: String) {
            let named = Field(rawValue: jsonName)?.entry ?? (jsonName == "second_page" ? .secondPage : nil)
            guard let named else { return nil }
            self = named
        }

        /// Whether every licence has the entry, shown or withheld.
        public var isRequired: Bool { field?.isRequired ?? false }

        /// The entries that are never withheld, because they decide whether the licence is in force.
        public static let neverRedacted: [Entry] = [.issueDate, .expiryDate, .issuingCountry, .standing]

        /// Whether the entry may be withheld.
        public var isRedactable: Bool { !Entry.neverRedacted.contains(self) }
    }

    /// Keys of the map of entry 18.
    enum SecondPageKey: Int, CaseIterable {
        case residentAddress = 1
        case administrativeNumber, record, points
    }

    /// Whether the licence has the element and shows it. The expiry date is always there: without end is a value too.
    public func shows(_ field: Field) -> Bool {
        switch field {
        case .documentNumber: documentNumber != nil
        case .familyName: familyName != nil
        case .givenName: givenName != nil
        case .nameNationalCharacter: nameNationalCharacter != nil
        case .birthDate: birthDate != nil
        case .sex: sex != nil
        case .nationality: nationality != nil
        case .firstIssueDate: firstIssueDate != nil
        case .issueDate, .expiryDate, .issuingCountry: true
        case .issuingAuthority: issuingAuthority != nil
        case .unDistinguishingSign: unDistinguishingSign != nil
        case .drivingPrivileges: drivingPrivileges != nil
        case .portrait: portrait != nil
        case .portraitDigest: portraitDigest != nil
        case .ageOver: ageOver != nil
        case .standing: standing != nil
        case .residentAddress: residentAddress != nil
        case .administrativeNumber: administrativeNumber != nil
        case .record: record != nil
        case .points: points != nil
        }
    }

    /// Whether the licence has the entry and shows it.
    public func shows(_ entry: Entry) -> Bool {
        if let field = entry.field { return shows(field) }
        return residentAddress != nil || administrativeNumber != nil || record != nil || points != nil
    }
}
