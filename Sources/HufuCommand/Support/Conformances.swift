public import ArgumentParser
public import Hufu
public import HufuQR

// The libraries do not know the command line, and HufuQR does not know Hufu: what joins them is here.

extension QRError: CodedError {}

extension CodeProfile: ExpressibleByArgument {}

extension Transport: ExpressibleByArgument {}

/// Algorithms by their names in the IANA registry, in lower case.
extension COSE.Algorithm: ExpressibleByArgument {
    /// The algorithm of this name; `nil` for other texts.
    public init?(argument: String) {
        guard let algorithm = Self.allCases.first(where: { $0.argument == argument }) else { return nil }
        self = algorithm
    }

    private var argument: String { name.lowercased() }
    /// The name of the default in help texts.
    public var defaultValueDescription: String { argument }
    /// All names, for help texts and completion.
    public static var allValueStrings: [String] { allCases.map(\.argument) }
}
