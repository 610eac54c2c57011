// The names are those of hufu.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CHufu
internal import Hufu

/// A challenge behind a handle.
final class HandledChallenge: Handled {
    static let handleName = "hufu_challenge"

    let challenge: Challenge
    /// Whether it was shown by a clock of the caller, and not by that of the system.
    let hasCallersClock: Bool

    init(_ challenge: Challenge, hasCallersClock: Bool = false) {
        self.challenge = challenge
        self.hasCallersClock = hasCallersClock
    }

    /// The second 0 of the caller's clock.
    private static let origin = ContinuousClock.now

    /// A moment of the caller's clock.
    static func instant(_ seconds: Int64) -> ContinuousClock.Instant {
        let limit = Int64(UnixTime.maximumSeconds)
        return origin + .seconds(min(max(seconds, -limit), limit))
    }
}

extension [HandledChallenge] {
    /// The moment of an answer by the clock by which all of them were shown.
    ///
    /// - Throws: `argument.number_invalid` if some were shown by another clock.
    func instant(_ moment: Int64) throws(ArgumentError) -> ContinuousClock.Instant {
        let hasCallersClock = moment != systemClock
        guard allSatisfy({ $0.hasCallersClock == hasCallersClock }) else {
            throw ArgumentError(.numberInvalid, at: "moment")
        }
        return hasCallersClock ? HandledChallenge.instant(moment) : .now
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_challenge_new(
    _ challenge: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) { try unsafe HandleOutput(challenge, "challenge").set(HandledChallenge(Challenge())) }
}

/// See `hufu.h`.
@c @implementation public func hufu_challenge_sign(
    _ certificate: UnsafeRawPointer?, _ certificate_length: Int, _ key: OpaquePointer?, _ options: UnsafeRawPointer?,
    _ options_length: Int, _ at: Int64, _ challenge: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(challenge, "challenge")
        let signer = try unsafe object(key, "key", as: HandledKey.self).signer
        let certificate = try VerifierCertificate(
            unsafe Input(certificate, certificate_length, "certificate").bytes)
        let (elements, lifetime) = try Options.reading(unsafe Input(options, options_length, "options")) {
            (try $0.elements("ask") ?? [], try $0.duration("valid_for") ?? .seconds(60))
        }
        let signed = try CallingThread.run {
            try await SignedChallenge(
                certificate: certificate, asking: elements, signer: signer, lifetime: lifetime, at: time(at))
        }
        try output.set(HandledChallenge(Challenge(signed)))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_challenge_restore(
    _ text: UnsafeRawPointer?, _ text_length: Int, _ shown: Int64,
    _ challenge: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(challenge, "challenge")
        guard shown != systemClock else { throw ArgumentError(.numberInvalid, at: "shown") }
        let text = try unsafe Input(text, text_length, "text").text
        try output.set(
            HandledChallenge(
                Challenge(text: text, shownAt: HandledChallenge.instant(shown)), hasCallersClock: true))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_challenge_text(
    _ challenge: OpaquePointer?, _ text: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(text, "text")
        try output.set(unsafe object(challenge, "challenge", as: HandledChallenge.self).challenge.text)
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
