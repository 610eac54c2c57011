import Foundation
import Hufu
import HufuSigners
import HufuTestSupport
import Testing

/// A signer in Python that fails as its arguments say.
@Suite("SignerProcess with a process that fails", .endsInTime)
struct SignerRestartTests {
    /// Notes each start in the file `starts`, and in `waiting` how many lines have come before each answer.
    private static let program = """
        import base64, os, select, sys, time
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
        folder, mode, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
        def note(name, text):
            with open(os.path.join(folder, name), "a") as file:
                file.write(text + "\\n")
        key = load_pem_private_key(open(os.path.join(folder, "key.pem"), "rb").read(), None)
        note("starts", mode)
        starts = len(open(os.path.join(folder, "starts")).readlines())
        if mode == "once" and starts > 1:
            sys.exit(1)
        answers, buffer, ended = 0, b"", False
        while True:
            # All that is there, after a while in which more may come.
            if mode == "slow":
                time.sleep(0.05)
            while not ended and (b"\\n" not in buffer or select.select([0], [], [], 0)[0]):
                chunk = os.read(0, 65536)
                buffer, ended = buffer + chunk, not chunk
            if b"\\n" not in buffer:
                break
            note("waiting", str(buffer.count(b"\\n")))
            line, _, buffer = buffer.partition(b"\\n")
            if mode in ("crash", "once") and answers == count:
                # In the middle of an answer.
                os.write(1, b"AAAA")
                os._exit(1)
            if mode == "hang" and answers == count:
                time.sleep(1000)
            if mode == "form" and answers == count:
                print("out of order", flush=True)
            else:
                print(base64.b64encode(key.sign(base64.b64decode(line))).decode(), flush=True)
            answers += 1
        """

    private struct Helper {
        let directory: TemporaryDirectory
        let key: PrivateKey
        let command: CommandLineWords

        init(_ mode: String, after count: Int = 0) throws {
            directory = try TemporaryDirectory()
            key = try PrivateKey(.ed25519)
            try Data(key.pem.utf8).write(to: directory.file("key.pem"))
            try Data(program.utf8).write(to: directory.file("signer.py"))
            let script = directory.file("signer.py").path
            let words = [Repository.python.path, script, directory.url.path, mode, "\(count)"]
            command = try CommandLineWords(words.map(CommandLineWords.quoted).joined(separator: " "))
        }

        func lines(_ file: String) throws -> [Substring] {
            try String(contentsOf: directory.file(file), encoding: .utf8).split(separator: "\n")
        }

        /// Signs messages at the same time.
        ///
        /// - Returns: the reason of each message that has no signature; `nil` for those with a valid one. In their order.
        func sign(_ count: Int, timeout: Duration = .seconds(600)) async throws -> [SignerError.Reason?] {
            try await SignerProcess.run(command, publicKey: key.publicKey, timeout: timeout) { signer in
                await withTaskGroup { group in
                    for number in 0..<count {
                        group.addTask {
                            do {
                                let signature = try await signer.signature(for: [UInt8(number)])
                                #expect(key.publicKey.isValidSignature(signature[...], for: [UInt8(number)]))
                                return (number, nil as SignerError.Reason?)
                            } catch {
                                return (number, (error as? SignerError)?.reason)
                            }
                        }
                    }
                    return await group.reduce(into: Array(repeating: nil, count: count)) { $0[$1.0] = $1.1 }
                }
            }
        }
    }

    @Test("A process that crashes is started again, and each message has one signature")
    func crashes() async throws {
        let helper = try Helper("crash", after: 7)
        #expect(try await helper.sign(60).allSatisfy { $0 == nil })
        // 8 times 7 and 4.
        #expect(try helper.lines("starts").count == 9)
    }

    @Test("A process that ends without an answer is started three more times, and then no more")
    func bounded() async throws {
        let helper = try Helper("once", after: 5)
        let reasons = try await helper.sign(10)
        #expect(reasons.count { $0 == nil } == 5 && reasons.count { $0 == .ended } == 5)
        #expect(try helper.lines("starts").count == 4)
    }

    @Test("A process that never answers is not started again")
    func neverAnswers() async throws {
        let helper = try Helper("crash", after: 0)
        #expect(try await helper.sign(3).allSatisfy { $0 == .ended })
        #expect(try helper.lines("starts").count == 1)
    }

    @Test("A process that hangs is ended at the time limit, with an error for all that waits")
    func hangs() async throws {
        let helper = try Helper("hang", after: 5)
        let reasons = try await helper.sign(10, timeout: .seconds(5))
        // A slow machine may not have answered the first five in time.
        #expect(reasons.count { $0 == nil } <= 5 && reasons.allSatisfy { $0 == nil || $0 == .timedOut })
    }

    @Test("An answer out of form is the error of its message only")
    func outOfForm() async throws {
        let helper = try Helper("form", after: 5)
        let reasons = try await helper.sign(10)
        #expect(reasons.count { $0 == nil } == 9 && reasons.count { $0 == .answerInvalid } == 1)
        #expect(try helper.lines("starts").count == 1)
    }

    @Test("Messages are written before earlier ones are answered")
    func pipelines() async throws {
        let helper = try Helper("slow")
        #expect(try await helper.sign(20).allSatisfy { $0 == nil })
        #expect(try helper.lines("waiting").compactMap { Int($0) }.max() ?? 0 > 1)
    }
}
