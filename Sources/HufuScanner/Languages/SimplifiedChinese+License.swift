internal import Hufu

extension SimplifiedChinese {
    static func label(_ field: License.Field) -> String {
        switch field {
        case .documentNumber: "证号"
        case .familyName: "姓名（姓）"
        case .givenName: "名"
        case .nameNationalCharacter: "本国文字姓名"
        case .birthDate: "出生日期"
        case .sex: "性别"
        case .nationality: "国籍"
        case .firstIssueDate: "初次领证日期"
        case .issueDate: "有效起始日期"
        case .expiryDate: "有效截止日期"
        case .issuingCountry: "发证国家"
        case .issuingAuthority: "发证机关"
        case .unDistinguishingSign: "国家识别标志"
        case .drivingPrivileges: "准驾车型"
        case .portrait: "照片"
        case .portraitDigest: "照片摘要"
        case .ageOver: "年满周岁"
        case .standing: "驾驶证状态"
        case .residentAddress: "住址"
        case .administrativeNumber: "档案编号"
        case .record: "记录"
        case .points: "累积记分"
        case .residentCity: "居住城市"
        case .residentState: "居住省（州）"
        case .residentCounty: "居住县"
        case .residentPostalCode: "邮政编码"
        case .residentCountry: "居住国家"
        case .documentDiscriminator: "证件识别码"
        case .inventoryControlNumber: "证卡库存编号"
        case .auditInformation: "审计信息"
        case .cardRevisionDate: "证卡版本日期"
        case .hostStateInformation: "所在州信息"
        case .issuingStateInformation: "发证州信息"
        case .birthPlace: "出生地"
        case .issuingJurisdiction: "发证辖区"
        case .height: "身高"
        case .eyeColour: "眼睛颜色"
        case .nameSuffix: "姓名后缀"
        case .weight: "体重"
        case .weightRange: "体重范围"
        case .hairColour: "头发颜色"
        case .raceEthnicity: "种族或族裔"
        case .signatureUsualMark: "签名"
        case .portraitCaptureDate: "照片拍摄日期"
        case .familyNameNationalCharacter: "本国文字姓"
        case .givenNameNationalCharacter: "本国文字名"
        case .firstName: "首名"
        case .middleNames: "中间名"
        case .familyNameTruncation: "姓是否截断"
        case .givenNameTruncation: "名是否截断"
        case .firstNameTruncation: "首名是否截断"
        case .middleNamesTruncation: "中间名是否截断"
        case .akaFamilyName: "别名（姓）"
        case .akaGivenName: "别名（名）"
        case .akaSuffix: "别名后缀"
        case .ageInYears: "年龄"
        case .ageBirthYear: "出生年份"
        case .under18Until: "满 18 周岁日期"
        case .under19Until: "满 19 周岁日期"
        case .under21Until: "满 21 周岁日期"
        case .organDonor: "器官捐献者"
        case .veteran: "退伍军人"
        case .dhsCompliance: "REAL ID 合规"
        case .dhsComplianceText: "REAL ID 合规说明"
        case .dhsTemporaryLawfulStatus: "临时合法居留"
        case .cdlIndicator: "商业驾驶证"
        case .cdlNonDomiciled: "非本州居民商业驾驶证"
        case .edlCredential: "增强型证件"
        case .hazmatEndorsementExpirationDate: "危险品运输资格截止日期"
        case .biometricTemplateFace: "面部特征模板"
        case .biometricTemplateFinger: "指纹特征模板"
        case .biometricTemplateIris: "虹膜特征模板"
        case .biometricTemplateSignatureSign: "签名特征模板"
        }
    }

    static func text(of field: License.Field, in license: License) -> String? {
        switch field {
        // Texts, numbers, days and digests are the same in every language.
        case .documentNumber, .familyName, .givenName, .nameNationalCharacter, .birthDate, .nationality,
            .firstIssueDate, .issueDate, .issuingCountry, .issuingAuthority, .unDistinguishingSign, .residentAddress,
            .administrativeNumber, .record, .residentCity, .residentState, .residentCounty, .residentPostalCode,
            .residentCountry, .documentDiscriminator, .inventoryControlNumber, .auditInformation, .cardRevisionDate,
            .hostStateInformation, .issuingStateInformation, .birthPlace, .issuingJurisdiction, .nameSuffix,
            .weightRange, .portraitCaptureDate, .familyNameNationalCharacter, .givenNameNationalCharacter, .firstName,
            .middleNames, .akaFamilyName, .akaGivenName, .akaSuffix, .ageInYears, .ageBirthYear, .under18Until,
            .under19Until, .under21Until, .dhsComplianceText, .hazmatEndorsementExpirationDate, .portraitDigest:
            license.text(of: field)
        case .sex: license.sex.map(text)
        case .expiryDate: license.expiryDate?.description ?? "长期"
        case .drivingPrivileges: license.drivingPrivileges.map { $0.map(text).joined(separator: "、") }
        case .portrait: license.portrait.map(text)
        case .ageOver:
            license.ageOver.map { ages in
                ages.thresholds.map { "\($0.age)：\(text(.answer($0.isReached)))" }.joined(separator: "，")
            }
        case .standing: license.standing.map { text(.standing($0, nil)) }
        case .points: license.points.map(text)
        case .height: license.height.map { "\($0) 厘米" }
        case .weight: license.weight.map { "\($0) 公斤" }
        case .eyeColour: license.eyeColour.map(text)
        case .hairColour: license.hairColour.map(text)
        case .raceEthnicity: license.raceEthnicity.map(text)
        case .signatureUsualMark: license.signatureUsualMark.map(text)
        case .familyNameTruncation: license.familyNameTruncation.map(text)
        case .givenNameTruncation: license.givenNameTruncation.map(text)
        case .firstNameTruncation: license.firstNameTruncation.map(text)
        case .middleNamesTruncation: license.middleNamesTruncation.map(text)
        case .organDonor: license.organDonor.map { text(.answer($0)) }
        case .veteran: license.veteran.map { text(.answer($0)) }
        case .dhsCompliance: license.dhsCompliance.map(text)
        case .dhsTemporaryLawfulStatus: license.dhsTemporaryLawfulStatus.map { text(.answer($0)) }
        case .cdlIndicator: license.cdlIndicator.map { text(.answer($0)) }
        case .cdlNonDomiciled: license.cdlNonDomiciled.map { text(.answer($0)) }
        case .edlCredential: license.edlCredential.map(text)
        case .biometricTemplateFace, .biometricTemplateFinger, .biometricTemplateIris, .biometricTemplateSignatureSign:
            // Few bytes are hexadecimal digits, many are counted.
            license.text(of: field)?.replacing(" bytes", with: " 字节")
        }
    }

    private static func text(_ privilege: DrivingPrivilege) -> String {
        let codes = privilege.codes.map { $0.code + ($0.sign ?? "") + ($0.value ?? "") }
        let notes = codes + (privilege.expiryDate.map { ["有效至 \($0)"] } ?? [])
        let (code, scheme) = (privilege.vehicleCategoryCode, privilege.scheme)
        let name = "\(code) \(scheme)\(classes[scheme]?[code].map { " \($0)" } ?? "")"
        return notes.isEmpty ? name : "\(name)（\(notes.joined(separator: "；"))）"
    }

    private static func text(_ picture: License.Picture) -> String {
        "\(picture.format.jsonName)，\(picture.data.count) 字节"
    }

    private static func text(_ points: License.Points) -> String {
        "\(points.total) 分\(points.cycleStart.map { "，记分周期始于 \($0)" } ?? "")"
    }

    private static func text(_ sex: License.Sex) -> String {
        switch sex {
        case .notKnown: "未知"
        case .male: "男"
        case .female: "女"
        case .notApplicable: "不适用"
        }
    }

    private static func text(_ colour: License.EyeColour) -> String {
        switch colour {
        case .black: "黑色"
        case .blue: "蓝色"
        case .brown: "棕色"
        case .dichromatic: "双色"
        case .grey: "灰色"
        case .green: "绿色"
        case .hazel: "淡褐色"
        case .maroon: "褐红色"
        case .pink: "粉色"
        case .unknown: "未知"
        }
    }

    private static func text(_ colour: License.HairColour) -> String {
        switch colour {
        case .bald: "秃发"
        case .black: "黑色"
        case .blond: "金色"
        case .brown: "棕色"
        case .grey: "灰色"
        case .red: "红色"
        case .auburn: "赤褐色"
        case .sandy: "沙色"
        case .white: "白色"
        case .unknown: "未知"
        }
    }

    private static func text(_ race: License.RaceEthnicity) -> String {
        switch race {
        case .alaskanOrAmericanIndian: "阿拉斯加原住民或美洲印第安人"
        case .asianOrPacificIslander: "亚裔或太平洋岛民"
        case .black: "黑人"
        case .hispanic: "西班牙裔"
        case .other: "其他"
        case .unknown: "未知"
        case .white: "白人"
        }
    }

    private static func text(_ truncation: License.Truncation) -> String {
        switch truncation {
        case .truncated: "已截断"
        case .complete: "未截断"
        case .unknown: "未知"
        }
    }

    private static func text(_ compliance: License.DHSCompliance) -> String {
        switch compliance {
        case .compliant: "合规"
        case .notCompliant: "不合规"
        }
    }

    private static func text(_ document: License.EDLCredential) -> String {
        switch document {
        case .license: "驾驶证"
        case .identificationCard: "身份证件"
        }
    }

    static let classes = [
        "CN": [
            "A1": "大型客车", "A2": "重型牵引挂车", "A3": "城市公交车", "B1": "中型客车", "B2": "大型货车",
            "C1": "小型汽车", "C2": "小型自动挡汽车", "C3": "低速载货汽车", "C4": "三轮汽车",
            "C5": "残疾人专用小型自动挡载客汽车", "C6": "轻型牵引挂车", "D": "普通三轮摩托车", "E": "普通二轮摩托车",
            "F": "轻便摩托车", "M": "轮式专用机械车", "N": "无轨电车", "P": "有轨电车",
        ],
        "EU": [
            "AM": "轻便摩托车或轻型四轮车", "A1": "轻型摩托车", "A2": "中型摩托车", "A": "摩托车", "B1": "四轮车",
            "B": "3.5 吨以下汽车", "BE": "汽车带挂车", "C1": "7.5 吨以下货车", "C1E": "7.5 吨以下货车带挂车",
            "C": "货车", "CE": "货车带挂车", "D1": "16 人以下客车", "D1E": "16 人以下客车带挂车", "D": "客车",
            "DE": "客车带挂车", "L": "低速拖拉机或专用机械（国内类别）", "M": "轻便摩托车（国内类别）",
            "T": "拖拉机（国内类别）",
        ],
        "ISO": [
            "A1": "轻型摩托车", "A": "摩托车", "B1": "四轮车", "B": "3.5 吨以下汽车", "C1": "7.5 吨以下货车",
            "C": "货车", "D1": "16 人以下客车", "D": "客车", "BE": "汽车带挂车", "C1E": "7.5 吨以下货车带挂车",
            "CE": "货车带挂车", "D1E": "16 人以下客车带挂车", "DE": "客车带挂车",
        ],
        "US": ["A": "汽车列车", "B": "重型单体车辆", "C": "轻型车辆", "D": "非商业轻型车辆", "M": "摩托车"],
        "US-END": [
            "H": "危险品", "L": "摩托车或轻便摩托车", "N": "罐车", "O": "该州的其他准驾项目", "P": "载客",
            "S": "校车", "T": "双挂车或三挂车", "X": "危险品罐车",
        ],
    ]

    /// The names of the register's states (驾驶证状态).
    static let standings: [Character: String] = [
        "A": "正常", "B": "超分", "C": "转出", "D": "暂扣", "E": "撤销", "F": "吊销", "G": "注销", "H": "违法未处理",
        "I": "事故未处理", "J": "停止使用", "K": "扣押", "L": "锁定", "M": "逾期未换证", "N": "延期换证",
        "P": "延期体检", "R": "注销可恢复", "S": "逾期未审验", "T": "延期审验", "U": "扣留",
    ]
}
