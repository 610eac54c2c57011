extension Inspector {
    /// Opens the text of a signed challenge (profile section 18): the challenge, and the certificate inside it.
    static func inspect(challenge scan: [UInt8]) -> Report {
        report { report throws(ChallengeError) in
            let bytes = try SignedChallenge.bytes(of: scan)
            report.layers.append(Layer(title: "text", size: scan.count, content: ""))
            report.layers.append(Layer(title: "payload", size: bytes.count, content: ""))
            do throws(COSEError) {
                let reader = CBORReader(bytes.span)
                let outer = try COSE.Sign1(reader, expecting: .challenge)
                try describe(outer, as: "challenge", reader, into: &report)
                if let nested = outer.header.credential {
                    let inner = try COSE.Sign1(
                        reader.cursor(in: nested), expecting: .verifierCertificate, isNested: true)
                    try describe(inner, as: certificateTitle, reader, into: &report)
                }
            } catch { throw ChallengeError(error) }
            _ = try SignedChallenge(bytes)
        }
    }

    /// Opens the certificate of a scanner, which is a file of bytes and no text.
    static func inspect(certificate bytes: [UInt8]) -> Report {
        report { report throws(ChallengeError) in
            report.layers.append(Layer(title: "file", size: bytes.count, content: ""))
            do throws(COSEError) {
                let reader = CBORReader(bytes.span)
                let envelope = try COSE.Sign1(reader, expecting: .verifierCertificate)
                try describe(envelope, as: certificateTitle, reader, into: &report)
            } catch { throw ChallengeError(error) }
            _ = try VerifierCertificate(bytes)
        }
    }

    private static let certificateTitle = "certificate"

    private static func report(_ open: (inout Report) throws(ChallengeError) -> Void) -> Report {
        var report = Report()
        do throws(ChallengeError) { try open(&report) } catch {
            report.fault = [error.code, error.location].compactMap(\.self).joined(separator: ": ")
        }
        return report
    }
}
