public import Hufu

/// A command line that is split into words like a shell does, without a shell and without expansion.
///
/// Words are separated by white space. Single quotes take all characters between them literally; double quotes all but
/// a backslash, which takes the next character literally.
public struct CommandLineWords: Sendable, Equatable {
    /// The program: a path if it contains a slash, else a name that is looked up in `PATH`.
    public let program: String
    /// Its arguments.
    public let arguments: [String]

    /// Splits a text.
    ///
    /// - Throws: `command_line.quote_open` or `command_line.empty`.
    public init(_ text: String) throws(CommandLineError) {
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
        guard quote == nil, !isEscaped else { throw CommandLineError(reason: .quoteOpen) }
        if let word { words.append(word) }
        guard let program = words.first, !program.isEmpty else { throw CommandLineError(reason: .empty) }
        self.program = program
        arguments = Array(words.dropFirst())
    }

    /// A program and its arguments.
    ///
    /// - Parameters:
    ///   - program: a path if it contains a slash, else a name that is looked up in `PATH`.
    ///   - arguments: its arguments, each passed as it is.
    public init(program: String, arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// The program that runs, with other arguments.
    public static func thisProgram(_ arguments: [String]) -> CommandLineWords {
        #if os(Linux) || os(Android)
            // The file that was started, also if another one has its name by now.
            CommandLineWords(program: "/proc/self/exe", arguments: arguments)
        #else
            CommandLineWords(program: CommandLine.arguments.first ?? "", arguments: arguments)
        #endif
    }

    /// A word in the form in which ``init(_:)`` and a POSIX shell read it back: in single quotes unless it is of letters,
    /// digits and a few signs.
    public static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "-_./:@=,+".unicodeScalars.contains(scalar)
        }
        return isPlain && !word.isEmpty
            ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

/// Why a text is no command line.
public struct CommandLineError: ReasonedError {
    /// The causes, as a closed list.
    public enum Reason: String, ErrorReason {
        /// A quotation mark or a backslash at the end has no partner.
        case quoteOpen = "command_line.quote_open"
        /// There is no program.
        case empty = "command_line.empty"

        /// The fault, in one line.
        public var message: String {
            switch self {
            case .quoteOpen: "a quote is open at the end"
            case .empty: "there is no command"
            }
        }
        /// The remedy, in whole sentences.
        public var advice: String {
            switch self {
            case .quoteOpen: "Close it."
            case .empty: "Name a program and its arguments."
            }
        }
    }

    /// The cause.
    public let reason: Reason
    /// `nil`.
    public var location: String? { nil }
}
