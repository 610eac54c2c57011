#if Pictures
    import Foundation
    import HufuPictures
    import HufuQR
    import HufuSigners
    import HufuTestSupport
    import Testing

    /// Pictures that attack a decoder. Each ends with an error, and the reader reads on.
    @Suite("Hostile pictures", .serialized) struct HostilePictureTests {
        /// The time for anything that is refused without decoding it all, on a machine that is busy.
        private static let soon = Duration.seconds(20)

        @Test("A PNG of 32,000 x 32,000 pixels and headers that announce more are refused before they are decoded")
        func bombs() async throws {
            let bomb = try PNGRenderer(size: .scale(1100)).png(of: QRSymbol("HELLO"))
            #expect(bomb.count < 4 << 20)
            var jpeg = try CameraFrame.jpeg
            try jpeg.setJPEGSize(width: 65_500, height: 65_500)
            let announced =
                PNG.signature + PNG.header(width: 50_000, height: 50_000)
                + PNG.chunk("IDAT", PNG.compressed([UInt8](repeating: 0, count: 1 << 20)))
            try await PictureReader.run(Helper.hufu, limits: .patient) { (reader) async throws in
                _ = try await reader.codes(in: TestPicture(width: 9, height: 9).png())
                for picture in [bomb, announced, jpeg] {
                    let start = ContinuousClock.now
                    #expect(try await reader.error(of: picture) == .tooLarge)
                    #expect(start.duration(to: .now) < Self.soon)
                }
                #expect(try await reader.error(of: [UInt8](repeating: 0xff, count: 17 << 20)) == .tooLarge)
            }
        }

        @Test("A JPEG with another size than its data is damaged, not read as a picture without a code")
        func falseSize() async throws {
            var jpeg = try CameraFrame.jpeg
            try jpeg.setJPEGSize(width: 4000, height: 4000)
            let file = jpeg
            try await PictureReader.run(Helper.hufu, limits: .patient) { (reader) async throws in
                #expect(try await reader.error(of: file) == .invalid)
            }
        }

        @Test("A picture of 1,296 finder patterns is refused in time while others are read")
        func finderPatterns() async throws {
            var picture = TestPicture(width: 200, height: 200)
            try picture.draw("HELLO", x: 40, y: 40, scale: 5)
            let (hostile, other) = (TestPicture.finderPatterns.png(), picture.png())
            try await PictureReader.run(Helper.hufu, limits: .init(time: .seconds(3))) { (reader) async throws in
                // Both helpers have started.
                async let warm = reader.codes(in: other)
                _ = try await (reader.codes(in: other), warm)
                let start = ContinuousClock.now
                let refused = Task {
                    let error = await #expect(throws: PictureError.self) { try await reader.codes(in: hostile) }
                    return (error?.reason, start.duration(to: .now))
                }
                var served = 0
                while start.duration(to: .now) < .milliseconds(800) {
                    #expect(try await reader.texts(in: other) == ["HELLO"])
                    served += 1
                }
                let (reason, time) = await refused.value
                #expect(reason == .timedOut)
                // ZXing would take minutes; the helper is killed.
                #expect(time < Self.soon)
                #expect(served >= 1)
                #expect(try await reader.texts(in: other) == ["HELLO"])
            }
        }

        @Test("A file that ends early is damaged; a JPEG of which enough is there may be read")
        func truncated() async throws {
            var picture = TestPicture(width: 200, height: 200)
            try picture.draw("HELLO", x: 40, y: 40, scale: 5)
            let (png, jpeg) = (picture.png(), try CameraFrame.jpeg)
            try await PictureReader.run(Helper.hufu, limits: .patient) { (reader) async throws in
                // The end chunk is not needed to decode.
                for count in stride(from: 8, to: png.count - 16, by: 97) {
                    #expect(try await reader.error(of: Array(png.prefix(count))) == .invalid, "\(count) bytes")
                }
                for share in 1..<10 {
                    let part = Array(jpeg.prefix(jpeg.count * share / 10))
                    do {
                        #expect(try await reader.texts(in: part) == [CameraFrame.text])
                    } catch let error as PictureError {
                        #expect(error.reason == .invalid)
                    }
                }
                #expect(try await reader.error(of: Array(jpeg.prefix(jpeg.count / 10))) == .invalid)
            }
        }

        @Test("Text and profiles of 50 MB in a small PNG are not unpacked")
        func floods() async throws {
            let flood = PNG.compressed([UInt8](repeating: 0x20, count: 50_000_000))
            var picture = TestPicture(width: 200, height: 200)
            try picture.draw("HELLO", x: 40, y: 40, scale: 5)
            let text = picture.png(chunks: PNG.chunk("zTXt", Array("a\0\0".utf8) + flood))
            let profile = picture.png(chunks: PNG.chunk("iCCP", Array("a\0\0".utf8) + flood))
            let many = picture.png(
                chunks: (0..<2000).flatMap { _ in
                    PNG.chunk("tEXt", Array("a\0".utf8) + [UInt8](repeating: 65, count: 100))
                })
            try await PictureReader.run(Helper.hufu, limits: .patient) { (reader) async throws in
                for file in [text, profile, many] {
                    // An unneeded chunk of a wrong form may be skipped, or the file refused.
                    do {
                        #expect(try await reader.texts(in: file) == ["HELLO"])
                    } catch let error as PictureError {
                        #expect(error.reason == .invalid)
                    }
                }
            }
        }

        @Test("The greatest pictures that are allowed are read in the memory of a helper")
        func greatest() async throws {
            // 29 modules with the margin: 4,350 x 4,350 pixels.
            let greatest = try PNGRenderer(size: .scale(150)).png(of: QRSymbol("HELLO"))
            let narrow = TestPicture(width: 1, height: 20_000).png()
            try await PictureReader.run(Helper.hufu, limits: .patient) { (reader) async throws in
                #expect(try await reader.texts(in: greatest) == ["HELLO"])
                #expect(try await reader.texts(in: narrow) == [])
            }
        }

        @Test("Random pictures and files with changed bytes do no harm")
        func random() async throws {
            let count = ProcessInfo.processInfo.environment["HUFU_PICTURES"].flatMap { Int($0) } ?? 150
            var picture = TestPicture(width: 150, height: 120)
            try picture.draw("HELLO", x: 20, y: 10, scale: 4)
            let files = [picture.png(), picture.png(hidden: true), try CameraFrame.jpeg]
            try await PictureReader.run(Helper.hufu, limits: .init(time: .seconds(3))) { (reader) async throws in
                for seed in 0..<count {
                    var random = SeededGenerator(seed: UInt64(seed))
                    let file = Self.changed(files[seed % files.count], &random)
                    do throws(PictureError) {
                        _ = try await reader.codes(in: file)
                    } catch {
                        switch error.reason {
                        case .formatUnknown, .tooLarge, .invalid, .timedOut: break
                        case .codeMissing, .helperFailed, .helperMissing, .busy, .cancelled:
                            Issue.record("seed \(seed): \(error)")
                        }
                    }
                }
                #expect(try await reader.texts(in: files[0]) == ["HELLO"])
            }
        }

        /// One of: changed bytes at the beginning, changed bytes anywhere with the checksums of a PNG made right, and a
        /// picture of random pixels.
        private static func changed(_ file: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
            let interesting: [UInt8] = [
                0, 1, 2, 3, 7, 8, 16, 0x7f, 0x80, 0xc0, 0xc2, 0xc4, 0xd8, 0xd9, 0xda, 0xfe, 0xff,
            ]
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                let head = min(file.count, Int.random(in: 8...700, using: &random))
                return file.prefix(8) + random.mutated(Array(file[8..<max(8, head)]), inserting: interesting)
                    + file[max(8, head)...]
            case 1:
                let body = file.prefix(8) + random.mutated(Array(file.dropFirst(8)), inserting: interesting)
                return file.starts(with: PNG.signature) ? PNG.repaired(Array(body)) : Array(body)
            default:
                let (width, height) = (Int.random(in: 1...300, using: &random), Int.random(in: 1...200, using: &random))
                let step = Int.random(in: 1...8, using: &random)
                var pixels = [UInt8](repeating: 0, count: width * height)
                var grey: UInt8 = 0
                for index in pixels.indices {
                    if index % step == 0 { grey = random.next() & 1 == 0 ? 0 : 255 }
                    pixels[index] = grey
                }
                return TestPicture(width: width, height: height, pixels).png()
            }
        }
    }

    extension PNG {
        /// The file with the right checksum for each chunk, as far as there are chunks: decoders check it first.
        fileprivate static func repaired(_ file: [UInt8]) -> [UInt8] {
            var (rest, result) = (file.dropFirst(8), Array(file.prefix(8)))
            while rest.count >= 12 {
                let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
                guard length <= rest.count - 12 else { break }
                let name = String(decoding: rest.dropFirst(4).prefix(4).map { $0 & 0x7f }, as: UTF8.self)
                result += chunk(name, Array(rest.dropFirst(8).prefix(length)))
                rest = rest.dropFirst(length + 12)
            }
            return result + rest
        }
    }

    extension [UInt8] {
        /// Changes the size in the frame header of a JPEG (ITU-T T.81, B.2.2).
        fileprivate mutating func setJPEGSize(width: Int, height: Int) throws {
            let marker = try #require(firstRange(of: [0xff, 0xc0]) ?? firstRange(of: [0xff, 0xc2]))
            let size = [height, width].flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
            replaceSubrange(marker.upperBound + 3..<marker.upperBound + 7, with: size)
        }
    }
#endif
