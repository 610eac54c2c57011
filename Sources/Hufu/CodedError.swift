/// What every error of this library tells beside its type.
public protocol CodedError: Error, Sendable, CustomStringConvertible {
    /// A stable, dotted, lower-case name, such as `json.name_repeated`.
    var code: String { get }
    /// Where: a line and column, a byte offset, a field's path.
    var place: String? { get }
    /// What is wrong, in one line.
    var message: String { get }
    /// What to do about it, in one line.
    var advice: String { get }
}

extension CodedError {
    /// `code: message (place). advice`, in one line.
    public var description: String {
        "\(code): \(message)\(place.map { " (\($0))" } ?? ""). \(advice)"
    }
}
