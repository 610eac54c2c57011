import Foundation
import Testing

/// An issuer, a phone and a scanner's trust list, made by the command.
struct Workshop {
    /// 2026-11-23T08:00:00Z: a boundary of 30-second steps at which all samples are in force.
    static let now = 1_795_420_800
    static let issuer = "https://i.example"
    static let list = "https://s.example/1"

    let folder: Folder

    init(issuer: String = "esp256", phone: String = "esp256") throws {
        folder = try Folder()
        try Hufu.expect(
            "key", "generate", "--algorithm", issuer, "-o", folder["issuer.pem"], "--public", folder["issuer.pub"])
        try Hufu.expect(
            "key", "generate", "--algorithm", phone, "-o", folder["phone.pem"], "--public", folder["phone.pub"])
        try Hufu.expect(
            "trust", "add", "--trust", folder["trust.json"], "--issuer", Self.issuer, "--name", "Issuer", "--key",
            folder["issuer.pub"])
    }

    subscript(name: String) -> String { folder[name] }

    static func sample(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Vectors/samples/\(name).json").path
    }

    /// The credential for the phone, in the file `credential.txt`.
    func issue(_ sample: String = "cn-resident", at time: Int = now, _ options: String...) throws {
        let result = try Hufu.run(
            [
                "issue", Self.sample(sample), "--issuer", Self.issuer, "--key", folder["issuer.pem"], "--holder-key",
                folder["phone.pub"], "--at", String(time), "-o", folder["credential.txt"],
            ] + options)
        try #require(result.status == 0, "\(result.stderr)")
    }

    func present(at time: Int = now, _ options: String...) throws -> String {
        let result = try Hufu.run(
            ["present", folder["credential.txt"], "--key", folder["phone.pem"], "--at", String(time)] + options)
        try #require(result.status == 0, "\(result.stderr)")
        return String(result.stdout.dropLast())
    }

    func verify(_ scan: String, at time: Int = now, _ options: String...) throws -> Tool.Result {
        try Hufu.run(
            ["verify", "-", "--trust", folder["trust.json"], "--at", String(time)] + options, stdin: Data(scan.utf8))
    }

    /// The code of the verdict.
    func code(_ scan: String, at time: Int = now) throws -> String? {
        try Verdict(verify(scan, at: time, "--json").stdout).code
    }

    func stream(_ scans: [String], at time: Int = now) throws -> [Verdict] {
        let result = try Hufu.run(
            ["verify", "--stream", "--trust", folder["trust.json"], "--at", String(time)],
            stdin: Data(scans.map { $0 + "\n" }.joined().utf8))
        try #require(result.status == 0, "\(result.stderr)")
        return try result.lines.map { try Verdict(String($0)) }
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
