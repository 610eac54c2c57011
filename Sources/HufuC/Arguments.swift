internal import CHufu
internal import Hufu

/// Bytes of the caller: an address, a length, and the name of the argument.
///
/// Safe: the caller states that as many bytes can be read there during the call; they are copied at once.
struct Input {
    /// The largest input: that of a bundle.
    private static let maximum = ListBundle.maximumSize

    let bytes: [UInt8]
    private let isNull: Bool
    private let name: String

    init(_ address: UnsafeRawPointer?, _ length: Int, _ name: String) throws(ArgumentError) {
        guard 0...Self.maximum ~= length else { throw ArgumentError(.tooLong, at: name) }
        self.name = name
        isNull = unsafe address == nil
        guard length > 0 else {
            bytes = []
            return
        }
        guard let address = unsafe address else { throw ArgumentError(.null, at: name) }
        bytes = unsafe Array(UnsafeRawBufferPointer(start: address, count: length))
    }

    /// `nil` for an empty input.
    var unlessEmpty: [UInt8]? { bytes.isEmpty ? nil : bytes }

    /// `nil` for NULL. An address without bytes is an error: a challenge or a policy that the caller has lost must not
    /// be taken for none, with which more is accepted.
    var unlessNull: Input? {
        get throws(ArgumentError) {
            guard !isNull else { return nil }
            guard !bytes.isEmpty else { throw ArgumentError(.empty, at: name) }
            return self
        }
    }

    var text: String {
        get throws(ArgumentError) {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ArgumentError(.textInvalid, at: name)
            }
            return text
        }
    }
}

/// The object of a handle.
func object<Object: Handled>(
    _ handle: OpaquePointer?, _ name: String, as type: Object.Type = Object.self
) throws(ArgumentError) -> Object {
    guard let handle = unsafe handle else { throw ArgumentError(.null, at: name) }
    guard let object = unsafe Handles.shared.object(handle) as? Object else {
        throw ArgumentError(.handleInvalid, at: "\(name), a \(Object.handleName)")
    }
    return object
}

/// The objects of an array of handles; none for the length 0.
///
/// Safe: the caller states that there are as many handles.
func objects<Object: Handled>(
    _ handles: UnsafePointer<OpaquePointer?>?, _ count: Int, _ name: String, as type: Object.Type = Object.self
) throws(ArgumentError) -> [Object] {
    try unsafe elements(handles, count, name) { handle throws(ArgumentError) in unsafe try object(handle, name) }
}

/// The converted elements of an array; none for the length 0.
///
/// Safe: the caller states that there are as many elements.
func elements<Element, Value>(
    _ array: UnsafePointer<Element>?, _ count: Int, _ name: String,
    _ convert: (Element) throws(ArgumentError) -> Value
) throws(ArgumentError) -> [Value] {
    guard 0...1 << 16 ~= count else { throw ArgumentError(.tooLong, at: name) }
    guard count > 0 else { return [] }
    guard let array = unsafe array else { throw ArgumentError(.null, at: name) }
    return try unsafe UnsafeBufferPointer(start: array, count: count).map(convert)
}

/// `HUFU_NOW` and `HUFU_LOCAL`, whose macros are not imported.
let (systemClock, systemOffset) = (Int64.min, Int32.min)

/// A time argument.
func time(_ seconds: Int64) -> UnixTime {
    seconds == systemClock ? .now : UnixTime(secondsSince1970: Int(clamping: seconds))
}

/// The place of a handle that a function makes.
///
/// Safe: the caller states that a pointer can be written there.
@safe struct HandleOutput {
    private let place: UnsafeMutablePointer<OpaquePointer?>

    /// Clears the place.
    init(_ place: UnsafeMutablePointer<OpaquePointer?>?, _ name: String) throws(ArgumentError) {
        guard let place = unsafe place else { throw ArgumentError(.null, at: name) }
        unsafe place.pointee = nil
        unsafe self.place = place
    }

    func set(_ object: some Handled) throws(ArgumentError) {
        unsafe place.pointee = try Handles.shared.insert(object)
    }
}

/// The place of bytes that a function makes.
///
/// Safe: the caller states that a `hufu_buffer` can be written there.
@safe struct BufferOutput {
    private let place: UnsafeMutablePointer<hufu_buffer>?

    /// Clears the place, which may be NULL.
    init(optional place: UnsafeMutablePointer<hufu_buffer>?) {
        unsafe place?.pointee = hufu_buffer()
        unsafe self.place = place
    }

    init(_ place: UnsafeMutablePointer<hufu_buffer>?, _ name: String) throws(ArgumentError) {
        guard unsafe place != nil else { throw ArgumentError(.null, at: name) }
        unsafe self.init(optional: place)
    }

    /// Whether the caller wants the bytes.
    var isWanted: Bool { unsafe place != nil }

    func set(_ text: String) throws(ArgumentError) { try set(Array(text.utf8)) }

    func set(_ bytes: [UInt8]) throws(ArgumentError) {
        guard let place = unsafe place else { return }
        // Safe: the memory has room for the bytes and the zero byte, and belongs to the caller from here on.
        guard let memory = unsafe CMemory.allocate(bytes.count + 1) else { throw ArgumentError(.outOfMemory) }
        unsafe UnsafeMutableRawBufferPointer(start: memory, count: bytes.count).copyBytes(from: bytes)
        unsafe memory.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
        unsafe place.pointee = hufu_buffer(
            bytes: memory.assumingMemoryBound(to: UInt8.self), length: bytes.count)
    }
}

/// Writes a text and a zero byte into a field of fixed size; a text that is too long is cut after a whole character.
func write<Field: BitwiseCopyable>(_ text: String, to field: inout Field) {
    // Safe: the buffer is the field, and does not leave the closure.
    unsafe withUnsafeMutableBytes(of: &field) { buffer in
        var end = min(text.utf8.count, buffer.count - 1)
        let utf8 = Array(text.utf8.prefix(end + 1))
        while end > 0, end < utf8.count, utf8[end] & 0xc0 == 0x80 { end -= 1 }
        unsafe buffer.copyBytes(from: utf8.prefix(end))
        unsafe buffer[end] = 0
    }
}

/// Runs the body of a C function, and describes its failure.
func calling(_ description: UnsafeMutablePointer<hufu_error>?, _ body: () throws -> Void) -> Int32 {
    // Safe: the caller states that a `hufu_error` can be written there, or gives NULL.
    do {
        try body()
        unsafe description?.pointee.code.0 = 0
        unsafe description?.pointee.message.0 = 0
        unsafe description?.pointee.location.0 = 0
        unsafe description?.pointee.advice.0 = 0
        return HUFU_OK
    } catch {
        guard let description = unsafe description else { return HUFU_FAILED }
        let fault = Fault(error)
        unsafe write(fault.code, to: &description.pointee.code)
        unsafe write(fault.message, to: &description.pointee.message)
        unsafe write(fault.location ?? "", to: &description.pointee.location)
        unsafe write(fault.advice, to: &description.pointee.advice)
        return HUFU_FAILED
    }
}
