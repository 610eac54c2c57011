import Foundation
import Testing

/// The live code in a real terminal: tmux holds the screen and prints its contents.
@Suite("hufu present --live", .serialized)
struct LiveTests {
    /// A terminal with a shell in it, gone with the test.
    private struct Terminal: ~Copyable {
        let fixture: CommandFixture
        private let socket: String

        init(_ fixture: consuming CommandFixture, columns: Int = 110, rows: Int = 60) throws {
            let socket = "hufu-\(UUID().uuidString.prefix(8))"
            // Python starts it without the descriptors by which Foundation learns that a process has ended: the server,
            // which stays, would hold them.
            try fixture.run(
                "env -u NO_COLOR -u TMUX python3 -c 'import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))' "
                    + "tmux -L \(socket) -u -f /dev/null new-session -d -x \(columns) -y \(rows) "
                    + "env PS1='ready ' ENV= HISTFILE= sh")
            self.fixture = fixture
            self.socket = socket
        }

        deinit { _ = try? fixture.result("tmux -L \(socket) kill-server") }

        func tmux(_ arguments: String) throws -> String { try fixture.run("tmux -L \(socket) \(arguments)") }

        func type(_ line: String) throws { _ = try tmux("send-keys '\(line)' Enter") }

        /// Whether the second screen is shown, and whether there is a cursor.
        func state() throws -> String {
            try tmux("display-message -p '#{alternate_on} #{cursor_flag}'").trimmingCharacters(in: .newlines)
        }

        func screen(_ options: String = "") throws -> String { try tmux("capture-pane -p \(options)") }

        /// The screen as soon as it has the text.
        func screen(with text: String, _ options: String = "") throws -> String {
            for _ in 0..<200 {
                let seen = try screen(options)
                if seen.contains(text) { return seen }
                usleep(50_000)
            }
            Issue.record("never seen: \(text)\n\(try screen())")
            return ""
        }

        /// What zbar reads of the screen, as the colours of its cells say.
        func read() throws -> String {
            let cells = try screen(with: "Ctrl-C ends", "-e -N")
            try fixture.write(cells, "screen.ansi")
            try fixture.run("python3 paint.py screen.ansi screen.pgm")
            return try fixture.run("zbarimg --quiet --raw -Sdisable -Sqrcode.enable screen.pgm")
        }
    }

    /// Paints both halves of each cell in its colours, eight pixels wide, on a ground that is neither dark nor light.
    private static let paint = """
        import re, sys
        rows, front, back = [], 128, 128
        cube = {"16": 0, "231": 255}
        for line in open(sys.argv[1], encoding="utf-8"):
            upper, lower = [], []
            for codes, character in re.findall("\\x1b\\\\[([0-9;]*)m|([^\\x1b\\n])", line):
                if character == "":
                    codes = codes.split(";")
                    while codes:
                        code = codes.pop(0)
                        if code in ("", "0"): front = back = 128
                        elif code == "39": front = 128
                        elif code == "49": back = 128
                        elif code in ("38", "48"):
                            assert codes.pop(0) == "5"
                            value = cube[codes.pop(0)]
                            if code == "38": front = value
                            else: back = value
                    continue
                top, bottom = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1)}.get(character, (0, 0))
                upper.append(front if top else back)
                lower.append(front if bottom else back)
            rows += [upper, lower]
        width = max(map(len, rows))
        rows = [row + [128] * (width - len(row)) for row in rows]
        with open(sys.argv[2], "wb") as picture:
            picture.write(b"P5 %d %d 255\\n" % (width * 8, len(rows) * 8))
            for row in rows: picture.write(bytes(value for value in row for _ in range(8)) * 8)
        """

    private static let show = "hufu present credential.txt --key phone.pem --live --period"

    private func terminal(columns: Int = 110, rows: Int = 60) throws -> Terminal {
        let fixture = try CommandFixture()
        try fixture.directory.copy(sample: "us", as: "us.json")
        try fixture.run(
            "hufu issue us.json --issuer https://i.example --key issuer.pem --holder-key phone.pub -o credential.txt")
        try fixture.write(Self.paint, "paint.py")
        return try Terminal(fixture, columns: columns, rows: rows)
    }

    @Test("Each step is drawn, read by zbar and valid")
    func steps() throws {
        let terminal = try terminal()
        try terminal.type("\(Self.show) 3s")
        var tokens: Set<String> = []
        for _ in 0..<60 where tokens.count < 2 {
            let token = try terminal.read()
            if tokens.insert(token).inserted {
                let verdict = try JSONOutput(
                    terminal.fixture.result("hufu verify --json --trust trust.json", input: token).output)
                #expect(verdict.code == "ok", "\(token)")
            }
            usleep(200_000)
        }
        #expect(tokens.count == 2)
        #expect(try terminal.screen().firstMatch(of: /\n[1-3] s =+  Ctrl-C ends/) != nil)
        #expect(try terminal.state() == "1 0")
        // Key presses damage the code for at most a second.
        _ = try terminal.tmux("send-keys Enter Enter x Enter")
        sleep(1)
        #expect(try terminal.read().hasPrefix("HF1:"))
    }

    @Test(
        "The terminal is restored after the end and after signals",
        arguments: [("C-c", 130), ("TERM", 143), ("HUP", 129), ("C-\\\\\\\\", 131)])
    func restored(ending: String, status: Int) throws {
        let terminal = try terminal()
        try terminal.type("stty -a > before; echo BE\"\"FORE")
        _ = try terminal.screen(with: "BEFORE")
        let before = try terminal.screen("-e")
        try terminal.type("\(Self.show) 30s; echo ended $?; stty -a > after; echo DO\"\"NE")
        _ = try terminal.screen(with: "Ctrl-C ends")
        #expect(try terminal.state() == "1 0")
        if ending.hasPrefix("C-") {
            _ = try terminal.tmux("send-keys '\(ending.replacingOccurrences(of: "\\\\\\\\", with: "\\"))'")
        } else {
            let shell = try terminal.tmux("display-message -p '#{pane_pid}'").trimmingCharacters(in: .newlines)
            try terminal.fixture.run("kill -\(ending) $(ps -o pid= --ppid \(shell))")
        }
        let after = try terminal.screen(with: "ended \(status)\nDONE", "-e")
        #expect(try terminal.state() == "0 1")
        // The lines above are what they were, and those below have no colours.
        #expect(after.hasPrefix(before.trimmingCharacters(in: .newlines)))
        #expect(!after.contains("\u{1B}"))
        #expect(try terminal.fixture.text("after") == terminal.fixture.text("before"))
    }

    @Test("Ctrl-Z restores the terminal, and fg draws the code again")
    func pause() throws {
        let terminal = try terminal()
        try terminal.type("set -m")
        try terminal.type("\(Self.show) 30s")
        let first = try terminal.read()
        _ = try terminal.tmux("send-keys C-z")
        _ = try terminal.screen(with: "Stopped")
        #expect(try terminal.state() == "0 1")
        try terminal.type("fg")
        _ = try terminal.screen(with: "Ctrl-C ends")
        #expect(try terminal.state() == "1 0")
        #expect(try terminal.read().prefix(8) == first.prefix(8))
    }

    @Test("A terminal that is too small shows a message until it is enlarged")
    func smallTerminal() throws {
        let terminal = try terminal(columns: 80, rows: 24)
        try terminal.type("\(Self.show) 30s")
        _ = try terminal.screen(with: "this terminal has 80 and 24")
        _ = try terminal.tmux("resize-window -x 110 -y 60")
        _ = try terminal.screen(with: "█▀▀▀▀▀█")
        #expect(try terminal.read().hasPrefix("HF1:"))
    }

    @Test("Without a terminal --live is refused")
    func noTerminal() throws {
        let fixture = try CommandFixture()
        try fixture.issue()
        for line in ["\(Self.show) 30s", "TERM=dumb \(Self.show) 30s"] {
            let result = try fixture.result(
                "timeout 5 " + line.replacingOccurrences(of: "TERM=dumb ", with: "env TERM=dumb "))
            #expect(result.status == 64)
            #expect(result.output.isEmpty)
            #expect(result.errors.hasPrefix("hufu: --live: usage: "))
        }
    }
}
