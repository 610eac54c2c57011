@testable import Hufu

enum LicenseSample {
    static let json = """
        {"document_number": "11010519491231002X", "family_name": "王小明", "birth_date": "1949-12-31", "sex": 1,
         "nationality": "CN", "resident_address": "北京市朝阳区，１号", "first_issue_date": "2012-06-18",
         "issue_date": "2022-06-18", "expiry_date": "2032-06-18", "issuing_country": "CN", "issuing_authority": "公安局",
         "driving_privileges": [{"scheme": "CN", "vehicle_category_code": "C1", "issue_date": "2012-06-18",
         "expiry_date": "2032-06-18", "codes": [{"code": "01.06", "sign": "=", "value": "x"}, {"code": "70"}]},
         {"scheme": "EU", "vehicle_category_code": "B"}],
         "administrative_number": "110100123456", "record": "无",
         "portrait": {"format": "webp", "data": "UklGRgQAAABXRUJQ"},
         "portrait_digest": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
         "age_over": {"21": false, "18": true}, "un_distinguishing_sign": "CHN",
         "given_name": "X", "name_national_character": "王小明",
         "standing": {"codes": "AB", "as_of": "2026-11-23T08:00:00Z"},
         "points": {"total": 3, "cycle_start": "2026-06-18"}, "birth_place": "北京"}
        """

    /// With every element.
    static var full: License {
        get throws { try License(json: Array(json.utf8)) }
    }

    /// With the required elements only.
    static var small: License {
        get throws {
            License(
                documentNumber: "X1", familyName: "Å", birthDate: try day("1990-02-28"),
                issueDate: try day("2020-01-01"), expiryDate: nil, issuingCountry: "FR",
                drivingPrivileges: [DrivingPrivilege(scheme: "EU", vehicleCategoryCode: "B")])
        }
    }

    static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw Failure() }
        return day
    }

    struct Failure: Error {}
}

extension License {
    /// An entry as it stands in the license map.
    struct EncodedEntry {
        let entry: Entry
        let key: [UInt8]
        let value: [UInt8]
    }

    /// The entries that the licence has, in the order of their keys, which is the order of their encodings too.
    func encodedEntries() -> [EncodedEntry] {
        Entry.allCases.filter(shows).map { entry in
            EncodedEntry(
                entry: entry, key: CBORWriter.encode { $0.integer(entry.rawValue) },
                value: CBORWriter.encode { write(entry, to: &$0) })
        }
    }
}
