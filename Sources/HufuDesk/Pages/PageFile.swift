#if Desk
    /// A file of the page, in the binary.
    struct PageFile: Sendable {
        let name: String
        let bytes: [UInt8]

        /// The files that browsers fetch by their names.
        static let all = [
            PageFile(name: "camera.js", bytes: PackageResources.camera_js),
            PageFile(name: "challenge.js", bytes: PackageResources.challenge_js),
            PageFile(name: "en.json", bytes: PackageResources.en_json),
            PageFile(name: "icon.svg", bytes: PackageResources.icon_svg),
            PageFile(name: "keyboard.js", bytes: PackageResources.keyboard_js),
            PageFile(name: "page.css", bytes: PackageResources.page_css),
            PageFile(name: "page.js", bytes: PackageResources.page_js),
            PageFile(name: "pictures.js", bytes: PackageResources.pictures_js),
            PageFile(name: "records.js", bytes: PackageResources.records_js),
            PageFile(name: "samples.js", bytes: PackageResources.samples_js),
            PageFile(name: "service.js", bytes: PackageResources.service_js),
            PageFile(name: "texts.js", bytes: PackageResources.texts_js),
            PageFile(name: "tones.js", bytes: PackageResources.tones_js),
            PageFile(name: "verdict.js", bytes: PackageResources.verdict_js),
            PageFile(name: "zh-Hans.json", bytes: PackageResources.zh_Hans_json),
        ]

        static let index = PageFile(name: "index.html", bytes: PackageResources.index_html)
        static let verdict = PageFile(name: "verdict.html", bytes: PackageResources.verdict_html)
        /// The symbols of the outcomes, a part of both pages.
        static let symbol = PageFile(name: "symbol.html", bytes: PackageResources.symbol_html)
        static let openAPI = PageFile(name: "openapi.json", bytes: PackageResources.openapi_json)

        /// The media type, by the end of the name.
        var mediaType: String {
            switch name.split(separator: ".").last {
            case "html": "text/html; charset=utf-8"
            case "css": "text/css; charset=utf-8"
            case "js": "text/javascript; charset=utf-8"
            case "json": "application/json"
            case "svg": "image/svg+xml"
            case "png": "image/png"
            case "webmanifest": "application/manifest+json"
            default: "application/octet-stream"
            }
        }

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }
#endif
