internal import Hufu

extension Workload {
    static func issuing(_ fixture: Fixture, _ baseline: CryptoBaseline) throws -> [Workload] {
        let json = try Fixture.sample("cn-resident.json")
        let sign: Work = { use(baseline.sign()) }
        return [
            Workload("issue: JSON to credential", { use(try? await fixture.issue(json)) }, baseline: sign),
            Workload(
                "issue: licence to credential", { use(try? await fixture.issue(fixture.license)) }, baseline: sign),
            Workload("issue: JSON to licence", { use(try? License(json: json)) }),
        ]
    }

    static func presenting(_ fixture: Fixture, _ baseline: CryptoBaseline) throws -> [Workload] {
        let credential = fixture.holder.credential.bytes
        return [
            Workload(
                "present: token", { use(try? await fixture.holder.present(at: Fixture.now).text()) },
                baseline: { use(baseline.sign()) }),
            Workload("present: credential read", { use(try? Credential(credential)) }),
        ]
    }

    static func status(_ fixture: Fixture) async throws -> [Workload] {
        let table = try StatusTable(bits: 4, size: 1 << 20).setting((0..<1000).map { ($0 * 1_021, UInt8($0 % 4)) })
        return [
            Workload("status: 1,000 lookups in 2^20") {
                var index = 0
                var revoked = 0
                for _ in 0..<1000 {
                    index = (index &* 1_664_525 &+ 1_013_904_223) & (1 << 20 - 1)
                    if table.value(at: index) == .revoked { revoked += 1 }
                }
                use(revoked)
            },
            try await loading("status: load a list of 2^20", table, fixture),
            try await loading("status: load a list of 100", StatusTable(bits: 4, size: 100), fixture),
        ]
    }

    /// The loading of a signed list into a verifier that has none. Ed25519 signs a list always with the same signature (RFC
    /// 8032), so counts repeat.
    private static func loading(_ name: String, _ table: StatusTable, _ fixture: Fixture) async throws -> Workload {
        let list = try await table.sign(
            uri: "https://dmv.example/1", issuer: fixture.issuer.id, signer: fixture.issuerKey,
            lifetime: .seconds(86_400), timeToLive: .seconds(3600), at: Fixture.now)
        let key = TrustList.Key(fixture.issuerKey.publicKey, use: .status)
        let lists = VerifierLists(trust: try TrustList(issuers: [TrustList.Issuer(id: fixture.issuer.id, keys: [key])]))
        let work: @Sendable () -> VerifierLists? = {
            var lists = lists
            try? lists.load(statusList: list, at: Fixture.now)
            return lists.statusLists.isEmpty ? nil : lists
        }
        guard work() != nil else { throw Failure("\(name): the list is refused") }
        let signature = try CryptoBaseline.signature(of: list, by: fixture.issuerKey)
        return Workload(name, { use(work()) }, baseline: { use(signature()) })
    }
}
