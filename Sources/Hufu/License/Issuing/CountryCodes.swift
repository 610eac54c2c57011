/// The country codes of ISO 3166-1 alpha-2.
enum CountryCodes {
    /// The assigned codes, by their numbers.
    private static let assigned: [Bool] = {
        var assigned = [Bool](repeating: false, count: 26 * 26)
        for code in codes.split(whereSeparator: \.isWhitespace) {
            if let number = number(String(code)) { assigned[number] = true }
        }
        return assigned
    }()

    private static let codes =
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
        CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
        FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
        JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
        MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
        PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
        TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """

    /// The number of two capital letters; `nil` for other texts.
    private static func number(_ code: String) -> Int? {
        guard ASCII.isCountry(code) else { return nil }
        return code.utf8.reduce(0) { $0 * 26 + Int($1 - UInt8(ascii: "A")) }
    }

    /// Whether the code is assigned. `XK`, which Kosovo uses, counts as assigned.
    static func isAssigned(_ code: String) -> Bool { number(code).map { assigned[$0] } ?? false || code == "XK" }
}
