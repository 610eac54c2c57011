/// Why bytes are not one item of the profile's strict CBOR (RFC 8949 section 4.2.1, `Vectors/PROFILE.md` section 3).
public struct CBORError: CodedError, Equatable {
    /// The causes. The raw value of each is its message.
    public enum Reason: String, Sendable, CaseIterable {
        /// A head or string is cut off by the end of the bytes, or a container declares more elements than can follow.
        case truncated = "the item ends before its length says"
        /// Bytes follow the item.
        case trailingBytes = "bytes follow the item"
        /// A head that is longer than its argument needs.
        case notShortest = "a head is longer than necessary"
        /// A string or container of indefinite length.
        case indefiniteLength = "an indefinite length is used"
        /// A head with additional information 28 to 30.
        case reservedHead = "a reserved head is used"
        /// A floating-point number.
        case floatingPoint = "a floating-point number is used"
        /// A simple value other than false, true and null, or `simple(59)` in a place where it is not allowed.
        case simpleValue = "a simple value other than false, true and null is used"
        /// A text string that is not UTF-8.
        case invalidUTF8 = "a text is not valid UTF-8"
        /// A map key of another type than integer and text.
        case keyType = "a map key is neither an integer nor a text of at most 255 bytes"
        /// Map keys that are repeated or out of order.
        case keyOrder = "map keys are repeated or not in bytewise order"
        /// More than 16 levels of containers and tags.
        case tooDeep = "items are nested deeper than 16"
        /// A container with more elements than its place allows.
        case tooManyElements = "a container has too many elements"
        /// An item of another type than the profile has in this place.
        case unexpectedType = "an item of another type was expected"
        /// A number, a length or a structure that the profile does not allow in this place.
        case outOfRange = "a number or length is outside its range"
    }

    /// The cause.
    public let reason: Reason
    /// Offset in bytes, from the start of the decoded payload or file, of the item at fault.
    public let offset: Int

    /// `cbor.invalid`, for every reason.
    public var code: String { "cbor.invalid" }
    /// The offset, as `byte N`.
    public var location: String? { "byte \(offset)" }
    /// The reason in words.
    public var message: String { reason.rawValue }
    /// The remedy, in whole sentences.
    public var advice: String { "Scan again; if it stays, the code was not made by this profile." }
}
