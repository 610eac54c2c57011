internal import Hufu

/// A page with places for texts: `{{name}}`.
struct Template: Sendable {
    private enum Part {
        case text(Substring)
        case place(Substring)
    }

    private let parts: [Part]

    init(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "{{"), let end = rest[start.upperBound...].firstRange(of: "}}") {
            parts.append(.text(rest[..<start.lowerBound]))
            parts.append(.place(rest[start.upperBound..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        self.parts = parts + [.text(rest)]
    }

    /// The names of the places.
    var places: [String] {
        parts.compactMap { part in
            switch part {
            case .text: nil
            case .place(let name): String(name)
            }
        }
    }

    /// The page with a text at each place.
    ///
    /// - Parameters:
    ///   - texts: the texts by their names; they are escaped. A place without a text stays empty.
    ///   - markup: texts that are HTML already.
    func filled(_ texts: [String: String], markup: [String: String] = [:]) -> String {
        parts.map { part in
            switch part {
            case .text(let text): String(text)
            case .place(let name): markup[String(name)] ?? Self.escaped(texts[String(name)] ?? "")
            }
        }.joined()
    }

    /// A text as HTML shows it, in an element or in a quoted attribute.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
