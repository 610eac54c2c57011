import Testing

@testable import Hufu

@Suite("Days that are not fully known")
struct PartialDayTests {
    @Test(
        "A day, a month or a year stands for its days, and is written as it was read",
        arguments: [
            ("1990-03-07", "1990-03-07", "1990-03-07"), ("1990-02", "1990-02-01", "1990-02-28"),
            ("1992-02", "1992-02-01", "1992-02-29"), ("1990", "1990-01-01", "1990-12-31"),
            ("0001", "0001-01-01", "0001-12-31"), ("9999-12", "9999-12-01", "9999-12-31"),
        ])
    func days(_ text: String, _ earliest: String, _ latest: String) throws {
        let day = try #require(PartialDay(text))
        #expect(day.description == text)
        #expect(day.earliest == Day(earliest))
        #expect(day.latest == Day(latest))
        #expect(day.day == Day(text))
        #expect((day.month == nil) == (text.count == 4))
    }

    @Test(
        "Other forms, and months and days that do not exist, are refused",
        arguments: [
            "", "199", "19900", "0000", "1990-", "1990-0", "1990-00", "1990-13", "1990-3", "1990-03-", "1990-00-00",
            "1990-02-29", "199003", "19900307", "1990/03", " 1990", "1990 ", "１９９０",
        ])
    func refused(_ text: String) { #expect(PartialDay(text) == nil) }

    @Test(
        "A person is a year older on the birthday, or on 1 March if born on 29 February",
        arguments: [
            ("1990-03-07", "2008-03-06", 17), ("1990-03-07", "2008-03-07", 18), ("1992-02-29", "2010-02-28", 17),
            ("1992-02-29", "2010-03-01", 18), ("1992-02-29", "2012-02-29", 20), ("1990-03-07", "1989-03-07", -1),
        ])
    func ages(_ born: String, _ day: String, _ age: Int) throws {
        let (born, day) = (try LicenseSample.day(born), try LicenseSample.day(day))
        #expect(born.age(on: day) == age)
        if let birthday = born.birthday(age) { #expect(birthday <= day) }
        if let birthday = born.birthday(age + 1) { #expect(birthday > day) }
    }
}
