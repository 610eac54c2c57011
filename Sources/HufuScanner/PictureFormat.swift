/// Formats of pictures and documents, which are not the text of a code.
package enum PictureFormat: String, CaseIterable {
    case png = "PNG"
    case jpeg = "JPEG"
    case gif = "GIF"
    case webp = "WebP"
    case tiff = "TIFF"
    case bmp = "BMP"
    case heif = "HEIF or AVIF"
    case svg = "SVG"
    case pdf = "PDF"
    case postScript = "PostScript"

    /// The format of a file with these contents; `nil` for other contents.
    package init?(of bytes: [UInt8]) {
        func has(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: Array(text.utf8)) }
        let format: PictureFormat? =
            if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) {
                .png
            } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
                .jpeg
            } else if has("GIF8") {
                .gif
            } else if has("RIFF"), has("WEBP", at: 8) {
                .webp
            } else if bytes.starts(with: [0x49, 0x49, 0x2a, 0]) || bytes.starts(with: [0x4d, 0x4d, 0, 0x2a]) {
                .tiff
            } else if has("BM"), bytes.dropFirst(6).starts(with: [0, 0, 0, 0]) {
                .bmp
            } else if has("ftyp", at: 4) {
                .heif
            } else if has("<svg") || has("<?xml") {
                .svg
            } else if has("%PDF") {
                .pdf
            } else if has("%!PS") {
                .postScript
            } else {
                nil
            }
        guard let format else { return nil }
        self = format
    }

    private var suffixes: [String] {
        switch self {
        case .png: ["png"]
        case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
        case .gif: ["gif"]
        case .webp: ["webp"]
        case .tiff: ["tif", "tiff"]
        case .bmp: ["bmp"]
        case .heif: ["heic", "heif", "avif"]
        case .svg: ["svg", "svgz"]
        case .pdf: ["pdf"]
        case .postScript: ["ps", "eps"]
        }
    }

    /// The format that the suffix of a file's name stands for; `nil` for other suffixes.
    package init?(named path: String) {
        guard let suffix = Self.suffix(of: path),
            let format = Self.allCases.first(where: { $0.suffixes.contains(suffix) })
        else { return nil }
        self = format
    }

    /// Whether a text ends like the name of a file, which need not exist. No code ends like that.
    package static func isFileName(_ text: String) -> Bool {
        guard PictureFormat(named: text) == nil else { return true }
        return suffix(of: text).map { ["txt", "json", "cwt", "bundle"].contains($0) } ?? false
    }

    private static func suffix(of path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), name.utf8.count < 256 else { return nil }
        return name[dot...].dropFirst().lowercased()
    }
}
