public import ArgumentParser
public import Hufu
public import HufuQR
public import HufuScanner
public import QRCapacity

// Conformances between modules that do not depend on each other.

extension QRError: CodedError {}

extension CodeProfile: ExpressibleByArgument {}

extension DeviceKeyForm: ExpressibleByArgument {}

extension Policy.Preset: ExpressibleByArgument {}

extension Transport: ExpressibleByArgument {}

/// Levels of error correction by the standard's letters.
extension QRErrorCorrection: ExpressibleByArgument {
    /// The level with this letter, in either case.
    public init?(argument: String) {
        guard let level = Self.allCases.first(where: { $0.letter == argument.uppercased() }) else { return nil }
        self = level
    }

    /// The letters.
    public static var allValueStrings: [String] { allCases.map(\.letter) }
}

extension Language: ExpressibleByArgument {
    /// The language that a tag of BCP 47 asks for.
    public init?(argument: String) { self.init(tag: argument) }

    /// The tag, for help.
    public var defaultValueDescription: String { tag }
}

extension LocalTimeZone: ExpressibleByArgument {
    /// A name of the IANA time zone database, or an offset.
    public init?(argument: String) { self.init(argument) }
}
