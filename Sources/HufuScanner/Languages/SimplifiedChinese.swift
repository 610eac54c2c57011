internal import Hufu

/// Chinese in simplified characters. The terms are those of the licence itself (GA 482) and of the register's states.
enum SimplifiedChinese: Catalogue {
    static let name = "简体中文"

    static func word(_ outcome: Verdict.Outcome) -> String {
        switch outcome {
        case .valid: "有效"
        case .rejected: "无效"
        case .indeterminate: "无法判定"
        }
    }

    static func message(_ notice: Verdict.Notice) -> String {
        switch notice {
        case .statusAttention: "状态列表提示需要注意。"
        case .standingAttention: "驾驶证状态提示需要注意。"
        case .clockOffset: "扫描设备与手机的时钟相差超过 10 秒。"
        case .statusUnchecked: "未核查驾驶证是否已作废。"
        case .classUnknown: "本扫描设备不认识其中一个准驾车型代号。"
        case .privilegeExpired: "其中一个准驾车型已过期。"
        case .withheldEntries: "部分内容未披露。"
        case .credentialEnding: "凭证将在三天内到期。"
        }
    }

    static func advice(_ fault: ScanFault) -> String {
        switch fault {
        case .wideCharacters: "这是 UTF-16 编码的文本：请改用 ASCII 或 UTF-8 编码。"
        case .prefix(let text): "请去掉二维码文本前面的内容：\(text)。"
        case .smallLetters: "二维码文本为小写字母：请关闭大写锁定键，并关闭扫描枪的字母大小写转换。"
        case .secondCode: "两个二维码连在一起：请逐个核验。"
        case .lineEnd: "二维码文本中间有制表符或换行符：请勿在其中插入这些字符。"
        case .suffix(let text): "二维码文本后面有其他内容：\(text)。请检查扫描枪设置中的后缀。"
        case .foreignByte(let byte):
            "文本中有字节 \(byte)，任何二维码都不含此字节：可能是相机应用把百分号当作网址解码，或键盘布局有误。"
                + "请使用不改动文本的扫描设备，或改用 Base32 传输方式。"
        }
    }

    static func label(_ row: ReportRow) -> String {
        switch row {
        case .name: "姓名"
        case .number: "证号"
        case .born: "出生日期"
        case .classes: "准驾车型"
        case .inForce: "有效期限"
        case .day: "核验日期"
        case .standing: "驾驶证状态"
        case .status: "状态列表"
        case .authority: "发证机关"
        case .issuer: "签发机构"
        case .code: "二维码"
        case .answer: "应答"
        case .credential: "凭证"
        case .clock: "时钟"
        case .keptBack: "未披露"
        case .toDo: "处置"
        case .note: "提示"
        }
    }

    static func name(_ kind: Verdict.Kind) -> String {
        switch kind {
        case .holder: "手机动态码"
        case .issuer: "签发机构动态码"
        case .static: "静态码"
        }
    }

    static func name(_ standing: StandingClass) -> String {
        switch standing {
        case .valid: "有效"
        case .attention: "需注意"
        case .unknown: "未知"
        case .suspended: "暂停使用"
        case .ended: "已终止"
        }
    }

    static func name(_ status: StatusValue) -> String {
        switch status {
        case .valid: "有效"
        case .revoked: "已作废"
        case .suspended: "暂停使用"
        case .attention: "需注意"
        case .unknown: "未知"
        }
    }

    static func name(_ unit: Age.Unit, count: Int) -> String {
        switch unit {
        case .second: "秒"
        case .minute: "分钟"
        case .hour: "小时"
        case .day: "天"
        }
    }

    static func text(_ phrase: Phrase) -> String {
        switch phrase {
        case .list(let texts): texts.joined(separator: "，")
        case .withheld: "未披露"
        case .answer(let isYes): isYes ? "是" : "否"
        case .period(let first, let last): "\(first) 至\(last.map { " \($0)" } ?? "长期")"
        case .standing(let standing, let standingClass):
            meanings(standing) + (standingClass.map { "（\(name($0))）" } ?? "") + "，截至 \(standing.asOf)"
        case .status(let status, let age): "\(name(status))（列表签发于 \(age)前）"
        case .lastKnownStatus(let status, let age): "最后已知：\(name(status))，\(age)前"
        case .tokenUntil(let time): "令牌有效至 \(time)"
        case .overFor(let age): "已过期 \(age)"
        case .phoneAhead(let age): "手机时钟快 \(age)"
        case .phoneBehind(let age): "手机时钟慢 \(age)"
        case .answerAge(let age): "出示质询码 \(age)后"
        case .credentialUntil(let time): "有效至 \(time)"
        case .clockAhead(let age): "手机时钟比本扫描设备快 \(age)。手机通过网络校时：请先检查本扫描设备的时钟。"
        case .clockBehind(let age):
            "手机时钟比本扫描设备慢 \(age)，或者这是当时拍下的图片。手机通过网络校时：请先检查本扫描设备的时钟。"
        case .detail(let text): "技术细节：\(text)"
        case .lacking(let fields): fields.map(label).joined(separator: "、")
        case .ageOver(let age): "年满 \(age) 周岁"
        }
    }

    /// Each letter of a standing with its meaning.
    static func meanings(_ standing: License.Standing) -> String {
        standing.codes.map { letter in "\(letter)\(standings[letter].map { " \($0)" } ?? "")" }.joined(separator: "、")
    }
}
