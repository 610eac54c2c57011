import HufuScanner

@testable import Hufu

extension FuzzTarget {
    /// Licences in JSON, which are issued, presented and verified. The first two bytes are choices.
    static let license = FuzzTarget(
        name: "license", longest: 8_192,
        seeds: { vectors in
            let samples = try Vectors.files(in: "Vectors/samples").filter {
                $0.first == UInt8(ascii: "{") && $0.count < 8_000
            }
            let issuing = try vectors.cases("issuing", most: 300).compactMap {
                $0["license"].map { JSONWriter.bytes($0.value) }
            }
            return (samples + issuing).enumerated().map {
                [UInt8($0.offset % 16), UInt8($0.offset % 251)] + $0.element
            }
        },
        body: { input in
            var parts = Parts(input)
            let (choices, shown) = (parts.byte(), parts.byte())
            let json = parts.remainder()
            if let partial = try? License(json: json, allowingWithheld: true) { checkForm(partial) }
            let license: License
            do throws(LicenseError) { license = try License(json: json) } catch {
                _ = (error.message, error.advice, error.location)
                return
            }
            checkForm(license)
            _ = license.warnings(issuedAt: issuedAt)
            do { try license.validateForIssuing(at: issuedAt, allowingUnknownClasses: true) } catch { return }
            let lifetime = Duration.seconds(choices & 8 == 0 ? 60 : 86_400)
            if choices & 1 == 0 {
                let redaction = [Redaction.secondPage, .nothing, .all][Int(choices >> 1 & 3) % 3]
                let credential = require("a licence that passes the rules for issuers is issued") {
                    try waiting {
                        try await issuer.issue(
                            license, to: device.publicKey, lifetime: lifetime, redacting: redaction,
                            allowingUnknownClasses: true, at: issuedAt)
                    }
                }
                check(credential, of: license, showing: shown)
            } else {
                let code = require("a licence that passes the rules for issuers is minted") {
                    try waiting {
                        try await issuer.mint(license, lifetime: lifetime, allowingUnknownClasses: true, at: issuedAt)
                    }
                }
                check(code, of: license, isWhole: true)
            }
        })

    private static let issuedAt = UnixTime.ofVectors
    private static let device = OwnKeys.shared["device"]
    private static let issuer = require("an issuer") {
        try Issuer(id: "https://dmv.example", signer: OwnKeys.shared["issuer"])
    }
    private static let verifier = require("a verifier") {
        var policy = Policy(utcOffset: 0)
        policy.kinds = [.holder, .issuer, .static]
        let key = TrustList.Key(OwnKeys.shared["issuer"].publicKey)
        let trust = try TrustList(issuers: [TrustList.Issuer(id: "https://dmv.example", keys: [key])])
        return Verifier(trust: trust, policy: policy, cache: CredentialCache(capacity: 16))
    }

    private static func checkForm(_ license: License) {
        let again = require("a licence is read from its JSON form") {
            try License(json: Array(license.json.utf8), allowingWithheld: true)
        }
        require(again == license && again.json == license.json, "a licence has one JSON form")
        for field in License.Field.allCases { _ = license.text(of: field) }
    }

    private static func check(_ credential: Credential, of license: License, showing shown: UInt8) {
        let again = require("a credential is read") { try Credential(text: credential.text()) }
        require(again == credential, "a credential has one text")
        let withheld = credential.withheldFields
        require(withheld.isDisjoint(with: credential.openFields), "a field is open or withheld")
        let isWhole = shown == 255 || withheld.isEmpty
        let chosen = withheld.sorted { $0.jsonName < $1.jsonName }.enumerated()
            .filter { isWhole || shown >> UInt8($0.offset % 8) & 1 == 1 }.map(\.element)
        let token = require("a credential is presented") {
            try waiting {
                try await Holder(credential: credential, signer: device).present(at: issuedAt, disclosing: Set(chosen))
            }
        }
        check(token, of: license, isWhole: isWhole)
    }

    private static func check(_ token: Token, of license: License, isWhole: Bool) {
        let text = Array(token.text().utf8)
        guard text.count <= Transport.maximumLength else { return }
        let verdict = verifier.verify(text, at: issuedAt)
        _ = VerdictReport(verdict, of: text, language: .simplifiedChinese).groups
        require(Inspector.inspect(text).fault == nil, "a code that was made here opens")
        guard let found = verdict.license else { fail("a code that was made here is authentic: \(verdict.json)") }
        if isWhole {
            require(!found.isPartlyWithheld, "nothing is withheld of a licence that is shown as a whole")
            require(found.license == license, "a licence that is shown as a whole is the one that was issued")
        }
        require(verdict.outcome == .valid || verdict.code.rawValue.hasPrefix("license."), "\(verdict.json)")
    }
}
