import HufuScanner

@testable import Hufu

extension FuzzTarget {
    /// Scanned texts: codes, challenges and updates, of which none is signed by a key that this scanner knows.
    static let text = FuzzTarget(
        name: "text", longest: 4_400,
        seeds: { vectors in
            var seeds: [[UInt8]] = []
            for name in ["token", "credential", "status", "precedence", "hfc1", "hfc2", "answers"] {
                seeds += try vectors.cases(name, most: 60).flatMap { field in
                    [field["input"], field["text"], field["challenges"]?[0]?["text"]].compactMap { $0 }
                        .compactMap { try? Array($0.string().utf8) }
                }
            }
            for name in ["base45", "base32"] {
                let prefix = name == "base45" ? "HF1:" : "HF1Z"
                seeds += try vectors.cases(name, most: 20).compactMap { field in
                    try? Array((prefix + (field["text"]?.string() ?? "")).utf8)
                }
            }
            for update in try Vectors.values(vectors.file("updates")["status_lists"]).prefix(20) {
                guard let bytes = update.hexadecimalBytes, let text = try? UpdateCode.text(of: bytes) else { continue }
                seeds.append(Array(text.utf8))
            }
            return seeds
        },
        body: { input in
            let scan = Scanned(input)
            scan.checkTransports()
            let verdict = Scanned.verifier.verify(input, at: .ofVectors)
            require(verdict.outcome != .valid, "no code is valid that the scanner's issuers have not signed")
            require(verdict.license == nil, "a licence is shown only if an issuer has signed it")
            for language in Language.allCases {
                let report = VerdictReport(verdict, of: input, day: nil, language: language)
                _ = report.groups
                _ = require("a report is JSON") { try JSONReader.read(Array(report.json.utf8)) }
            }
            let layers = Inspector.inspect(input)
            _ = require("layers are JSON") { try JSONReader.read(JSONWriter.bytes(layers.jsonValue)) }
            _ = Inspector.sizes(of: input)
            _ = Inspector.excess(of: input, characters: 400)
            _ = LayerReport.intermediates(of: input)
        })
}

extension JSONField {
    /// An element of an array.
    subscript(index: Int) -> JSONField? {
        guard let elements = try? array(), elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}

/// A scanned text, and a scanner with an issuer whose keys have the ids of the vectors' keys, but are others.
private struct Scanned {

    static let verifier = require("a trust list of other keys") {
        let key = try PrivateKey(.esp256, rawRepresentation: [UInt8](repeating: 0x51, count: 32)).publicKey
        let edwards = try PrivateKey(.ed25519, rawRepresentation: [UInt8](repeating: 0x52, count: 32)).publicKey
        let names = ["issuer", "issuer-2", "issuer-ed"]
        let keys = names.map { name in
            let id = OwnKeys.shared[name].publicKey.keyID
            return TrustList.Key(name == "issuer-ed" ? edwards : key, id: id)
        }
        let trust = try TrustList(issuers: [TrustList.Issuer(id: "https://dmv.example", keys: keys)])
        return Verifier(trust: trust, policy: Policy(.roadside, utcOffset: 0), cache: CredentialCache())
    }

    let bytes: [UInt8]
    /// The text without what scanners add.
    let content: [UInt8]
    let text: String

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        content = Array(bytes[Transport.content(of: bytes.span)])
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// What is decoded is encoded as the same text.
    func checkTransports() {
        if let payload = try? Transport.decode(bytes.span), let transport = Transport(prefixOf: content) {
            require(Array(transport.encode(payload).utf8) == content, "a decoded text is the encoding of its payload")
        }
        if let challenge = try? Hufu.Challenge.bytes(of: text) {
            let again = Hufu.Challenge(bytes: challenge).text
            require(Array(again.utf8) == content, "a plain challenge has one text")
        }
        if let challenge = try? SignedChallenge(text: text) {
            require(Array(challenge.text.utf8) == content, "a signed challenge has one text")
        }
        if let update = try? UpdateCode.update(in: bytes) {
            require(
                (try? UpdateCode.text(of: update)).map { Array($0.utf8) } == content, "a scanned update has one text")
        }
        if let credential = try? Credential(text: text), let transport = Transport(prefixOf: content) {
            require(Array(credential.text(transport).utf8) == content, "a stored credential has one text")
            _ = credential.withheldFields
            _ = credential.openFields
        }
    }
}
