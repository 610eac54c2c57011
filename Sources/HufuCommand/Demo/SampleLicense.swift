internal import Hufu

/// A licence of an invented person: area 650599 is not assigned, so no person has the number.
enum SampleLicense {
    /// The licence as JSON, with dates around `now`, so that it is in force.
    static func json(at now: UnixTime) -> String {
        let second = now.secondsSince1970
        let hour = UnixTime(secondsSince1970: second - second % 3600).description
        let year = Int(hour.prefix(4)) ?? 2026
        return """
            {
              "document_number": "650599199003070014",
              "family_name": "阿不都热合曼买买提江",
              "birth_date": "1990-03-07",
              "sex": 1,
              "nationality": "CN",
              "resident_address": "新疆维吾尔自治区哈密市伊州区示例街道胡杨路八号院",
              "first_issue_date": "2015-04-20",
              "issue_date": "\(year - 2)-04-20",
              "expiry_date": "\(year + 8)-04-20",
              "issuing_country": "CN",
              "issuing_authority": "新疆维吾尔自治区哈密市公安局交通警察支队",
              "driving_privileges": [
                {"scheme": "CN", "vehicle_category_code": "C1"},
                {"scheme": "CN", "vehicle_category_code": "D"}
              ],
              "administrative_number": "650500123456",
              "record": "增驾D型准驾车型",
              "standing": {"codes": "A", "as_of": "\(hour)"},
              "points": {"total": 3, "cycle_start": "\(year - 1)-04-20"}
            }

            """
    }
}
