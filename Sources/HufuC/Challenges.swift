// The names are those of hufu.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CHufu
internal import Hufu

extension Challenge: Handled {
    static var handleName: String { "hufu_challenge" }
}

/// See `hufu.h`.
@c @implementation public func hufu_challenge_new(
    _ challenge: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) { try unsafe HandleOutput(challenge, "challenge").set(Challenge()) }
}

/// See `hufu.h`.
@c @implementation public func hufu_challenge_text(
    _ challenge: OpaquePointer?, _ text: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(text, "text")
        try output.set(unsafe object(challenge, "challenge", as: Challenge.self).text)
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_challenge_read(
    _ text: UnsafeRawPointer?, _ text_length: Int, _ bytes: UnsafeMutablePointer<hufu_buffer>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(bytes, "bytes")
        try output.set(Challenge.bytes(of: unsafe Input(text, text_length, "text").text))
    }
}
