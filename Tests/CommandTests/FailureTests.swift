import Foundation
import Testing

@Suite("What goes wrong, and how it is told")
struct FailureTests {
    /// One line, and nothing on standard output.
    private func expect(_ result: Tool.Result, _ status: Int32, _ beginning: String) {
        #expect(result.status == status)
        #expect(result.stderr.hasPrefix("hufu: " + beginning), "\(result.stderr)")
        #expect(result.stderr.hasSuffix("\n") && result.stderr.filter { $0 == "\n" }.count == 1, "\(result.stderr)")
        #expect(result.output.isEmpty)
    }

    @Test("Wrong usage is 64")
    func usage() throws {
        for arguments in [
            ["nonsense"], ["verify"], ["verify", "--trust", "x", "--skew", "2h"], ["key", "generate"],
            ["verify", "--trust", "x", "--at", "yesterday"], ["render", "ABC"], ["--nonsense"],
            ["render", "ABC", "-o", "x.png", "--quiet-zone", "3"],
            ["verify", "x", "--stream", "--trust", "x"], ["mint", "x", "--issuer", "i", "--key", "k", "--count", "0"],
        ] { expect(try Hufu.run(arguments), 64, "") }
    }

    @Test("Help is no error")
    func help() throws {
        for arguments in [[], ["--help"], ["help", "verify"], ["status", "set", "--help"]] {
            let result = try Hufu.run(arguments)
            #expect(result.status == 0)
            #expect(result.stdout.contains("USAGE: hufu"))
        }
    }

    @Test("Bad input is 65, with its place")
    func data() throws {
        let workshop = try Workshop()
        let license = try workshop.folder.write("{\"document_number\": 5}", "license.json")
        let issue = ["--issuer", "i", "--key", workshop["issuer.pem"], "--holder-key", workshop["phone.pub"]]
        expect(try Hufu.run(["issue", license] + issue), 65, "\(license): json.type_mismatch: ")
        #expect(try Hufu.run(["issue", license] + issue).stderr.contains("(document_number, line 1, column 21)"))
        let trust = try workshop.folder.write("{\"issuers\": [], \"more\": 1}", "bad.json")
        expect(try Hufu.run("verify", "X", "--trust", trust), 65, "\(trust): json.name_unknown: ")
        expect(try Hufu.run("key", "public", "-", stdin: "nothing"), 65, "stdin: json.")
        expect(try Hufu.run("render", "lower case", "-o", workshop["x.png"]), 65, "argument: qr.character_invalid: ")
        expect(
            try Hufu.run("issue", license, "--issuer", "i", "--key", workshop["issuer.pub"]), 65,
            "\(workshop["issuer.pub"]): key.public_instead_of_private: ")
        #expect(workshop.folder.names.contains("x.png") == false)
    }

    @Test("A missing file is 66")
    func missing() throws {
        let folder = try Folder()
        expect(try Hufu.run("verify", "X", "--trust", folder["no"]), 66, "\(folder["no"]): file.missing: ")
        expect(try Hufu.run("key", "public", folder["no/no"]), 66, "\(folder["no/no"]): file.missing: ")
    }

    @Test("A folder that cannot be written to is 74")
    func unwritable() throws {
        let folder = try Folder()
        try folder.write("", "file")
        var paths = [folder["none/k.pem"], folder["file/k.pem"]]
        #if os(Linux)
            // Not even the superuser may create files there.
            paths.append("/proc/k.pem")
        #endif
        for path in paths {
            expect(try Hufu.run("key", "generate", "-o", path), 74, "\(path): file.write_failed: ")
            expect(try Hufu.run("render", "ABC", "-o", path), 74, "\(path): file.write_failed: ")
        }
        expect(try Hufu.run("render", "ABC", "-o", folder.path), 74, "\(folder.path): file.is_folder: ")
        expect(try Hufu.run("key", "public", folder.path), 74, "\(folder.path): file.read_failed: ")
    }

    /// No byte may be added to any file, as on a full disk.
    private func runOnFullDisk(_ arguments: String...) throws -> Tool.Result {
        try Tool.run(["sh", "-c", "ulimit -f 0; exec \"$@\"", "sh", Hufu.path()] + arguments)
    }

    @Test("A full disk leaves the old file and nothing else")
    func fullDisk() throws {
        let folder = try Folder()
        try folder.write("old", "code.png")
        let result = try runOnFullDisk("render", "ABC", "-o", folder["code.png"])
        expect(result, 74, "\(folder["code.png"]): file.write_failed: ")
        #expect(try folder.text("code.png") == "old")
        #expect(folder.names == ["code.png"])
        #expect(try runOnFullDisk("key", "generate", "-o", folder["k.pem"]).status == 74)
        #expect(folder.names == ["code.png"])
        // Without the limit the very same is done: the limit was what failed.
        try Hufu.expect("render", "ABC", "-o", folder["code.png"])
        #expect(try folder.data("code.png").starts(with: [0x89, 0x50, 0x4e, 0x47]))
    }

    @Test("A reader that has gone is 74")
    func closedPipe() throws {
        let workshop = try Workshop()
        let stream = try Hufu.run(
            ["verify", "--stream", "--trust", workshop["trust.json"]], stdin: Data("X\n".utf8), closedOutput: true)
        expect(stream, 74, "stdout: output.closed: ")
        expect(try Hufu.run("--help", closedOutput: true), 74, "stdout: output.closed: ")
        expect(try Hufu.run("key", "public", workshop["phone.pem"], closedOutput: true), 74, "stdout: output.closed: ")
    }

    #if os(Linux)
        @Test("A full device as standard output is 74")
        func fullDevice() throws {
            let script = "exec \"$@\" > /dev/full"
            let result = try Tool.run(["sh", "-c", script, "sh", Hufu.path(), "render", "ABC", "--terminal"])
            expect(result, 74, "stdout: output.failed: ")
        }
    #endif

    @Test("A replaced file keeps its rights, a link stays a link")
    func replaced() throws {
        let folder = try Folder()
        try folder.write("old", "code.png")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder["code.png"])
        try FileManager.default.createSymbolicLink(atPath: folder["link.png"], withDestinationPath: "code.png")
        try Hufu.expect("render", "ABC", "-o", folder["link.png"])
        #expect(try folder.mode("code.png") == 0o640)
        #expect(try folder.data("code.png").count > 3)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder["link.png"]) == "code.png")
        #expect(folder.names == ["code.png", "link.png"])
    }
}
