import Foundation
import HufuFiles

@testable import Hufu
@testable import HufuIssuer

extension FuzzTarget {
    /// The lines of a batch, as a file. The first byte chooses what is made of them.
    static let batches = FuzzTarget(
        name: "batches", longest: 16_384,
        seeds: { vectors in
            let samples = SampleLicenses(count: 24, seed: 1, at: .ofVectors)
            let lines: [String] = samples.indices.map { samples.batchLine($0) }
            let licenses: [String] = try vectors.cases("issuing", most: 60).compactMap { field in
                field["license"].map { JSONWriter.text($0.value) }
            }
            let requests: [String] = try vectors.cases("request", most: 8).compactMap { field in
                field["input_hex"]?.hexadecimalBytes.map { #"{"license":{},"request":"\#(Base64.encode($0))"}"# }
            }
            let several: [String] = [
                lines.prefix(3).joined(separator: "\r\n"), lines.prefix(2).joined(separator: "\n \n") + "\n",
                lines[0] + "\n" + lines[0], licenses.prefix(4).joined(separator: "\n"), "{}\nnull\n{", "[{}]",
                "\u{feff}{}", "document_number,family_name\n",
            ]
            var seeds: [[UInt8]] = []
            for (number, text) in (lines + licenses + requests).enumerated() {
                seeds.append([UInt8(number % Kind.allCases.count)] + Array(text.utf8))
            }
            for text in several {
                for kind in Kind.allCases.indices { seeds.append([UInt8(kind)] + Array(text.utf8)) }
            }
            return seeds
        },
        body: { input in
            var parts = Parts(input)
            let kind = Kind.allCases[Int(parts.byte()) % Kind.allCases.count]
            let bytes = parts.remainder()
            let results: [BatchResult]
            do { results = try sign(bytes, as: kind) } catch {
                require(error is any CodedError, "an error of a batch has a code: \(error)")
                return
            }
            require(results.count == lines(of: bytes), "each line has one result")
            var (line, entries): (Int, Set<StatusReference>) = (0, [])
            for result in results {
                require(result.line > line, "results are in the order of the lines")
                line = result.line
                check(result, of: kind)
                if case .success = result.product, let status = result.status {
                    require(entries.insert(status).inserted, "no two licences have the same entry of a status list")
                }
            }
        })

    private enum Kind: CaseIterable {
        case device, ownDevice, card, codes
    }

    private static let issuer = require("an issuer") {
        try Issuer(id: "https://dmv.example", signer: OwnKeys.shared["issuer"])
    }

    private static let path = FileManager.default.temporaryDirectory.appending(
        path: "hufu-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    ).path

    private static func sign(_ bytes: [UInt8], as kind: Kind) throws -> [BatchResult] {
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let input = try FileInput(path)
        let clock = { @Sendable in UnixTime.ofVectors }
        let batch =
            switch kind {
            case .device:
                BatchIssuer(
                    input, by: issuer, profile: IssuanceProfile(), deviceKey: OwnKeys.shared["device"].publicKey,
                    clock: clock)
            case .ownDevice:
                BatchIssuer(input, by: issuer, profile: IssuanceProfile(redaction: .all, isStrict: true), clock: clock)
            case .card:
                BatchIssuer(input, by: issuer, profile: IssuanceProfile(codeProfile: .card), clock: clock)
            case .codes: BatchIssuer(minting: input, by: issuer, profile: MintingProfile(count: 2), clock: clock)
            }
        return try waiting {
            var results: [BatchResult] = []
            for try await result in batch { results.append(result) }
            return results
        }
    }

    /// The number of lines that are not blank.
    private static func lines(of bytes: [UInt8]) -> Int {
        bytes.split(separator: UInt8(ascii: "\n")).count { line in
            line.count > BatchIssuer.longestLine || line.contains { ![0x20, 0x09, 0x0d].contains($0) }
        }
    }

    private static func check(_ result: BatchResult, of kind: Kind) {
        let value = require("a result is one line of JSON") { try JSONReader.read(Array(result.json.utf8)) }
        require(!result.json.utf8.contains(0x0a), "a result is one line")
        switch result.product {
        case .failure(let error):
            require(value["error"] != nil && result.reject != nil, "an error is shown")
            guard let error = error as? any CodedError else { fail("an error of a line has a code: \(error)") }
            _ = (error.message, error.advice, error.location)
        case .success(.credential(let text)) where kind == .card:
            require(Inspector.inspect(Array(text.utf8)).fault == nil, "a static code that was made here opens")
        case .success(.credential(let text)):
            let credential = require("a credential is read") { try Credential(text: text) }
            require(credential.text() == text, "a credential has one text")
        case .success(.codes(let codes)): require(codes.count == 2, "there is a code for each time step")
        }
        if case .success = result.product {
            require(value["error"] == nil && result.reject == nil, "what was signed has no error")
        }
    }
}
