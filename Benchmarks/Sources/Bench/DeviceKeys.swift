import Foundation
import Hufu
import QRCapacity
import Workloads

/// Prints, for each sample and both forms of the device key, the bytes of the payload, the QR version of the token's text
/// at level M, and first scans per second of one core's processor time. The forms take turns.
func printDeviceKeyForms() async throws {
    let fixture = try Fixture(.esp256)
    let issuer = TrustList.Issuer(id: fixture.issuer.id, keys: [TrustList.Key(fixture.issuerKey.publicKey)])
    let verifier = Verifier(trust: try TrustList(issuers: [issuer]), policy: Policy(utcOffset: 0))
    print("                bytes               version             first scans per second")
    print("sample          compressed    full  compressed    full  compressed    full")
    for sample in ["us", "de", "cn-resident", "cn-long-term", "cn-full"] {
        let license = try License(json: Fixture.sample("\(sample).json"))
        let compressed = try await tokens(of: license, .compressed, fixture)
        let full = try await tokens(of: license, .full, fixture)
        for token in compressed + full {
            let code = verifier.verify(Array(token.text().utf8), at: Fixture.now).code
            guard code == .ok else { throw Failure("\(sample): \(code.rawValue)") }
        }
        let result = await Comparison(repetitions: 1, scans(full, verifier), against: scans(compressed, verifier))
        let sizes = [compressed, full].map { $0[0].payload.count } + [compressed, full].map(version)
        let rates = [result.baseline, result.cost].map { Int(Double(compressed.count) * 1e6 / $0) }
        let columns = (sizes + rates).enumerated().map { place, value in
            String(format: place.isMultiple(of: 2) ? "%12d" : "%8d", value)
        }
        print(sample.padding(toLength: 14, withPad: " ", startingAt: 0) + columns.joined())
        fflush(nil)
    }
}

/// Tokens of several credentials, as the time of a signature check depends on the signature.
private func tokens(of license: License, _ form: DeviceKeyForm, _ fixture: Fixture) async throws -> [Token] {
    var tokens: [Token] = []
    for _ in 0..<20 {
        let credential = try await fixture.issuer.issue(
            license, to: fixture.deviceKey.publicKey, deviceKeyForm: form,
            at: Fixture.now.advanced(by: .seconds(-3600)))
        tokens.append(try await Holder(credential: credential, signer: fixture.deviceKey).present(at: Fixture.now))
    }
    return tokens
}

private func scans(_ tokens: [Token], _ verifier: Verifier) -> () async -> Void {
    let texts = tokens.map { Array($0.text().utf8) }
    return { for text in texts { use(verifier.verify(text, at: Fixture.now)) } }
}

private func version(_ tokens: [Token]) -> Int {
    AlphanumericCapacity.version(
        characters: tokens[0].text().utf8.count, errorCorrection: .screen, maximumVersion: 40) ?? 0
}
