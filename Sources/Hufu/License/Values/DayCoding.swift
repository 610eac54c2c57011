/// A calendar day: days since 1970 in CBOR, `YYYY-MM-DD` in JSON.
struct DayCoding: FieldCoding {
    var shape: String { "a day from -719162 to 2932896" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> Day { try reader.day() }

    func write(_ day: Day, to writer: inout CBORWriter) { writer.integer(day.daysSince1970) }

    func read(json: JSONField) throws(LicenseError) -> Day {
        guard let day = json.read(Day.init(utf8:)) else {
            throw LicenseError(
                .dateInvalid, at: json, expected: "a day that exists, as YYYY-MM-DD", found: json.value.summary,
                advice: "Correct the date.")
        }
        return day
    }

    func json(_ day: Day) -> JSONValue { .string(day.description) }
}

/// A day, or null for `nil`, which is a value too.
struct DayOrNullCoding: FieldCoding {
    var shape: String { DayCoding().shape + ", or null" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> Day? { try reader.null() ? nil : reader.day() }

    func write(_ day: Day?, to writer: inout CBORWriter) {
        if let day { DayCoding().write(day, to: &writer) } else { writer.null() }
    }

    func read(json: JSONField) throws(LicenseError) -> Day? { json.isNull ? nil : try DayCoding().read(json: json) }

    func json(_ day: Day?) -> JSONValue { day.map(DayCoding().json) ?? .null }
}
