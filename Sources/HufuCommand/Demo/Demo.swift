internal import Hufu
internal import HufuFiles
internal import HufuQR
internal import HufuScanner
internal import HufuSigners

/// The demonstration of `hufu demo`. It runs the commands that it prints, in a folder of its own.
struct Demo {
    static let issuer = "https://licences.example"
    static let list = "https://licences.example/1"

    let folder: String
    /// The path of this program; `nil` if the shell finds it by its name.
    let program: String?

    /// Call this before the folder is changed: the program's path may be relative to the old folder.
    static func findProgram() -> String? {
        guard let name = CommandLine.arguments.first, name.contains("/") else { return nil }
        return Folder.resolved(name)
    }

    /// Makes the folder, by default a new one for temporary files, and returns its path from the root.
    static func makeFolder(_ wanted: String?) throws(Failure) -> String {
        let temporary = Surroundings.environment("TMPDIR") ?? "/tmp"
        let base = temporary.hasSuffix("/") ? String(temporary.dropLast()) : temporary
        let path = wanted ?? base + "/hufu-demo-" + Hex.encode((0..<4).map { _ in UInt8.random(in: 0...255) })
        try Failure.naming(path) { try Folder.create(path) }
        return Folder.resolved(path) ?? path
    }

    func run() async throws {
        try System.changeFolder(folder)
        try Output.line("A driver's licence becomes a code that dies within a minute, and a scanner checks it offline.")
        try Output.line("Folder: \(folder)")
        try await prepare()
        try await show()
        try await attack()
        try heading("Done")
        try say("All of it is in \(folder). Go there, and go on:")
        if let program { try Output.line("  alias hufu=\(CommandLineWords.quoted(program))") }
        try Output.line("  cd \(CommandLineWords.quoted(folder))")
        try Output.line("  hufu present credential.txt --key phone.pem --live")
        try Output.line(
            "  hufu present credential.txt --key phone.pem --preset all | hufu verify --trust trust.json --status status.cwt"
        )
    }

    private func prepare() async throws {
        try heading("1  Keys: the issuer's, and the one that never leaves the phone")
        try await run("key", "generate", "--algorithm", "esp256", "-o", "issuer.pem", "--public", "issuer.pub")
        try await run("key", "generate", "--algorithm", "esp256", "-o", "phone.pem", "--public", "phone.pub")

        try heading("2  What a scanner knows: whom it trusts")
        try await run(
            "trust", "add", "--trust", "trust.json", "--issuer", Self.issuer, "--name", "示例市公安局交通管理局",
            "--key", "issuer.pub", "--country", "CN")
        try await run("trust", "show", "trust.json")
        try say("And which licences have been revoked since: a table with an entry for each, signed every day.")
        try await run("status", "create", "--uri", Self.list, "--size", "1000", "-o", "status.json")
        try await signStatus(to: "status.cwt")

        try heading("3  The issuer signs the licence for this phone")
        let license = SampleLicense.json(at: .now)
        try AtomicFile.write(Array(license.utf8), to: "license.json")
        try say("license.json is the sample of a Chinese licence: 阿不都热合曼买买提江, classes C1 and D.")
        try await run(
            "issue", "license.json", "--issuer", Self.issuer, "--key", "issuer.pem", "--holder-key", "phone.pub",
            "--status", Self.list + "#42", "-o", "credential.txt")
    }

    private func show() async throws {
        try heading("4  The phone signs \"this licence, now\": a new code every 30 seconds")
        try await run("present", "credential.txt", "--key", "phone.pem", "--qr", "code.png", "-o", "token.txt")
        let text = try Input.line("@token.txt").text
        let symbol = try Failure.naming("token.txt") { try QRSymbol(text) }
        let width = symbol.size + 8
        if let columns = Terminal.size?.columns, columns < width {
            try say("This terminal has \(columns) columns and the code needs \(width): make it wider, then")
            try Output.line("$ hufu render @token.txt --terminal")
        } else {
            try await run("render", "@token.txt", "--terminal")
        }

        try heading("5  The scanner checks it, offline")
        try await run("verify", "@token.txt", "--trust", "trust.json", "--status", "status.cwt")
    }

    private func attack() async throws {
        try heading("Attack 1  A screenshot of that code, shown tomorrow")
        let tomorrow = (UnixTime.now + 86_400).description
        try await run(
            "verify", "@token.txt", "--trust", "trust.json", "--at", tomorrow, refused: .tokenExpired)

        try heading("Attack 2  An altered field: C1, small cars, becomes A1, large buses")
        let token = try Forger(text: Input.line("@token.txt").text)
        try write(token.replacing(Array("bCNbC1".utf8), by: Array("bCNbA1".utf8)), to: "altered.txt")
        try say("altered.txt is token.txt with that one letter changed.")
        try await run("verify", "@altered.txt", "--trust", "trust.json", refused: .credentialSignatureInvalid)

        try heading("Attack 3  The credential, copied to another device")
        try await run("key", "generate", "-o", "thief.pem")
        try await run("present", "credential.txt", "--key", "thief.pem", failing: .badData)
        try say("Our own tool refuses. A thief writes one that does not, and signs all the same: copied.txt.")
        try write(token.signed(by: Keys.signer("thief.pem")), to: "copied.txt")
        try await run("verify", "@copied.txt", "--trust", "trust.json", refused: .tokenSignatureInvalid)

        try heading("Attack 4  The credential alone, without the phone's signature")
        try await run("verify", "@credential.txt", "--trust", "trust.json", refused: .tokenMissing)

        try heading("Attack 5  A film of the phone, shown elsewhere at the same moment: this scanner shows a challenge")
        try await run("challenge", "-o", "challenge.txt")
        let challenge = try Input.line("@challenge.txt").text
        try await run("present", "credential.txt", "--key", "phone.pem", "-o", "filmed.txt")
        try await run(
            "verify", "@filmed.txt", "--trust", "trust.json", "--challenge", challenge,
            refused: .tokenChallengeMismatch)
        try say("The phone that stands before the scanner reads the challenge, and answers it:")
        try await run(
            "present", "credential.txt", "--key", "phone.pem", "--challenge", challenge, "-o", "answer.txt")
        try await run(
            "verify", "@answer.txt", "--trust", "trust.json", "--status", "status.cwt", "--challenge", challenge)

        try heading("Attack 6  A stolen phone, reported and revoked: everything about its code is right")
        try await run("status", "set", "status.json", "42", "revoked")
        try await signStatus(to: "status-new.cwt")
        try await run("present", "credential.txt", "--key", "phone.pem", "-o", "stolen.txt")
        try await run(
            "verify", "@stolen.txt", "--trust", "trust.json", "--status", "status-new.cwt", refused: .statusRevoked)
    }

    private func signStatus(to file: String) async throws {
        try await run("status", "sign", "status.json", "--issuer", Self.issuer, "--key", "issuer.pem", "-o", file)
    }
}

extension Demo {
    /// Runs a command as the shell would, and expects it to succeed, to end with `status`, or to refuse with `code`.
    fileprivate func run(
        _ arguments: String..., failing status: ExitStatus = .done, refused code: Verdict.Code? = nil
    ) async throws {
        try Output.line("$ hufu " + arguments.map(CommandLineWords.quoted).joined(separator: " "))
        let expected = code == nil ? status : .rejected
        var ended = ExitStatus.done
        do { try await Main.run(arguments) } catch let status as ExitStatus {
            ended = status
        } catch let failure as Failure where failure.status == expected {
            ended = failure.status
            try Output.line(failure.line)
        }
        guard ended == expected else {
            throw Failure(
                .rejected, file: "demo", code: "demo.unexpected",
                "this step ended with \(ended.rawValue) instead of \(expected.rawValue)",
                advice: "Look at this machine's clock; else report it.")
        }
        if let code { try say("Refused: \(code.rawValue), exit status \(ended.rawValue).") }
    }

    fileprivate func write(_ text: String, to file: String) throws {
        try AtomicFile.write(Array((text + "\n").utf8), to: file)
    }

    fileprivate func heading(_ text: String) throws {
        try Output.line("\n" + (Terminal.hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text))
    }

    fileprivate func say(_ text: String) throws {
        for line in TextLayout.wrapped(text) { try Output.line(line) }
    }
}
