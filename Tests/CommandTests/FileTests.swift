import Foundation
import HufuTestSupport
import Testing

/// Effects of the command on files, and its errors on wrong input.
@Suite("Files of the command, and mistakes in its input")
struct FileTests {
    @Test("An existing key is not overwritten")
    func existingKey() throws {
        let directory = try TemporaryDirectory()
        try directory.run("hufu key generate -o key.pem")
        let key = try directory.text("key.pem")
        let again = try directory.result("hufu key generate -o key.pem")
        #expect(again.status == 73)
        #expect(try directory.text("key.pem") == key)
        let mode = try FileManager.default.attributesOfItem(atPath: directory.url.appending(path: "key.pem").path)
        #expect(mode[.posixPermissions] as? Int == 0o600)
    }

    /// A limit on the size of files stands for a full disk: the write fails half way.
    @Test("A full disk leaves the old file unchanged")
    func fullDisk() throws {
        let directory = try TemporaryDirectory()
        try directory.run("hufu key generate -o key.pem --public key.pub")
        try directory.run("hufu trust add --trust trust.json --issuer https://a.example --key key.pub")
        let old = try directory.text("trust.json")
        let result = try directory.result(
            "trap '' XFSZ; exec 2>/dev/null; ulimit -f 0; "
                + "hufu trust add --trust trust.json --issuer https://b.example --key key.pub"
        )
        #expect(result.status == 74)
        #expect(try directory.text("trust.json") == old)
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.url.path).filter {
            !$0.hasPrefix(".") || $0.contains("trust")
        }
        #expect(files.sorted() == ["key.pem", "key.pub", "trust.json"])
    }

    @Test(
        "The error of a mistaken line names the mistake",
        arguments: [
            ("hufu verify HF1:BB8 --trust none.json", Int32(66), "none.json"),
            ("hufu verify HF1:BB8", 64, "--trust"),
            ("hufu nonsense", 64, "nonsense"),
            ("hufu issue bad.json --issuer https://a.example --key key.pem", 65, "license.check_digit"),
            ("hufu issue twice.json --issuer https://a.example --key key.pem", 65, "json.name_repeated"),
            ("hufu issue unknown.json --issuer https://a.example --key key.pem", 65, "famly_name"),
            ("hufu issue license.json --issuer https://a.example --key key.pub", 65, "key.public_instead_of_private"),
            (
                "hufu trust add --trust trust.json --issuer https://a.example --key key.pem", 65,
                "key.private_instead_of_public"
            ),
            ("hufu render lower -o code.png", 65, "qr.character_invalid"),
            ("hufu key generate -o no/such/folder/key.pem", 74, "no/such/folder"),
        ])
    func mistakes(line: String, status: Int32, names: String) throws {
        let directory = try TemporaryDirectory()
        try directory.copy(sample: "cn-resident", as: "license.json")
        try directory.run("hufu key generate -o key.pem --public key.pub")
        let license = try directory.text("license.json")
        for (file, text) in [
            ("bad.json", license.replacingOccurrences(of: "650599199003070014", with: "650599199003070015")),
            ("twice.json", license.replacingOccurrences(of: "\"sex\"", with: "\"sex\": 1, \"sex\"")),
            ("unknown.json", license.replacingOccurrences(of: "\"family_name\"", with: "\"famly_name\"")),
        ] {
            try text.write(to: directory.url.appending(path: file), atomically: true, encoding: .utf8)
        }
        let result = try directory.result(line)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(names), "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test("The demo succeeds and shows each rejection")
    func demo() throws {
        let directory = try TemporaryDirectory()
        let output = try directory.run("hufu demo --directory demo")
        for code in [
            "ok", "token.expired", "credential.signature_invalid", "token.signature_invalid", "token.missing",
            "token.challenge_mismatch", "status.revoked",
        ] {
            #expect(output.contains(code), "\(code) is missing")
        }
    }
}
