public import Hufu
internal import HufuFiles
internal import HufuIssuer
public import HufuScanner

/// Codes of invented persons, which a desk of a demonstration shows to be scanned.
public struct DeskSamples: Sendable {
    /// What a code shows.
    enum Name: String, CaseIterable {
        /// A licence in force.
        case valid
        /// A token of that licence that ended a day ago.
        case expired
        /// A licence that was revoked.
        case revoked
        /// The licence in force, as the answer to the challenge that was made last.
        case answer
    }

    private static let issuer = "https://licences.example"
    private static let list = "https://licences.example/1"
    private static let revokedIndex = 43
    /// Seconds.
    private static let day = 86_400

    private let valid: Holder
    private let revoked: Holder
    private let startedAt: UnixTime

    /// Makes an issuer, its lists as files in a folder, and two licences in their devices.
    ///
    /// - Parameters:
    ///   - folder: an existing folder for the lists.
    ///   - now: the present.
    /// - Returns: the sources of a scanner that trusts the issuer, and the codes.
    /// - Throws: `FileError`.
    public static func make(
        in folder: String, at now: UnixTime = .now
    ) async throws -> (sources: ListSources, samples: DeskSamples) {
        let key = try PrivateKey(.esp256)
        let trust = try TrustList(issuers: [
            TrustList.Issuer(
                id: issuer, name: "示例市公安局交通管理局 (sample)", countries: ["CN"], keys: [TrustList.Key(key.publicKey)])
        ])
        let changes: [(index: Int, number: UInt8)] = [(revokedIndex, 1)]
        let status = try await StatusTable(bits: 2, size: 64).setting(changes).sign(
            uri: list, issuer: issuer, signer: key, lifetime: .seconds(30 * Self.day), timeToLive: nil,
            at: now)
        let (trustPath, statusPath) = ("\(folder)/trust.json", "\(folder)/status.cwt")
        try AtomicFile.write(Array(trust.json.utf8), to: trustPath)
        try AtomicFile.write(status, to: statusPath)

        // An hour before the token that has expired; the standing must not be later.
        let issuedAt = now - (day + 3_600)
        let signer = try Issuer(id: issuer, signer: key)
        func holder(_ license: License, _ index: Int) async throws -> Holder {
            let device = try PrivateKey(.esp256)
            let credential = try await signer.issue(
                license, to: device.publicKey, lifetime: .seconds(30 * Self.day),
                status: try StatusReference(uri: list, index: index), at: issuedAt)
            return try Holder(credential: credential, signer: device)
        }
        let licenses = SampleLicenses(count: 64, seed: 1, at: issuedAt).filter { license in
            license.issuingCountry == "CN" && license.standing?.codes == "A"
        }
        // Half of the sample licences are Chinese, and most are in force.
        let (first, second) = (licenses.first, licenses.dropFirst().first)
        guard let first, let second else { throw DeskError(.samplesMissing, folder) }
        let samples = DeskSamples(
            valid: try await holder(first, revokedIndex - 1), revoked: try await holder(second, revokedIndex),
            startedAt: now)
        return (ListSources(trust: .json(path: trustPath), statusLists: [statusPath]), samples)
    }

    /// The text of a code; `nil` for an answer while no challenge is open.
    func text(_ name: Name, answering challenge: Challenge?, at now: UnixTime = .now) async throws -> String? {
        switch name {
        case .valid: try await valid.present(at: now).text()
        case .expired: try await valid.present(at: startedAt - Self.day).text()
        case .revoked: try await revoked.present(at: now).text()
        case .answer:
            if let challenge { try await valid.present(at: now, challenge: challenge.bytes).text() } else { nil }
        }
    }
}
