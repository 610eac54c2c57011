/// A driver's licence as it is issued and as it is read: the data elements of ISO/IEC 18013-5 and of the second page
/// of a Chinese licence (PROFILE section 6).
///
/// An optional property is `nil` if the licence has no such field, or if the holder has not disclosed it. Texts compare
/// as Swift's strings do: canonically equivalent ones are equal.
public struct License: Sendable, Equatable {
    /// The licence's number, 1 to 64 bytes of UTF-8 (证号); the credential's claim `sub`. Required, may be withheld.
    public var documentNumber: String?
    /// Family name, or the whole name where it is not split (姓名). Required, may be withheld.
    public var familyName: String?
    /// Given name.
    public var givenName: String?
    /// The name in the script of the issuing country.
    public var nameNationalCharacter: String?
    /// Date of birth (出生日期). Required, may be withheld.
    public var birthDate: Day?
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
    public var portrait: Portrait?
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
    /// Place of birth.
    public var birthPlace: String?

    /// A licence with its required fields; the others can be set afterwards. Nothing is checked here: issuing does.
    public init(
        documentNumber: String, familyName: String, birthDate: Day, issueDate: Day, expiryDate: Day?,
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

/// The coding of each field, once for reading and once for all else; a test compares the two.
///
/// There are two lists, because a visitor of values that could be set would work on a copy of the licence.
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
        case .birthDate: try reader.set(&birthDate, as: DayCoding())
        case .sex: try reader.set(&sex, as: SexCoding())
        case .nationality: try reader.set(&nationality, as: CountryCoding())
        case .firstIssueDate: try reader.set(&firstIssueDate, as: DayCoding())
        case .issueDate: try reader.set(&issueDate, as: DayCoding())
        case .expiryDate: try reader.set(&expiryDate, as: DayOrNullCoding())
        case .issuingCountry: try reader.set(&issuingCountry, as: CountryCoding())
        case .issuingAuthority: try reader.set(&issuingAuthority, as: TextCoding())
        case .unDistinguishingSign: try reader.set(&unDistinguishingSign, as: TextCoding(1...3))
        case .drivingPrivileges: try reader.set(&drivingPrivileges, as: PrivilegesCoding())
        case .portrait: try reader.set(&portrait, as: PortraitCoding())
        case .portraitDigest: try reader.set(&portraitDigest, as: DigestCoding())
        case .ageOver: try reader.set(&ageOver, as: AgeOverCoding())
        case .standing: try reader.set(&standing, as: StandingCoding())
        case .residentAddress: try reader.set(&residentAddress, as: TextCoding())
        case .administrativeNumber: try reader.set(&administrativeNumber, as: TextCoding())
        case .record: try reader.set(&record, as: TextCoding())
        case .points: try reader.set(&points, as: PointsCoding())
        case .birthPlace: try reader.set(&birthPlace, as: TextCoding())
        }
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
        case .birthDate: if let value = birthDate { try visitor.visit(value, as: DayCoding()) }
        case .sex: if let value = sex { try visitor.visit(value, as: SexCoding()) }
        case .nationality: if let value = nationality { try visitor.visit(value, as: CountryCoding()) }
        case .firstIssueDate: if let value = firstIssueDate { try visitor.visit(value, as: DayCoding()) }
        case .issueDate: try visitor.visit(issueDate, as: DayCoding())
        case .expiryDate: try visitor.visit(expiryDate, as: DayOrNullCoding())
        case .issuingCountry: try visitor.visit(issuingCountry, as: CountryCoding())
        case .issuingAuthority: if let value = issuingAuthority { try visitor.visit(value, as: TextCoding()) }
        case .unDistinguishingSign:
            if let value = unDistinguishingSign { try visitor.visit(value, as: TextCoding(1...3)) }
        case .drivingPrivileges: if let value = drivingPrivileges { try visitor.visit(value, as: PrivilegesCoding()) }
        case .portrait: if let value = portrait { try visitor.visit(value, as: PortraitCoding()) }
        case .portraitDigest: if let value = portraitDigest { try visitor.visit(value, as: DigestCoding()) }
        case .ageOver: if let value = ageOver { try visitor.visit(value, as: AgeOverCoding()) }
        case .standing: if let value = standing { try visitor.visit(value, as: StandingCoding()) }
        case .residentAddress: if let value = residentAddress { try visitor.visit(value, as: TextCoding()) }
        case .administrativeNumber: if let value = administrativeNumber { try visitor.visit(value, as: TextCoding()) }
        case .record: if let value = record { try visitor.visit(value, as: TextCoding()) }
        case .points: if let value = points { try visitor.visit(value, as: PointsCoding()) }
        case .birthPlace: if let value = birthPlace { try visitor.visit(value, as: TextCoding()) }
        }
    }
}
