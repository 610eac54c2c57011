@testable import Hufu

enum LicenseSample {
    static let json = """
        {"document_number": "11010519491231002X", "family_name": "王小明", "birth_date": "1949-12-31", "sex": 2,
         "nationality": "CN", "resident_address": "北京市朝阳区，１号", "first_issue_date": "2012-06-18",
         "issue_date": "2022-06-18", "expiry_date": "2032-06-18", "issuing_country": "CN", "issuing_authority": "公安局",
         "driving_privileges": [{"scheme": "CN", "vehicle_category_code": "C1", "issue_date": "2012-06-18",
         "expiry_date": "2032-06-18", "codes": [{"code": "01.06", "sign": "=", "value": "x"}, {"code": "70"}]},
         {"scheme": "EU", "vehicle_category_code": "B"}],
         "administrative_number": "110100123456", "record": "无",
         "portrait": {"format": "webp", "data": "UklGRgQAAABXRUJQ"},
         "portrait_digest": "3fe79651a92ea3850c3fc3dd9519a67c7f70b598fa238a3fd92042f6446e6452",
         "age_over": {"80": false, "18": true}, "un_distinguishing_sign": "CHN",
         "given_name": "X", "name_national_character": "王小明",
         "standing": {"codes": "AB", "as_of": "2026-11-23T08:00:00Z"},
         "resident_city": "北京", "resident_state": "BJ", "resident_county": "朝阳", "resident_postal_code": "100000",
         "resident_country": "CN", "document_discriminator": "D1", "inventory_control_number": "I1",
         "audit_information": "A1", "card_revision_date": "2020-01-02", "host_state_information": "H1",
         "issuing_state_information": "S1", "issuing_jurisdiction": "CN-BJ", "height": 178, "eye_colour": "brown",
         "name_suffix": "JR", "weight": 82, "weight_range": 4, "hair_colour": "grey", "race_ethnicity": "AP",
         "signature_usual_mark": {"format": "jpeg", "data": "/9j/4A=="}, "portrait_capture_date": "2022-06-17",
         "family_name_national_character": "王", "given_name_national_character": "小明", "first_name": "X1",
         "middle_names": "X2", "family_name_truncation": "N", "given_name_truncation": "T",
         "first_name_truncation": "U", "middle_names_truncation": "N", "aka_family_name": "W",
         "aka_given_name": "Y", "aka_suffix": "SR", "age_in_years": 76, "age_birth_year": 1949,
         "under_18_until": "1967-12-31", "under_19_until": "1968-12-31", "under_21_until": "1970-12-31",
         "organ_donor": true, "veteran": false, "dhs_compliance": "F", "dhs_compliance_text": "T1",
         "dhs_temporary_lawful_status": false, "cdl_indicator": true, "cdl_non_domiciled": false,
         "edl_credential": 2, "hazmat_endorsement_expiration_date": "2027-11-29", "biometric_template_face": "01",
         "biometric_template_finger": "02", "biometric_template_iris": "03",
         "biometric_template_signature_sign": "04",
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
                documentNumber: "X1", familyName: "Å", birthDate: PartialDay(try day("1990-02-28")),
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

    func hasEntry(_ entry: Entry) -> Bool { shownFields.entries.contains(EntrySet(entry)) }

    /// The entries that the licence has, in the order of their keys, which is the order of their encodings too.
    func encodedEntries() -> [EncodedEntry] {
        Entry.allCases.filter(hasEntry).map { entry in
            EncodedEntry(
                entry: entry, key: CBORWriter.encode { $0.integer(entry.rawValue) },
                value: CBORWriter.encode { write(entry, of: shownFields, to: &$0) })
        }
    }
}
