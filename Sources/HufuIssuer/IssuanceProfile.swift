public import Hufu
internal import QRCapacity

/// The settings that the licences of one issuing job share.
public struct IssuanceProfile: Sendable {
    /// Whether the codes are for cards or for phones; `nil` to decide by the device key, and to leave the portrait as
    /// it is.
    public var codeProfile: CodeProfile?
    /// The lifetime of a credential; `nil` for that of the code profile.
    public var lifetime: Duration?
    /// The elements that the holder may withhold.
    public var redaction: Redaction
    /// The form of the device key in credentials.
    public var deviceKeyForm: DeviceKeyForm
    /// Whether vehicle classes that the catalogue does not have are signed.
    public var allowsUnknownClasses: Bool
    /// Whether implausible data, which otherwise are warnings, are errors.
    public var isStrict: Bool
    /// The largest code.
    public var scanLimits: ScanLimits

    /// A profile. By default the holder may withhold the second page, and codes have at most version 25.
    public init(
        codeProfile: CodeProfile? = nil, lifetime: Duration? = nil, redaction: Redaction = .secondPage,
        deviceKeyForm: DeviceKeyForm = .compressed, allowsUnknownClasses: Bool = false, isStrict: Bool = false,
        scanLimits: ScanLimits = ScanLimits()
    ) {
        self.codeProfile = codeProfile
        self.lifetime = lifetime
        self.redaction = redaction
        self.deviceKeyForm = deviceKeyForm
        self.allowsUnknownClasses = allowsUnknownClasses
        self.isStrict = isStrict
        self.scanLimits = scanLimits
    }

    /// Issues a licence as a credential for a device, or as a static code.
    ///
    /// The result is checked against ``scanLimits``: a static code for print, or the token that the device will make of
    /// the credential for its screen.
    ///
    /// - Parameters:
    ///   - license: the licence.
    ///   - issuer: the issuer that signs.
    ///   - deviceKey: the key of the holder's device; `nil` for a static code.
    ///   - status: the entry of a status list for this licence on this device.
    ///   - now: the `iat` claim.
    /// - Throws: ``IssuanceError``, ``CodeSizeError``, `LicenseError`, `SigningError`, or what the signer throws.
    public func issue(
        _ license: License, by issuer: Issuer, to deviceKey: PublicKey?, status: StatusReference? = nil,
        at now: UnixTime = .now
    ) async throws -> IssuedCode {
        var random = SystemRandomNumberGenerator()
        return try await issue(license, by: issuer, to: deviceKey, status: status, at: now, using: &random)
    }

    /// Issues a licence as `issue(_:by:to:status:at:)` does, with salts from `random`.
    func issue(
        _ license: License, by issuer: Issuer, to deviceKey: PublicKey?, status: StatusReference?, at now: UnixTime,
        using random: inout some RandomNumberGenerator
    ) async throws -> IssuedCode {
        let warnings = license.warnings(issuedAt: now)
        if isStrict, let first = warnings.first { throw first }
        let text = try await text(of: license, by: issuer, to: deviceKey, status: status, at: now, using: &random)
        return IssuedCode(text: text, warnings: warnings)
    }

    /// The entry of a licence that is going to be issued, from a registry.
    ///
    /// - Parameters:
    ///   - license: the licence.
    ///   - deviceKey: the key of the holder's device; `nil` for a new card.
    ///   - challenge: the challenge that the device has answered; `nil` if it did not have to.
    ///   - status: the entry that the licence has, to record it; `nil` to have one given out.
    ///   - registry: the registry.
    ///   - now: the time of issue.
    /// - Throws: ``RegistryError``.
    public func register(
        _ license: License, on deviceKey: PublicKey?, answering challenge: [UInt8]? = nil,
        status: StatusReference? = nil, in registry: any Registry, at now: UnixTime = .now
    ) async throws(RegistryError) -> StatusReference {
        var request = RegistryRequest(
            try registry.naming.name(license.documentNumber ?? ""),
            on: deviceKey.map(RegistryHolder.init) ?? .newCard(), until: now.advanced(by: effectiveLifetime),
            status: status)
        request.answer = challenge.map { ChallengeAnswer($0) }
        guard let result = try await registry.register([request], at: now).first else { throw RegistryError(.failed) }
        return try result.get()
    }

    private func text(
        of license: License, by issuer: Issuer, to deviceKey: PublicKey?, status: StatusReference?, at now: UnixTime,
        using random: inout some RandomNumberGenerator
    ) async throws -> String {
        guard let deviceKey else {
            guard codeProfile != .live else { throw IssuanceError(reason: .deviceKeyMissing) }
            let text = try await token(license, by: issuer, status: status, at: now).text()
            try scanLimits.check(text, for: .print)
            return text
        }
        guard codeProfile != .card else { throw IssuanceError(reason: .deviceKeyUnexpected) }
        let credential = try await credential(
            license, by: issuer, to: deviceKey, status: status, at: now, using: &random)
        // A token is composed only where it may be too large.
        if !scanLimits.allows(characters: credential.longestTokenLength, for: .screen) {
            try scanLimits.check(await credential.draftToken(for: deviceKey).text(), for: .screen)
        }
        return credential.text()
    }

    /// A token with the size of the code: the static code, or the token that the device will make.
    ///
    /// - Parameters:
    ///   - license: the licence.
    ///   - issuer: the issuer that signs.
    ///   - deviceKey: the key of the holder's device; `nil` for a static code.
    ///   - status: the entry of a status list.
    ///   - fields: the withheld elements that the device will disclose.
    ///   - now: the `iat` claim.
    /// - Throws: as ``issue(_:by:to:status:at:)``, except for the size.
    public func draft(
        _ license: License, by issuer: Issuer, to deviceKey: PublicKey?, status: StatusReference? = nil,
        disclosing fields: (Credential) throws -> Set<License.Field>, at now: UnixTime = .now
    ) async throws -> Token {
        guard let deviceKey else { return try await token(license, by: issuer, status: status, at: now) }
        var random = SystemRandomNumberGenerator()
        let credential = try await credential(
            license, by: issuer, to: deviceKey, status: status, at: now, using: &random)
        return try await credential.draftToken(for: deviceKey, disclosing: fields(credential))
    }

    var effectiveLifetime: Duration { lifetime ?? (codeProfile ?? .live).lifetime }

    private func token(
        _ license: License, by issuer: Issuer, status: StatusReference?, at now: UnixTime
    ) async throws -> Token {
        try await issuer.mint(
            codeProfile?.prepare(license) ?? license, lifetime: effectiveLifetime, status: status,
            allowingUnknownClasses: allowsUnknownClasses, at: now)
    }

    private func credential(
        _ license: License, by issuer: Issuer, to deviceKey: PublicKey, status: StatusReference?, at now: UnixTime,
        using random: inout some RandomNumberGenerator
    ) async throws -> Credential {
        try await issuer.issue(
            codeProfile?.prepare(license) ?? license, to: deviceKey, lifetime: effectiveLifetime, status: status,
            redacting: redaction, deviceKeyForm: deviceKeyForm, allowingUnknownClasses: allowsUnknownClasses, at: now,
            using: &random)
    }
}

extension IssuanceProfile {
    /// The settings on which credentials depend, by name.
    var settings: [JSONMember] {
        let redacted = redaction.fields.map(\.jsonName).sorted() + ["\(redaction.decoys) decoys"]
        return [
            JSONMember("profile", .string(codeProfile?.rawValue ?? "by device key")),
            JSONMember("lifetime", .string("\(effectiveLifetime)")),
            JSONMember("redaction", .string(redacted.joined(separator: " "))),
            JSONMember("device key form", .string(deviceKeyForm.rawValue)),
            JSONMember("unknown classes", .bool(allowsUnknownClasses)), JSONMember("strict", .bool(isStrict)),
        ] + scanLimits.settings
    }
}

extension ScanLimits {
    var settings: [JSONMember] {
        [
            JSONMember("error correction", .string(errorCorrection?.letter ?? "by purpose")),
            JSONMember("maximum version", .integer(maximumVersion)),
        ]
    }
}

/// An issued code, and the warnings about its licence.
public struct IssuedCode: Sendable {
    /// The text of a credential for a device, or of a static code.
    public let text: String
    /// Warnings about implausible data in the licence.
    public let warnings: [LicenseError]
}

/// Why a licence does not fit its profile.
public struct IssuanceError: ReasonedError {
    /// The causes, as a closed list.
    public enum Reason: String, ErrorReason {
        /// A credential for a phone without the phone's key.
        case deviceKeyMissing = "issue.device_key_missing"
        /// A card with the key of a device.
        case deviceKeyUnexpected = "issue.device_key_unexpected"
        /// A status entry that an earlier line of the batch has.
        case statusRepeated = "issue.status_repeated"
        /// A device's key request, without a registry that has its challenge.
        case requestUnchecked = "issue.request_unchecked"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .deviceKeyMissing: "there is no device key, and only a card is bound to no device"
            case .deviceKeyUnexpected: "there is a device key, and this code is bound to no device"
            case .statusRepeated: "an earlier licence of this batch has the same entry of the status list"
            case .requestUnchecked: "there is a key request, and no registry that has its challenge"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .deviceKeyMissing: "Give holder_key, or the profile card."
            case .deviceKeyUnexpected: "Leave holder_key out."
            case .statusRepeated:
                "Give each licence on each device an entry of its own, or revoking one revokes both."
            case .requestUnchecked: "Give the registry that has given out the challenge, or holder_key."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// The name at fault.
    public var location: String? {
        switch reason {
        case .deviceKeyMissing, .deviceKeyUnexpected: "holder_key"
        case .statusRepeated: "status"
        case .requestUnchecked: "request"
        }
    }
}
