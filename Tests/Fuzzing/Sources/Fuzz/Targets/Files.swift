import HufuScanner

@testable import Hufu
@testable import HufuDesk
@testable import HufuIssuer

extension FuzzTarget {
    /// Files of operators in JSON, and the short texts of options. The first byte chooses the kind.
    static let files = FuzzTarget(
        name: "files", longest: 8_192,
        seeds: { vectors in
            var seeds: [[UInt8]] = []
            func add(_ kind: Kind, _ text: some Sequence<UInt8>) { seeds.append([kind.rawValue] + text) }
            for name in ["credential", "trust", "hfc2"] {
                for trust in try Vectors.values(vectors.file(name)["trusts"]) {
                    add(.trust, JSONWriter.bytes(trust.value))
                }
            }
            for field in try vectors.cases("trust", most: 60) {
                if let trust = field["trust"], trust.isObject { add(.trust, JSONWriter.bytes(trust.value)) }
            }
            for field in try vectors.cases("policy") { add(.policy, JSONWriter.bytes(field["policy"]?.value ?? .null)) }
            for bits in [1, 2, 4, 8] {
                let table = try StatusTable(bits: bits, size: 64).setting([(index: 3, number: 1)])
                add(.table, Array(try StatusTableFile(uri: "https://dmv.example/1", table: table).json.utf8))
            }
            add(.rollback, #"{"trust":[],"status":[],"clock_floor":1798761630}"#.utf8)
            let digest = String(repeating: "0a", count: 32)
            add(
                .rollback,
                #"{"trust":[{"name":"scanners","iat":5,"sig_structure_sha256":"\#(digest)"}],"status":[{"issuer":"i","uri":"u","iat":5,"sig_structure_sha256":"\#(digest)"}],"publications":[{"issuer":"i","name":"n","iat":5,"state":"\#(digest)","uris":["u"]}]}"#
                    .utf8)
            for sample in try Vectors.files(in: "Vectors/samples").filter({
                $0.first == UInt8(ascii: "{") && $0.count < 8_000
            }) {
                add(.value, sample)
            }
            add(.journal, (try journal).json.utf8)
            add(.value, #"[null,true,false,0,-1,1.5e3,"\u00e9\ud83d\ude00\n",{},[]]"#.utf8)
            for text in [
                "2026-11-27", "2026-11", "2026", "2026-11-27T08:00:00Z", "https://dmv.example/1#5", "Asia/Shanghai",
                "+08:00",
                "127.0.0.1:8169", "[::1]:80", "localhost:1", "abcdefghijklmnop", "zh-CN,en;q=0.5", "zh-Hans", "UTC",
            ] { add(.text, text.utf8) }
            return seeds
        },
        body: { input in
            var parts = Parts(input)
            let kind = Kind.allCases[Int(parts.byte()) % Kind.allCases.count]
            let bytes = parts.remainder()
            switch kind {
            case .trust: roundTrip(bytes, { try TrustList(json: $0) }, { Array($0.json.utf8) })
            case .table:
                roundTrip(
                    bytes, { try StatusTableFile(json: $0) },
                    { file in
                        require("a table is written") { () throws(StatusTableError) in Array(try file.json.utf8) }
                    })
            case .rollback: roundTrip(bytes, { try RollbackState(json: $0) }, { Array($0.json.utf8) })
            case .policy: checkPolicy(bytes)
            case .value: checkValue(bytes)
            case .text: checkText(String(decoding: bytes, as: UTF8.self))
            case .journal: roundTrip(bytes, { try PublicationJournal(json: $0) }, { Array($0.json.utf8) })
            }
        })

    private enum Kind: UInt8, CaseIterable {
        case trust, table, rollback, policy, value, text, journal
    }

    private static var journal: PublicationJournal {
        get throws {
            let (time, hash) = (UnixTime.ofVectors, [UInt8](repeating: 7, count: 32))
            let table = try StatusTable(bits: 2, size: 64).setting([(index: 3, number: 1)])
            return try PublicationJournal(
                issuer: "https://dmv.example", name: "main", issuedAt: time,
                expiresAt: time.advanced(by: .seconds(600)), timeToLive: 300, keyID: [1, 2, 3], setAt: time,
                indexedAt: time, indexed: [hash],
                retired: [(hash: hash, until: time)],
                lists: [.init(file: StatusTableFile(uri: "https://dmv.example/1", table: table), hash: hash)],
                history: [.init(issuedAt: time, positions: [3, 63])], isPublished: true)
        }
    }

    /// What is read is written, and what is written is read, and written as the same bytes.
    private static func roundTrip<Value>(
        _ bytes: [UInt8], _ read: ([UInt8]) throws -> Value, _ write: (Value) -> [UInt8]
    ) {
        let value: Value
        do { value = try read(bytes) } catch {
            if let error = error as? any CodedError { _ = (error.message, error.advice, error.location) }
            return
        }
        let written = write(value)
        let again = require("a written file is read") { try read(written) }
        require(write(again) == written, "a file has one written form")
    }

    private static let scan = require("a case is valid") { () throws -> [UInt8] in
        try Array((Vectors().cases("credential", most: 1).first?["input"]?.string() ?? "").utf8)
    }

    private static let issuers = require("the vectors have a trust list") {
        try TrustList(json: JSONWriter.bytes(Vectors().file("credential")["trusts"]?["main"]?.value ?? .null))
    }

    private static func checkPolicy(_ bytes: [UInt8]) {
        let read = { (bytes: [UInt8]) in try Policy(json: bytes, utcOffset: 3_600) }
        roundTrip(bytes, read, { Array($0.json.utf8) })
        guard
            let policy = try? Policy(
                json: bytes, utcOffset: 3_600, offsetOfTimeZone: { LocalTimeZone(named: $0)?.offset(at: .zero) })
        else { return }
        let verifier = Verifier(trust: issuers, policy: policy, replayMemory: InMemoryReplayMemory())
        let verdict = verifier.verify(scan, at: .ofVectors)
        _ = (verdict.json, VerdictReport(verdict, of: scan).groups)
    }

    private static func checkValue(_ bytes: [UInt8]) {
        for style in [JSONWriter.Style.compact, .pretty] {
            roundTrip(bytes, { try JSONReader.read($0).value }, { JSONWriter.bytes($0, style) })
        }
    }

    private static func checkText(_ text: String) {
        check(text, Day.init(_:), \.description)
        check(text, PartialDay.init(_:), \.description)
        check(text, UnixTime.init(_:), \.description)
        if let zone = LocalTimeZone(text) { _ = (zone.offset(at: .ofVectors), zone.day(at: .ofVectors)) }
        if let reference = try? StatusReference(text) { _ = reference }
        _ = try? DeskAddress(text)
        _ = try? BearerToken(text)
        _ = (Language(tag: text), Language.preferred(text))
        _ = (Base64.decode(text, .url), Hex.decode(text), NearestName.of(text, among: ["skew", "kinds"]))
        _ = VerdictReport(Verdict(.payloadEmpty), of: Array(text.utf8)).advice
    }

    /// A text of this form is the only one of its value.
    private static func check<Value>(_ text: String, _ read: (String) -> Value?, _ write: (Value) -> String) {
        guard let value = read(text) else { return }
        require(write(value).utf8.elementsEqual(text.utf8), "a text is the only one of its value: \(text)")
    }
}
