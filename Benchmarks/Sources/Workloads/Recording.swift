package import Foundation
internal import Hufu

/// Scans that were signed once and stored in `scans.json`. New ECDSA signatures in each run would differ, and the time
/// of a signature check depends on the signature: by more instructions than a tenth of the library's own code.
package struct Recording: Codable, Sendable {
    package struct Code: Codable, Sendable {
        package let text: String
        package let payload: Data

        init(_ token: Token) { (text, payload) = (token.text(), Data(token.payload)) }
    }

    package let credential: String
    package let token: Code
    package let code: Code
    package let card: Code

    private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../scans.json")

    static func read(_ algorithm: COSE.Algorithm) throws -> Recording {
        let recordings = try JSONDecoder().decode([String: Recording].self, from: Data(contentsOf: file))
        guard let recording = recordings[algorithm.name] else {
            throw Failure("nothing is recorded of \(algorithm.name)")
        }
        return recording
    }

    static func write(_ recordings: [String: Recording]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(recordings) + Data("\n".utf8)).write(to: file)
    }
}

extension COSE.Algorithm {
    var name: String {
        switch self {
        case .esp256: "ESP256"
        case .ed25519: "Ed25519"
        }
    }
}
