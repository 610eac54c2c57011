import Hufu
import HufuSigners
import HufuTestSupport
import Testing

/// Programs of the system in place of a signer; `CommandTests` has one that signs.
@Suite("SignerProcess", .endsInTime)
struct SignerProcessTests {
    private func error(_ command: String, timeout: Duration = .seconds(10)) async throws -> SignerError? {
        let key = try PrivateKey(.esp256).publicKey
        let words = try CommandLineWords(command)
        return await #expect(throws: SignerError.self) {
            try await SignerProcess.run(words, publicKey: key, timeout: timeout) { try await $0.signature(for: [1]) }
        }
    }

    @Test(
        "A program that does not answer with a signature is an error with the reason",
        arguments: [
            ("cat", SignerError.Reason.answerInvalid), ("echo no-base64", .answerInvalid), ("true", .ended),
            ("/nothing/there", .notStarted), ("no-such-program-anywhere", .notStarted),
            (
                "sh -c 'read message; echo AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=='",
                .signatureInvalid
            ),
        ])
    func badAnswer(command: String, reason: SignerError.Reason) async throws {
        #expect(try await error(command)?.reason == reason)
    }

    @Test("A program that is silent for longer than the time limit is ended")
    func timeout() async throws {
        let start = ContinuousClock.now
        #expect(try await error("sleep 1000", timeout: .milliseconds(200))?.reason == .timedOut)
        #expect(start.duration(to: .now) < .seconds(500))
    }

    @Test(
        "A command line is split into words as by a shell, and nothing is expanded",
        arguments: [
            ("a b  c", ["a", "b", "c"]), ("'a b' c", ["a b", "c"]), (#"a "b \" c" d\ e"#, ["a", #"b " c"#, "d e"]),
            (#"a '$HOME' "*" ''"#, ["a", "$HOME", "*", ""]), ("a\tb\nc", ["a", "b", "c"]), (#"x'y'"z""#, ["xyz"]),
        ])
    func words(text: String, words: [String]) throws {
        let found = try CommandLineWords(text)
        #expect([found.program] + found.arguments == words)
    }

    @Test(
        "A command line without a program or with an open quote is refused",
        arguments: [
            ("", CommandLineError.Reason.empty), (" \t", .empty), ("''", .empty), ("'a", .quoteOpen),
            (#"a "b"#, .quoteOpen), (#"a \"#, .quoteOpen),
        ])
    func badWords(text: String, reason: CommandLineError.Reason) {
        let error = #expect(throws: CommandLineError.self) { try CommandLineWords(text) }
        #expect(error?.reason == reason)
    }
}
