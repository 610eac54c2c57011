/// The members that all errors of this library have.
public protocol CodedError: Error, Sendable, CustomStringConvertible {
    /// A stable, dotted, lower-case name, such as `json.name_repeated`.
    var code: String { get }
    /// Where the fault is: a line and column, a byte offset, the path of a field; `nil` if it has no place.
    var location: String? { get }
    /// What is wrong, in one line that begins in lower case and has no full stop.
    var message: String { get }
    /// What to do about it: whole sentences in one line. It names no program of this package, as a library does not know
    /// which one its caller has.
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
    /// What is wrong; see ``CodedError/message``.
    var message: String { get }
    /// What to do about it; see ``CodedError/advice``.
    var advice: String { get }
}

/// An error whose code, message and advice depend on its reason alone.
public protocol ReasonedError: CodedError, Equatable {
    /// The type's causes.
    associatedtype Reason: ErrorReason
    /// What is wrong, for programs.
    var reason: Reason { get }
}

extension ReasonedError {
    /// The raw value of the reason.
    public var code: String { reason.rawValue }
    /// The reason's message.
    public var message: String { reason.message }
    /// The reason's advice.
    public var advice: String { reason.advice }
}
