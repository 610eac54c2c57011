extension License {
    /// Penalty points of the running cycle.
    public struct Points: Sendable, Equatable {
        /// The sum, 0 to 255.
        public var total: Int
        /// The day on which the cycle began.
        public var cycleStart: Day?

        /// The sum of a cycle.
        public init(total: Int, cycleStart: Day? = nil) {
            self.total = total
            self.cycleStart = cycleStart
        }
    }
}

/// `[total, ? the cycle's first day]`.
struct PointsCoding: FieldCoding {
    static var hasRules: Bool { true }

    private static let totals = 0...255

    var shape: String { "[0 to 255, ? day]" }

    @_lifetime(reader: copy reader)
    func read(from reader: inout CBORReader) throws(CBORError) -> License.Points {
        let count = try reader.array(of: 1...2)
        let start = reader.offset
        let total = try reader.unsigned()
        guard Self.totals ~= total else { throw reader.failure(.outOfRange, at: start) }
        let cycleStart = try reader.isAbsent(1, of: count) ? nil : reader.day()
        return License.Points(total: total, cycleStart: cycleStart)
    }

    func write(_ points: License.Points, to writer: inout CBORWriter) {
        writer.array(points.cycleStart == nil ? 1 : 2)
        writer.integer(points.total)
        if let cycleStart = points.cycleStart { DayCoding().write(cycleStart, to: &writer) }
    }

    func read(json: JSONField) throws(LicenseError) -> License.Points {
        var object = try LicenseObject(json)
        let points = License.Points(total: try object.requiredInt("total"), cycleStart: try object.day("cycle_start"))
        try object.finish()
        return points
    }

    func json(_ points: License.Points) -> JSONValue {
        var members = [JSONMember("total", .integer(points.total))]
        if let day = points.cycleStart { members.append(JSONMember("cycle_start", DayCoding().json(day))) }
        return .object(members)
    }

    func text(_ points: License.Points) -> String {
        "\(points.total)\(points.cycleStart.map { ", since \($0)" } ?? "")"
    }

    func check(_ points: License.Points, of field: License.Field) throws(LicenseError) {
        guard Self.totals ~= points.total else {
            throw LicenseError(
                .valueInvalid, at: "\(field.jsonName).total", expected: "0 to 255", found: "\(points.total)")
        }
    }
}
