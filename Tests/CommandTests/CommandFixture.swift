import Foundation
import HufuTestSupport
import Testing

/// A temporary directory with the keys of an issuer and of a phone, and the trust list of a scanner.
struct CommandFixture: ~Copyable {
    /// 2026-11-23T08:00:00Z: a boundary of 30-second steps at which all samples are in force.
    static let now = 1_795_420_800
    private static let environment = ProcessInfo.processInfo.environment
    /// How often a test kills the command; `make crash` sets `HUFU_KILLS`.
    static let kills = environment["HUFU_KILLS"].flatMap { Int($0) } ?? 10
    /// The seed of the moments at which it does; `HUFU_SEED` repeats a run.
    static let seed = environment["HUFU_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...9999)

    let directory: TemporaryDirectory

    init(issuer: String = "esp256", phone: String = "esp256") throws {
        let directory = try TemporaryDirectory()
        try directory.run("hufu key generate --algorithm \(issuer) -o issuer.pem --public issuer.pub")
        try directory.run("hufu key generate --algorithm \(phone) -o phone.pem --public phone.pub")
        try directory.run("hufu trust add --trust trust.json --issuer https://i.example --name Issuer --key issuer.pub")
        self.directory = directory
    }

    @discardableResult
    func run(_ line: String, input: String? = nil) throws -> String { try directory.run(line, input: input) }

    func result(_ line: String, input: String? = nil) throws -> Program.Result {
        try directory.result(line, input: input)
    }

    func write(_ text: String, _ file: String) throws { try directory.write(text, file) }

    func text(_ file: String) throws -> String { try directory.text(file) }

    var names: [String] { directory.names }

    /// Issues `credential.txt` to the phone.
    func issue(_ sample: String = "cn-resident", _ options: String = "", at time: Int = now) throws {
        try directory.copy(sample: sample, as: "\(sample).json")
        try run(
            "hufu issue \(sample).json --issuer https://i.example --key issuer.pem --holder-key phone.pub "
                + "--at \(time) -o credential.txt \(options)")
    }

    /// The text of a token of `credential.txt`.
    func present(_ options: String = "", at time: Int = now) throws -> String {
        try run("hufu present credential.txt --key phone.pem --at \(time) \(options)").trimmingCharacters(in: .newlines)
    }

    /// The verdict on a scanned text.
    func verify(_ scan: String, _ options: String = "", at time: Int = now) throws -> JSONOutput {
        try JSONOutput(result("hufu verify --json --trust trust.json --at \(time) \(options)", input: scan).output)
    }
}

/// A JSON object that the command prints, and the members of a verdict.
struct JSONOutput {
    let object: [String: Any]

    init(_ json: String) throws {
        object = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any], "\(json)")
    }

    var verdict: String? { object["verdict"] as? String }
    var code: String? { object["code"] as? String }
    var notices: [String] { object["notices"] as? [String] ?? [] }
    var license: [String: Any]? { object["license"] as? [String: Any] }
}
