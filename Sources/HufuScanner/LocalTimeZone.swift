public import Hufu
internal import HufuFiles

/// The time zone by whose local days licences are judged: the system's, one of the IANA database, or a fixed offset.
public struct LocalTimeZone: Sendable {
    private enum Source: Sendable {
        case system
        case database(name: String)
        case fixed(seconds: Int)
    }

    private let source: Source
    /// The name, such as `Asia/Shanghai`; `nil` for a fixed offset, and if the system does not give one.
    public let name: String?

    private init(_ source: Source, name: String?) {
        self.source = source
        self.name = name
    }

    /// A zone whose local time is always as many seconds ahead of UTC.
    public init(fixedOffset seconds: Int) { self.init(.fixed(seconds: seconds), name: nil) }

    /// A zone of the IANA time zone database; `nil` if the system's copy does not have the name.
    public init?(named name: String) {
        guard Self.isZone(name) else { return nil }
        self.init(.database(name: name), name: name)
    }

    /// A name of the IANA time zone database, or an offset as RFC 3339 writes it.
    public init?(_ text: String) {
        if let seconds = Self.offset(text) { self.init(fixedOffset: seconds) } else { self.init(named: text) }
    }

    /// The zone of `TZ`, or of `/etc/localtime`.
    ///
    /// - Throws: `time_zone.unknown` if `TZ` is not the name of a zone: the C library would silently use UTC.
    public static func system() throws(LocalTimeZoneError) -> LocalTimeZone {
        guard let value = Surroundings.environment("TZ") else {
            return LocalTimeZone(.system, name: Folder.resolved("/etc/localtime").flatMap(zoneName))
        }
        let name = value.hasPrefix(":") ? String(value.dropFirst()) : value
        if name.isEmpty { return LocalTimeZone(.system, name: "UTC") }
        if name.hasPrefix("/") {
            guard isZoneFile(name) else { throw unknown(value) }
            return LocalTimeZone(.system, name: zoneName(name))
        }
        guard isZone(name) || isRule(name) else { throw unknown(value) }
        return LocalTimeZone(.system, name: name)
    }

    /// Seconds by which local time is ahead of UTC.
    public func offset(at time: UnixTime) -> Int {
        switch source {
        case .system: Surroundings.utcOffset(at: time.secondsSince1970)
        case .database(let name): Surroundings.utcOffset(at: time.secondsSince1970, in: name)
        case .fixed(let seconds): seconds
        }
    }

    /// The zone in a policy file; `nil` for the system's.
    package var setting: JSONMember? {
        switch source {
        case .system: nil
        case .database(let name): JSONMember("time_zone", .string(name))
        case .fixed(let seconds): JSONMember("utc_offset", .integer(seconds))
        }
    }

    /// The day at `time`, for people: `2026-11-23 (Asia/Shanghai, UTC+08:00)`.
    public func day(at time: UnixTime) -> String {
        let offset = offset(at: time)
        let local = UnixTime(secondsSince1970: time.secondsSince1970 + offset).description.prefix(10)
        let minutes = abs(offset) / 60
        let parts = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        let utc = offset == 0 ? "UTC" : "UTC\(offset < 0 ? "-" : "+")\(parts.joined(separator: ":"))"
        let zone = name.map { $0 == "UTC" && offset == 0 ? "" : "\($0), " } ?? ""
        return "\(local) (\(zone)\(utc))"
    }

    private static func unknown(_ value: String) -> LocalTimeZoneError { LocalTimeZoneError(value: value) }

    private static func offset(_ text: String) -> Int? {
        guard let match = text.wholeMatch(of: /([+-])([01][0-9]|2[0-3]):([0-5][0-9])/), let hours = Int(match.2),
            let minutes = Int(match.3)
        else { return nil }
        return (hours * 3600 + minutes * 60) * (match.1 == "-" ? -1 : 1)
    }

    private static let databases = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo"]

    /// Names in the database consist of these characters; a path that leads out of it is not a name.
    private static func isZone(_ name: String) -> Bool {
        guard name.utf8.count <= 255, name.wholeMatch(of: /[A-Za-z0-9_+\-]+(\/[A-Za-z0-9_+\-]+)*/) != nil else {
            return false
        }
        let folders = (Surroundings.environment("TZDIR").map { [$0] } ?? []) + databases
        return folders.contains { isZoneFile("\($0)/\(name)") }
    }

    /// A compiled time zone (RFC 9636) begins with this.
    private static func isZoneFile(_ path: String) -> Bool {
        guard let file = try? FileInput(path, regularOnly: true), let start = try? file.read() else { return false }
        return start.starts(with: Array("TZif".utf8))
    }

    /// A rule as POSIX has it, such as `CST-8` or `EST5EDT,M3.2.0,M11.1.0`.
    private static func isRule(_ text: String) -> Bool {
        text.prefixMatch(of: /([A-Za-z]{3,}|<[A-Za-z0-9+\-]{3,}>)[+\-]?[0-9]{1,2}(:[0-9]{2}){0,2}/) != nil
    }

    private static func zoneName(_ path: String) -> String? {
        path.firstRange(of: "/zoneinfo/").map { String(path[$0.upperBound...]) }
    }
}

/// The environment variable `TZ` names no time zone.
public struct LocalTimeZoneError: CodedError, Equatable {
    /// The value of `TZ`.
    public let value: String

    /// The code of every such error.
    package static let code = "time_zone.unknown"
    /// `time_zone.unknown`.
    public var code: String { Self.code }
    /// `nil`.
    public var location: String? { nil }
    /// The fault, in one line.
    public var message: String { "the system's time zone \(JSONValue.quoted(value)) is in no database here" }
    /// The remedy, in whole sentences.
    public var advice: String { "Set TZ to a name such as Asia/Shanghai, or state the zone." }
}
