extension License {
    /// A data element of a licence. The cases are in the order of the wire; JSON, policies, errors and the options of
    /// commands use their raw values as names.
    ///
    /// A field is not the same as an `Entry`, which is a pair of the license map: the entry of the second page holds
    /// several fields, and the document number is a claim beside the license map.
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

        /// The entry of the license map that holds the field; `nil` for the document number.
        public var entry: Entry? {
            switch row.place {
            case .subject: nil
            case .entry(let key): Entry(rawValue: key)
            case .secondPage: .secondPage
            }
        }

        /// Whether every licence has the field, disclosed or withheld.
        public var isRequired: Bool { row.isRequired }

        /// Whether the field may be withheld; those that decide whether the licence is in force may not.
        public var isRedactable: Bool { row.isRedactable }
    }
}

extension License.Field {
    /// Where the value of a field stands.
    enum Place {
        /// The claim `sub`.
        case subject
        /// The value of the entry of the license map that has this key.
        case entry(Int)
        /// The value under this key in the map that is the value of the second page's entry.
        case secondPage(Int)
    }

    /// What the profile says of a field, except for its values.
    struct Row {
        let place: Place
        let isRequired: Bool
        let isRedactable: Bool

        init(_ place: Place, isRequired: Bool = false, isRedactable: Bool = true) {
            self.place = place
            self.isRequired = isRequired
            self.isRedactable = isRedactable
        }
    }

    /// The table of fields (PROFILE section 6).
    ///
    /// Inlined, so that a caller of one column pays for that column.
    @inline(__always)
    var row: Row {
        switch self {
        case .documentNumber: Row(.subject, isRequired: true)
        case .familyName: Row(.entry(1), isRequired: true)
        case .givenName: Row(.entry(2))
        case .nameNationalCharacter: Row(.entry(3))
        case .birthDate: Row(.entry(4), isRequired: true)
        case .sex: Row(.entry(5))
        case .nationality: Row(.entry(6))
        case .firstIssueDate: Row(.entry(7))
        case .issueDate: Row(.entry(8), isRequired: true, isRedactable: false)
        case .expiryDate: Row(.entry(9), isRequired: true, isRedactable: false)
        case .issuingCountry: Row(.entry(10), isRequired: true, isRedactable: false)
        case .issuingAuthority: Row(.entry(11))
        case .unDistinguishingSign: Row(.entry(12))
        case .drivingPrivileges: Row(.entry(13), isRequired: true)
        case .portrait: Row(.entry(14))
        case .portraitDigest: Row(.entry(15))
        case .ageOver: Row(.entry(16))
        case .standing: Row(.entry(17), isRedactable: false)
        case .residentAddress: Row(.secondPage(1))
        case .administrativeNumber: Row(.secondPage(2))
        case .record: Row(.secondPage(3))
        case .points: Row(.secondPage(4))
        }
    }

    /// The fields of the second page, in the order of their keys.
    static let secondPage = allCases.filter { $0.secondPageKey != nil }

    /// The fields of the second page by key, from 0; `nil` for keys that the profile does not define.
    static let secondPageByKey: [License.Field?] = {
        var fields: [License.Field?] = []
        for field in secondPage {
            guard let key = field.secondPageKey else { continue }
            while fields.count <= key { fields.append(nil) }
            fields[key] = field
        }
        return fields
    }()

    /// The key in the map of the second page; `nil` for fields that do not stand there.
    var secondPageKey: Int? {
        switch row.place {
        case .subject, .entry: nil
        case .secondPage(let key): key
        }
    }
}
