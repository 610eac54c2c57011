#if PKCS11
    import Foundation
    import HufuTestSupport
    import Testing

    /// Keys on a token of SoftHSM, a PKCS #11 module in software.
    @Suite("Keys on a PKCS #11 token", .endsInTime)
    struct TokenTests {
        private static let softHSM =
            [
                "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so",
                "/opt/homebrew/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so",
            ]
            .first { FileManager.default.fileExists(atPath: $0) } ?? "libsofthsm2.so"
        private static let time = "--at \(CommandFixture.now)"

        /// A folder with a token `issuer` whose PIN is 1234, the keys `p256` and `ed25519` on it, and a licence.
        private struct Fixture: ~Copyable {
            let command: CommandFixture

            func prepare() throws {
                try command.write(
                    """
                    directories.tokendir = \(command.directory.file("tokens").path)
                    objectstore.backend = file
                    log.level = ERROR
                    """, "softhsm2.conf")
                try command.write("1234\n", "pin")
                try command.directory.copy(sample: "cn-resident", as: "license.json")
                try run("mkdir tokens && softhsm2-util --init-token --free --label issuer --so-pin 5678 --pin 1234")
                try makeKey("p256", id: "01", type: "EC:prime256v1")
                try makeKey("ed25519", id: "02", type: "EC:edwards25519")
            }

            func makeKey(_ label: String, id: String, type: String) throws {
                try run(
                    "pkcs11-tool --module \(softHSM) --token-label issuer --login --pin 1234 --keypairgen "
                        + "--key-type \(type) --label \(label) --id \(id)")
            }

            /// A module that does as SoftHSM, with the faults that its environment asks for.
            func makeModule() throws {
                try run("cc -shared -fPIC '\(source)' -o module.so $(pkg-config --cflags p11-kit-1) -ldl")
            }

            private var source: String { Repository.root.appending(path: "Tests/PKCS11/module.c").path }

            private func environment(_ line: String) -> String {
                "export SOFTHSM2_CONF=softhsm2.conf MODULE_REAL=\(softHSM) MODULE_LOG=log; \(line)"
            }

            @discardableResult
            func run(_ line: String) throws -> String { try command.run(environment(line)) }

            func result(_ line: String) throws -> Program.Result { try command.result(environment(line)) }

            /// The number of lines in the log of the module that begin so.
            func count(_ word: String) throws -> Int {
                try command.text("log").split(separator: "\n").count { $0.hasPrefix(word) }
            }

            /// What another library says about the signatures of a batch.
            func check(_ results: String, _ key: String) throws -> String {
                let program = Repository.root.appending(path: "Tests/Reference/signatures.py").path
                return try command.run("'\(Repository.python.path)' '\(program)' \(key) < \(results)")
            }
        }

        private static func fixture() throws -> Fixture {
            let fixture = Fixture(command: try CommandFixture())
            try fixture.prepare()
            return fixture
        }

        private static func key(
            _ path: String, module: String = softHSM, pin: String = "&pin-source=file:pin"
        ) -> String {
            "--key 'pkcs11:\(path)?module-path=\(module)\(pin)'"
        }

        private static let p256 = "token=issuer;object=p256"

        private static func issue(_ key: String) -> String {
            "hufu issue license.json --issuer https://i.example --holder-key phone.pub \(time) \(key)"
        }

        private static func batch(_ key: String, _ input: String = "lines") -> String {
            "hufu issue --batch \(input) --issuer https://i.example --holder-key phone.pub \(time) \(key)"
        }

        @Test("Every command that takes a private key takes one on a token", arguments: ["p256", "ed25519"])
        func signs(name: String) throws {
            let fixture = try Self.fixture()
            let key = Self.key("token=issuer;object=\(name);type=private")
            let other = Self.key("token=issuer;id=%0\(name == "p256" ? 2 : 1)")
            try fixture.run("hufu key public \(key.dropFirst("--key ".count)) > token.pub")
            try fixture.run("hufu key public \(other.dropFirst("--key ".count)) > device.pub")
            try fixture.run(
                """
                hufu request \(other) --challenge 00112233445566778899aabbccddeeff \(Self.time) -o request.cwt &&
                hufu issue license.json --issuer https://i.example \(key) --status https://i.example/s#1 \
                    --request request.cwt --challenge 00112233445566778899aabbccddeeff \(Self.time) -o credential.txt &&
                hufu trust add --trust list.json --issuer https://i.example --name Issuer --key token.pub &&
                hufu status create --uri https://i.example/s --size 8 -o status.json &&
                hufu status sign status.json --issuer https://i.example \(key) \(Self.time) -o status.cwt &&
                hufu trust sign list.json \(key) --valid-for 1d \(Self.time) -o trust.cwt &&
                hufu present credential.txt \(other) \(Self.time) -o token.txt
                """)
            let verdict = try JSONOutput(
                fixture.run(
                    "hufu verify @token.txt --trust trust.cwt --anchor token.pub --status status.cwt --json \(Self.time)"
                ))
            #expect(verdict.verdict == "valid")
            let minted = try fixture.run(
                "hufu mint license.json --issuer https://i.example \(key) --from \(CommandFixture.now)")
            #expect(minted.contains("HF1:"))
        }

        @Test("The public key is the one that another program reads from the token")
        func publicKey() throws {
            let fixture = try Self.fixture()
            let ours = try fixture.run("hufu key public \(Self.key(Self.p256).dropFirst("--key ".count))")
            let theirs = try fixture.run(
                "pkcs11-tool --module \(Self.softHSM) --token-label issuer --read-object --type pubkey --label p256 "
                    + "-o key.der && openssl pkey -pubin -inform DER -in key.der")
            #expect(ours == theirs)
        }

        @Test("The PIN is that of the file or of the environment, and a URI that contains it is refused")
        func pins() throws {
            let fixture = try Self.fixture()
            let key = Self.key(Self.p256, pin: "")
            #expect(try fixture.result("HUFU_PIN=1234 \(Self.issue(key))").status == 0)
            // The file comes first.
            #expect(try fixture.result("HUFU_PIN=0000 \(Self.issue(Self.key(Self.p256)))").status == 0)
            let missing = try fixture.result(Self.issue(key))
            #expect(missing.status == 74 && missing.errors.contains("pkcs11.pin_missing"), "\(missing.errors)")
            let inURI = try fixture.result(Self.issue(Self.key(Self.p256, pin: "&pin-value=1234")))
            #expect(inURI.status == 64 && inURI.errors.contains("pkcs11_uri.pin_value_refused"), "\(inURI.errors)")
            #expect(!inURI.errors.contains("1234"))
        }

        @Test("A wrong PIN is tried once, whatever number of licences waits")
        func wrongPIN() throws {
            let fixture = try Self.fixture()
            try fixture.makeModule()
            try fixture.run("printf 9999 > pin; hufu sample --batch --count 50 --seed 1 \(Self.time) > lines")
            let result = try fixture.result(Self.batch(Self.key(Self.p256, module: "./module.so")))
            #expect(result.status == 74 && result.output.isEmpty)
            #expect(result.errors.contains("pkcs11.pin_incorrect"), "\(result.errors)")
            #expect(!result.errors.contains("9999"))
            #expect(try fixture.count("login") == 1)
        }

        @Test(
            "What is not on the token is named in the error, and nothing is written",
            arguments: [
                ("token=other;object=p256", "pkcs11.token_missing", #"token \"other\""#),
                ("token=issuer;serial=0;object=p256", "pkcs11.token_missing", "serial"),
                ("token=issuer;object=other", "pkcs11.key_missing", #"object \"other\""#),
                ("token=issuer;object=p256;id=%02", "pkcs11.key_missing", "02"),
                ("token=issuer", "pkcs11.key_ambiguous", "several"),
                ("token=issuer;object=p384", "pkcs11.key_type_unsupported", "06052b81040022"),
            ])
        func missing(path: String, code: String, text: String) throws {
            let fixture = try Self.fixture()
            try fixture.makeKey("p384", id: "03", type: "EC:secp384r1")
            let result = try fixture.result("\(Self.issue(Self.key(path))) -o credential.txt")
            #expect(result.status == 74 && result.errors.contains(code), "\(result.errors)")
            #expect(result.errors.contains(text.replacing(#"\""#, with: "\"")), "\(result.errors)")
            #expect(!fixture.command.names.contains("credential.txt"))
        }

        @Test(
            "A module that cannot be loaded is named in the error",
            arguments: [("./nothing.so", "nothing.so"), ("./pin", "pin"), ("libz.so.1", "C_GetFunctionList")])
        func modules(module: String, text: String) throws {
            let fixture = try Self.fixture()
            let result = try fixture.result(Self.issue(Self.key(Self.p256, module: module)))
            #expect(result.status == 74 && result.errors.contains("pkcs11.module_not_loaded"), "\(result.errors)")
            #expect(result.errors.contains(text), "\(result.errors)")
        }

        @Test("A key of the token that is not the expected one is refused")
        func otherKey() throws {
            let fixture = try Self.fixture()
            let key = Self.key(Self.p256)
            let result = try fixture.result("\(Self.issue(key)) --public-key issuer.pub")
            #expect(result.status == 74 && result.errors.contains("pkcs11.public_key_mismatch"), "\(result.errors)")
            try fixture.run("hufu key public \(key.dropFirst("--key ".count)) > token.pub")
            #expect(try fixture.result("\(Self.issue(key)) --public-key token.pub").status == 0)
        }

        @Test(
            "An error that the token reports has a code of its own",
            arguments: [
                ("C_Login=a4", "pkcs11.pin_locked", "CKR_PIN_LOCKED"),
                ("C_Sign=68", "pkcs11.signing_refused", "CKR_KEY_FUNCTION_NOT_PERMITTED"),
                ("C_Sign=30", "pkcs11.session_lost", "CKR_DEVICE_ERROR"),
                ("C_OpenSession=b1", "pkcs11.session_lost", "CKR_SESSION_COUNT"),
            ])
        func reported(fault: String, code: String, text: String) throws {
            let fixture = try Self.fixture()
            try fixture.makeModule()
            let result = try fixture.result(
                "export MODULE_FAIL=\(fault); \(Self.issue(Self.key(Self.p256, module: "./module.so")))")
            #expect(result.status == 74 && result.output.isEmpty)
            #expect(result.errors.contains(code) && result.errors.contains(text), "\(result.errors)")
        }

        @Test("Lost sessions are opened again, and each licence is signed once", arguments: ["p256", "ed25519"])
        func lostSessions(name: String) throws {
            let fixture = try Self.fixture()
            try fixture.makeModule()
            try fixture.run("hufu sample --batch --count 200 --seed 1 \(Self.time) > lines")
            let key = Self.key("token=issuer;object=\(name)", module: "./module.so")
            try fixture.run("hufu key public \(key.dropFirst("--key ".count)) > token.pub")
            try fixture.run("export MODULE_LOSE=20; \(Self.batch(key)) > results")
            #expect(try fixture.check("results", "token.pub") == "200 signatures, 0 wrong, 0 repeated\n")
            #expect(try fixture.count("session") > 10)
        }

        @Test("Several sessions sign at the same time")
        func parallel() throws {
            let fixture = try Self.fixture()
            try fixture.makeModule()
            try fixture.run("hufu sample --batch --count 200 --seed 1 \(Self.time) > lines")
            let key = Self.key(Self.p256, module: "./module.so")
            try fixture.run("export MODULE_PAUSE=20; \(Self.batch(key)) > results")
            #expect(try fixture.count("together 4") > 0)
            #expect(try fixture.count("together 5") == 0)
        }

        @Test("A wrong signature never leaves, and the batch stops at it")
        func wrongSignature() throws {
            let fixture = try Self.fixture()
            try fixture.makeModule()
            let key = Self.key(Self.p256, module: "./module.so")
            try fixture.run("hufu key public \(key.dropFirst("--key ".count)) > token.pub")
            try fixture.run("hufu sample --batch --count 200 --seed 1 \(Self.time) > lines")
            let options = "-o results --rejects rejects --checkpoint state"
            let result = try fixture.result("export MODULE_FLIP=150; \(Self.batch(key)) \(options)")
            #expect(result.status == 74 && result.errors.contains("pkcs11.signature_invalid"), "\(result.errors)")
            let before = try fixture.command.text("results").split(separator: "\n").count
            #expect(before < 200)
            // With a token that signs rightly the same command signs the others, and none twice.
            try fixture.run("\(Self.batch(key)) \(options)")
            #expect(try fixture.check("results", "token.pub") == "200 signatures, 0 wrong, 0 repeated\n")
            #expect(try fixture.command.text("rejects").isEmpty)
        }

        @Test("A token that is removed midway stops the batch, and loses no licence")
        func removed() throws {
            let fixture = try Self.fixture()
            let key = Self.key(Self.p256)
            try fixture.run("hufu key public \(key.dropFirst("--key ".count)) > token.pub")
            try fixture.run("hufu sample --batch --count 200 --seed 1 \(Self.time) > lines")
            let options = "-o results --rejects rejects --checkpoint state"
            let result = try fixture.result(
                """
                {
                    head -n 50 lines
                    until [ "$(wc -l < results)" -eq 50 ]; do sleep 0.1; done 2>/dev/null
                    mv tokens removed; mkdir tokens
                    tail -n +51 lines
                } | \(Self.batch(key, "-")) \(options)
                """)
            #expect(result.status == 74, "\(result.errors)")
            #expect(
                result.errors.contains("pkcs11.token_missing") || result.errors.contains("pkcs11.session_lost")
                    || result.errors.contains("pkcs11.key_missing"), "\(result.errors)")
            #expect(try fixture.command.text("results").split(separator: "\n").count == 50)
            try fixture.run("rmdir tokens; mv removed tokens; \(Self.batch(key, "-")) \(options) < lines")
            #expect(try fixture.check("results", "token.pub") == "200 signatures, 0 wrong, 0 repeated\n")
            #expect(try fixture.command.text("rejects").isEmpty)
        }
    }
#endif
