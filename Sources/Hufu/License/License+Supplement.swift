extension License {
    /// The fields that few licences have. They are kept apart, so that a licence without them is small: a scan moves and
    /// destroys it several times.
    public struct SupplementaryFields: Sendable, Equatable {
        /// Municipality of the address, second page.
        public var residentCity: String?
        /// State or province of the address, second page.
        public var residentState: String?
        /// County of the address, second page.
        public var residentCounty: String?
        /// Postal code of the address, second page.
        public var residentPostalCode: String?
        /// Country of the address, ISO 3166-1 alpha-2, second page.
        public var residentCountry: String?
        /// Text that tells this document from others of the same holder (AAMVA DCF), second page.
        public var documentDiscriminator: String?
        /// Number of the card as an article, 证芯编号 (AAMVA DCK), second page.
        public var inventoryControlNumber: String?
        /// Where, when and by whom the card was made (AAMVA DCJ), second page.
        public var auditInformation: String?
        /// Date of the card design's last revision (AAMVA DDB), second page.
        public var cardRevisionDate: Day?
        /// Remarks of a state that the holder moved to (field 13 of the EU), second page.
        public var hostStateInformation: String?
        /// Remarks of the state that issued the licence (field 14 of the EU), second page.
        public var issuingStateInformation: String?
        /// Place of birth.
        public var birthPlace: String?
        /// Part of the country that issued the licence, ISO 3166-2, such as `US-CA`.
        public var issuingJurisdiction: String?
        /// Height in centimetres, 1 to 300.
        public var height: Int?
        /// Colour of the eyes.
        public var eyeColour: EyeColour?
        /// Suffix of the name, such as `JR`.
        public var nameSuffix: String?
        /// Weight in kilograms, 1 to 500.
        public var weight: Int?
        /// Range of weights, 0 to 9 (AAMVA DCE).
        public var weightRange: Int?
        /// Colour of the hair.
        public var hairColour: HairColour?
        /// Race or ethnicity (AAMVA DCL).
        public var raceEthnicity: RaceEthnicity?
        /// Picture of the holder's signature.
        public var signatureUsualMark: Picture?
        /// Day on which the portrait was taken.
        public var portraitCaptureDate: Day?
        /// Family name in the holder's own script.
        public var familyNameNationalCharacter: String?
        /// Given name in the holder's own script.
        public var givenNameNationalCharacter: String?
        /// First of the given names (AAMVA DAC).
        public var firstName: String?
        /// The other given names (AAMVA DAD).
        public var middleNames: String?
        /// Whether the family name is cut off (AAMVA DDE).
        public var familyNameTruncation: Truncation?
        /// Whether the given name is cut off.
        public var givenNameTruncation: Truncation?
        /// Whether the first name is cut off (AAMVA DDF).
        public var firstNameTruncation: Truncation?
        /// Whether the middle names are cut off (AAMVA DDG).
        public var middleNamesTruncation: Truncation?
        /// Another family name of the holder (AAMVA DBN).
        public var akaFamilyName: String?
        /// Another given name of the holder (AAMVA DBG).
        public var akaGivenName: String?
        /// Another suffix of the name (AAMVA DBS).
        public var akaSuffix: String?
        /// Age of the holder when the credential was issued, 0 to 150.
        public var ageInYears: Int?
        /// Year of birth, 1 to 9999.
        public var ageBirthYear: Int?
        /// Day on which the holder reaches the age of 18 (AAMVA DDH).
        public var under18Until: Day?
        /// Day on which the holder reaches the age of 19 (AAMVA DDI).
        public var under19Until: Day?
        /// Day on which the holder reaches the age of 21 (AAMVA DDJ).
        public var under21Until: Day?
        /// Whether the holder is an organ donor (AAMVA DDK).
        public var organDonor: Bool?
        /// Whether the holder is a veteran (AAMVA DDL).
        public var veteran: Bool?
        /// Whether the licence is a REAL ID (AAMVA DDA).
        public var dhsCompliance: DHSCompliance?
        /// Text on compliance with REAL ID.
        public var dhsComplianceText: String?
        /// Whether the holder has a temporary lawful status (AAMVA DDD).
        public var dhsTemporaryLawfulStatus: Bool?
        /// Whether this is a commercial driver's licence (AAMVA DDM).
        public var cdlIndicator: Bool?
        /// Whether this is a commercial licence of a holder who is not domiciled in the state (AAMVA DDN).
        public var cdlNonDomiciled: Bool?
        /// Kind of the enhanced document (AAMVA DDO).
        public var edlCredential: EDLCredential?
        /// Last day of the endorsement for hazardous materials (AAMVA DDC).
        public var hazmatEndorsementExpirationDate: Day?
        /// Template of the face, 1 to 1,200 bytes.
        public var biometricTemplateFace: [UInt8]?
        /// Template of a finger, 1 to 1,200 bytes.
        public var biometricTemplateFinger: [UInt8]?
        /// Template of an iris, 1 to 1,200 bytes.
        public var biometricTemplateIris: [UInt8]?
        /// Template of the signature, 1 to 1,200 bytes.
        public var biometricTemplateSignatureSign: [UInt8]?
    }

    /// The supplementary fields of a licence. Copies of the licence share them until one of them is set.
    struct Supplement: @unchecked Sendable, Equatable {
        // No class of our own: each access to its variable would be checked for exclusivity, which took 2 % of the time
        // to issue a licence. Sendable, as the buffer is changed only by the one value that has it.
        private var storage: ManagedBuffer<SupplementaryFields, Never>

        init(_ fields: SupplementaryFields) { storage = .create(minimumCapacity: 0) { _ in fields } }

        @inline(__always)
        var fields: SupplementaryFields { storage.header }

        /// Sets a field of this value alone.
        @inline(__always)
        mutating func set<Value>(_ field: WritableKeyPath<SupplementaryFields, Value>, to value: Value) {
            if !isKnownUniquelyReferenced(&storage) { self = Supplement(fields) }
            storage.header[keyPath: field] = value
        }

        static func == (left: Supplement, right: Supplement) -> Bool { left.fields == right.fields }
    }
}
