/// Why bytes are not one item of the profile's strict CBOR (RFC 8949 section 4.2.1, `Vectors/PROFILE.md` section 3).
public struct CBORError: CodedError, Equatable {
    /// What is wrong, as a closed list.
    public enum Reason: String, Sendable {
        case truncated = "the item ends before its length says"
        case trailingBytes = "bytes follow the item"
        case notShortest = "a head is longer than necessary"
        case indefiniteLength = "an indefinite length is used"
        case reservedHead = "a reserved head is used"
        case floatingPoint = "a floating-point number is used"
        case simpleValue = "a simple value other than false, true and null is used"
        case invalidUTF8 = "a text is not valid UTF-8"
        case keyType = "a map key is neither an integer nor a text of at most 255 bytes"
        case keyOrder = "map keys are repeated or not in bytewise order"
        case tooDeep = "items are nested deeper than 16"
        case tooManyElements = "a container has too many elements"
        case unexpectedType = "an item of another type was expected"
        case outOfRange = "a number or length is outside its range"
    }

    /// What is wrong.
    public let reason: Reason
    /// Offset in bytes, from the start of the decoded payload or file, of the item at fault.
    public let offset: Int

    /// `cbor.invalid`, for every reason.
    public var code: String { "cbor.invalid" }
    /// The offset, as `byte N`.
    public var location: String? { "byte \(offset)" }
    /// The reason in words.
    public var message: String { reason.rawValue }
    /// What to do about it.
    public var advice: String { "Scan again; if it stays, the code was not made by this profile." }
}
