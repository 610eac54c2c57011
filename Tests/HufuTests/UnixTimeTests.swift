import HufuTestSupport
import Testing

@testable import Hufu

@Suite("Times")
struct UnixTimeTests {
    @Test(
        "Known times have their number of seconds since 1970",
        arguments: [
            ("2026-11-23T08:00:00Z", 1_795_420_800), ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("9999-12-31T23:59:59Z", 253_402_300_799), ("1969-12-31T23:59:59Z", -1), ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T12:34:56Z", 951_827_696),
        ])
    func knownTimes(_ text: String, _ time: UnixTime) {
        #expect(UnixTime(text) == time)
        #expect(time.description == text)
    }

    @Test(
        "An offset from UTC is applied",
        arguments: [
            ("2026-11-23T16:00:00+08:00", 1_795_420_800), ("2026-11-23T04:30:00-03:30", 1_795_420_800),
            ("2026-11-23T08:00:00+00:00", 1_795_420_800), ("2026-11-23T08:00:00-00:00", 1_795_420_800),
        ])
    func offsets(_ text: String, _ time: UnixTime) { #expect(UnixTime(text) == time) }

    @Test(
        "Times that do not exist and texts in other forms are refused",
        arguments: [
            "2026-11-23T08:00:60Z", "2016-12-31T23:59:60Z", "2026-11-23T08:00:00.0Z", "2026-11-23T08:00:00,5Z",
            "2026-11-23T24:00:00Z", "2026-11-23T08:60:00Z", "2026-11-23 08:00:00Z", "2026-11-23T08:00:00", "2026-11-23",
            "2026-11-23t08:00:00Z", "2026-11-23T08:00:00z", "2026-11-23T08:00Z", "2026-11-23T08:00:00+0800",
            "2026-11-23T08:00:00+24:00", "2026-11-23T08:00:00+08:60", "2026-11-23T08:00:00+8:00",
            "2100-02-29T00:00:00Z",
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00Z", "2026-11-23T08:00:00ZZ",
            "", "1795420800", "2026-11-23T08:00:00Z\n",
        ])
    func invalidTimes(_ text: String) { #expect(UnixTime(text) == nil) }

    @Test("Times outside the years 0001 to 9999 are described by their number of seconds")
    func outOfRange() {
        #expect((UnixTime.lastFormattable + 1).description == "253402300800")
        #expect(UnixTime(secondsSince1970: .max).description == "9007199254740991")
        #expect(UnixTime(secondsSince1970: .min).description == "-9007199254740991")
    }
}
