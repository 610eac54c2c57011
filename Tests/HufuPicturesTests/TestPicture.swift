import CZlib
import Foundation
import HufuQR
import HufuTestSupport

/// Grey pixels that tests draw on, and files with them.
struct TestPicture {
    let width: Int
    let height: Int
    private(set) var pixels: [UInt8]

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        pixels = [UInt8](repeating: 255, count: width * height)
    }

    /// A grey value for each pixel.
    init(width: Int, height: Int, _ pixels: [UInt8]) {
        (self.width, self.height, self.pixels) = (width, height, pixels)
    }

    mutating func fill(x: Int, y: Int, side: Int, _ grey: UInt8) {
        for row in y..<y + side {
            pixels.replaceSubrange(row * width + x..<row * width + x + side, with: repeatElement(grey, count: side))
        }
    }

    /// Draws a code with the top left corner of the symbol at a place, and without a quiet zone.
    mutating func draw(_ text: String, x: Int, y: Int, scale: Int) throws {
        let symbol = try QRSymbol(text)
        for row in 0..<symbol.size {
            for column in 0..<symbol.size where symbol.isDark(x: column, y: row) {
                fill(x: x + column * scale, y: y + row * scale, side: scale, 0)
            }
        }
    }

    /// 1280 x 720 pixels with 1,296 finder patterns (ISO/IEC 18004, 6.3.3.1).
    static var finderPatterns: TestPicture {
        var picture = TestPicture(width: 1280, height: 720)
        for row in 0..<27 {
            for column in 0..<48 {
                let (x, y) = (8 + column * 26, 8 + row * 26)
                picture.fill(x: x, y: y, side: 21, 0)
                picture.fill(x: x + 3, y: y + 3, side: 15, 255)
                picture.fill(x: x + 6, y: y + 6, side: 9, 0)
            }
        }
        return picture
    }

    /// A PNG with the picture (ISO/IEC 15948).
    ///
    /// - Parameters:
    ///   - hidden: whether the white pixels are black and transparent.
    ///   - chunks: chunks in front of the pixels.
    func png(hidden: Bool = false, chunks: [UInt8] = []) -> [UInt8] {
        var rows: [UInt8] = []
        for row in 0..<height {
            let line = pixels[row * width..<(row + 1) * width]
            rows.append(0)
            if hidden {
                for grey in line { rows += [0, grey == 255 ? 0 : 255] }
            } else {
                rows += line
            }
        }
        return PNG.signature + PNG.header(width: width, height: height, colour: hidden ? 4 : 0) + chunks
            + PNG.chunk("IDAT", PNG.compressed(rows)) + PNG.chunk("IEND", [])
    }
}

/// Parts of PNG files.
enum PNG {
    static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    static func header(width: Int, height: Int, colour: UInt8 = 0) -> [UInt8] {
        chunk("IHDR", bytes(width) + bytes(height) + [8, colour, 0, 0, 0])
    }

    static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        // Safe: the array has as many bytes.
        return bytes(data.count) + body + bytes(unsafe Int(crc32(0, body, UInt32(body.count))))
    }

    static func bytes(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }

    static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var count = compressBound(UInt(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(count))
        // Safe: the array has as many bytes as zlib may write.
        let status = unsafe compress2(&output, &count, bytes, UInt(bytes.count), 6)
        precondition(status == Z_OK)
        return Array(output.prefix(Int(count)))
    }
}

/// A JPEG of 1280 x 720 pixels that OpenCV has made: a code of version 12 with ``text``, tilted, on a noisy ground.
enum CameraFrame {
    static let text = "HF1:CAMERA " + String(repeating: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", count: 8)

    static var jpeg: [UInt8] {
        get throws {
            Array(try Data(contentsOf: Repository.root.appending(path: "Tests/HufuPicturesTests/camera.jpg")))
        }
    }
}
