import Foundation
import HufuQR
import Testing

@Suite("PNG pictures")
struct PNGTests {
    /// Reads a PNG with nothing but zlib and the chunk layout: header, pHYs and names of the chunks on one line each,
    /// then one line of 0 (black) and 1 for each row of pixels.
    private static let reader = """
        import struct, sys, zlib
        data = open(sys.argv[1], "rb").read()
        assert data[:8] == b"\\x89PNG\\r\\n\\x1a\\n", "signature"
        position, names, packed, density = 8, [], b"", "none"
        while position < len(data):
            length, name = struct.unpack(">I4s", data[position:position + 8])
            body = data[position + 8:position + 8 + length]
            checksum, = struct.unpack(">I", data[position + 8 + length:position + 12 + length])
            assert zlib.crc32(name + body) == checksum, "checksum"
            position += 12 + length
            if not names or names[-1] != name.decode(): names.append(name.decode())
            if name == b"IHDR": header = struct.unpack(">IIBBBBB", body)
            if name == b"IDAT": packed += body
            if name == b"pHYs": density = "%d %d %d" % struct.unpack(">IIB", body)
        assert position == len(data) and length == 0, "end"
        print(*header)
        print(density)
        print(*names)
        width, height = header[:2]
        stride, raw = (width + 7) // 8, zlib.decompress(packed)
        assert len(raw) == height * (stride + 1), "rows"
        above = bytes(stride)
        for y in range(height):
            line = raw[y * (stride + 1):(y + 1) * (stride + 1)]
            kind, row = line[0], line[1:]
            assert kind in (0, 2), "filter"
            if kind == 2: row = bytes((a + b) & 255 for a, b in zip(row, above))
            above = row
            print("".join(format(byte, "08b") for byte in row)[:width])
        """

    private struct Picture {
        let header: String
        let density: String
        let chunks: String
        let rows: [[Bool]]

        init(_ png: [UInt8]) throws {
            let output = try Tool.withFile(png, type: "png") { try Tool.python(PNGTests.reader, $0) }
            let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
            try #require(lines.count > 3)
            (header, density, chunks) = (lines[0], lines[1], lines[2])
            rows = lines.dropFirst(3).map { $0.map { $0 == "0" } }
        }
    }

    private func enlarged(_ matrix: [[Bool]], scale: Int) -> [[Bool]] {
        matrix.flatMap { row in
            Array(repeating: row.flatMap { Array(repeating: $0, count: scale) }, count: scale)
        }
    }

    @Test("Every pixel is the one of its module", arguments: [(1, 4), (2, 5), (3, 4), (4, 4), (7, 9), (8, 4), (17, 4)])
    func pixels(scale: Int, quietZone: Int) throws {
        for characters in [1, 300] {
            let symbol = try QRSymbol(Samples.text(characters))
            let picture = try Picture(PNGRenderer(size: .scale(scale), quietZone: quietZone).png(of: symbol))
            let side = (symbol.size + 2 * quietZone) * scale
            #expect(picture.header == "\(side) \(side) 1 0 0 0 0")
            #expect(picture.density == "none")
            #expect(picture.chunks == "IHDR IDAT IEND")
            #expect(picture.rows == enlarged(Samples.matrix(of: symbol, border: quietZone), scale: scale))
        }
    }

    @Test(
        "A physical size takes the largest scale that fits and states the density that fills it",
        arguments: [
            (52.5, 300, 5), (50.8, 600, 11), (25.4, 105, 1), (25.4, 210, 2), (25.4, 209, 1), (8.9, 300, 1),
            (85.6, 600, 19),
        ])
    func physical(width: Double, dpi: Int, scale: Int) throws {
        let symbol = try QRSymbol(Samples.text(970))
        let renderer = try PNGRenderer(size: .physical(widthMillimetres: width, dpi: dpi))
        #expect(try renderer.pixelsPerModule(of: symbol) == scale)
        let picture = try Picture(renderer.png(of: symbol))
        let side = 105 * scale
        #expect(picture.header == "\(side) \(side) 1 0 0 0 0")
        #expect(picture.chunks == "IHDR pHYs IDAT IEND")
        let density = picture.density.split(separator: " ").compactMap { Int($0) }
        try #require(density.count == 3)
        #expect(density[0] == density[1])
        #expect(density[2] == 1)
        let printed = Double(side) / Double(density[0]) * 1000
        #expect(abs(printed - width) <= width * 0.5 / Double(density[0]))
    }

    @Test("A width of a whole number of pixels per module is not rounded down")
    func exactWidth() throws {
        // 107.1 mm are 5,355 dots, 51 for each of 105 modules; the division yields 50.999999.
        let renderer = try PNGRenderer(size: .physical(widthMillimetres: 107.1, dpi: 1270))
        #expect(try renderer.pixelsPerModule(of: QRSymbol(Samples.text(970))) == 51)
    }

    @Test("The same symbol gives the same bytes")
    func identical() throws {
        let symbol = try QRSymbol(Samples.text(790))
        let renderer = try PNGRenderer(size: .physical(widthMillimetres: 50, dpi: 600))
        let first = try renderer.png(of: symbol)
        for _ in 0..<20 {
            #expect(try renderer.png(of: QRSymbol(Samples.text(790))) == first)
        }
    }

    @Test("A picture at scale 16 is less than five times as large as at scale 4")
    func size() throws {
        let symbol = try QRSymbol(Samples.text(790))
        let sizes = try [4, 16].map { try PNGRenderer(size: .scale($0)).png(of: symbol).count }
        #expect(sizes[0] < 2500)
        #expect(sizes[1] < 5 * sizes[0])
    }

    @Test("The largest picture is written, and stays small")
    func largest() throws {
        let symbol = try QRSymbol("A")
        let png = try PNGRenderer(size: .scale(32_000 / 29)).png(of: symbol)
        #expect(png.count < 2_000_000)
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
}
