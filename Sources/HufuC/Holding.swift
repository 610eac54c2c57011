// The names are those of hufu.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CHufu
internal import Hufu

/// A holder behind a handle.
final class HandledHolder: Handled {
    static let handleName = "hufu_holder"

    let holder: Holder

    init(_ holder: Holder) { self.holder = holder }
}

/// See `hufu.h`.
@c @implementation public func hufu_key_request(
    _ key: OpaquePointer?, _ challenge: UnsafeRawPointer?, _ challenge_length: Int, _ at: Int64,
    _ request: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(request, "request")
        let signer = try unsafe object(key, "key", as: HandledKey.self).signer
        let challenge = try unsafe Input(challenge, challenge_length, "challenge").bytes
        try output.set(
            CallingThread.run { try await KeyRequest(challenge: challenge, signer: signer, at: time(at)).bytes })
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_holder_new(
    _ credential: UnsafeRawPointer?, _ credential_length: Int, _ key: OpaquePointer?,
    _ holder: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(holder, "holder")
        let signer = try unsafe object(key, "key", as: HandledKey.self).signer
        let credential = try Credential(text: unsafe Input(credential, credential_length, "credential").text)
        try output.set(HandledHolder(Holder(credential: credential, signer: signer)))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_present(
    _ holder: OpaquePointer?, _ options: UnsafeRawPointer?, _ options_length: Int, _ challenge: UnsafeRawPointer?,
    _ challenge_length: Int, _ at: Int64, _ text: UnsafeMutablePointer<hufu_buffer>?,
    _ expires_at: UnsafeMutablePointer<Int64>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        // Safe: NULL, or a place for the time.
        unsafe expires_at?.pointee = 0
        let output = try unsafe BufferOutput(text, "text")
        let holder = try unsafe object(holder, "holder", as: HandledHolder.self).holder
        let challenge = try unsafe Input(challenge, challenge_length, "challenge").unlessNull?.bytes
        let presentation = try Options.reading(unsafe Input(options, options_length, "options")) { options in
            (
                rotation: try options.rotation(), audience: try options.string("audience") ?? "any",
                fields: try options.disclosure()(holder.credential),
                transport: try options.choice("transport") ?? Transport.base45
            )
        }
        let token = try CallingThread.run {
            try await holder.present(
                at: time(at), rotation: presentation.rotation, audience: presentation.audience, challenge: challenge,
                disclosing: presentation.fields)
        }
        try output.set(token.text(presentation.transport))
        unsafe expires_at?.pointee = Int64(token.expiresAt.secondsSince1970)
    }
}

/// A challenge whose scanner is known, behind a handle.
final class HandledIdentifiedChallenge: Handled {
    static let handleName = "hufu_identified_challenge"

    let challenge: IdentifiedChallenge

    init(_ challenge: IdentifiedChallenge) { self.challenge = challenge }
}

/// See `hufu.h`.
@c @implementation public func hufu_challenge_identify(
    _ authorities: OpaquePointer?, _ text: UnsafeRawPointer?, _ text_length: Int, _ at: Int64,
    _ challenge: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(challenge, "challenge")
        let trust = try unsafe object(authorities, "authorities", as: LiveVerifier.self).verifier.lists.trust
        let text = try unsafe Input(text, text_length, "text").text
        try output.set(HandledIdentifiedChallenge(IdentifiedChallenge(text: text, trust: trust, at: time(at))))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_identified_challenge_json(
    _ challenge: OpaquePointer?, _ credential: UnsafeRawPointer?, _ credential_length: Int,
    _ json: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(json, "json")
        let known = try unsafe object(challenge, "challenge", as: HandledIdentifiedChallenge.self).challenge
        let preview = try unsafe Input(credential, credential_length, "credential").unlessNull.map {
            try Credential(text: $0.text).preview(for: known.challenge)
        }
        try output.set(JSONWriter.text(known.jsonValue(preview)))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_answer(
    _ holder: OpaquePointer?, _ challenge: OpaquePointer?, _ options: UnsafeRawPointer?, _ options_length: Int,
    _ at: Int64, _ text: UnsafeMutablePointer<hufu_buffer>?, _ expires_at: UnsafeMutablePointer<Int64>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        // Safe: NULL, or a place for the time.
        unsafe expires_at?.pointee = 0
        let output = try unsafe BufferOutput(text, "text")
        let holder = try unsafe object(holder, "holder", as: HandledHolder.self).holder
        let challenge = try unsafe object(challenge, "challenge", as: HandledIdentifiedChallenge.self).challenge
        let (rotation, transport) = try Options.reading(unsafe Input(options, options_length, "options")) {
            (try $0.rotation(), try $0.choice("transport") ?? Transport.base45)
        }
        let token = try CallingThread.run { try await holder.answer(challenge, at: time(at), rotation: rotation) }
        try output.set(token.text(transport))
        unsafe expires_at?.pointee = Int64(token.expiresAt.secondsSince1970)
    }
}
