internal import Hufu

/// Escapes text from codes, lists and files, so that it is safe on a terminal, in a log or in a message.
public enum Escaped {
    /// The text with each control character and each bidirectional formatting character written as `\u{…}`. It cannot
    /// move the cursor, change colours, begin a new line, or reverse the direction of writing.
    public static func text(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.isControlOrFormatting) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar.isControlOrFormatting {
                escaped += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
