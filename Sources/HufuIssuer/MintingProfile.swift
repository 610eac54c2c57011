public import Hufu
internal import QRCapacity

/// The settings of codes that the issuer's server signs for the coming time steps, for phones without a secure key.
public struct MintingProfile: Sendable {
    /// Whether the codes contain the portrait or its digest; `nil` for the portrait as it is in the licence.
    public var codeProfile: CodeProfile?
    /// The time steps.
    public var rotation: Rotation
    /// The number of steps, at least 1.
    public var count: Int
    /// Whether vehicle classes that the catalogue does not have are signed.
    public var allowsUnknownClasses: Bool
    /// Whether implausible data, which otherwise are warnings, are errors.
    public var isStrict: Bool
    /// The largest code.
    public var scanLimits: ScanLimits

    /// A profile. By default there is one step of 30 seconds, and codes have at most version 25.
    public init(
        codeProfile: CodeProfile? = nil, rotation: Rotation = .standard, count: Int = 1,
        allowsUnknownClasses: Bool = false, isStrict: Bool = false, scanLimits: ScanLimits = ScanLimits()
    ) {
        self.codeProfile = codeProfile
        self.rotation = rotation
        self.count = count
        self.allowsUnknownClasses = allowsUnknownClasses
        self.isStrict = isStrict
        self.scanLimits = scanLimits
    }

    /// Signs the codes of a licence.
    ///
    /// - Parameters:
    ///   - license: the licence.
    ///   - issuer: the issuer that signs.
    ///   - status: the entry of a status list for this licence.
    ///   - start: a time in the first step.
    /// - Returns: a code for each step, in the order of time, and warnings about implausible data in the licence.
    /// - Throws: ``CodeSizeError``, `LicenseError`, `SigningError`, or what the signer throws.
    public func mint(
        _ license: License, by issuer: Issuer, status: StatusReference? = nil, at start: UnixTime = .now
    ) async throws -> (codes: [TokenReport], warnings: [LicenseError]) {
        let license = try codeProfile?.prepare(license) ?? license
        let first = rotation.step(at: start)
        let warnings = license.warnings(issuedAt: first)
        if isStrict, let warning = warnings.first { throw warning }
        var codes: [TokenReport] = []
        for step in 0..<max(count, 0) {
            let token = try await issuer.mint(
                license, lifetime: rotation.period, status: status, allowingUnknownClasses: allowsUnknownClasses,
                at: first.advanced(by: rotation.period * step))
            try scanLimits.check(token.text(), for: .screen)
            codes.append(TokenReport(token))
        }
        return (codes, warnings)
    }

    /// Registers the codes of a licence, which have one entry, the same whenever they are minted.
    ///
    /// - Parameters:
    ///   - license: the licence, with a document number.
    ///   - status: the entry that the codes have; `nil` to give one out.
    ///   - registry: the registry.
    ///   - start: a time in the first step.
    /// - Returns: the entry.
    /// - Throws: ``RegistryError``.
    public func register(
        _ license: License, status: StatusReference? = nil, in registry: any Registry, at start: UnixTime = .now
    ) async throws(RegistryError) -> StatusReference {
        let document = try registry.naming.name(license.documentNumber ?? "")
        let request = RegistryRequest(
            document, on: .minted(document), until: start.advanced(by: lifetime), status: status)
        guard let result = try await registry.register([request], at: start).first else {
            throw RegistryError(.failed)
        }
        return try result.get()
    }

    /// The length of all steps.
    var lifetime: Duration { rotation.period * max(count, 0) }

    /// The settings on which codes depend, by name.
    var settings: [JSONMember] {
        [
            JSONMember("profile", .string(codeProfile?.rawValue ?? "as in the licence")),
            JSONMember("period", .string("\(rotation.period)")), JSONMember("steps", .integer(count)),
            JSONMember("unknown classes", .bool(allowsUnknownClasses)), JSONMember("strict", .bool(isStrict)),
        ] + scanLimits.settings
    }
}
