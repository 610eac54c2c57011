#if Pictures
    import Foundation
    import HufuPictures
    import HufuSigners
    import HufuTestSupport
    import Testing

    /// Helper processes that fail.
    @Suite("Failing helpers", .serialized) struct HelperTests {
        private static let greeting = "echo 'hufu-pictures 1'"

        private func reason(
            _ helper: CommandLineWords, within time: Duration = .seconds(30)
        ) async throws -> (reason: PictureError.Reason, time: Duration) {
            let file = TestPicture(width: 40, height: 40).png()
            return try await PictureReader.run(helper, limits: .init(time: time)) { (reader) async throws in
                let start = ContinuousClock.now
                return (try await reader.error(of: file), start.duration(to: .now))
            }
        }

        @Test(
            "A helper that crashes, ends, or answers something else fails the picture",
            arguments: [
                "kill -SEGV $$", "exit 0", "echo '{\"codes\":[{\"bytes\":\"QQ==\"}]}'; sleep 9", "echo '{}'; sleep 9",
                "echo '{\"codes\":[{\"bytes\":\"QQ==\",\"corners\":[1,2,3,4,5,6,7]}]}'; sleep 9", "yes | tr -d '\\n'",
            ])
        func fails(behaviour: String) async throws {
            #expect(try await reason(Helper.shell("\(Self.greeting); \(behaviour)")).reason == .helperFailed)
        }

        @Test("A program that is no helper, or does not exist, is reported as such")
        func missing() async throws {
            #expect(try await reason(Helper.shell("echo hello")).reason == .helperMissing)
            #expect(
                try await reason(CommandLineWords(program: "/nonexistent/hufu", arguments: [])).reason == .helperMissing
            )
        }

        @Test("A helper that hangs is killed after a second, with the processes that it has started")
        func hangs() async throws {
            let folder = try TemporaryDirectory()
            let helper = Helper.shell("\(Self.greeting); sleep 60 & echo $! >\"$2/number\"; wait", in: folder)
            let (reason, time) = try await reason(helper, within: .seconds(1))
            #expect(reason == .timedOut)
            #expect(time >= .milliseconds(900))
            let number = try String(contentsOf: folder.file("number"), encoding: .utf8)
            let process = try #require(Int32(number.trimmingCharacters(in: .whitespacesAndNewlines)))
            // A process that was killed waits until its new parent looks at it, on a busy machine for seconds.
            for _ in 0..<3_000 where kill(process, 0) == 0 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(kill(process, 0) == -1)
        }

        @Test("After a crash another helper reads the next picture")
        func again() async throws {
            let folder = try TemporaryDirectory()
            let crash = "\(Self.greeting); head -c 20 >/dev/null; kill -9 $$"
            let helper = Helper.shell(
                "if mkdir \"$2/crashed\" 2>/dev/null; then \(crash); fi; exec \"$1\" read-pictures", in: folder)
            var picture = TestPicture(width: 200, height: 200)
            try picture.draw("HELLO", x: 40, y: 40, scale: 5)
            let file = picture.png()
            try await PictureReader.run(helper, limits: .init(time: .seconds(30), helpers: 1)) {
                (reader) async throws in
                #expect(try await reader.error(of: file) == .helperFailed)
                #expect(try await reader.texts(in: file) == ["HELLO"])
            }
        }

        @Test("A helper that nobody kills ends by itself")
        func alarm() async throws {
            let folder = try TemporaryDirectory()
            let hostile = TestPicture.finderPatterns.png()
            // 300 ms as the time, the length, the picture.
            try Data(PNG.bytes(300) + PNG.bytes(hostile.count) + hostile).write(to: folder.file("request"))
            let process = Process()
            process.executableURL = URL(filePath: Helper.hufu.program)
            process.arguments = ["read-pictures"]
            process.standardInput = try FileHandle(forReadingFrom: folder.file("request"))
            process.standardOutput = FileHandle.nullDevice
            let start = ContinuousClock.now
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGALRM)
            #expect(start.duration(to: .now) < .seconds(60))
        }
    }
#endif
