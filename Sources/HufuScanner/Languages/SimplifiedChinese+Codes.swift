internal import Hufu

extension SimplifiedChinese {
    static func message(_ code: Verdict.Code) -> String { texts(code).message }
    static func advice(_ code: Verdict.Code) -> String { texts(code).advice }

    private static func texts(_ code: Verdict.Code) -> (message: String, advice: String) {
        switch code {
        case .ok: ("驾驶证真实、有效，且为当前出示。", "请核对照片，然后放行。")
        case .clockUntrusted: ("本扫描设备的时钟早于其已载入的列表。", "请校准时钟，然后重新扫描。")
        case .trustExpired: ("签发机构的信任列表已过期。", "请载入新的信任列表，然后重新扫描。")
        case .payloadEmpty: ("未扫描到任何内容。", "请重新扫描二维码。")
        case .payloadTooLarge: ("文本超出任何驾驶证二维码的长度。", "请只扫描驾驶证的二维码。")
        case .payloadVersionUnsupported: ("该二维码采用其他版本的格式。", "请升级扫描设备。")
        case .payloadPrefixUnknown:
            ("这不是驾驶证的二维码。", "请对方出示驾驶证的二维码。如果已经出示，请检查扫描枪添加的前缀和键盘布局。")
        case .payloadTextInvalid:
            ("二维码的文本已损坏。", "请重新扫描。如果仍然如此，请检查扫描枪添加的后缀和键盘布局，或改用 Base32 传输方式。")
        case .cborInvalid: ("二维码的内容已损坏。", "请重新扫描；如果仍然如此，视为未出示驾驶证。")
        case .coseStructureInvalid: ("该二维码不具有已签名驾驶证的形式。", "视为未出示驾驶证。")
        case .coseHeaderInvalid: ("该二维码不具有已签名驾驶证的形式。", "视为未出示驾驶证。")
        case .coseCriticalUnknown: ("该二维码要求本扫描设备不支持的功能。", "请升级扫描设备。")
        case .coseAlgorithmUnsupported: ("该二维码的签名方式不被接受。", "视为未出示驾驶证。")
        case .credentialClaimsInvalid: ("凭证的声明不符合格式。", "视为未出示驾驶证。")
        case .tokenClaimsInvalid: ("令牌的声明不符合格式。", "视为未出示驾驶证。")
        case .issuerUnknown: ("签发机构不在本扫描设备的列表中。", "请以其他方式核验驾驶证，或载入更新的信任列表。")
        case .issuerKeyUnknown: ("签发机构的密钥不在本扫描设备的列表中。", "请载入更新的信任列表；否则视为未出示驾驶证。")
        case .issuerAlgorithmMismatch: ("签名的类型与签发机构的密钥不符。", "视为伪造。")
        case .credentialSignatureInvalid: ("签发机构的签名错误：驾驶证已被篡改。", "视为伪造。")
        case .tokenMissing: ("缺少设备的签名部分：这是脱离手机的驾驶证副本。", "请对方出示手机上的实时二维码。")
        case .tokenKeyInvalid: ("设备的密钥不是有效密钥。", "视为未出示驾驶证；请上报签发机构的问题。")
        case .tokenAlgorithmMismatch: ("令牌签名的类型与设备的密钥不符。", "视为伪造。")
        case .tokenSignatureInvalid: ("该二维码并非由驾驶证所绑定的设备签名。", "视为复制件。")
        case .credentialDisclosureInvalid: ("所披露的内容与签发机构签名的内容不符。", "视为伪造。")
        case .licenseInvalid: ("驾驶证的内容不符合格式。", "视为未出示驾驶证；请上报签发机构的问题。")
        case .issuerKeyRevoked: ("签发机构的密钥已被撤销。", "请对方出示重新签发的驾驶证。")
        case .issuerKeyOutsideValidity: ("签名时签发机构的密钥不在使用期内。", "视为伪造。")
        case .issuerOutOfScope: ("签发机构无权为该国家签名。", "视为伪造。")
        case .credentialLifetimeExceeded: ("凭证的有效期超过允许的上限。", "请上报签发机构的问题。")
        case .credentialNotYetValid: ("凭证尚未生效。", "请检查本扫描设备的时钟。")
        case .credentialExpired: ("凭证已过期。", "请驾驶人在应用中更新凭证。")
        case .credentialKindNotAllowed: ("此处不接受这类二维码。", "请对方出示手机上的实时二维码。")
        case .tokenAudienceMismatch: ("该二维码是为其他扫描设备生成的。", "请对方为本扫描设备生成二维码。")
        case .tokenChallengeMismatch: ("该二维码没有应答本扫描设备的质询。", "请出示质询码，然后重新扫描。")
        case .tokenLifetimeExceeded: ("令牌的有效时间超过允许的上限。", "请对方出示新的二维码。")
        case .tokenOutsideCredential: ("令牌的有效时间超出其凭证的有效期。", "请对方出示新的二维码。")
        case .tokenNotYetValid: ("令牌的生效时间晚于当前时间。", "请比对扫描设备与手机的时钟。")
        case .tokenExpired: ("令牌已过期：可能是截图，或时钟有误。", "请对方出示手机上的实时二维码。")
        case .statusUnavailable: ("本扫描设备没有该驾驶证的状态列表。", "请载入状态列表，或联网查询。")
        case .statusRevoked: ("此设备上的驾驶证已作废。", "不予接受。")
        case .statusExpired: ("状态列表已过期。", "请载入新的状态列表，或联网查询。")
        case .statusStale: ("状态列表过旧。", "请载入新的状态列表，或联网查询。")
        case .statusIndexOutOfRange: ("驾驶证的条目不在其状态列表中。", "请上报签发机构的问题。")
        case .statusSuspended: ("驾驶证已暂停使用。", "驾驶人不得驾驶机动车。")
        case .statusUnknown: ("状态列表中有未知的值。", "请联网查询。")
        case .licenseWithheld: ("驾驶人未披露此处要求的内容。", "请驾驶人披露该内容。")
        case .licenseNotYetValid: ("驾驶证尚未生效。", "驾驶人尚不得驾驶机动车。")
        case .licenseExpired: ("驾驶证已过有效期。", "驾驶人不得驾驶机动车。")
        case .licenseEnded: ("驾驶证已终止：已被注销、吊销或撤销。", "驾驶人不得驾驶机动车。")
        case .licenseSuspended: ("驾驶证处于暂扣、扣留、扣押或停止使用等状态。", "驾驶人不得驾驶机动车。")
        case .licenseStandingUnknown: ("驾驶证状态中有未知的字母。", "请联网查询。")
        case .licenseStandingStale: ("驾驶证状态的信息过旧。", "请驾驶人更新，或联网查询。")
        case .replayRepeated: ("该二维码已在此处使用过。", "请对方出示下一个二维码。")
        case .replayMemoryFull: ("本扫描设备无法判断该二维码是否已使用过。", "请等待一分钟，然后扫描下一个二维码。")
        }
    }
}
