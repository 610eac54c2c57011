import Testing

@testable import Hufu

@Suite("Days")
struct DayTests {
    @Test(
        "Known days have their number of days since 1970",
        arguments: [
            ("0001-01-01", -719162), ("9999-12-31", 2_932_896), ("1970-01-01", 0), ("1969-12-31", -1),
            ("2000-02-29", 11016), ("1900-02-28", -25509), ("1900-03-01", -25508), ("2100-02-28", 47540),
            ("2100-03-01", 47541), ("2024-02-29", 19782), ("2024-12-31", 20088), ("2025-01-01", 20089),
            ("1600-02-29", -135081), ("0004-02-29", -718008), ("0400-02-29", -573372), ("0100-03-01", -682944),
            ("1582-10-15", -141427), ("2026-11-23", 20780), ("1949-12-31", -7306), ("2400-02-29", 157113),
            ("0001-12-31", -718798), ("0002-03-01", -718738),
        ])
    func knownDays(_ text: String, _ days: Int) throws {
        let day = try #require(Day(text))
        #expect(day.daysSince1970 == days)
        #expect(day.description == text)
        #expect(Day(daysSince1970: days) == day)
    }

    @Test(
        "Days that do not exist and texts in other forms are refused",
        arguments: [
            "2100-02-29", "1900-02-29", "2023-02-29", "2024-02-30", "2024-04-31", "2024-13-01", "2024-00-01",
            "2024-01-00",
            "2024-01-32", "0000-01-01", "0000-12-31", "10000-01-01", "-001-01-01", "2024-1-01", "2024-01-1", "24-01-01",
            "20240101", "2024/01/01", "2024-01-01 ", " 2024-01-01", "2024-01-01T00:00:00Z", "2024-W01-1", "2024-001",
            "",
            "２０２４-01-01", "+024-01-01", "2024-01-0a",
        ])
    func invalidDays(_ text: String) { #expect(Day(text) == nil) }

    @Test("Every day from 0001-01-01 to 9999-12-31 follows the one before")
    func everyDay() {
        var expected = (year: 1, month: 1, day: 1)
        for number in Day.first.daysSince1970...Day.last.daysSince1970 {
            guard let day = Day(daysSince1970: number) else {
                Issue.record("no day \(number)")
                return
            }
            let isRight =
                day.components == expected
                && Day(year: expected.year, month: expected.month, day: expected.day) == day
            guard isRight else {
                Issue.record("\(number) is \(day), not \(expected)")
                return
            }
            if Day(year: expected.year, month: expected.month, day: expected.day + 1) != nil {
                expected.day += 1
            } else {
                expected = expected.month == 12 ? (expected.year + 1, 1, 1) : (expected.year, expected.month + 1, 1)
            }
        }
        #expect(expected == (10000, 1, 1))
    }

    @Test("Days outside the years 0001 to 9999 do not exist, and days are ordered")
    func range() throws {
        #expect(Day(daysSince1970: -719163) == nil)
        #expect(Day(daysSince1970: 2_932_897) == nil)
        #expect(Day(daysSince1970: .max) == nil)
        #expect(Day(daysSince1970: .min) == nil)
        #expect(Day(year: .max, month: .max, day: .max) == nil)
        #expect(Day(year: .min, month: 1, day: 1) == nil)
        #expect(try LicenseSample.day("1999-12-31") < LicenseSample.day("2000-01-01"))
        #expect(Day.first < Day.last)
    }
}
