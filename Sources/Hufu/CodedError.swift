/// The members that all errors of this library have.
public protocol CodedError: Error, Sendable, CustomStringConvertible {
    /// A stable, dotted, lower-case name, such as `json.name_repeated`.
    var code: String { get }
    /// The location of the fault: a line and column, a byte offset, or the path of a field; `nil` if it has none.
    var location: String? { get }
    /// The fault, in one line that begins in lower case and has no full stop.
    var message: String { get }
    /// The remedy, in whole sentences on one line. It names no program of this package, because a library does not know
    /// which program calls it.
    var advice: String { get }
}

extension CodedError {
    /// `code: message (location). advice`, in one line.
    public var description: String {
        "\(code): \(message)\(location.map { " (\($0))" } ?? ""). \(advice)"
    }
}

/// The causes of one type of error, as a closed list. The raw value of each is the error's code.
public protocol ErrorReason: RawRepresentable<String>, CaseIterable, Sendable {
    /// The fault; see ``CodedError/message``.
    var message: String { get }
    /// The remedy; see ``CodedError/advice``.
    var advice: String { get }
}

/// An error with a code for each of its causes. Its message and advice may have details of the case.
public protocol CausedError: CodedError, Equatable {
    /// The causes, as a closed list. The raw value of each is the error's code.
    associatedtype Reason: RawRepresentable<String>
    /// The cause.
    var reason: Reason { get }
}

extension CausedError {
    /// The raw value of the reason.
    public var code: String { reason.rawValue }
}

/// An error whose code, message and advice depend on its reason alone.
public protocol ReasonedError: CausedError where Reason: ErrorReason {}

extension ReasonedError {
    /// The reason's message.
    public var message: String { reason.message }
    /// The reason's advice.
    public var advice: String { reason.advice }
}
