#if Pictures
    import Foundation
    import HufuPictures
    import HufuTestSupport
    import Testing

    @Suite("Codes in pictures", .serialized) struct PictureReaderTests {
        @Test("A code has its content and its corners, top left first")
        func content() async throws {
            var picture = TestPicture(width: 400, height: 300)
            try picture.draw("HELLO WORLD", x: 100, y: 50, scale: 6)
            let file = picture.png()
            let codes = try await PictureReader.run(Helper.hufu, limits: .patient) { try await $0.codes(in: file) }
            let code = try #require(codes.first)
            #expect(codes.count == 1)
            #expect(code.bytes == Array("HELLO WORLD".utf8))
            // Version 1: 21 modules.
            let expected = [(100, 50), (226, 50), (226, 176), (100, 176)]
            for (corner, place) in zip(code.corners, expected) {
                #expect(abs(corner.x - place.0) <= 6 && abs(corner.y - place.1) <= 6, "\(corner)")
            }
            #expect(code.corners.count == 4)
        }

        @Test("Every code in a picture is found, from top to bottom, the same content once")
        func several() async throws {
            var picture = TestPicture(width: 900, height: 700)
            let texts = ["FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH"]
            for (index, text) in texts.enumerated() {
                try picture.draw(text, x: 40 + index % 3 * 280, y: 40 + index / 3 * 300 + index * 10, scale: 6)
            }
            let single = picture.png()
            #expect(
                try await PictureReader.run(Helper.hufu, limits: .patient) { try await $0.texts(in: single) } == texts)
            try picture.draw("FIRST", x: 600, y: 560, scale: 5)
            let twice = picture.png()
            #expect(
                try await PictureReader.run(Helper.hufu, limits: .patient) { try await $0.texts(in: twice) } == texts)
        }

        @Test("A frame of a camera, a picture with transparent ground, and one without a code are read by one helper")
        func kinds() async throws {
            var picture = TestPicture(width: 200, height: 200)
            let empty = picture.png()
            try picture.draw("HELLO", x: 40, y: 40, scale: 5)
            let hidden = picture.png(hidden: true)
            let frame = try CameraFrame.jpeg
            // A second process would have to be started, and fail.
            let folder = try TemporaryDirectory()
            let once = Helper.shell("mkdir \"$2/started\" && exec \"$1\" read-pictures", in: folder)
            let limits = PictureReader.Limits(time: .seconds(30), helpers: 1)
            let found = try await PictureReader.run(once, limits: limits) { (reader) async throws in
                [
                    try await reader.texts(in: frame), try await reader.texts(in: hidden),
                    try await reader.texts(in: empty),
                ]
            }
            #expect(found == [[CameraFrame.text], ["HELLO"], []])
        }

        @Test("Other files are refused without a helper, and the error names their format")
        func formats() async throws {
            try await PictureReader.run(Helper.shell("exit 1")) { (reader) async throws in
                for (start, name) in [("GIF89a", "GIF"), ("%PDF-1.7", "PDF"), ("HF1:", "something else")] {
                    let error = await #expect(throws: PictureError.self) {
                        try await reader.codes(in: Array(start.utf8))
                    }
                    #expect(error?.reason == .formatUnknown)
                    #expect(error?.message == "expected a PNG or JPEG, received \(name)")
                }
            }
        }

        @Test("Pictures wait for a helper, more than the queue holds are refused, and a cancelled one leaves the queue")
        func queue() async throws {
            let folder = try TemporaryDirectory()
            // A helper that begins when there is a file.
            let slow = Helper.shell(
                "mkdir \"$2/started\"; until [ -e \"$2/go\" ]; do sleep 0.01; done; exec \"$1\" read-pictures",
                in: folder)
            let file = TestPicture(width: 40, height: 40).png()
            try await PictureReader.run(slow, limits: .init(time: .seconds(30), helpers: 1, queue: 1)) {
                (reader) async throws in
                let first = Task { try await reader.codes(in: file) }
                while !FileManager.default.fileExists(atPath: folder.file("started").path) {
                    try await Task.sleep(for: .milliseconds(10))
                }
                let cancelled = Task { try await reader.codes(in: file) }
                cancelled.cancel()
                let error = await #expect(throws: PictureError.self) { try await cancelled.value }
                #expect(error?.reason == .cancelled)
                // One of two waits, so the other one is refused.
                let two = await withTaskGroup(of: PictureError.Reason?.self) { group in
                    for _ in 0..<2 {
                        group.addTask {
                            do throws(PictureError) { _ = try await reader.codes(in: file) } catch {
                                return error.reason
                            }
                            return nil
                        }
                    }
                    let refused = await group.next()
                    try? Data().write(to: folder.file("go"))
                    return [refused, await group.next()]
                }
                #expect(two == [.busy, .some(nil)])
                #expect(try await first.value == [])
            }
        }

        @Test("Readers end their helpers, and callers that wait get an error")
        func end() async throws {
            let folder = try TemporaryDirectory()
            let helper = Helper.shell("echo 'hufu-pictures 1'; echo $$ >\"$2/number\"; exec sleep 60", in: folder)
            let file = TestPicture(width: 40, height: 40).png()
            let start = ContinuousClock.now
            let late = try await PictureReader.run(helper, limits: .init(time: .seconds(50))) { (reader) async throws in
                let late = Task { try await reader.codes(in: file) }
                while !FileManager.default.fileExists(atPath: folder.file("number").path) {
                    try await Task.sleep(for: .milliseconds(10))
                }
                return late
            }
            let error = await #expect(throws: PictureError.self) { try await late.value }
            #expect(error?.reason == .cancelled)
            // Without waiting for the time of the picture.
            #expect(start.duration(to: .now) < .seconds(40))
            let number = try String(contentsOf: folder.file("number"), encoding: .utf8)
            let process = try #require(Int32(number.trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect(kill(process, 0) == -1)
        }
    }
#endif
