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

    static func status() throws -> [Workload] {
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
            }
        ]
    }
}
