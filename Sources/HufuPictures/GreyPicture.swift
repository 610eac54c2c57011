#if Pictures
    internal import CPictures
    internal import CPNG
    internal import HufuScanner

    /// A decoded picture: one byte for each pixel, row by row, 255 is white.
    struct GreyPicture {
        /// Pixels of a picture: those of a good camera. They take as many bytes, and reading takes 0.2 s.
        static let mostPixels = 20_000_000
        /// Faults of a JPEG that the decoder repairs. A cut file has one; each further one may take the time of a row.
        private static let mostWarnings: UInt32 = 32

        private(set) var pixels: [UInt8]
        let width: Int
        let height: Int
        /// Whether parts are missing.
        let isDamaged: Bool

        /// Why there is no picture.
        enum Fault: Error {
            case tooLarge(width: Int, height: Int)
            case outOfMemory
            /// The cause in the words of the decoder.
            case invalid(String)
        }

        /// Decodes a PNG or JPEG.
        init(_ file: [UInt8]) throws(Fault) {
            switch PictureFormat(of: file) {
            case .png: self = try Self.png(file)
            case .jpeg: self = try Self.jpeg(file)
            case .gif, .webp, .tiff, .bmp, .heif, .svg, .pdf, .postScript, nil: throw .invalid("not a PNG or JPEG")
            }
        }

        private init(_ pixels: [UInt8], width: Int, height: Int, isDamaged: Bool = false) {
            self.pixels = pixels
            self.width = width
            self.height = height
            self.isDamaged = isDamaged
        }

        private static func png(_ file: [UInt8]) throws(Fault) -> GreyPicture {
            var image = unsafe png_image()
            unsafe image.version = png_uint_32(PNG_IMAGE_VERSION)
            // Safe: libpng reads the file's bytes until the picture is freed, which is inside the closure; the functions of
            // its simplified interface return after an error, and contain its long jumps.
            let result = unsafe file.withUnsafeBufferPointer { bytes in
                defer { unsafe png_image_free(&image) }
                return Result { () throws(Fault) in
                    guard unsafe png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
                        throw unsafe fault(of: image)
                    }
                    let (width, height) = unsafe (Int(image.width), Int(image.height))
                    guard width > 0, height > 0, width.multipliedReportingOverflow(by: height).overflow == false,
                        width * height <= mostPixels
                    else { throw .tooLarge(width: width, height: height) }
                    unsafe image.format = png_uint_32(PNG_FORMAT_GRAY)
                    // White, because what is transparent shows what was there before.
                    var pixels = [UInt8](repeating: 255, count: width * height)
                    guard unsafe png_image_finish_read(&image, nil, &pixels, png_int_32(width), nil) != 0 else {
                        throw unsafe fault(of: image)
                    }
                    return GreyPicture(pixels, width: width, height: height)
                }
            }
            return try result.get()
        }

        private static func fault(of image: png_image) -> Fault {
            // Safe: libpng ends its messages with a zero byte.
            let message = unsafe withUnsafeBytes(of: image.message) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            return message.contains("memory") ? .outOfMemory : .invalid(message)
        }

        private static func jpeg(_ file: [UInt8]) throws(Fault) -> GreyPicture {
            var jpeg = unsafe hufu_jpeg()
            let status = unsafe hufu_read_jpeg(file, file.count, UInt64(mostPixels), mostWarnings, &jpeg)
            // Safe: the memory is that of the decoder, which has passed it on.
            defer { unsafe free(jpeg.pixels) }
            let (width, height) = unsafe (Int(jpeg.width), Int(jpeg.height))
            switch status {
            case .ok:
                // Safe: the decoder has as many pixels as it says.
                let pixels = unsafe Array(UnsafeBufferPointer(start: jpeg.pixels, count: width * height))
                return unsafe GreyPicture(pixels, width: width, height: height, isDamaged: jpeg.warnings > 0)
            case .tooLarge: throw .tooLarge(width: width, height: height)
            case .outOfMemory: throw .outOfMemory
            case .invalid:
                // Safe: the decoder ends its message with a zero byte.
                let message = unsafe withUnsafeBytes(of: jpeg.message) { bytes in
                    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                throw .invalid(message)
            }
        }

        /// The codes, those with the same content once. They are white in the picture afterwards.
        mutating func codes() throws(Fault) -> [PictureCode] {
            guard let width = Int32(exactly: width), let height = Int32(exactly: height) else {
                throw .tooLarge(width: width, height: height)
            }
            var found: [PictureCode] = []
            // Safe: the picture has as many pixels, and the callback gets the address of `found` during the call only.
            let status = unsafe withUnsafeMutablePointer(to: &found) { found in
                unsafe hufu_read_codes(
                    &pixels, width, height, Int32(PictureAnswer.mostCodes),
                    { receiver, bytes, count, corners in
                        guard let found = unsafe receiver?.assumingMemoryBound(to: [PictureCode].self) else { return }
                        let content = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
                        let numbers = unsafe UnsafeBufferPointer(start: corners, count: 8).map(Int.init)
                        // A code that is there twice must not be taken for a second use of it.
                        guard let code = PictureCode(bytes: content, corners: numbers),
                            unsafe !found.pointee.contains(where: { $0.bytes == content })
                        else { return }
                        unsafe found.pointee.append(code)
                    }, found)
            }
            switch status {
            case .ok: return found.sorted { Self.place($0) < Self.place($1) }
            case .tooLarge: throw .tooLarge(width: self.width, height: self.height)
            case .outOfMemory: throw .outOfMemory
            case .invalid: throw .invalid("the reader of codes failed")
            }
        }

        /// The upper edge of a code, then its left edge.
        private static func place(_ code: PictureCode) -> (Int, Int) {
            (code.corners.map(\.y).min() ?? 0, code.corners.map(\.x).min() ?? 0)
        }
    }
#endif
