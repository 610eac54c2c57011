internal import Hufu
internal import HufuScanner

/// Trust lists in files.
enum Trust {
    static func list(_ path: String) throws(Failure) -> TrustList {
        try Input.read(path) { bytes in
            try TrustFileError.explaining(bytes, isSigned: false) { try TrustList(json: bytes) }
        }
    }

    /// The default name of signed lists.
    static let name = "trust"

    static func show(_ list: TrustList) throws(Failure) {
        for line in ListReport.lines(of: list) { try Output.line(Escaped.text(line)) }
    }

    static func use(_ text: String) throws(Failure) -> TrustList.Use {
        var use: TrustList.Use = []
        for name in Names.split(text) {
            guard let one = TrustList.Use(name: name) else {
                throw .usage(
                    "a key has no use \(JSONValue.quoted(name))", option: "--use",
                    advice: "Use credential, status or verifier.")
            }
            use.insert(one)
        }
        return use
    }
}
