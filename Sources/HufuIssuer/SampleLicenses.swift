public import Hufu

/// Licences of invented persons, for tests and measurements: of China, Germany, France, Italy and the United States.
///
/// Names, classes, ages, standings and addresses are distributed as in a register, and every licence passes the rules
/// of issuing with ``IssuanceProfile/isStrict``. Each says `SPECIMEN` in `issuing_authority`, and no person has its
/// number: China has not assigned area 650599, and the other numbers are in no issuer's format.
///
/// A licence depends on the seed, its place and the day only, so several processes can each make a part. The numbers
/// are different from each other up to ``capacity``.
public struct SampleLicenses: RandomAccessCollection, Sendable {
    /// The largest number of licences that all have different numbers.
    public static let capacity = SampleCitizenNumber.capacity

    /// The number of licences, from 0.
    public let count: Int
    private let seed: UInt64
    private let calendar: SampleCalendar

    /// Licences that are in force at a time.
    ///
    /// - Parameters:
    ///   - count: the number of licences; values below 0 count as 0, and those above ``capacity`` as ``capacity``.
    ///   - seed: licences with another seed are others.
    ///   - now: a time of the day on which they are issued, in UTC; times on one day make the same licences.
    public init(count: Int, seed: UInt64, at now: UnixTime) {
        self.count = Swift.min(Swift.max(count, 0), Self.capacity)
        self.seed = seed
        calendar = SampleCalendar(at: now)
    }

    /// 0.
    public var startIndex: Int { 0 }
    /// ``count``.
    public var endIndex: Int { count }

    /// The licence of a place.
    public subscript(place: Int) -> License {
        var random = SampleRandom(seed: seed, place: place)
        var license =
            switch random.below(100) {
            case ..<50: SampleLicense.chinese(place, seed, calendar, &random)
            case ..<65: SampleLicense.german(place, calendar, &random)
            case ..<75: SampleLicense.french(place, calendar, &random)
            case ..<80: SampleLicense.italian(place, calendar, &random)
            default: SampleLicense.american(place, calendar, &random)
            }
        license.issuingAuthority = "SPECIMEN " + (license.issuingAuthority ?? "")
        return license
    }

    /// The licence of a place as a line of a batch, without line feed: `{"license", "holder_key", "status", "id"}`.
    ///
    /// The device key is a P-256 key whose private half follows from the seed, and must not be used for anything else.
    /// The status list entries are consecutive, 2^20 to a list; `id` counts from 1.
    public func batchLine(_ place: Int) -> String {
        let entry = "https://specimen.example/status/\(place >> 20)#\(place & (1 << 20 - 1))"
        return JSONWriter.text([
            "license": self[place].jsonValue, "holder_key": deviceKey(place).jwkValue, "status": .string(entry),
            "id": .integer(place + 1),
        ])
    }

    private func deviceKey(_ place: Int) -> PublicKey {
        var random = SampleRandom(seed: ~seed, place: place)
        while true {
            let scalar = (0..<4).flatMap { _ in random.next().bytes }
            // One scalar in 2^32 is not below the order of the curve.
            if let key = try? PrivateKey(.esp256, rawRepresentation: scalar) { return key.publicKey }
        }
    }
}

/// SplitMix64, with a state of its own for each place: the same numbers from the same seed on every machine.
struct SampleRandom {
    private var state: UInt64

    init(seed: UInt64, place: Int) {
        state = seed
        state = next() ^ UInt64(truncatingIfNeeded: place)
        state = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// A number from 0 to below `bound`, which is positive.
    mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

    /// A number of the range, which is not empty.
    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// Whether an event with that probability occurs.
    mutating func percent(_ probability: Int) -> Bool { below(100) < probability }

    /// An element of a list that is not empty. Earlier ones are more frequent, as with names: the first third is taken
    /// about half of the time.
    mutating func pick<Element>(_ list: [Element]) -> Element { list[Swift.min(below(list.count), below(list.count))] }

    mutating func digits(_ count: Int) -> String { (0..<count).map { _ in String(below(10)) }.joined() }
}

extension UInt64 {
    fileprivate var bytes: [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> UInt64($0)) }
    }
}

/// The days of sample licences around the day of issue.
struct SampleCalendar: Sendable {
    private static let secondsPerDay = 86_400
    /// The youngest and the oldest holder, in days: from 19 to 70 years.
    static let ages = 6_940...25_566
    /// Longer than 18 years.
    private static let minority = 18 * 366

    let today: Day
    /// The beginning of the day: the time for which the register was read.
    let asOf: UnixTime

    init(at now: UnixTime) {
        let days = Swift.max(0, now.secondsSince1970 / Self.secondsPerDay)
        today = Day(daysSince1970: days) ?? .last
        asOf = UnixTime(secondsSince1970: today.daysSince1970 * Self.secondsPerDay)
    }

    /// The day that many days before today.
    func ago(_ days: Int) -> Day { Day(daysSince1970: today.daysSince1970 - days) ?? .first }

    /// The day that many years after another one.
    func day(_ years: Int, yearsAfter day: Day) -> Day {
        let (year, month, dayOfMonth) = day.components
        return Day(year: year + years, month: month, day: dayOfMonth)
            // 29 February in a year that has none.
            ?? Day(year: year + years, month: month, day: 28) ?? .last
    }

    /// The days of a holder's first licence and of a document that is in force for at least 60 more days.
    ///
    /// - Parameters:
    ///   - age: the age of the holder in days.
    ///   - years: how long documents are in force.
    func licence(ofAge age: Int, inForceFor years: Int, _ random: inout SampleRandom) -> (first: Day, issue: Day) {
        let adult = age - Self.minority
        let issued = random.below(Swift.max(1, Swift.min(adult, years * 365 - 60)))
        let first = random.percent(30) ? issued : random.within(issued...Swift.max(issued, adult))
        return (ago(first), ago(issued))
    }

    /// Whether the holder has reached 18, 21, 25 and 65; without the ages at which that changes within two years.
    func ageOver(ofAge age: Int) -> License.AgeOver {
        var ageOver = License.AgeOver()
        for threshold in [18, 21, 25, 65] {
            let isReached = age > threshold * 366
            if isReached || age < (threshold - 2) * 365 { ageOver[threshold] = isReached }
        }
        return ageOver
    }
}

/// Citizen numbers of China (GB 11643) in an area that is not assigned.
enum SampleCitizenNumber {
    private static let area = "650599"
    private static let sequences = 1_000
    static let capacity = SampleCalendar.ages.count * sequences
    /// Has no factor in common with `capacity`, so that each place has a number of its own.
    private static let step = 7_368_787

    /// The holder of a place.
    ///
    /// - Returns: the holder's age in days, and the three digits that tell those born on one day apart; odd for men.
    static func holder(_ place: Int, seed: UInt64) -> (age: Int, sequence: Int) {
        let slot = (place * step + Int(seed % UInt64(capacity))) % capacity
        return (SampleCalendar.ages.lowerBound + slot / sequences, slot % sequences)
    }

    static func text(born: Day, sequence: Int) -> String {
        let digits = area + born.description.filter { $0 != "-" } + sequence.padded(3)
        // ISO 7064 MOD 11-2.
        let sum = digits.utf8.reduce(0) { ($0 + Int($1 - UInt8(ascii: "0"))) * 2 % 11 }
        let check = (12 - sum) % 11
        return digits + (check == 10 ? "X" : String(check))
    }
}

extension Int {
    /// The decimal digits, with zeros before them up to a length.
    func padded(_ length: Int) -> String {
        let text = String(self)
        return String(repeating: "0", count: Swift.max(0, length - text.count)) + text
    }
}
