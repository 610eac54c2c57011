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

extension License {
    /// Passes the value of a field and its coding to the visitor: the one place that names the coding of each field.
    ///
    /// Inlined, because callers that cannot change the licence visit a copy of it, which the compiler removes only
    /// then.
    @inline(__always)
    @_lifetime(visitor: copy visitor)
    mutating func visit<Visitor: LicenseVisitor & ~Escapable>(
        _ field: Field, _ visitor: inout Visitor
    ) throws(Visitor.Failure) {
        switch field {
        case .documentNumber: try visitor.visit(&documentNumber, as: TextCoding(CWT.subjectLength))
        case .familyName: try visitor.visit(&familyName, as: TextCoding())
        case .givenName: try visitor.visit(&givenName, as: TextCoding())
        case .nameNationalCharacter: try visitor.visit(&nameNationalCharacter, as: TextCoding())
        case .birthDate: try visitor.visit(&birthDate, as: DayCoding())
        case .sex: try visitor.visit(&sex, as: SexCoding())
        case .nationality: try visitor.visit(&nationality, as: CountryCoding())
        case .firstIssueDate: try visitor.visit(&firstIssueDate, as: DayCoding())
        case .issueDate: try visitor.visit(&issueDate, as: DayCoding())
        case .expiryDate: try visitor.visit(&expiryDate, as: DayOrNullCoding())
        case .issuingCountry: try visitor.visit(&issuingCountry, as: CountryCoding())
        case .issuingAuthority: try visitor.visit(&issuingAuthority, as: TextCoding())
        case .unDistinguishingSign: try visitor.visit(&unDistinguishingSign, as: TextCoding(1...3))
        case .drivingPrivileges: try visitor.visit(&drivingPrivileges, as: DrivingPrivilegesCoding())
        case .portrait: try visitor.visit(&portrait, as: PortraitCoding())
        case .portraitDigest: try visitor.visit(&portraitDigest, as: DigestCoding())
        case .ageOver: try visitor.visit(&ageOver, as: AgeOverCoding())
        case .standing: try visitor.visit(&standing, as: StandingCoding())
        case .residentAddress: try visitor.visit(&residentAddress, as: TextCoding())
        case .administrativeNumber: try visitor.visit(&administrativeNumber, as: TextCoding())
        case .record: try visitor.visit(&record, as: TextCoding())
        case .points: try visitor.visit(&points, as: PointsCoding())
        }
    }
}
