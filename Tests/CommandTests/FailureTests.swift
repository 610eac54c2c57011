import Foundation
import HufuTestSupport
import Testing

/// What goes wrong is one line on standard error and an exit status that says whose fault it is.
@Suite("Errors and exit statuses")
struct FailureTests {
    private func expect(_ result: Program.Result, _ status: Int32, _ beginning: String = "") {
        #expect(result.status == status)
        #expect(result.errors.hasPrefix("hufu: " + beginning), "\(result.errors)")
        #expect(result.errors.hasSuffix("\n") && result.errors.filter { $0 == "\n" }.count == 1, "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test(
        "Wrong usage ends with status 64 and writes no file",
        arguments: [
            "verify --trust x --skew 2h", "key generate", "verify --trust x --at yesterday", "render ABC", "--nonsense",
            "render ABC -o x.png --quiet-zone 3", "render ABC -o x.png --max-version 41", "verify x --stream --trust x",
            "mint x --issuer i --key k --count 0", "verify x --trust x --bundle y", "status set t 1",
            "present x --key k --live --json", "present x --key k --scale 3", "mint x --issuer i --key k --scale 3",
            "issue x --issuer i --key k --profile live", "issue x --issuer i --key k --profile card --holder-key p",
            "issue --batch --issuer i --key k --portrait x", "render ABC -o x.png --dpi 300",
        ])
    func usage(arguments: String) throws {
        let directory = try TemporaryDirectory()
        expect(try directory.result("hufu \(arguments)"), 64)
        #expect(directory.names.isEmpty)
    }

    @Test("Help ends with status 0", arguments: ["", "--help", "help verify", "status set --help", "demo --help"])
    func help(arguments: String) throws {
        #expect(try TemporaryDirectory().run("hufu \(arguments)").contains("USAGE: hufu"))
    }

    @Test("Bad input ends with status 65 and an error that names file and location")
    func badInput() throws {
        let fixture = try CommandFixture()
        try fixture.write(#"{"document_number": 5}"#, "license.json")
        let issued = try fixture.result("hufu issue license.json --issuer i --key issuer.pem")
        expect(issued, 65, "license.json: json.type_mismatch: ")
        #expect(issued.errors.contains("(document_number, line 1, column 21)"))
        try fixture.write(#"{"issuers": [], "more": 1}"#, "more.json")
        expect(try fixture.result("hufu verify X --trust more.json"), 65, "more.json: json.name_unknown: ")
        expect(try fixture.result("hufu key public -", input: "nothing"), 65, "stdin: ")
        expect(try fixture.result("hufu render lower -o x.png"), 65, "argument: qr.character_invalid: ")
        expect(try fixture.result("hufu present license.json --key phone.pem"), 65, "license.json: ")
        try fixture.issue()
        expect(
            try fixture.result("hufu present credential.txt --key phone.pem --at 2027-11-23T08:00:00Z"), 65,
            "credential.txt: present.credential_over: ")
        #expect(!fixture.names.contains("x.png"))
    }

    @Test("A missing file ends with status 66")
    func missingFile() throws {
        let directory = try TemporaryDirectory()
        expect(try directory.result("hufu verify X --trust no"), 66, "no: file.missing: ")
        expect(try directory.result("hufu key public no/no"), 66, "no/no: file.missing: ")
        expect(try directory.result("hufu verify @no --trust no"), 66, "no: file.missing: ")
    }

    @Test("A place that cannot be written to ends with status 74 and leaves no file")
    func unwritable() throws {
        let directory = try TemporaryDirectory()
        try directory.run("touch file; mkdir folder closed; chmod 555 closed")
        var paths = ["none/k.pem", "file/k.pem"]
        #if os(Linux)
            // Not even the superuser may make files there.
            paths.append("/proc/k.pem")
        #endif
        for path in paths {
            expect(try directory.result("hufu key generate -o \(path)"), 74, "\(path): file.write_failed: ")
            expect(try directory.result("hufu render ABC -o \(path)"), 74, "\(path): file.write_failed: ")
        }
        if try directory.run("id -u") != "0\n" {
            expect(try directory.result("hufu render ABC -o closed/k.pem"), 74, "closed/k.pem: file.folder_read_only: ")
        }
        expect(try directory.result("hufu render ABC -o folder"), 74, "folder: file.is_folder: ")
        expect(try directory.result("hufu key public folder"), 74, "folder: file.read_failed: ")
        #expect(directory.names == ["closed", "file", "folder"])
    }

    @Test("A full disk ends with status 74 and leaves no part of a key")
    func fullDisk() throws {
        let directory = try TemporaryDirectory()
        // The limit applies to files; the error message goes through a pipe.
        let limited = "{ (ulimit -f 0; hufu key generate -o k.pem; echo $? >&3) 2>&1 | cat >&2; } 3>&1 | cat"
        let result = try directory.result("(\(limited)) 2>&1 | cat")
        #expect(result.output.contains("74\n"))
        #expect(result.output.contains("hufu: k.pem: file.write_failed: "))
        #expect(directory.names.isEmpty)
        try directory.run("hufu key generate -o k.pem")
    }

    @Test(
        "A closed pipe on standard output ends the command silently, and not with the status of a valid verdict",
        arguments: [
            "verify --stream --trust trust.json", "key public phone.pub", "--help", "trust show trust.json",
            "render ABC --terminal",
        ])
    func closedPipe(arguments: String) throws {
        let fixture = try CommandFixture()
        // The reader ends at once, and the writer begins well after that.
        try fixture.run("{ sleep 0.3; hufu \(arguments) < trust.json 2> said; echo $? > status; } | :")
        while try !fixture.names.contains("status") || fixture.text("status").isEmpty { usleep(10_000) }
        #expect(try fixture.text("status") == "141\n")
        #expect(try fixture.text("said").isEmpty)
    }

    #if os(Linux)
        @Test("A full device ends with status 74")
        func fullDevice() throws {
            expect(
                try TemporaryDirectory().result("hufu render ABC --terminal > /dev/full"), 74, "stdout: output.failed: "
            )
            expect(
                try TemporaryDirectory().result("hufu render ABC -o /dev/full"), 74, "/dev/full: file.write_failed: ")
        }
    #endif

    @Test("A replaced file keeps its permissions, and a symbolic link stays a link")
    func replacedFile() throws {
        let directory = try TemporaryDirectory()
        try directory.run("touch code.png; chmod 640 code.png; ln -s code.png link.png; hufu render ABC -o link.png")
        #expect(try directory.mode("code.png") == 0o640)
        #expect(try directory.run("readlink link.png") == "code.png\n")
        #expect(try directory.run("head -c 4 code.png | od -An -tx1") == " 89 50 4e 47\n")
        #expect(directory.names == ["code.png", "link.png"])
    }
}
