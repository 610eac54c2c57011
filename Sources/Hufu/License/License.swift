/// A driver's licence as it is issued and as it is read: the data elements of ISO/IEC 18013-5 and of AAMVA's namespace,
/// and of the second page of a Chinese licence (PROFILE section 7).
///
/// An optional property is `nil` if the licence has no such field, or if the holder has not disclosed it. Texts compare
/// as Swift's strings do: canonically equivalent ones are equal. The properties of ``SupplementaryFields`` are read and
/// set like the others: `license.height`.
@dynamicMemberLookup
public struct License: Sendable, Equatable {
    /// The licence's number, 1 to 64 bytes of UTF-8 (证号); the credential's claim `sub`. Required, may be withheld.
    public var documentNumber: String?
    /// Family name, or the whole name where it is not split (姓名). Required, may be withheld.
    public var familyName: String?
    /// Given name.
    public var givenName: String?
    /// The name in the script of the issuing country.
    public var nameNationalCharacter: String?
    /// Date of birth (出生日期), of which the day, or month and day, may be unknown. Required, may be withheld.
    public var birthDate: PartialDay?
    /// Sex (性别).
    public var sex: Sex?
    /// Nationality (国籍), ISO 3166-1 alpha-2.
    public var nationality: String?
    /// Day of the holder's first licence (初次领证日期).
    public var firstIssueDate: Day?
    /// First day on which the licence is in force (有效起始日期). Never withheld.
    public var issueDate: Day
    /// Last day on which the licence is in force (失效日期); `nil` means without end (长期). Never withheld.
    public var expiryDate: Day?
    /// Country that issued the licence, ISO 3166-1 alpha-2. Never withheld.
    public var issuingCountry: String
    /// Authority that issued the licence (发证机关).
    public var issuingAuthority: String?
    /// Distinguishing sign of the issuing country in road traffic, 1 to 3 bytes.
    public var unDistinguishingSign: String?
    /// The classes of vehicles that the holder may drive (准驾车型), 1 to 32 of them. Required, may be withheld.
    public var drivingPrivileges: [DrivingPrivilege]?
    /// Portrait of the holder (照片).
    public var portrait: Picture?
    /// SHA-256 of the portrait's bytes, which the scanner gets elsewhere; 32 bytes.
    public var portraitDigest: [UInt8]?
    /// Ages that the holder has or has not reached.
    public var ageOver: AgeOver?
    /// Whether the licence was in order when the issuer last looked (状态). Never withheld.
    public var standing: Standing?
    /// Address (住址), second page.
    public var residentAddress: String?
    /// File number (档案编号), 12 digits in China, second page.
    public var administrativeNumber: String?
    /// Record (记录), second page.
    public var record: String?
    /// Penalty points (累积记分), second page.
    public var points: Points?
    /// `nil` if the licence has no supplementary field.
    var supplement: Supplement?

    /// A supplementary field.
    public subscript<Value: Equatable>(dynamicMember field: WritableKeyPath<SupplementaryFields, Value?>) -> Value? {
        get { supplement?.fields[keyPath: field] }
        set {
            guard supplement != nil || newValue != nil else { return }
            setSupplementaryField(field, to: newValue)
            if supplement?.fields == SupplementaryFields() { supplement = nil }
        }
    }

    /// Sets a supplementary field of this licence alone.
    private mutating func setSupplementaryField<Value>(
        _ field: WritableKeyPath<SupplementaryFields, Value?>, to value: Value?
    ) {
        var supplement = self.supplement.take() ?? Supplement(SupplementaryFields())
        supplement.set(field, to: value)
        self.supplement = supplement
    }

    /// A licence with its required fields; the others can be set afterwards. The rules are checked when it is issued.
    public init(
        documentNumber: String, familyName: String, birthDate: PartialDay, issueDate: Day, expiryDate: Day?,
        issuingCountry: String, drivingPrivileges: [DrivingPrivilege]
    ) {
        self.init(issueDate: issueDate, expiryDate: expiryDate, issuingCountry: issuingCountry)
        self.documentNumber = documentNumber
        self.familyName = familyName
        self.birthDate = birthDate
        self.drivingPrivileges = drivingPrivileges
    }

    /// A licence with every redactable field withheld.
    init(issueDate: Day, expiryDate: Day?, issuingCountry: String) {
        self.issueDate = issueDate
        self.expiryDate = expiryDate
        self.issuingCountry = issuingCountry
    }
}

/// The coding of each field: one list for reading, one for all other operations; a test compares the two.
///
/// There are two lists, because a visitor that could set values would work on a copy of the licence.
extension License {
    /// Sets a field from a source.
    @_lifetime(reader: copy reader)
    mutating func read<Reader: FieldReader & ~Escapable>(
        _ field: Field, from reader: inout Reader
    ) throws(Reader.Failure) {
        switch field {
        case .documentNumber: try reader.set(&documentNumber, as: TextCoding(CWT.subjectLength))
        case .familyName: try reader.set(&familyName, as: TextCoding())
        case .givenName: try reader.set(&givenName, as: TextCoding())
        case .nameNationalCharacter: try reader.set(&nameNationalCharacter, as: TextCoding())
        case .birthDate: try reader.set(&birthDate, as: PartialDayCoding())
        case .sex: try reader.set(&sex, as: NumberChoiceCoding<Sex>())
        case .nationality: try reader.set(&nationality, as: CountryCoding())
        case .firstIssueDate: try reader.set(&firstIssueDate, as: DayCoding())
        case .issueDate: try reader.set(&issueDate, as: DayCoding())
        case .expiryDate: try reader.set(&expiryDate, as: DayOrNullCoding())
        case .issuingCountry: try reader.set(&issuingCountry, as: CountryCoding())
        case .issuingAuthority: try reader.set(&issuingAuthority, as: TextCoding())
        case .unDistinguishingSign: try reader.set(&unDistinguishingSign, as: TextCoding(1...3))
        case .drivingPrivileges: try reader.set(&drivingPrivileges, as: PrivilegesCoding())
        case .portrait: try reader.set(&portrait, as: PictureCoding())
        case .portraitDigest: try reader.set(&portraitDigest, as: BytesCoding(32...32))
        case .ageOver: try reader.set(&ageOver, as: AgeOverCoding())
        case .standing: try reader.set(&standing, as: StandingCoding())
        case .residentAddress: try reader.set(&residentAddress, as: TextCoding())
        case .administrativeNumber: try reader.set(&administrativeNumber, as: TextCoding())
        case .record: try reader.set(&record, as: TextCoding())
        case .points: try reader.set(&points, as: PointsCoding())
        case .residentCity: try read(\.residentCity, from: &reader, as: TextCoding())
        case .residentState: try read(\.residentState, from: &reader, as: TextCoding())
        case .residentCounty: try read(\.residentCounty, from: &reader, as: TextCoding())
        case .residentPostalCode: try read(\.residentPostalCode, from: &reader, as: TextCoding())
        case .residentCountry: try read(\.residentCountry, from: &reader, as: CountryCoding())
        case .documentDiscriminator: try read(\.documentDiscriminator, from: &reader, as: TextCoding())
        case .inventoryControlNumber: try read(\.inventoryControlNumber, from: &reader, as: TextCoding())
        case .auditInformation: try read(\.auditInformation, from: &reader, as: TextCoding())
        case .cardRevisionDate: try read(\.cardRevisionDate, from: &reader, as: DayCoding())
        case .hostStateInformation: try read(\.hostStateInformation, from: &reader, as: TextCoding())
        case .issuingStateInformation: try read(\.issuingStateInformation, from: &reader, as: TextCoding())
        case .birthPlace: try read(\.birthPlace, from: &reader, as: TextCoding())
        case .issuingJurisdiction: try read(\.issuingJurisdiction, from: &reader, as: TextCoding(4...6))
        case .height: try read(\.height, from: &reader, as: IntegerCoding(1...300, unit: "cm"))
        case .eyeColour: try read(\.eyeColour, from: &reader, as: TextChoiceCoding<EyeColour>())
        case .nameSuffix: try read(\.nameSuffix, from: &reader, as: TextCoding())
        case .weight: try read(\.weight, from: &reader, as: IntegerCoding(1...500, unit: "kg"))
        case .weightRange: try read(\.weightRange, from: &reader, as: IntegerCoding(0...9))
        case .hairColour: try read(\.hairColour, from: &reader, as: TextChoiceCoding<HairColour>())
        case .raceEthnicity: try read(\.raceEthnicity, from: &reader, as: TextChoiceCoding<RaceEthnicity>())
        case .signatureUsualMark: try read(\.signatureUsualMark, from: &reader, as: PictureCoding())
        case .portraitCaptureDate: try read(\.portraitCaptureDate, from: &reader, as: DayCoding())
        case .familyNameNationalCharacter: try read(\.familyNameNationalCharacter, from: &reader, as: TextCoding())
        case .givenNameNationalCharacter: try read(\.givenNameNationalCharacter, from: &reader, as: TextCoding())
        case .firstName: try read(\.firstName, from: &reader, as: TextCoding())
        case .middleNames: try read(\.middleNames, from: &reader, as: TextCoding())
        case .familyNameTruncation: try read(\.familyNameTruncation, from: &reader, as: TextChoiceCoding<Truncation>())
        case .givenNameTruncation: try read(\.givenNameTruncation, from: &reader, as: TextChoiceCoding<Truncation>())
        case .firstNameTruncation: try read(\.firstNameTruncation, from: &reader, as: TextChoiceCoding<Truncation>())
        case .middleNamesTruncation:
            try read(\.middleNamesTruncation, from: &reader, as: TextChoiceCoding<Truncation>())
        case .akaFamilyName: try read(\.akaFamilyName, from: &reader, as: TextCoding())
        case .akaGivenName: try read(\.akaGivenName, from: &reader, as: TextCoding())
        case .akaSuffix: try read(\.akaSuffix, from: &reader, as: TextCoding())
        case .ageInYears: try read(\.ageInYears, from: &reader, as: IntegerCoding(0...150))
        case .ageBirthYear: try read(\.ageBirthYear, from: &reader, as: IntegerCoding(1...9999))
        case .under18Until: try read(\.under18Until, from: &reader, as: DayCoding())
        case .under19Until: try read(\.under19Until, from: &reader, as: DayCoding())
        case .under21Until: try read(\.under21Until, from: &reader, as: DayCoding())
        case .organDonor: try read(\.organDonor, from: &reader, as: BooleanCoding())
        case .veteran: try read(\.veteran, from: &reader, as: BooleanCoding())
        case .dhsCompliance: try read(\.dhsCompliance, from: &reader, as: TextChoiceCoding<DHSCompliance>())
        case .dhsComplianceText: try read(\.dhsComplianceText, from: &reader, as: TextCoding())
        case .dhsTemporaryLawfulStatus: try read(\.dhsTemporaryLawfulStatus, from: &reader, as: BooleanCoding())
        case .cdlIndicator: try read(\.cdlIndicator, from: &reader, as: BooleanCoding())
        case .cdlNonDomiciled: try read(\.cdlNonDomiciled, from: &reader, as: BooleanCoding())
        case .edlCredential: try read(\.edlCredential, from: &reader, as: NumberChoiceCoding<EDLCredential>())
        case .hazmatEndorsementExpirationDate:
            try read(\.hazmatEndorsementExpirationDate, from: &reader, as: DayCoding())
        case .biometricTemplateFace: try read(\.biometricTemplateFace, from: &reader, as: BytesCoding(1...1200))
        case .biometricTemplateFinger: try read(\.biometricTemplateFinger, from: &reader, as: BytesCoding(1...1200))
        case .biometricTemplateIris: try read(\.biometricTemplateIris, from: &reader, as: BytesCoding(1...1200))
        case .biometricTemplateSignatureSign:
            try read(\.biometricTemplateSignatureSign, from: &reader, as: BytesCoding(1...1200))
        }
    }

    /// Sets a supplementary field.
    @inline(__always)
    @_lifetime(reader: copy reader)
    private mutating func read<Reader: FieldReader & ~Escapable, Coding: FieldCoding>(
        _ field: WritableKeyPath<SupplementaryFields, Coding.Value?>, from reader: inout Reader, as coding: Coding
    ) throws(Reader.Failure) {
        if let value = try reader.read(as: coding) { setSupplementaryField(field, to: value) }
    }

    /// Passes the value of a field to a visitor, unless the licence does not have the field.
    func visit<Visitor: FieldVisitor>(
        _ field: Field, with visitor: inout Visitor
    ) throws(Visitor.Failure) {
        switch field {
        case .documentNumber:
            if let value = documentNumber { try visitor.visit(value, as: TextCoding(CWT.subjectLength)) }
        case .familyName: if let value = familyName { try visitor.visit(value, as: TextCoding()) }
        case .givenName: if let value = givenName { try visitor.visit(value, as: TextCoding()) }
        case .nameNationalCharacter: if let value = nameNationalCharacter { try visitor.visit(value, as: TextCoding()) }
        case .birthDate: if let value = birthDate { try visitor.visit(value, as: PartialDayCoding()) }
        case .sex: if let value = sex { try visitor.visit(value, as: NumberChoiceCoding<Sex>()) }
        case .nationality: if let value = nationality { try visitor.visit(value, as: CountryCoding()) }
        case .firstIssueDate: if let value = firstIssueDate { try visitor.visit(value, as: DayCoding()) }
        case .issueDate: try visitor.visit(issueDate, as: DayCoding())
        case .expiryDate: try visitor.visit(expiryDate, as: DayOrNullCoding())
        case .issuingCountry: try visitor.visit(issuingCountry, as: CountryCoding())
        case .issuingAuthority: if let value = issuingAuthority { try visitor.visit(value, as: TextCoding()) }
        case .unDistinguishingSign:
            if let value = unDistinguishingSign { try visitor.visit(value, as: TextCoding(1...3)) }
        case .drivingPrivileges: if let value = drivingPrivileges { try visitor.visit(value, as: PrivilegesCoding()) }
        case .portrait: if let value = portrait { try visitor.visit(value, as: PictureCoding()) }
        case .portraitDigest: if let value = portraitDigest { try visitor.visit(value, as: BytesCoding(32...32)) }
        case .ageOver: if let value = ageOver { try visitor.visit(value, as: AgeOverCoding()) }
        case .standing: if let value = standing { try visitor.visit(value, as: StandingCoding()) }
        case .residentAddress: if let value = residentAddress { try visitor.visit(value, as: TextCoding()) }
        case .administrativeNumber: if let value = administrativeNumber { try visitor.visit(value, as: TextCoding()) }
        case .record: if let value = record { try visitor.visit(value, as: TextCoding()) }
        case .points: if let value = points { try visitor.visit(value, as: PointsCoding()) }
        case .residentCity:
            if let value = supplement?.fields.residentCity { try visitor.visit(value, as: TextCoding()) }
        case .residentState:
            if let value = supplement?.fields.residentState { try visitor.visit(value, as: TextCoding()) }
        case .residentCounty:
            if let value = supplement?.fields.residentCounty { try visitor.visit(value, as: TextCoding()) }
        case .residentPostalCode:
            if let value = supplement?.fields.residentPostalCode { try visitor.visit(value, as: TextCoding()) }
        case .residentCountry:
            if let value = supplement?.fields.residentCountry { try visitor.visit(value, as: CountryCoding()) }
        case .documentDiscriminator:
            if let value = supplement?.fields.documentDiscriminator { try visitor.visit(value, as: TextCoding()) }
        case .inventoryControlNumber:
            if let value = supplement?.fields.inventoryControlNumber { try visitor.visit(value, as: TextCoding()) }
        case .auditInformation:
            if let value = supplement?.fields.auditInformation { try visitor.visit(value, as: TextCoding()) }
        case .cardRevisionDate:
            if let value = supplement?.fields.cardRevisionDate { try visitor.visit(value, as: DayCoding()) }
        case .hostStateInformation:
            if let value = supplement?.fields.hostStateInformation { try visitor.visit(value, as: TextCoding()) }
        case .issuingStateInformation:
            if let value = supplement?.fields.issuingStateInformation { try visitor.visit(value, as: TextCoding()) }
        case .birthPlace: if let value = supplement?.fields.birthPlace { try visitor.visit(value, as: TextCoding()) }
        case .issuingJurisdiction:
            if let value = supplement?.fields.issuingJurisdiction { try visitor.visit(value, as: TextCoding(4...6)) }
        case .height:
            if let value = supplement?.fields.height {
                try visitor.visit(value, as: IntegerCoding(1...300, unit: "cm"))
            }
        case .eyeColour:
            if let value = supplement?.fields.eyeColour { try visitor.visit(value, as: TextChoiceCoding<EyeColour>()) }
        case .nameSuffix: if let value = supplement?.fields.nameSuffix { try visitor.visit(value, as: TextCoding()) }
        case .weight:
            if let value = supplement?.fields.weight {
                try visitor.visit(value, as: IntegerCoding(1...500, unit: "kg"))
            }
        case .weightRange:
            if let value = supplement?.fields.weightRange { try visitor.visit(value, as: IntegerCoding(0...9)) }
        case .hairColour:
            if let value = supplement?.fields.hairColour {
                try visitor.visit(value, as: TextChoiceCoding<HairColour>())
            }
        case .raceEthnicity:
            if let value = supplement?.fields.raceEthnicity {
                try visitor.visit(value, as: TextChoiceCoding<RaceEthnicity>())
            }
        case .signatureUsualMark:
            if let value = supplement?.fields.signatureUsualMark { try visitor.visit(value, as: PictureCoding()) }
        case .portraitCaptureDate:
            if let value = supplement?.fields.portraitCaptureDate { try visitor.visit(value, as: DayCoding()) }
        case .familyNameNationalCharacter:
            if let value = supplement?.fields.familyNameNationalCharacter { try visitor.visit(value, as: TextCoding()) }
        case .givenNameNationalCharacter:
            if let value = supplement?.fields.givenNameNationalCharacter { try visitor.visit(value, as: TextCoding()) }
        case .firstName: if let value = supplement?.fields.firstName { try visitor.visit(value, as: TextCoding()) }
        case .middleNames: if let value = supplement?.fields.middleNames { try visitor.visit(value, as: TextCoding()) }
        case .familyNameTruncation:
            if let value = supplement?.fields.familyNameTruncation {
                try visitor.visit(value, as: TextChoiceCoding<Truncation>())
            }
        case .givenNameTruncation:
            if let value = supplement?.fields.givenNameTruncation {
                try visitor.visit(value, as: TextChoiceCoding<Truncation>())
            }
        case .firstNameTruncation:
            if let value = supplement?.fields.firstNameTruncation {
                try visitor.visit(value, as: TextChoiceCoding<Truncation>())
            }
        case .middleNamesTruncation:
            if let value = supplement?.fields.middleNamesTruncation {
                try visitor.visit(value, as: TextChoiceCoding<Truncation>())
            }
        case .akaFamilyName:
            if let value = supplement?.fields.akaFamilyName { try visitor.visit(value, as: TextCoding()) }
        case .akaGivenName:
            if let value = supplement?.fields.akaGivenName { try visitor.visit(value, as: TextCoding()) }
        case .akaSuffix: if let value = supplement?.fields.akaSuffix { try visitor.visit(value, as: TextCoding()) }
        case .ageInYears:
            if let value = supplement?.fields.ageInYears { try visitor.visit(value, as: IntegerCoding(0...150)) }
        case .ageBirthYear:
            if let value = supplement?.fields.ageBirthYear { try visitor.visit(value, as: IntegerCoding(1...9999)) }
        case .under18Until: if let value = supplement?.fields.under18Until { try visitor.visit(value, as: DayCoding()) }
        case .under19Until: if let value = supplement?.fields.under19Until { try visitor.visit(value, as: DayCoding()) }
        case .under21Until: if let value = supplement?.fields.under21Until { try visitor.visit(value, as: DayCoding()) }
        case .organDonor: if let value = supplement?.fields.organDonor { try visitor.visit(value, as: BooleanCoding()) }
        case .veteran: if let value = supplement?.fields.veteran { try visitor.visit(value, as: BooleanCoding()) }
        case .dhsCompliance:
            if let value = supplement?.fields.dhsCompliance {
                try visitor.visit(value, as: TextChoiceCoding<DHSCompliance>())
            }
        case .dhsComplianceText:
            if let value = supplement?.fields.dhsComplianceText { try visitor.visit(value, as: TextCoding()) }
        case .dhsTemporaryLawfulStatus:
            if let value = supplement?.fields.dhsTemporaryLawfulStatus { try visitor.visit(value, as: BooleanCoding()) }
        case .cdlIndicator:
            if let value = supplement?.fields.cdlIndicator { try visitor.visit(value, as: BooleanCoding()) }
        case .cdlNonDomiciled:
            if let value = supplement?.fields.cdlNonDomiciled { try visitor.visit(value, as: BooleanCoding()) }
        case .edlCredential:
            if let value = supplement?.fields.edlCredential {
                try visitor.visit(value, as: NumberChoiceCoding<EDLCredential>())
            }
        case .hazmatEndorsementExpirationDate:
            if let value = supplement?.fields.hazmatEndorsementExpirationDate {
                try visitor.visit(value, as: DayCoding())
            }
        case .biometricTemplateFace:
            if let value = supplement?.fields.biometricTemplateFace {
                try visitor.visit(value, as: BytesCoding(1...1200))
            }
        case .biometricTemplateFinger:
            if let value = supplement?.fields.biometricTemplateFinger {
                try visitor.visit(value, as: BytesCoding(1...1200))
            }
        case .biometricTemplateIris:
            if let value = supplement?.fields.biometricTemplateIris {
                try visitor.visit(value, as: BytesCoding(1...1200))
            }
        case .biometricTemplateSignatureSign:
            if let value = supplement?.fields.biometricTemplateSignatureSign {
                try visitor.visit(value, as: BytesCoding(1...1200))
            }
        }
    }
}
