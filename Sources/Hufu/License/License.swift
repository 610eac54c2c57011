/// A driver's licence as it is issued and as it is read: the data elements of ISO/IEC 18013-5 and of the second page
/// of a Chinese licence (PROFILE section 6).
///
/// An optional property is nothing where the licence has no such entry or the holder withholds it. Texts compare as
/// Swift's strings do: canonically equivalent ones are equal.
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
    /// Last day on which the licence is in force (失效日期); nothing means without end (长期). Never withheld.
    public var expiryDate: Day?
    /// Country that issued the licence, ISO 3166-1 alpha-2. Never withheld.
    public var issuingCountry: String
    /// Authority that issued the licence (发证机关).
    public var issuingAuthority: String?
    /// Distinguishing sign of the issuing country in road traffic, 1 to 3 bytes.
    public var unDistinguishingSign: String?
    /// What the holder may drive (准驾车型), 1 to 32 entries. Required, may be withheld.
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

    /// A licence with its required entries; the others can be set afterwards. Nothing is checked here: issuing does.
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

    /// A licence of which everything is withheld that can be.
    init(issueDate: Day, expiryDate: Day?, issuingCountry: String) {
        self.issueDate = issueDate
        self.expiryDate = expiryDate
        self.issuingCountry = issuingCountry
    }
}
