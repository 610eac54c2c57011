#if Pictures
    internal import Hufu

    /// What a helper answers: one line of JSON for each picture.
    enum PictureAnswer: Equatable {
        case codes([PictureCode])
        /// Pixels; the picture was not decoded.
        case tooLarge(width: Int, height: Int)
        case outOfMemory
        /// The cause in the words of the decoder.
        case invalid(String)

        /// The line that a helper writes when it is ready, so that another program is told from one.
        static let greeting = Array("hufu-pictures 1".utf8)
        /// Codes of a picture. Reading goes on until no code is found, so there has to be an end.
        static let mostCodes = 64
        /// Bytes of a line: so many codes with the longest content, in base64.
        static let longestLine = 1 << 20
        /// Characters of a decoder's message.
        private static let longestCause = 100

        var line: [UInt8] {
            let value: JSONValue =
                switch self {
                case .codes(let codes): .object([JSONMember("codes", .array(codes.map(Self.value)))])
                case .tooLarge(let width, let height):
                    .object([JSONMember("too_large", .array([.integer(width), .integer(height)]))])
                case .outOfMemory: .object([JSONMember("out_of_memory", .bool(true))])
                case .invalid(let cause): .object([JSONMember("invalid", .string(cause))])
                }
            return Array(JSONWriter.text(value).utf8) + [0x0a]
        }

        private static func value(_ code: PictureCode) -> JSONValue {
            .object([
                JSONMember("bytes", .string(Base64.encode(code.bytes))),
                JSONMember("corners", .array(code.corners.flatMap { [.integer($0.x), .integer($0.y)] })),
            ])
        }

        /// The answer in a line; `nil` if it has another form. A decoder that was taken over by a picture writes
        /// anything.
        init?(line: [UInt8]) {
            guard let value = try? JSONReader.read(line).value else { return nil }
            if case .array(let values) = value["codes"] {
                let codes = values.compactMap(Self.code)
                guard codes.count == values.count, codes.count <= Self.mostCodes else { return nil }
                self = .codes(codes)
            } else if case .array(let sides) = value["too_large"], case .integer(let width) = sides.first,
                case .integer(let height) = sides.last, sides.count == 2
            {
                self = .tooLarge(width: width, height: height)
            } else if case .string(let cause) = value["invalid"] {
                let printable = cause.unicodeScalars.filter { " "..."~" ~= $0 }.prefix(Self.longestCause)
                self = .invalid(String(String.UnicodeScalarView(printable)))
            } else if case .bool(true) = value["out_of_memory"] {
                self = .outOfMemory
            } else {
                return nil
            }
        }

        private static func code(_ value: JSONValue) -> PictureCode? {
            guard case .string(let text) = value["bytes"], let bytes = Base64.decode(text),
                case .array(let numbers) = value["corners"], numbers.count == 8
            else { return nil }
            let corners = numbers.compactMap { if case .integer(let number) = $0 { number } else { nil } }
            guard corners.count == numbers.count else { return nil }
            return PictureCode(bytes: bytes, corners: corners)
        }
    }

    extension PictureCode {
        /// A code, with x and y of each corner; `nil` unless there are four.
        init?(bytes: [UInt8], corners numbers: [Int]) {
            guard numbers.count == 8 else { return nil }
            self.bytes = bytes
            corners = stride(from: 0, to: numbers.count, by: 2).map { Point(x: numbers[$0], y: numbers[$0 + 1]) }
        }
    }
#endif
