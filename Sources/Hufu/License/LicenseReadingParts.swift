/// The values of license entries. Positional arrays have one encoding only: trailing nulls and an empty array of codes
/// are refused.
extension CBORReader {
    func copy(_ range: Range<Int>) -> [UInt8] {
        // Safe: the span outlives the closure, and the range was handed out by a bounds-checked read.
        unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in unsafe [UInt8](buffer) }
    }

    /// A text; its code points are looked at when the licence is complete.
    @_lifetime(self: copy self)
    mutating func licenseText(_ lengths: ClosedRange<Int> = License.TextLength.text) throws(CBORError) -> String {
        string(try text(of: lengths))
    }

    @_lifetime(self: copy self)
    mutating func day() throws(CBORError) -> Day {
        let start = offset
        guard let day = Day(daysSince1970: try clampedInteger()) else { throw failure(.outOfRange, at: start) }
        return day
    }

    @_lifetime(self: copy self)
    mutating func choice<Choice>(_ make: (Int) -> Choice?) throws(CBORError) -> Choice {
        let start = offset
        guard let choice = make(try unsigned()) else { throw failure(.outOfRange, at: start) }
        return choice
    }

    @_lifetime(self: copy self)
    private mutating func array(of counts: ClosedRange<Int>) throws(CBORError) -> Int {
        let start = offset
        let count = try array()
        guard counts.contains(count) else { throw failure(.outOfRange, at: start) }
        return count
    }

    /// What stands at a place of a positional array: nothing beyond its end and for a null, which is not its end.
    @_lifetime(self: copy self)
    private mutating func isAbsent(_ place: Int, of count: Int) throws(CBORError) -> Bool {
        guard place < count else { return true }
        let start = offset
        guard null() else { return false }
        guard place < count - 1 else { throw failure(.unexpectedType, at: start) }
        return true
    }

    @_lifetime(self: copy self)
    mutating func privileges() throws(CBORError) -> [DrivingPrivilege] {
        let count = try array(of: License.privilegeCounts)
        var privileges: [DrivingPrivilege] = []
        privileges.reserveCapacity(count)
        for _ in 0..<count { privileges.append(try privilege()) }
        return privileges
    }

    @_lifetime(self: copy self)
    private mutating func privilege() throws(CBORError) -> DrivingPrivilege {
        let count = try array(of: 2...5)
        var privilege = DrivingPrivilege(
            scheme: try licenseText(License.TextLength.scheme),
            vehicleCategoryCode: try licenseText(License.TextLength.vehicleCategoryCode))
        if try !isAbsent(2, of: count) { privilege.issueDate = try day() }
        if try !isAbsent(3, of: count) { privilege.expiryDate = try day() }
        guard count > 4 else { return privilege }
        let codes = try array(of: 1...License.codeCounts.upperBound)
        privilege.codes.reserveCapacity(codes)
        for _ in 0..<codes { privilege.codes.append(try code()) }
        return privilege
    }

    @_lifetime(self: copy self)
    private mutating func code() throws(CBORError) -> DrivingPrivilege.Code {
        let count = try array(of: 1...3)
        var code = DrivingPrivilege.Code(code: try licenseText())
        if try !isAbsent(1, of: count) { code.sign = try licenseText() }
        if try !isAbsent(2, of: count) { code.value = try licenseText() }
        return code
    }

    @_lifetime(self: copy self)
    mutating func portrait() throws(CBORError) -> License.Portrait {
        _ = try array(of: 2...2)
        let format = try choice(License.Portrait.Format.init(rawValue:))
        return License.Portrait(format: format, data: copy(try byteString(of: License.portraitSizes)))
    }

    @_lifetime(self: copy self)
    mutating func ages() throws(CBORError) -> License.AgeOver {
        let start = offset
        let count = try map()
        guard License.ageCounts ~= count else { throw failure(.outOfRange, at: start) }
        var ageOver = License.AgeOver(capacity: count)
        for _ in 0..<count {
            let place = offset
            let age = try unsigned()
            guard License.ages ~= age else { throw failure(.outOfRange, at: place) }
            guard ageOver[age] == nil else { throw failure(.keyOrder, at: place) }
            ageOver[age] = try boolean()
        }
        return ageOver
    }

    @_lifetime(self: copy self)
    mutating func standing() throws(CBORError) -> License.Standing {
        _ = try array(of: 2...2)
        return License.Standing(
            codes: try licenseText(License.standingLengths), asOf: try time(through: .lastFormattable))
    }

    @_lifetime(self: copy self)
    mutating func points() throws(CBORError) -> License.Points {
        let count = try array(of: 1...2)
        let start = offset
        let total = try unsigned()
        guard License.pointTotals ~= total else { throw failure(.outOfRange, at: start) }
        return License.Points(total: total, cycleStart: try isAbsent(1, of: count) ? nil : day())
    }
}
