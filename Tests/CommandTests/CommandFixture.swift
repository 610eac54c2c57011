import Foundation
import Testing

/// A scratch folder with an issuer's keys, a phone's keys and a scanner's trust list in it, and scans of a credential.
struct Workshop: ~Copyable {
    /// 2026-11-23T08:00:00Z: a boundary of 30-second steps at which all samples are in force.
    static let now = 1_795_420_800

    let scratch: Scratch

    init(issuer: String = "esp256", phone: String = "esp256") throws {
        let scratch = try Scratch()
        try scratch.run("hufu key generate --algorithm \(issuer) -o issuer.pem --public issuer.pub")
        try scratch.run("hufu key generate --algorithm \(phone) -o phone.pem --public phone.pub")
        try scratch.run("hufu trust add --trust trust.json --issuer https://i.example --name Issuer --key issuer.pub")
        self.scratch = scratch
    }

    @discardableResult
    func run(_ line: String, input: String? = nil) throws -> String { try scratch.run(line, input: input) }

    func result(_ line: String, input: String? = nil) throws -> Program.Result {
        try scratch.result(line, input: input)
    }

    func write(_ text: String, _ file: String) throws {
        try Data(text.utf8).write(to: scratch.folder.appending(path: file))
    }

    func text(_ file: String) throws -> String { try scratch.text(file) }

    /// The files of the folder, but for those of the shell's own.
    var names: [String] { scratch.names }

    /// `credential.txt` for the phone.
    func issue(_ sample: String = "cn-resident", _ options: String = "", at time: Int = now) throws {
        try scratch.copy(sample: sample, as: "\(sample).json")
        try run(
            "hufu issue \(sample).json --issuer https://i.example --key issuer.pem --holder-key phone.pub "
                + "--at \(time) -o credential.txt \(options)")
    }

    func present(_ options: String = "", at time: Int = now) throws -> String {
        try run("hufu present credential.txt --key phone.pem --at \(time) \(options)").trimmingCharacters(in: .newlines)
    }

    /// The verdict's JSON.
    func verify(_ scan: String, _ options: String = "", at time: Int = now) throws -> Verdict {
        try Verdict(result("hufu verify --json --trust trust.json --at \(time) \(options)", input: scan).output)
    }
}

extension Scratch {
    var names: [String] {
        let own: Set = [".input", ".output", ".errors"]
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !own.contains($0) }.sorted()
    }

    func mode(_ file: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder.appending(path: file).path)[.posixPermissions] as? Int
    }
}

/// The members of a verdict's JSON that tests ask for most.
struct Verdict {
    let object: [String: Any]

    init(_ json: String) throws {
        object = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any], "\(json)")
    }

    var verdict: String? { object["verdict"] as? String }
    var code: String? { object["code"] as? String }
    var notices: [String] { object["notices"] as? [String] ?? [] }
    var license: [String: Any]? { object["license"] as? [String: Any] }
}
