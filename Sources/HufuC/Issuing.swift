// The names are those of hufu.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CHufu
internal import Hufu
internal import HufuIssuer

/// An issuer behind a handle.
final class HandledIssuer: Handled {
    static let handleName = "hufu_issuer"

    let issuer: Issuer

    init(_ issuer: Issuer) { self.issuer = issuer }
}

/// See `hufu.h`.
@c @implementation public func hufu_issuer_new(
    _ id: UnsafeRawPointer?, _ id_length: Int, _ key: OpaquePointer?, _ issuer: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(issuer, "issuer")
        let signer = try unsafe object(key, "key", as: HandledKey.self).signer
        try output.set(HandledIssuer(Issuer(id: unsafe Input(id, id_length, "id").text, signer: signer)))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_issue(
    _ issuer: OpaquePointer?, _ license: UnsafeRawPointer?, _ license_length: Int, _ device: OpaquePointer?,
    _ options: UnsafeRawPointer?, _ options_length: Int, _ at: Int64, _ text: UnsafeMutablePointer<hufu_buffer>?,
    _ warnings: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let warned = unsafe BufferOutput(optional: warnings)
        let output = try unsafe BufferOutput(text, "text")
        let issuer = try unsafe object(issuer, "issuer", as: HandledIssuer.self).issuer
        let device = unsafe device == nil ? nil : try object(device, "device", as: HandledKey.self).publicKey
        let (profile, status) = try Options.reading(unsafe Input(options, options_length, "options")) {
            (try $0.issuance(), try $0.status())
        }
        let license = try License(json: unsafe Input(license, license_length, "license").bytes)
        let code = try CallingThread.run {
            try await profile.issue(license, by: issuer, to: device, status: status, at: time(at))
        }
        try warned.set(warnings: code.warnings)
        try output.set(code.text)
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_mint(
    _ issuer: OpaquePointer?, _ license: UnsafeRawPointer?, _ license_length: Int, _ options: UnsafeRawPointer?,
    _ options_length: Int, _ at: Int64, _ codes: UnsafeMutablePointer<hufu_buffer>?,
    _ warnings: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let warned = unsafe BufferOutput(optional: warnings)
        let output = try unsafe BufferOutput(codes, "codes")
        let issuer = try unsafe object(issuer, "issuer", as: HandledIssuer.self).issuer
        let (profile, status) = try Options.reading(unsafe Input(options, options_length, "options")) {
            (try $0.minting(), try $0.status())
        }
        let license = try License(json: unsafe Input(license, license_length, "license").bytes)
        let minted = try CallingThread.run {
            try await profile.mint(license, by: issuer, status: status, at: time(at))
        }
        try warned.set(warnings: minted.warnings)
        try output.set("[" + minted.codes.map(\.json).joined(separator: ",") + "]")
    }
}

extension BufferOutput {
    fileprivate func set(warnings: [LicenseError]) throws(ArgumentError) {
        try set(JSONWriter.text(.array(warnings.map { Fault($0).json })))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_key_request_read(
    _ request: UnsafeRawPointer?, _ request_length: Int, _ challenge: UnsafeRawPointer?, _ challenge_length: Int,
    _ key: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe HandleOutput(key, "key")
        let request = KeyRequest(try unsafe Input(request, request_length, "request").bytes)
        let challenge = try unsafe Input(challenge, challenge_length, "challenge").bytes
        try output.set(HandledKey(.publicHalf(request.key(answering: challenge))))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_trust_add(
    _ list: UnsafeRawPointer?, _ list_length: Int, _ issuer: UnsafeRawPointer?, _ issuer_length: Int,
    _ name: UnsafeRawPointer?, _ name_length: Int, _ key: OpaquePointer?, _ json: UnsafeMutablePointer<hufu_buffer>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(json, "json")
        try output.set(
            trustList(
                unsafe Input(list, list_length, "list"), adding: unsafe object(key, "key"),
                of: unsafe Input(issuer, issuer_length, "issuer"), named: unsafe Input(name, name_length, "name"),
                use: nil))
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_trust_add_authority(
    _ list: UnsafeRawPointer?, _ list_length: Int, _ authority: UnsafeRawPointer?, _ authority_length: Int,
    _ name: UnsafeRawPointer?, _ name_length: Int, _ key: OpaquePointer?, _ json: UnsafeMutablePointer<hufu_buffer>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(json, "json")
        try output.set(
            trustList(
                unsafe Input(list, list_length, "list"), adding: unsafe object(key, "key"),
                of: unsafe Input(authority, authority_length, "authority"),
                named: unsafe Input(name, name_length, "name"), use: .verifier))
    }
}

/// A trust list in JSON with one more key. Without a use it is that of an issuer.
private func trustList(
    _ list: Input, adding key: HandledKey, of issuer: Input, named name: Input, use: TrustList.Use?
) throws -> String {
    var change = TrustList.Change(issuer: try issuer.text, publicKey: key.publicKey)
    let name = try name.text
    (change.name, change.use) = (name.isEmpty ? nil : name, use)
    let trust = try list.unlessEmpty.map { try TrustList(json: $0) } ?? TrustList(issuers: [])
    return try trust.applying(change).json
}

/// See `hufu.h`.
@c @implementation public func hufu_certify_scanner(
    _ authority: UnsafeRawPointer?, _ authority_length: Int, _ key: OpaquePointer?, _ scanner: OpaquePointer?,
    _ options: UnsafeRawPointer?, _ options_length: Int, _ at: Int64,
    _ certificate: UnsafeMutablePointer<hufu_buffer>?, _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(certificate, "certificate")
        let signer = try unsafe object(key, "key", as: HandledKey.self).signer
        let scannerKey = try unsafe object(scanner, "scanner", as: HandledKey.self).publicKey
        let authority = try unsafe Input(authority, authority_length, "authority").text
        let scanner = try Options.reading(unsafe Input(options, options_length, "options")) { try $0.scanner() }
        try output.set(
            CallingThread.run {
                try await VerifierCertificate(
                    id: scanner.id, name: scanner.name, elements: scanner.elements, key: scannerKey,
                    authority: authority, signer: signer, lifetime: scanner.lifetime, at: time(at)
                ).bytes
            })
    }
}

/// See `hufu.h`.
@c @implementation public func hufu_sample_license(
    _ number: UInt32, _ at: Int64, _ license: UnsafeMutablePointer<hufu_buffer>?,
    _ error: UnsafeMutablePointer<hufu_error>?
) -> Int32 {
    unsafe calling(error) {
        let output = try unsafe BufferOutput(license, "license")
        guard number < 10_000 else { throw ArgumentError(.numberInvalid, at: "number") }
        try output.set(SampleLicenses(count: 10_000, seed: 1, at: time(at))[Int(number)].json)
    }
}
