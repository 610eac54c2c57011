import Foundation
import HufuTestSupport
import Testing

/// Other processes that hang, hold locks, share descriptors, or replace files.
@Suite("Cases of processes", .endsInTime)
struct ProcessCaseTests {
    private static let python = Repository.python.path

    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = Date.now
        try body()
        return Date.now.timeIntervalSince(start)
    }

    @Test(
        "An adapter that closes its output, or writes no line end, and lives on is given up at the time limit",
        arguments: [
            "exec >&-; exec sleep 200", "head -c 2097152 /dev/zero | tr '\\\\0' a; exec sleep 200", "exec sleep 200",
        ])
    func adapterThatLivesOn(script: String) throws {
        let directory = try TemporaryDirectory()
        try directory.write("#!/bin/sh\n\(script)\n", "adapter.sh")
        let vectors = Repository.vectors.path
        let duration = try seconds {
            let result = try directory.result(
                "hufu conformance '\(vectors)' --filter token-text-ok-plain --timeout 2s --adapter 'sh adapter.sh'")
            #expect(result.status == 1 && result.output.contains("0 passed, 1 failed"), "\(result.output)")
        }
        #expect(duration < 120)
    }

    @Test("What an adapter has started ends with it")
    func adapterWithChildren() throws {
        let directory = try TemporaryDirectory()
        let length = "7\(Int.random(in: 1_000_000...9_999_999))"
        try directory.write("#!/bin/sh\nsleep \(length) &\nexit 0\n", "adapter.sh")
        _ = try directory.result(
            "hufu conformance '\(Repository.vectors.path)' --filter token-text-ok-plain --adapter 'sh adapter.sh'")
        usleep(300_000)
        #expect(try !directory.run("ps -eo args").contains("sleep \(length)"))
    }

    @Test("Identifiers of vectors are escaped on the terminal")
    func steeringIdentifiers() throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(at: directory.file("vectors"), withIntermediateDirectories: true)
        let vectors = try String(contentsOf: Repository.vectors.appending(path: "token.json"), encoding: .utf8)
        let changed = vectors.replacing("token-text-ok-plain", with: #"t\u001b[31mred\n::error::made up"#)
        try directory.write(changed, "vectors/token.json")
        for options in ["--list", "--adapter cat"] {
            let result = try directory.result("hufu conformance vectors --filter made \(options)")
            let text = result.output + result.errors
            #expect(!text.contains("\u{1b}") && !text.contains("\n::error"), "\(text)")
            #expect(text.contains(#"t\u{1b}[31mred\u{a}::error::made up"#), "\(text)")
        }
    }

    @Test("Who may open the folder of the state file cannot hold a scanner up")
    func lockedFolder() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        let token = try fixture.present()
        try fixture.run("mkdir shared")
        try fixture.write(
            """
            import fcntl, os, subprocess, sys
            folder = os.open("shared", os.O_RDONLY)
            fcntl.flock(folder, fcntl.LOCK_EX)
            sys.exit(subprocess.run(sys.argv[1:]).returncode)
            """, "hold.py")
        let verdict = try fixture.run(
            "'\(Self.python)' hold.py hufu verify --trust trust.json --state shared/state.json --at \(CommandFixture.now)",
            input: token)
        #expect(verdict.hasPrefix("VALID"))
        #expect(try fixture.run("ls shared").contains("state.json"))
    }

    /// A scanner in a process of its own, and steps between its scans.
    private func script(_ steps: String, _ options: String) -> String {
        """
        import fcntl, os, subprocess, sys, time
        token = open("token.txt").read()
        words = "hufu verify --stream --trust trust.cwt --anchor anchor.pub --status t.cwt --at \(CommandFixture.now) \(options)"
        def flags(descriptor): fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_NONBLOCK)
        def start(**more):
            return subprocess.Popen(words.split(), stderr=open("said", "w"), **more)
        def scan():
            scanner.stdin.write(token.encode())
            scanner.stdin.flush()
            print(scanner.stdout.readline()[:40].decode(), flush=True)
        \(steps)
        """
    }

    private func streamFixture() throws -> CommandFixture {
        let fixture = try CommandFixture()
        let now = CommandFixture.now
        try fixture.issue()
        try fixture.run(
            """
            hufu key generate -o anchor.pem --public anchor.pub
            hufu trust sign trust.json --key anchor.pem --valid-for 7d --at \(now - 100) -o old.cwt
            hufu trust sign trust.json --key anchor.pem --valid-for 7d --at \(now - 50) -o trust.cwt
            hufu status create --uri https://s.example/1 --size 10 -o t.json
            hufu status sign t.json --issuer https://i.example --key issuer.pem --at \(now) -o t.cwt
            hufu present credential.txt --key phone.pem --at \(now) -o token.txt
            """)
        return fixture
    }

    @Test("Pipes in non-blocking mode, which each process that shares them can set, end no scanner")
    func nonBlockingPipes() throws {
        let fixture = try streamFixture()
        let steps = """
            import threading
            (source, feed), (drain, sink) = os.pipe(), os.pipe()
            flags(source); flags(sink)
            scanner = start(stdin=source, stdout=sink)
            os.close(source); os.close(sink)
            time.sleep(0.5)
            def write():
                for _ in range(300): os.write(feed, token.encode())
                os.close(feed)
            threading.Thread(target=write).start()
            time.sleep(2)
            found = b""
            while part := os.read(drain, 4096): found += part
            print(found.count(b"\\n"), found.count(b'"code":"ok"'), scanner.wait())
            """
        try fixture.write(script(steps, ""), "scanner.py")
        #expect(try fixture.run("'\(Self.python)' scanner.py") == "300 300 0\n")
        #expect(try fixture.text("said").isEmpty)
    }

    @Test("A list whose name becomes a pipe is refused, and the scanner goes on with the list it has")
    func listBecomesPipe() throws {
        let fixture = try streamFixture()
        let steps = """
            scanner = start(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            scan(); os.remove("t.cwt"); os.mkfifo("t.cwt"); time.sleep(1.3); scan()
            scanner.stdin.close(); sys.exit(scanner.wait())
            """
        try fixture.write(script(steps, ""), "scanner.py")
        let output = try fixture.run("'\(Self.python)' scanner.py")
        #expect(output.split(separator: "\n").count { $0.contains(#""code":"ok""#) } == 2, "\(output)")
        #expect(try fixture.text("said").contains("t.cwt: file.not_regular: "))
    }

    @Test("A running scanner whose state file is deleted forgets nothing, and writes the file again")
    func deletedState() throws {
        let fixture = try streamFixture()
        let steps = """
            scanner = start(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            scan(); os.remove("state.json"); os.utime("t.cwt"); time.sleep(1.3); scan()
            os.replace("old.cwt", "trust.cwt"); time.sleep(1.3); scan()
            scanner.stdin.close(); sys.exit(scanner.wait())
            """
        try fixture.write(script(steps, "--state state.json"), "scanner.py")
        let output = try fixture.run("'\(Self.python)' scanner.py")
        #expect(output.split(separator: "\n").count { $0.contains(#""code":"ok""#) } == 3, "\(output)")
        #expect(try fixture.text("said").contains("trust.cwt: list.rolled_back: "))
        #expect(try fixture.text("state.json").contains("\(CommandFixture.now - 50)"))
    }

    @Test("Keys of an unsigned list are shown without a check of their points, which costs more than all else")
    func unsignedKeys() throws {
        let directory = try TemporaryDirectory()
        let program = """
            import cbor2
            # No point of the curve has this y.
            keys = [{1: number.to_bytes(8, "big"), 2: {1: 1, -1: 6, -2: bytes(31) + bytes([0x7f])}, 3: 3} for number in range(20000)]
            claims = {1: "p", 2: "trust", 4: 2000, 6: 1000, -65538: [{1: "https://a.example", 2: "A", 4: keys}]}
            protected = cbor2.dumps({1: -9, 4: bytes(8), 16: "application/hufu-trust+cwt"})
            open("many.cwt", "wb").write(b"\\xd2" + cbor2.dumps([protected, {}, cbor2.dumps(claims), bytes(64)]))
            """
        try directory.write(program, "make.py")
        try directory.run("'\(Self.python)' make.py")
        #expect(try directory.run("hufu bundle show many.cwt").contains("issuer A <https://a.example>"))
        try directory.run("hufu bundle create many.cwt -o many.bundle")
    }

    @Test(
        "A signer that has answered and lives on is ended after some seconds",
        arguments: ["os.close(1)", "print('one line more', flush=True)"])
    func signerThatLivesOn(last: String) throws {
        let fixture = try CommandFixture()
        try fixture.directory.copy(sample: "us", as: "license.json")
        try fixture.write(
            """
            import base64, os, sys, time
            from cryptography.hazmat.primitives import hashes, serialization
            from cryptography.hazmat.primitives.asymmetric import ec, utils
            key = serialization.load_pem_private_key(open("issuer.pem", "rb").read(), None)
            for line in sys.stdin:
                r, s = utils.decode_dss_signature(key.sign(base64.b64decode(line), ec.ECDSA(hashes.SHA256())))
                print(base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode(), flush=True)
                \(last)
                time.sleep(100)
            """, "signer.py")
        let duration = try seconds {
            try fixture.run(
                "hufu issue license.json --issuer https://i.example --holder-key phone.pub --public-key issuer.pub "
                    + "--signer-command \"'\(Self.python)' signer.py\" --at \(CommandFixture.now) -o credential.txt")
        }
        #expect(duration < 60)
        #expect(fixture.names.contains("credential.txt"))
    }

    @Test(
        "A signer's answer in the wrong form is named with its length, and silence with the need to flush",
        arguments: [
            ("while read -r line; do head -c 64 /dev/zero | base64 -w76; done", "answered 57 bytes; 64 are needed"),
            ("sleep 100", "has not answered for 1.0 seconds"), ("sleep 100", "flush"),
        ])
    func wrongAnswers(script: String, message: String) throws {
        let fixture = try CommandFixture()
        try fixture.directory.copy(sample: "us", as: "license.json")
        try fixture.write(script + "\n", "signer.sh")
        let result = try fixture.result(
            "hufu issue license.json --issuer https://i.example --holder-key phone.pub --public-key issuer.pub "
                + "--signer-command 'bash signer.sh' --signer-timeout 1s --at \(CommandFixture.now)")
        #expect(result.status == 74 && result.output.isEmpty)
        // A slow machine may not even have started the shell in a second.
        #expect(result.errors.contains(message) || result.errors.contains("timed_out"), "\(result.errors)")
    }

    @Test("A file named - is standard output, for all commands that write files")
    func standardOutput() throws {
        let directory = try TemporaryDirectory()
        #expect(try directory.run("hufu key generate -o -").hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(try directory.run("hufu key generate -o k.pem --public -").hasPrefix("-----BEGIN PUBLIC KEY-----\n"))
        #expect(try directory.run("hufu status create --uri https://s.example/1 --size 8 -o -").hasPrefix("{\n"))
        #expect(try directory.run("hufu render ABC -o - | head -c 4 | od -An -tx1") == " 89 50 4e 47\n")
        #expect(directory.names == ["k.pem"])
    }
}
