internal import ArgumentParser
internal import Hufu

/// A portrait that is not in the JSON of the licence.
struct PortraitOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The portrait, at most 1,200 bytes in a code: JPEG, JPEG 2000, AVIF or WebP. Its digest is computed.",
            valueName: "file"))
    var portrait: String?

    /// The licence in a file, with the portrait.
    func license(from path: String) throws(Failure) -> License {
        var license = try Input.read(path) { try License(json: $0) }
        if let portrait { license.add(try Input.read(portrait) { try License.Picture($0) }) }
        return license
    }
}
