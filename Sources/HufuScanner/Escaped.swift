internal import Hufu

/// Text that somebody else wrote, made safe to show: on a terminal, in a log or in a message.
public enum Escaped {
    /// The text with each control character and each invisible formatting character written as `\u{…}`. Nothing in it moves
    /// the cursor, changes colours, begins a line of its own, or reverses the direction of writing.
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
