internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A command line as one argument: split into words as a shell does it, but without a shell, so that nothing is expanded.
///
/// Words are separated by spaces; '…' takes everything as it is, "…" all but a backslash, which takes the next character as it is.
struct CommandLineWords: Sendable {
    let program: String
    let arguments: [String]

    /// - Parameter option: how errors call it.
    init(_ text: String, option: String) throws(Failure) {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let whole = word { words.append(whole) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else {
            throw .usage("a quote is open at the end", option: option, advice: "Close it.")
        }
        if let word { words.append(word) }
        guard let program = words.first, !program.isEmpty else {
            throw .usage("there is no command", option: option, advice: "Name a program and its arguments.")
        }
        self.program = program
        arguments = Array(words.dropFirst())
    }

    /// A name is looked for in PATH, as a shell does it.
    var executable: Executable { program.contains("/") ? .path(FilePath(program)) : .name(program) }
}
