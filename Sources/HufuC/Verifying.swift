// The names are those of hufu.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CHufu
internal import Hufu
internal import HufuFiles
internal import HufuScanner
internal import HufuX509

extension LiveVerifier: Handled {
    static var handleName: String { "hufu_verifier" }

    var skew: Duration { verifier.policy.skew }
}

/// A policy argument. The default offset from UTC is that of the system for `HUFU_LOCAL`.
private func policy(_ json: UnsafeRawPointer?, _ length: Int, _ utcOffset: Int32) throws -> Policy {
    let json = try unsafe Input(json, length, "policy")
    guard utcOffset == systemOffset || -86_400...86_400 ~= utcOffset else {
        throw ArgumentError(.numberInvalid, at: "utc_offset")
    }
    let offset = utcOffset == systemOffset ? Surroundings.utcOffset(at: UnixTime.now.secondsSince1970) : Int(utcOffset)
    guard let text = try json.unlessNull else { return Policy(utcOffset: offset) }
    return try Policy(json: text.bytes, utcOffset: offset)
}

/// The name and the keys by which a signed trust list is pinned.
private struct Pin {
    let name: String
    let anchors: [PublicKey]

    init(
        _ name: UnsafeRawPointer?, _ length: Int, _ anchors: UnsafePointer<OpaquePointer?>?, _ count: Int
    ) throws {
        self.name = try unsafe Input(name, length, "name").text
        let keys = try unsafe objects(anchors, count, "anchors", as: HandledKey.self)
        guard !keys.isEmpty else { throw ArgumentError(.null, at: "anchors") }
        self.anchors = keys.map(\.publicKey)
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verifier_new(
    _ json: UnsafeRawPointer?, _ policy_length: Int, _ utc_offset: Int32, _ memory: OpaquePointer?,
    _ verifier: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(verifier, "verifier")
        let policy = try unsafe policy(json, policy_length, utc_offset)
        let memory = unsafe memory == nil ? nil : try object(memory, "memory", as: HandledMemory.self).memory
        try output.set(
            LiveVerifier(
                Verifier(
                    trust: TrustList(issuers: []), policy: policy, replayMemory: memory, cache: CredentialCache())))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verifier_set_policy(
    _ verifier: OpaquePointer?, _ json: UnsafeRawPointer?, _ policy_length: Int, _ utc_offset: Int32,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let live = try unsafe object(verifier, "verifier", as: LiveVerifier.self)
        let policy = try unsafe policy(json, policy_length, utc_offset)
        live.updatePolicy { $0 = policy }
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verifier_load_trust(
    _ verifier: OpaquePointer?, _ list: UnsafeRawPointer?, _ list_length: Int, _ at: Int64,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let live = try unsafe object(verifier, "verifier", as: LiveVerifier.self)
        let bytes = try unsafe Input(list, list_length, "list").bytes
        let trust = try TrustFileError.explaining(bytes, isSigned: false) { try TrustList(json: bytes) }
        try live.update { lists in try lists.load(trust: trust, skew: live.skew, at: time(at)) }
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verifier_load_signed_trust(
    _ verifier: OpaquePointer?, _ list: UnsafeRawPointer?, _ list_length: Int, _ name: UnsafeRawPointer?,
    _ name_length: Int, _ anchors: UnsafePointer<OpaquePointer?>?, _ anchor_count: Int, _ at: Int64,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let live = try unsafe object(verifier, "verifier", as: LiveVerifier.self)
        let bytes = try unsafe Input(list, list_length, "list").bytes
        let pin = try unsafe Pin(name, name_length, anchors, anchor_count)
        try TrustFileError.explaining(bytes, isSigned: true) {
            try live.update { lists in
                try lists.load(
                    signedTrust: bytes, name: pin.name, anchors: pin.anchors, skew: live.skew, at: time(at))
            }
        }
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verifier_load_status(
    _ verifier: OpaquePointer?, _ list: UnsafeRawPointer?, _ list_length: Int, _ at: Int64,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let live = try unsafe object(verifier, "verifier", as: LiveVerifier.self)
        let bytes = try unsafe Input(list, list_length, "list").bytes
        try live.update { lists in try lists.load(statusList: bytes, skew: live.skew, at: time(at)) }
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verifier_set_roots(
    _ verifier: OpaquePointer?, _ purpose: UnsafeRawPointer?, _ purpose_length: Int,
    _ roots: UnsafePointer<hufu_root>?, _ root_count: Int, _ crls: UnsafePointer<hufu_bytes>?, _ crl_count: Int,
    _ at: Int64, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let live = try unsafe object(verifier, "verifier", as: LiveVerifier.self)
        let purpose = try unsafe Input(purpose, purpose_length, "purpose").text
        let roots = try unsafe elements(roots, root_count, "roots") { root throws(ArgumentError) in
            (
                certificate: try unsafe Input(root.certificate.bytes, root.certificate.length, "roots").bytes,
                issuers: [try unsafe Input(root.issuer.bytes, root.issuer.length, "roots").text]
            )
        }
        let revocationLists = try unsafe elements(crls, crl_count, "crls") { list throws(ArgumentError) in
            try unsafe Input(list.bytes, list.length, "crls").bytes
        }
        #if X509
            let signers =
                roots.isEmpty
                ? nil : try CertifiedStatusSigners(purpose: purpose, roots: roots, revocationLists: revocationLists)
            live.update { lists in lists.setStatusCertificates(signers, at: time(at)) }
        #else
            throw ArgumentError(.unsupported, at: "roots")
        #endif
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verifier_load_bundle(
    _ verifier: OpaquePointer?, _ bundle: UnsafeRawPointer?, _ bundle_length: Int, _ name: UnsafeRawPointer?,
    _ name_length: Int, _ anchors: UnsafePointer<OpaquePointer?>?, _ anchor_count: Int, _ at: Int64,
    _ refused: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        // Safe: NULL, or a place for the number.
        unsafe refused?.pointee = 0
        let live = try unsafe object(verifier, "verifier", as: LiveVerifier.self)
        let bytes = try unsafe Input(bundle, bundle_length, "bundle").bytes
        let pin = try unsafe Pin(name, name_length, anchors, anchor_count)
        let list = try TrustFileError.explaining(bytes, isSigned: true) { try ListBundle(bytes) }
        try TrustFileError.explaining(Array(list.trust), isSigned: true) {
            try live.update { lists in
                let errors = try lists.load(
                    list, name: pin.name, anchors: pin.anchors, skew: live.skew, at: time(at))
                unsafe refused?.pointee = errors.count
            }
        }
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verifier_load_package(
    _ verifier: OpaquePointer?, _ items: UnsafePointer<hufu_bytes>?, _ item_count: Int, _ at: Int64,
    _ refused: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        // Safe: NULL, or a place for the number.
        unsafe refused?.pointee = 0
        let live = try unsafe object(verifier, "verifier", as: LiveVerifier.self)
        guard unsafe items != nil else { throw ArgumentError(.null, at: "items") }
        let package = try unsafe elements(items, item_count, "items") { item throws(ArgumentError) in
            try unsafe Input(item.bytes, item.length, "items").bytes[...]
        }
        live.update { lists in
            let errors = lists.load(package: package, skew: live.skew, at: time(at))
            unsafe refused?.pointee = errors.count
        }
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verifier_rollback_state(
    _ verifier: OpaquePointer?, _ state: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(state, "state")
        try output.set(unsafe object(verifier, "verifier", as: LiveVerifier.self).verifier.lists.rollbackState.json)
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verifier_join_rollback_state(
    _ verifier: OpaquePointer?, _ state: UnsafeRawPointer?, _ state_length: Int,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let live = try unsafe object(verifier, "verifier", as: LiveVerifier.self)
        let state = try RollbackState(json: unsafe Input(state, state_length, "state").bytes)
        live.update { $0.join(state) }
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verify(
    _ verifier: OpaquePointer?, _ text: UnsafeRawPointer?, _ text_length: Int, _ challenge: UnsafeRawPointer?,
    _ challenge_length: Int, _ at: Int64, _ verdict: UnsafeMutablePointer<hufu_verdict>?,
    _ json: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe verifying(verifier, text, text_length, verdict, json, error) { live, scan in
        let challenge = try unsafe Input(challenge, challenge_length, "challenge").unlessNull?.bytes
        return live.verify(scan, challenge: challenge, at: time(at))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verify_answer(
    _ verifier: OpaquePointer?, _ text: UnsafeRawPointer?, _ text_length: Int, _ challenge: OpaquePointer?,
    _ at: Int64, _ verdict: UnsafeMutablePointer<hufu_verdict>?, _ json: UnsafeMutablePointer<hufu_buffer>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe verifying(verifier, text, text_length, verdict, json, error) { live, scan in
        let shown = [try unsafe object(challenge, "challenge", as: HandledChallenge.self)]
        return live.verify(
            scan, answering: shown.map(\.challenge), at: time(at), moment: try shown.instant(systemClock))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_verify_answers(
    _ verifier: OpaquePointer?, _ text: UnsafeRawPointer?, _ text_length: Int,
    _ challenges: UnsafePointer<OpaquePointer?>?, _ challenge_count: Int, _ at: Int64, _ moment: Int64,
    _ verdict: UnsafeMutablePointer<hufu_verdict>?, _ json: UnsafeMutablePointer<hufu_buffer>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe verifying(verifier, text, text_length, verdict, json, error) { live, scan in
        let shown = try unsafe objects(challenges, challenge_count, "challenges", as: HandledChallenge.self)
        return live.verify(
            scan, answering: shown.map(\.challenge), at: time(at), moment: try shown.instant(moment))
    }
}

/// A report behind a handle.
final class HandledReport: Handled {
    static let handleName = "hufu_report"

    let report: VerdictReport

    init(_ report: VerdictReport) { self.report = report }
}

/// See `hufu.h`.
@c @implementation public func hufu_verify_report(
    _ verifier: OpaquePointer?, _ text: UnsafeRawPointer?, _ text_length: Int, _ challenge: UnsafeRawPointer?,
    _ challenge_length: Int, _ at: Int64, _ verdict: UnsafeMutablePointer<hufu_verdict>?,
    _ report: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        // Safe: NULL, or a place for the verdict; it has no outcome even if there is no place for the report.
        unsafe verdict?.pointee = hufu_verdict()
        let output = try unsafe HandleOutput(report, "report")
        try unsafe verifying(verifier, text, text_length, verdict, keeping: { try output.set(HandledReport($0)) }) {
            live, scan in
            let challenge = try unsafe Input(challenge, challenge_length, "challenge").unlessNull?.bytes
            return live.verify(scan, challenge: challenge, at: time(at))
        }
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_report_json(
    _ report: OpaquePointer?, _ json: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(json, "json")
        try output.set(unsafe object(report, "report", as: HandledReport.self).report.json)
    }
}

/// Verifies, and writes the JSON if it is wanted.
private func verifying(
    _ verifier: OpaquePointer?, _ text: UnsafeRawPointer?, _ textLength: Int,
    _ result: UnsafeMutablePointer<hufu_verdict>?, _ json: UnsafeMutablePointer<hufu_buffer>?,
    _ error: UnsafeMutablePointer<hufu_error>?, _ body: (LiveVerifier, [UInt8]) throws -> Verdict
) -> Int32 {
    unsafe calling(error) {
        // Safe: NULL, or a place for the verdict.
        unsafe result?.pointee = hufu_verdict()
        let output = unsafe BufferOutput(optional: json)
        try unsafe verifying(
            verifier, text, textLength, result, keeping: { if output.isWanted { try output.set($0.json) } }, body)
    }
}

/// Verifies, and keeps what is wanted of the report; `result`, which is cleared, has no outcome until that is done.
private func verifying(
    _ verifier: OpaquePointer?, _ text: UnsafeRawPointer?, _ textLength: Int,
    _ result: UnsafeMutablePointer<hufu_verdict>?, keeping keep: (VerdictReport) throws -> Void,
    _ body: (LiveVerifier, [UInt8]) throws -> Verdict
) throws {
    guard let result = unsafe result else { throw ArgumentError(.null, at: "verdict") }
    let live = try unsafe object(verifier, "verifier", as: LiveVerifier.self)
    let scan = try unsafe Input(text, textLength, "text").bytes
    let report = VerdictReport(try body(live, scan), of: scan)
    try keep(report)
    // Safe: the caller states that a verdict can be written there.
    unsafe result.pointee.set(report)
}

extension hufu_verdict {
    fileprivate mutating func set(_ report: VerdictReport) {
        let verdict = report.verdict
        func value(_ number: Int?, _ bit: UInt32) -> Int64 {
            if number != nil { known |= bit }
            return Int64(number ?? 0)
        }
        outcome = verdict.outcome.number
        kind = verdict.kind.map(\.number) ?? HUFU_KIND_UNKNOWN
        clock_offset = value(verdict.clockOffset, HUFU_HAS_CLOCK_OFFSET)
        status_age = value(verdict.statusAge, HUFU_HAS_STATUS_AGE)
        token_expires = value(verdict.tokenExpires?.secondsSince1970, HUFU_HAS_TOKEN_EXPIRES)
        credential_expires = value(verdict.credentialExpires?.secondsSince1970, HUFU_HAS_CREDENTIAL_EXPIRES)
        if let license = verdict.license {
            known |= HUFU_HAS_LICENSE
            is_partly_withheld = license.isPartlyWithheld ? 1 : 0
        }
        write(verdict.code.rawValue, to: &code)
        write(report.message, to: &message)
        write(report.advice, to: &advice)
    }
}

extension Verdict.Outcome {
    fileprivate var number: Int32 {
        switch self {
        case .valid: HUFU_VALID
        case .rejected: HUFU_REJECTED
        case .indeterminate: HUFU_INDETERMINATE
        }
    }
}

extension Verdict.Kind {
    fileprivate var number: Int32 {
        switch self {
        case .holder: HUFU_KIND_HOLDER
        case .issuer: HUFU_KIND_ISSUER
        case .static: HUFU_KIND_STATIC
        }
    }
}
