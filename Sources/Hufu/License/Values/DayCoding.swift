/// A calendar day: days since 1970 in CBOR, `YYYY-MM-DD` in JSON.
struct DayCoding: FieldCoding {
    static var hasRules: Bool { false }

    var shape: String { "a day from -719162 to 2932896" }

    var form: String { "a day that exists, as YYYY-MM-DD" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> Day { try reader.day() }

    func write(_ day: Day, to writer: inout CBORWriter) { writer.integer(day.daysSince1970) }

    func read(json: JSONField) throws(LicenseError) -> Day {
        guard let day = json.read(Day.init(utf8:)) else { throw LicenseError(date: json, expected: form) }
        return day
    }

    func json(_ day: Day) -> JSONValue { .string(day.description) }

    func text(_ day: Day) -> String { day.description }
}

/// A day, or null for `nil`, which is a value too.
struct DayOrNullCoding: FieldCoding {
    static var hasRules: Bool { false }

    var shape: String { DayCoding().shape + ", or null" }

    var form: String { DayCoding().form + ", or null for one without end" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> Day? { try reader.null() ? nil : reader.day() }

    func write(_ day: Day?, to writer: inout CBORWriter) {
        if let day { DayCoding().write(day, to: &writer) } else { writer.null() }
    }

    func read(json: JSONField) throws(LicenseError) -> Day? {
        if json.isNull { return nil }
        guard let day = json.read(Day.init(utf8:)) else { throw LicenseError(date: json, expected: form) }
        return day
    }

    func json(_ day: Day?) -> JSONValue { day.map(DayCoding().json) ?? .null }

    func text(_ day: Day?) -> String { day?.description ?? "without end" }
}

/// A day, or a year or month of which the day is not known: days since 1970, `[year]` or `[year, month]` in CBOR.
struct PartialDayCoding: FieldCoding {
    static var hasRules: Bool { false }

    var shape: String { DayCoding().shape + ", [year] or [year, month]" }

    var form: String { DayCoding().form + ", or YYYY-MM or YYYY where no more is known" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> PartialDay {
        guard reader.isAtArray else { return PartialDay(try reader.day()) }
        let start = reader.offset
        let count = try reader.array(of: 1...2)
        let year = try reader.unsigned()
        let day = count == 1 ? PartialDay(year: year) : PartialDay(year: year, month: try reader.unsigned())
        guard let day else { throw reader.failure(.outOfRange, at: start) }
        return day
    }

    func write(_ day: PartialDay, to writer: inout CBORWriter) {
        if let day = day.day { return DayCoding().write(day, to: &writer) }
        writer.array(day.month == nil ? 1 : 2)
        writer.integer(day.year)
        if let month = day.month { writer.integer(month) }
    }

    func read(json: JSONField) throws(LicenseError) -> PartialDay {
        guard let day = json.read(PartialDay.init(utf8:)) else { throw LicenseError(date: json, expected: form) }
        return day
    }

    func json(_ day: PartialDay) -> JSONValue { .string(day.description) }

    func text(_ day: PartialDay) -> String { day.description }
}

extension LicenseError {
    fileprivate init(date json: JSONField, expected: String) {
        self.init(
            .dateInvalid, at: json, expected: expected, found: json.value.summary, advice: "Correct the date.")
    }
}
