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
        /// Second page, 5.
        case residentCity = "resident_city"
        /// Second page, 6.
        case residentState = "resident_state"
        /// Second page, 7.
        case residentCounty = "resident_county"
        /// Second page, 8.
        case residentPostalCode = "resident_postal_code"
        /// Second page, 9.
        case residentCountry = "resident_country"
        /// Second page, 10.
        case documentDiscriminator = "document_discriminator"
        /// Second page, 11.
        case inventoryControlNumber = "inventory_control_number"
        /// Second page, 12.
        case auditInformation = "audit_information"
        /// Second page, 13.
        case cardRevisionDate = "card_revision_date"
        /// Second page, 14.
        case hostStateInformation = "host_state_information"
        /// Second page, 15.
        case issuingStateInformation = "issuing_state_information"
        /// Entry 19.
        case birthPlace = "birth_place"
        /// Entry 20.
        case issuingJurisdiction = "issuing_jurisdiction"
        /// Entry 21.
        case height
        /// Entry 22.
        case eyeColour = "eye_colour"
        /// Entry 23.
        case nameSuffix = "name_suffix"
        /// Entry 24.
        case weight
        /// Entry 25.
        case weightRange = "weight_range"
        /// Entry 26.
        case hairColour = "hair_colour"
        /// Entry 27.
        case raceEthnicity = "race_ethnicity"
        /// Entry 28.
        case signatureUsualMark = "signature_usual_mark"
        /// Entry 29.
        case portraitCaptureDate = "portrait_capture_date"
        /// Entry 30.
        case familyNameNationalCharacter = "family_name_national_character"
        /// Entry 31.
        case givenNameNationalCharacter = "given_name_national_character"
        /// Entry 32.
        case firstName = "first_name"
        /// Entry 33.
        case middleNames = "middle_names"
        /// Entry 34.
        case familyNameTruncation = "family_name_truncation"
        /// Entry 35.
        case givenNameTruncation = "given_name_truncation"
        /// Entry 36.
        case firstNameTruncation = "first_name_truncation"
        /// Entry 37.
        case middleNamesTruncation = "middle_names_truncation"
        /// Entry 38.
        case akaFamilyName = "aka_family_name"
        /// Entry 39.
        case akaGivenName = "aka_given_name"
        /// Entry 40.
        case akaSuffix = "aka_suffix"
        /// Entry 41.
        case ageInYears = "age_in_years"
        /// Entry 42.
        case ageBirthYear = "age_birth_year"
        /// Entry 43.
        case under18Until = "under_18_until"
        /// Entry 44.
        case under19Until = "under_19_until"
        /// Entry 45.
        case under21Until = "under_21_until"
        /// Entry 46.
        case organDonor = "organ_donor"
        /// Entry 47.
        case veteran
        /// Entry 48.
        case dhsCompliance = "dhs_compliance"
        /// Entry 49.
        case dhsComplianceText = "dhs_compliance_text"
        /// Entry 50.
        case dhsTemporaryLawfulStatus = "dhs_temporary_lawful_status"
        /// Entry 51.
        case cdlIndicator = "cdl_indicator"
        /// Entry 52.
        case cdlNonDomiciled = "cdl_non_domiciled"
        /// Entry 53.
        case edlCredential = "edl_credential"
        /// Entry 54.
        case hazmatEndorsementExpirationDate = "hazmat_endorsement_expiration_date"
        /// Entry 55.
        case biometricTemplateFace = "biometric_template_face"
        /// Entry 56.
        case biometricTemplateFinger = "biometric_template_finger"
        /// Entry 57.
        case biometricTemplateIris = "biometric_template_iris"
        /// Entry 58.
        case biometricTemplateSignatureSign = "biometric_template_signature_sign"

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
    /// The place of a field's value.
    enum Place {
        /// The claim `sub`.
        case subject
        /// The value of the entry of the license map that has this key.
        case entry(Int)
        /// The value under this key in the map that is the value of the second page's entry.
        case secondPage(Int)
    }

    /// The properties of a field in the profile, except for its values.
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

    /// The table of fields (PROFILE section 7).
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
        case .residentCity: Row(.secondPage(5))
        case .residentState: Row(.secondPage(6))
        case .residentCounty: Row(.secondPage(7))
        case .residentPostalCode: Row(.secondPage(8))
        case .residentCountry: Row(.secondPage(9))
        case .documentDiscriminator: Row(.secondPage(10))
        case .inventoryControlNumber: Row(.secondPage(11))
        case .auditInformation: Row(.secondPage(12))
        case .cardRevisionDate: Row(.secondPage(13))
        case .hostStateInformation: Row(.secondPage(14))
        case .issuingStateInformation: Row(.secondPage(15))
        case .birthPlace: Row(.entry(19))
        case .issuingJurisdiction: Row(.entry(20))
        case .height: Row(.entry(21))
        case .eyeColour: Row(.entry(22))
        case .nameSuffix: Row(.entry(23))
        case .weight: Row(.entry(24))
        case .weightRange: Row(.entry(25))
        case .hairColour: Row(.entry(26))
        case .raceEthnicity: Row(.entry(27))
        case .signatureUsualMark: Row(.entry(28))
        case .portraitCaptureDate: Row(.entry(29))
        case .familyNameNationalCharacter: Row(.entry(30))
        case .givenNameNationalCharacter: Row(.entry(31))
        case .firstName: Row(.entry(32))
        case .middleNames: Row(.entry(33))
        case .familyNameTruncation: Row(.entry(34))
        case .givenNameTruncation: Row(.entry(35))
        case .firstNameTruncation: Row(.entry(36))
        case .middleNamesTruncation: Row(.entry(37))
        case .akaFamilyName: Row(.entry(38))
        case .akaGivenName: Row(.entry(39))
        case .akaSuffix: Row(.entry(40))
        case .ageInYears: Row(.entry(41))
        case .ageBirthYear: Row(.entry(42))
        case .under18Until: Row(.entry(43))
        case .under19Until: Row(.entry(44))
        case .under21Until: Row(.entry(45))
        case .organDonor: Row(.entry(46))
        case .veteran: Row(.entry(47))
        case .dhsCompliance: Row(.entry(48))
        case .dhsComplianceText: Row(.entry(49))
        case .dhsTemporaryLawfulStatus: Row(.entry(50))
        case .cdlIndicator: Row(.entry(51))
        case .cdlNonDomiciled: Row(.entry(52))
        case .edlCredential: Row(.entry(53))
        case .hazmatEndorsementExpirationDate: Row(.entry(54))
        case .biometricTemplateFace: Row(.entry(55))
        case .biometricTemplateFinger: Row(.entry(56))
        case .biometricTemplateIris: Row(.entry(57))
        case .biometricTemplateSignatureSign: Row(.entry(58))
        }
    }

    /// The place in `allCases` from which on all fields are supplementary.
    static let supplementaryStart = allCases.firstIndex(of: .residentCity) ?? allCases.count

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
