internal import Hufu

/// A sample licence of each country.
enum SampleLicense {
    private typealias Number = SampleCitizenNumber

    // MARK: China

    private static let chineseFamilyNames = [
        "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗", "郑",
        "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "欧阳", "上官",
    ]
    private static let chineseGivenNames = [
        "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀英", "建国", "建华", "子涵",
        "欣怡", "浩然", "雨桐", "梓轩", "晓明", "志强", "国庆", "婷婷", "佳琪",
    ]
    private static let uyghurNames = ["阿不都热合曼·买买提江", "古丽娜尔·艾合买提", "艾尼瓦尔·吐尔逊", "阿依努尔·艾尼瓦尔"]
    private static let provinces = [
        ("广东省", "4401"), ("山东省", "3701"), ("河南省", "4101"), ("江苏省", "3201"), ("四川省", "5101"), ("河北省", "1301"),
        ("湖南省", "4301"), ("浙江省", "3301"), ("安徽省", "3401"), ("湖北省", "4201"), ("广西壮族自治区", "4501"), ("北京市", "1101"),
        ("上海市", "3101"), ("新疆维吾尔自治区", "6501"), ("西藏自治区", "5401"),
    ]
    private static let chineseClasses = [
        ["C1"], ["C1"], ["C1"], ["C2"], ["C1", "D"], ["C1", "E"], ["B2"], ["B2", "D"], ["A2"], ["A1", "A2", "D"],
        ["C5"],
        ["F"],
    ]
    /// Letters of the Chinese list, in the order of their frequency.
    private static let standings = ["C", "H", "G", "B", "E", "CH"]

    static func chinese(
        _ place: Int, _ seed: UInt64, _ calendar: SampleCalendar, _ random: inout SampleRandom
    ) -> License {
        let (age, sequence) = Number.holder(place, seed: seed)
        let born = calendar.ago(age)
        let years = random.percent(60) ? 10 : 6
        let (first, issue) = calendar.licence(ofAge: age, inForceFor: years, &random)
        let isPermanent = age > 50 * 365 && random.percent(40)
        var license = License(
            documentNumber: Number.text(born: born, sequence: sequence), familyName: chineseName(&random),
            birthDate: PartialDay(born), issueDate: issue,
            expiryDate: isPermanent ? nil : calendar.day(years, yearsAfter: issue), issuingCountry: "CN",
            drivingPrivileges: random.pick(chineseClasses).map {
                DrivingPrivilege(scheme: "CN", vehicleCategoryCode: $0)
            })
        let (province, area) = random.pick(provinces)
        license.sex = sequence.isMultiple(of: 2) ? .female : .male
        license.nationality = "CN"
        license.firstIssueDate = first
        license.issuingAuthority = "\(province)样本市公安局交通警察支队"
        license.residentAddress =
            "\(province)样本市示例区样本路\(random.within(1...999))号\(random.within(1...30))号楼\(random.within(101...2805))室"
        license.administrativeNumber = area + random.digits(8)
        if random.percent(20) { license.record = random.percent(50) ? "增驾D型准驾车型" : "请于每个记分周期结束后三十日内接受审验" }
        license.standing = License.Standing(
            codes: random.percent(95) ? "A" : random.pick(standings), asOf: calendar.asOf)
        license.points = License.Points(
            total: random.percent(75) ? 0 : random.within(1...12), cycleStart: calendar.ago(random.below(365)))
        return license
    }

    private static func chineseName(_ random: inout SampleRandom) -> String {
        if random.percent(3) { return random.pick(uyghurNames) }
        return random.pick(chineseFamilyNames) + random.pick(chineseGivenNames)
    }

    // MARK: European Union

    private static let germanFamilyNames = [
        "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker", "Schulz", "Hoffmann", "Koch",
        "Bauer", "Richter", "Klein", "Wolf", "Schröder", "Neumann", "Schwarz", "Yılmaz", "Weißenbühl-Žák",
        "von der Grünwald-Ødegård",
    ]
    private static let germanGivenNames = [
        "Thomas", "Andreas", "Sabine", "Michael", "Claudia", "Jürgen", "Anna Maria", "Lukas", "Jörg Änne", "Mehmet",
        "Zoë Sophie", "Karl-Heinz",
    ]
    private static let frenchFamilyNames = [
        "MARTIN", "BERNARD", "THOMAS", "PETIT", "ROBERT", "RICHARD", "DURAND", "DUBOIS", "MOREAU", "LAURENT", "LEFÈVRE",
        "GARCÍA", "D’EXEMPLE", "N’DIAYE",
    ]
    private static let frenchGivenNames = [
        "Jean", "Marie", "Pierre", "Françoise", "Anaïs, Léa", "Jean-Luc", "Hélène", "Mohamed", "Chloé, Inès, Rose",
    ]
    private static let italianFamilyNames = [
        "ROSSI", "RUSSO", "FERRARI", "ESPOSITO", "BIANCHI", "ROMANO", "COLOMBO", "DE LUCA", "D’AMICO", "NICOLÒ",
    ]
    private static let italianGivenNames = ["GIUSEPPE", "MARIA", "ANTONIO", "ANNA", "NICCOLÒ", "GIULIA MARIA", "LUCA"]

    static func german(_ place: Int, _ calendar: SampleCalendar, _ random: inout SampleRandom) -> License {
        var license = european(
            "DE", "D", number: "ZZ9" + place.padded(8), calendar, &random)
        license.familyName = random.pick(germanFamilyNames)
        license.givenName = random.pick(germanGivenNames)
        license.birthPlace = random.percent(90) ? "Beispielstadt" : "Musterhausen am See"
        license.issuingAuthority = random.percent(60) ? "Landkreis Beispielland" : "Stadt Beispielhausen"
        return license
    }

    static func french(_ place: Int, _ calendar: SampleCalendar, _ random: inout SampleRandom) -> License {
        var license = european("FR", "F", number: "99ZZ" + place.padded(8), calendar, &random)
        license.familyName = random.pick(frenchFamilyNames)
        license.givenName = random.pick(frenchGivenNames)
        license.birthPlace = "Exempleville"
        license.issuingAuthority = "Préfecture de l’Exemple"
        return license
    }

    static func italian(_ place: Int, _ calendar: SampleCalendar, _ random: inout SampleRandom) -> License {
        var license = european("IT", "I", number: "ZZ9" + place.padded(8) + "Z", calendar, &random)
        license.familyName = random.pick(italianFamilyNames)
        license.givenName = random.pick(italianGivenNames)
        license.birthPlace = "ESEMPIO (ZZ)"
        license.residentAddress = "VIA ESEMPIO \(random.within(1...250)), 00000 ESEMPIO (ZZ)"
        license.issuingAuthority = "MIT-UCO"
        return license
    }

    private static func european(
        _ country: String, _ sign: String, number: String, _ calendar: SampleCalendar, _ random: inout SampleRandom
    ) -> License {
        let age = random.within(SampleCalendar.ages)
        let (first, issue) = calendar.licence(ofAge: age, inForceFor: 15, &random)
        let expiry = calendar.day(15, yearsAfter: issue)
        var license = License(
            documentNumber: number, familyName: "", birthDate: PartialDay(calendar.ago(age)), issueDate: issue,
            expiryDate: expiry, issuingCountry: country, drivingPrivileges: [])
        // One register in a hundred entries knows the year only.
        if random.percent(1), let year = PartialDay(year: calendar.ago(age).components.year) {
            license.birthDate = year
        }
        license.firstIssueDate = first
        license.unDistinguishingSign = sign
        let glasses = random.percent(35) ? [DrivingPrivilege.Code(code: "01.06")] : []
        var privileges = ["AM", "B"].map {
            DrivingPrivilege(
                scheme: "EU", vehicleCategoryCode: $0, issueDate: first, expiryDate: expiry, codes: glasses)
        }
        if random.percent(15) {
            privileges.append(
                DrivingPrivilege(scheme: "EU", vehicleCategoryCode: "A", issueDate: issue, expiryDate: expiry))
        }
        if random.percent(10) {
            privileges.append(
                DrivingPrivilege(
                    scheme: "EU", vehicleCategoryCode: "C", issueDate: issue,
                    expiryDate: calendar.day(5, yearsAfter: issue), codes: glasses + [.init(code: "95")]))
        }
        license.drivingPrivileges = privileges
        return license
    }

    // MARK: United States

    private struct State {
        let name: String
        let city: String
        let code: String
        /// The class of passenger cars.
        let car: String
        let years: Int
    }

    private static let states = [
        State(name: "CALIFORNIA", city: "EXAMPLE BAY", code: "CA", car: "C", years: 5),
        State(name: "TEXAS", city: "SAMPLE SPRINGS", code: "TX", car: "C", years: 8),
        State(name: "NEW YORK", city: "SAMPLETOWN", code: "NY", car: "D", years: 8),
        State(name: "PENNSYLVANIA", city: "EXAMPLEVILLE", code: "PA", car: "C", years: 4),
        State(name: "ILLINOIS", city: "SAMPLE HEIGHTS", code: "IL", car: "D", years: 4),
        State(name: "OHIO", city: "EXAMPLE FALLS", code: "OH", car: "D", years: 8),
    ]
    private static let americanFamilyNames = [
        "SMITH", "JOHNSON", "WILLIAMS", "BROWN", "JONES", "GARCIA", "MILLER", "DAVIS", "RODRIGUEZ", "MARTINEZ",
        "NGUYEN",
        "LEE", "O'CONNOR", "SAMPLEWORTH-EXAMPLETON",
    ]
    private static let americanGivenNames = [
        "JAMES", "MARY", "ROBERT", "PATRICIA", "JOHN", "JENNIFER", "MICHAEL", "LINDA", "JOSE LUIS", "ALEXANDRIA JORDAN",
        "MEI LING",
    ]
    private static let eyes: [License.EyeColour] = [.brown, .blue, .hazel, .green, .grey]
    private static let hair: [License.HairColour] = [.brown, .black, .blond, .grey, .red]

    static func american(_ place: Int, _ calendar: SampleCalendar, _ random: inout SampleRandom) -> License {
        let state = random.pick(states)
        let age = random.within(SampleCalendar.ages)
        let (first, issue) = calendar.licence(ofAge: age, inForceFor: state.years, &random)
        let expiry = calendar.day(state.years, yearsAfter: issue)
        let isCommercial = random.percent(5)
        let lenses = random.percent(40) ? [DrivingPrivilege.Code(code: "B")] : []
        var classes = [(isCommercial ? "A" : state.car, lenses)]
        if random.percent(7) { classes.append(("M", [])) }
        var license = License(
            documentNumber: "ZZ99" + place.padded(8), familyName: random.pick(americanFamilyNames),
            birthDate: PartialDay(calendar.ago(age)), issueDate: issue, expiryDate: expiry, issuingCountry: "US",
            drivingPrivileges: classes.map { code, codes in
                DrivingPrivilege(
                    scheme: "US", vehicleCategoryCode: code, issueDate: issue, expiryDate: expiry, codes: codes)
            })
        if isCommercial {
            license.drivingPrivileges?.append(DrivingPrivilege(scheme: "US-END", vehicleCategoryCode: "T"))
            license.cdlIndicator = true
        }
        license.givenName = random.pick(americanGivenNames)
        if random.percent(2) { license.nameSuffix = "JR" }
        license.sex = random.percent(50) ? .female : .male
        license.height = random.within(150...195)
        license.weight = random.within(50...120)
        license.eyeColour = random.pick(eyes)
        license.hairColour = random.pick(hair)
        license.firstIssueDate = first
        license.issuingJurisdiction = "US-" + state.code
        license.issuingAuthority = state.name + " DMV"
        license.unDistinguishingSign = "USA"
        license.residentAddress = "\(random.within(1...9999)) EXAMPLE ST"
        if random.percent(25) { license.residentAddress?.append(" APT \(random.within(1...40))") }
        license.residentCity = state.city
        license.residentState = state.code
        license.residentPostalCode = "00000"
        license.ageOver = calendar.ageOver(ofAge: age)
        license.organDonor = random.percent(55)
        if random.percent(6) { license.veteran = true }
        license.dhsCompliance = random.percent(60) ? .compliant : .notCompliant
        license.documentDiscriminator = "SPECIMEN" + random.digits(10)
        return license
    }
}
