#if Pictures
    import Foundation
    import HufuPictures
    import HufuSigners
    import HufuTestSupport
    import Testing

    /// Helper programs.
    enum Helper {
        /// The built command, beside the bundle of these tests.
        static var hufu: CommandLineWords {
            let bundle = URL(
                filePath: CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0])
            let path = bundle.deletingLastPathComponent().appending(path: "hufu").path
            return CommandLineWords(program: path, arguments: ["read-pictures"])
        }

        /// A line of shell; `$1` is the built command, and `$2` the folder.
        static func shell(_ line: String, in folder: TemporaryDirectory? = nil) -> CommandLineWords {
            CommandLineWords(
                program: "/bin/sh", arguments: ["-c", line, "sh", hufu.program, folder?.url.path ?? ""])
        }
    }

    extension PictureReader.Limits {
        /// Time enough on a machine that is busy, where the time is not what is tested.
        static let patient = PictureReader.Limits(time: .seconds(30))
    }

    extension PictureReader {
        /// The texts of the codes in a picture.
        func texts(in picture: [UInt8]) async throws -> [String] { try await codes(in: picture).map(\.text) }

        /// The error of a picture, which must have one.
        func error(of picture: [UInt8], _ place: SourceLocation = #_sourceLocation) async throws -> PictureError.Reason
        {
            do {
                let codes = try await codes(in: picture)
                Issue.record("\(codes.count) codes", sourceLocation: place)
                throw CancellationError()
            } catch let error as PictureError {
                return error.reason
            }
        }
    }
#endif
